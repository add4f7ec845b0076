"""A store as it was, for one process that asks it a few questions."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph

from lcgraph.store.embedded import SNAPSHOTS, EmbeddedStore
from lcgraph.store.faults import HistoryIncomplete
from lcgraph.store.oxigraph import OxigraphStore
from lcgraph.store.snapshots import trial_copy

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIX: Final = "as-it-was-"


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
        with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=store.directory) as folder:
            copy = store.past(version, Path(folder))
            yield OxigraphStore(pyoxigraph.Store.read_only(str(copy)))
