"""The history of a server, and copies of what it held, on the disk of whoever asks.

What is published now is fetched once, graph by graph, and publication after publication is undone
on a copy of it. So an earlier version takes room on disk, and memory for a few thousand quads.
"""

from __future__ import annotations

import gc
import shutil
import tempfile
import weakref
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, ClassVar, Final

import pyoxigraph

from lcgraph.store.entries import Entries
from lcgraph.store.faults import HistoryLeftServer
from lcgraph.store.fetching import fetch
from lcgraph.store.history import History
from lcgraph.store.remote_limits import IN_MEMORY
from lcgraph.store.remote_view import state_of
from lcgraph.store.snapshots import Hold, discard_snapshot, discard_unless_held

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcgraph.store.entries import Entry
    from lcgraph.store.faults import HistoryIncomplete
    from lcgraph.store.moments import Publication
    from lcgraph.store.remote import RemoteStore
    from lcgraph.store.remote_limits import Limits

_PREFIX: Final = "lcgraph-past-"
_ATTEMPTS: Final = 3


class RemoteHistory(History):
    """The publications of a server; what undoes them is brought here when it is needed."""

    _is_exact: ClassVar[bool] = True

    def __init__(self, store: RemoteStore, folder: Path, limits: Limits = IN_MEMORY) -> None:
        """Take a server; nothing is asked yet.

        Args:
            store: The server.
            folder: Where files are kept that were brought; it need not be there.
            limits: What each of its answers may take.
        """
        super().__init__(folder)
        self._store = store
        self._client = store.client.limited(limits)
        self._entries = Entries(self._client)
        self._chain: list[Entry] = []
        self._mark: str | None = None
        self._one = Lock()

    def refresh(self) -> int:
        """Learn what others may have published.

        Returns:
            The data version that the server has.
        """
        version, mark = state_of(self._client)
        with self._one:
            if mark != self._mark:
                self._chain = self._entries.leading_to(mark)
                self._mark = mark
        return version

    @property
    def mark(self) -> str | None:
        """The mark of the publication that was current when it was last asked for."""
        return self._mark

    def marked(self, version: int) -> str | None:
        """Return the mark of a publication.

        Args:
            version: Its data version.

        Returns:
            The mark; None if the history does not lead to it.
        """
        entry = self._entry(version)
        return None if entry is None else entry.mark

    def publications(self, current: int) -> list[Publication]:
        """List the publications that can be gone back to, as far as they are known.

        Args:
            current: The data version that is current.

        Returns:
            The publications up to that, the oldest first, without a gap.
        """
        found = [entry.publication for entry in self._chain]
        return [publication for publication in found if publication.version <= current]

    def path(self, version: int) -> Path:
        """Bring what undoes a publication.

        Args:
            version: Its data version.

        Returns:
            The path of the file; none is there if the server has none.
        """
        entry = self._entry(version)
        if entry is None:
            return super().path(version)
        path = self._folder / f"{entry.mark}.nq.gz"
        if not path.is_file():
            self._bring(entry, path)
        return path

    def keep(self, count: int, current: int) -> int:
        """Drop the oldest publications.

        Args:
            count: How many of the newest to keep; at least the current one is.
            current: The data version of the server.

        Returns:
            How many were dropped.
        """
        oldest_kept = current - max(count, 1) + 1
        dropped = [e for e in self._chain if e.publication.version < oldest_kept]
        if dropped:
            self._store.client.update(self._entries.dropping(dropped))
            self._chain = self._chain[len(dropped) :]
        return len(dropped)

    def size(self) -> int:
        """Measure the history.

        Returns:
            The bytes that its files have.
        """
        return sum(entry.size for entry in self._chain)

    def _bring(self, entry: Entry, path: Path) -> None:
        self._folder.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as unfinished:
            try:
                for part in self._entries.file(entry):
                    unfinished.write(part)
            except ValueError as fault:
                raise self._incomplete(entry.publication.version) from fault
        Path(unfinished.name).replace(path)

    def _entry(self, version: int) -> Entry | None:
        for entry in reversed(self._chain):
            if entry.publication.version == version:
                return entry
        return None

    def _incomplete(self, version: int) -> HistoryIncomplete:
        return HistoryLeftServer(self._store.address.query, version)


class Mirror:
    """Copies of what a server held, in a temporary folder of this process.

    Attributes:
        directory: The folder.
        history: What leads back.
    """

    def __init__(self, store: RemoteStore, limits: Limits = IN_MEMORY) -> None:
        """Make the folder, and clear away those of processes that were killed.

        Args:
            store: The server; nothing is asked of it yet.
            limits: What each answer about its history may take.
        """
        self.directory, self._hold = _own_folder()
        self.close = weakref.finalize(self, _remove, self.directory, self._hold)
        self.history = RemoteHistory(store, self.directory / "history", limits)
        self._store = store
        self._present = self.directory / "present"
        self._held: tuple[int, str | None] | None = None
        self._one = Lock()

    def past(self, version: int, folder: Path) -> Path:
        """Write an unchanging copy of a version for readers.

        Args:
            version: A data version that the history leads back to.
            folder: Where copies are kept; made if missing.

        Returns:
            The folder of the copy, below the one given.

        Raises:
            HistoryIncomplete: If the way back is missing, or does not fit what the server holds.
            StoreFault: If the server cannot be read.
        """
        path = folder / str(version)
        folder.mkdir(exist_ok=True)
        with self._one:
            held = self._at_least(version)
            # Whatever is missing is said before the copy is opened.
            for later in range(version + 1, held + 1):
                self.history.path(later)
            discard_snapshot(path)
            opened = pyoxigraph.Store(self._present)
            opened.backup(path)
            del opened
            gc.collect()
        self.history.go_back(path, version)
        return path

    def _at_least(self, version: int) -> int:
        """Hold what is published now, unless what is held is not older than a version."""
        for _ in range(_ATTEMPTS):
            if self._held is not None:
                held, mark = self._held
                if held >= version and self.history.marked(held) == mark:
                    return held
            self._held = None
            shutil.rmtree(self._present, ignore_errors=True)
            self._held = fetch(self._store, self._present)
            self.history.refresh()
        raise HistoryLeftServer(self._store.address.query, version)


@contextmanager
def mirrored(store: RemoteStore) -> Iterator[Mirror]:
    """Look into the past of a server.

    Args:
        store: The server.

    Yields:
        Its mirror, which goes afterwards.
    """
    mirror = Mirror(store)
    try:
        mirror.history.refresh()
        yield mirror
    finally:
        mirror.close()


def _own_folder() -> tuple[Path, Hold]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        try:
            hold = Hold(folder)
        except FileNotFoundError:
            # Another process took it for what one that was killed had left.
            continue
        for other in folder.parent.glob(_PREFIX + "*"):
            if other != folder:
                discard_unless_held(other)
        return folder, hold


def _remove(folder: Path, hold: Hold) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    hold.end()
