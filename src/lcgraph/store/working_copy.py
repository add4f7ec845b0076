"""A copy of a store on disk that shares its files, so that staging takes no memory for the graph.

The engine writes a file once and never again. A copy is a folder of links to the files of the
store, made in milliseconds whatever its size; what is staged goes to files of the copy's own.
"""

from __future__ import annotations

import contextlib
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyoxigraph

from lcgraph.store.embedded import EmbeddedStore
from lcgraph.store.memory import MemoryStore
from lcgraph.store.staged import StagedStore
from lcgraph.store.unfinished import begun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lcgraph.store.interface import Store

_DATA: Final = "data"


class WorkingCopy(StagedStore):
    """A copy of an embedded store, in the store's folder until it is closed.

    A process that is killed leaves it behind; opening the store clears it away.
    """

    def __init__(self, store: EmbeddedStore) -> None:
        """Copy a store as it is; later publications in the store have to be staged here too.

        Args:
            store: The store, which is not changed.

        Raises:
            OSError: If its folder cannot be written.
        """
        self._folder: Path = begun(store.directory)
        try:
            store._store.backup(self._folder / _DATA)
            super().__init__(pyoxigraph.Store(self._folder / _DATA))
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def close(self) -> None:
        """Remove the copy."""
        with contextlib.suppress(AttributeError):
            del self._store
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def staged(store: Store) -> Iterator[StagedStore]:
    """Copy a store to stage publications on.

    Args:
        store: The store; that of a server is read over HTTP as a whole.

    Yields:
        The copy: on disk for a store in a folder, in memory for that of a server.
    """
    if not isinstance(store, EmbeddedStore):
        yield MemoryStore.loaded(store.dump())
        return
    copy = WorkingCopy(store)
    try:
        yield copy
    finally:
        copy.close()
