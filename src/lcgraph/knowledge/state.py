"""Whether a store has what is shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lcgraph.store import EmbeddedStore, StoreBusy
from lcgraph.vocabulary import GRAPH, LCG

if TYPE_CHECKING:
    from pathlib import Path

    from lcgraph.knowledge.files import Knowledge
    from lcgraph.store.interface import Queryable

_CATALOGUE: Final = GRAPH["catalogue"]


def needs_loading(folder: Path, knowledge: Knowledge) -> bool:
    """Tell whether a store lacks what is shipped, or has another state of it.

    Args:
        folder: The folder of the store.
        knowledge: The shipped files.

    Returns:
        True if :func:`load_shipped` has something to do. A store that another process has open is
        left to that process.
    """
    if not EmbeddedStore.exists(folder):
        return True
    try:
        store = EmbeddedStore(folder)
    except StoreBusy:
        return False
    try:
        return lacks_shipped(store, knowledge)
    finally:
        store.close()


def lacks_shipped(store: Queryable, knowledge: Knowledge) -> bool:
    """Tell whether an open store lacks what is shipped, or has another state of it.

    Args:
        store: The store.
        knowledge: The shipped files.

    Returns:
        True if loading has something to do.
    """
    found = store.match(_CATALOGUE, LCG["shippedDigest"], None, _CATALOGUE)
    return [quad.object.value for quad in found] != [knowledge.fingerprint]  # type: ignore[union-attr]
