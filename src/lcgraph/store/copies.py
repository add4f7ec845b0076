"""A store as it was, for one process that asks it a few questions."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph

from lcgraph.store.embedded import EmbeddedStore
from lcgraph.store.faults import HistoryIncomplete
from lcgraph.store.oxigraph import OxigraphStore
from lcgraph.store.snapshots import SNAPSHOTS, trial_copy
from lcgraph.store.unfinished import begun

if TYPE_CHECKING:
    from collections.abc import Iterator


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
