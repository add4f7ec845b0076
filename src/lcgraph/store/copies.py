"""A store as it was, for one process that asks it a few questions."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph

from lcgraph.store.embedded import EmbeddedStore
from lcgraph.store.faults import HistoryIncomplete
from lcgraph.store.oxigraph import OxigraphStore
from lcgraph.store.snapshots import SNAPSHOTS, trial_copy
from lcgraph.store.unfinished import begun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from lcgraph.store.history import History
    from lcgraph.store.interface import Store


@dataclass(frozen=True)
class Retrospect:
    """A way to look at what a store was.

    Attributes:
        history: Its publications.
        as_it_was: Opens it as one of them left it, until the context ends.
    """

    history: History
    as_it_was: Callable[[int], AbstractContextManager[OxigraphStore]]


@contextmanager
def looking_back(store: Store) -> Iterator[Retrospect | None]:
    """Look at the history of a store.

    Args:
        store: The store, or the snapshot that the readers of another process read.

    Yields:
        The way to do so; None for a store that keeps no history.
    """
    if isinstance(store, EmbeddedStore):
        opened, history = store, store.history
        if history is None:
            yield None
        else:
            yield Retrospect(history, lambda version: as_it_was(opened, version))
        return
    # Only those who use a server need what speaks to one.
    from lcgraph.store.remote import RemoteStore
    from lcgraph.store.remote_history import mirrored

    if not isinstance(store, RemoteStore):
        yield None
        return
    with mirrored(store) as mirror:

        @contextmanager
        def copied(version: int) -> Iterator[OxigraphStore]:
            copy = mirror.past(version, mirror.directory / "past")
            yield OxigraphStore(pyoxigraph.Store.read_only(str(copy)))

        yield Retrospect(mirror.history, copied)


@contextmanager
def as_it_was(store: EmbeddedStore, version: int) -> Iterator[OxigraphStore]:
    """Open a store as an earlier publication left it.

    Args:
        store: The store, or the snapshot that the readers of another process read.
        version: A data version that its history leads back to.

    Yields:
        The store, which nobody changes. A copy of it is kept below the folder of the store
        meanwhile, with hard links where possible.

    Raises:
        HistoryIncomplete: If the way back is damaged.
    """
    if store.history is None:
        raise HistoryIncomplete(str(store.directory), version)
    if store.hold is not None:
        with trial_copy(store.directory / SNAPSHOTS / str(store.version)) as copy:
            store.history.go_back(copy, version)
            yield OxigraphStore(pyoxigraph.Store.read_only(str(copy)))
    else:
        folder = begun(store.directory)
        try:
            copy = store.past(version, folder)
            yield OxigraphStore(pyoxigraph.Store.read_only(str(copy)))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
