"""A digest of what a graph says, whatever order it is written in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple


def content_digest(triples: Iterable[Triple]) -> str:
    """Return the digest of a graph without blank nodes (section 1.11 of the model).

    Args:
        triples: The graph; each triple counts once.

    Returns:
        ``sha256:`` and 64 hexadecimal digits, over the sorted N-Triples lines in UTF-8.
    """
    lines = sorted({f"{triple} .\n" for triple in triples})
    return "sha256:" + hashlib.sha256("".join(lines).encode()).hexdigest()
