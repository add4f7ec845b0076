"""How deep triple terms may be nested, so that whoever reads them has room enough.

The engine recurses into them to read, write, store and find them. A process that has no room left
for that ends, and the next one that finds such a term in the store as well.
"""

from __future__ import annotations

import re
import resource
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from pyoxigraph import Triple

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_NESTED: Final = 100
"""How many levels deep they may be in a graph that is sent."""
_STACK: Final = 2 << 20
_MAKES_TERMS: Final = re.compile(rb"<<|triple|\\u", re.IGNORECASE)


def is_too_nested(triple: Triple) -> bool:
    """Tell whether a triple is nested more than :data:`MOST_NESTED` levels deep.

    Args:
        triple: A triple.

    Returns:
        True if it is.
    """
    term = triple.object
    for _ in range(MOST_NESTED):
        if not isinstance(term, Triple):
            return False
        term = term.object
    return isinstance(term, Triple)


@contextmanager
def depth_bounded(update: bytes) -> Iterator[None]:
    """Leave an update that is tried less room than those have who read what it stores.

    To read a term from a store takes two and a half times as much of the stack as to store it. A
    process that needs more than is left to it here ends, before anything is stored.

    Args:
        update: The update; other texts than those that make triple terms have all the room.

    Yields:
        Nothing, with less room.
    """
    before = resource.getrlimit(resource.RLIMIT_STACK)
    if _MAKES_TERMS.search(update):
        resource.setrlimit(resource.RLIMIT_STACK, (_STACK, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_STACK, before)
