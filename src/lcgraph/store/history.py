"""The publications of a store, and the way back to each.

The folder ``history/`` of a store has a file for each data version, which says how it is undone
(:mod:`lcgraph.store.undo`). The file is on disk before the transaction that it undoes is carried
out. A process that is killed between the two leaves a file for a version that does not exist: it
is passed over, and goes when the store is next opened for writing.

What bounds the size: a file holds what changed, compressed, some kilobytes for a record. Nothing
is dropped by itself, as addresses that people cite would then cease to answer without anyone
having decided it; ``lcgraph history --keep N`` drops the oldest publications but N. History
begins with the oldest that is left; for a store that was made before there was history, with the
version that it had when it was first opened.
"""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING, ClassVar, Final

import pyoxigraph

from lcgraph.store.faults import HistoryIncomplete
from lcgraph.store.moments import Publication, publication_at
from lcgraph.store.oxigraph import OxigraphStore
from lcgraph.store.publications import head_of, publication_told, this_second
from lcgraph.store.undo import DAMAGED, Undo, carry_out, read_head, write_undo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from lcgraph.store.moments import Found

_SUFFIX: Final = ".nq.gz"


class History:
    """The publications of a store, kept in a folder."""

    _is_exact: ClassVar[bool] = False

    def __init__(self, folder: Path) -> None:
        """Take a folder; nothing is read or written yet.

        Args:
            folder: Where the files are; it need not be there.
        """
        self._folder = folder
        self._known: dict[int, Publication] = {}
        self._listed: tuple[tuple[int, int], list[Publication]] | None = None

    def write(self, publication: Publication, undo: Undo) -> None:
        """Write down how a publication is undone; it is on the disk after the return.

        Args:
            publication: The publication, carried out or about to be.
            undo: What undoes it; without effect where history begins.

        Raises:
            OSError: If the folder cannot be written.
        """
        self._folder.mkdir(exist_ok=True)
        self._forgotten(publication.version)
        write_undo(self.path(publication.version), head_of(publication), undo)

    @contextlib.contextmanager
    def recording(
        self, publication: Publication, undo: Undo, version: Callable[[], int]
    ) -> Iterator[None]:
        """Write down how to go back from what is done within.

        Args:
            publication: The publication that is carried out within.
            undo: What undoes it.
            version: Tells the data version of the store.

        Yields:
            Once it is written. If the publication fails it is forgotten.
        """
        self.write(publication, undo)
        try:
            yield
        except BaseException:
            if version() < publication.version:
                self.forget(publication.version)
            raise

    def forget(self, version: int) -> None:
        """Remove what was written for a publication that then was not carried out.

        Args:
            version: Its data version.
        """
        self._forgotten(version)
        self.path(version).unlink(missing_ok=True)

    def publications(self, current: int) -> list[Publication]:
        """List the publications that the store can go back to.

        Args:
            current: The data version of the store.

        Returns:
            The publications, the oldest first, without a gap; the last one is the current
            version. Empty for a store that was not opened for writing since there is history.
        """
        # Another process may drop the oldest, which the folder shows.
        changed = self._folder.stat().st_mtime_ns if self._folder.is_dir() else 0
        if self._listed is None or self._listed[0] != (current, changed):
            self._listed = (current, changed), self._followed(current)
        return self._listed[1].copy()

    def _followed(self, current: int) -> list[Publication]:
        found: list[Publication] = []
        for version in range(current, -1, -1):
            publication = self._read(version)
            if publication is None:
                break
            found.append(publication)
            if publication.begins:
                break
        return found[::-1]

    def resolve(self, text: str, current: int, now: datetime) -> Found:
        """Find the publication that somebody means.

        Args:
            text: A data version, a date or a dateTime.
            current: The data version of the store.
            now: The time, with its zone.

        Returns:
            The publication, or why there is none (:func:`lcgraph.store.moments.publication_at`).
        """
        return publication_at(text, self.publications(current), now)

    def go_back(self, data: Path, version: int) -> None:
        """Make a copy of the store, which nobody reads yet, what the store was.

        Args:
            data: The folder of the copy, of the engine's own.
            version: The data version that it is to have.

        Raises:
            HistoryIncomplete: If a file is missing or damaged.
        """
        opened = pyoxigraph.Store(data)
        try:
            held = OxigraphStore(opened).version
            for later in range(held, version, -1):
                if not _is_carried_out(self.path(later), opened, exact=self._is_exact):
                    raise self._incomplete(later)
            if OxigraphStore(opened).version != version:
                raise self._incomplete(version)
            if held > version:
                _forget_empty_graphs(opened)
            opened.flush()
        finally:
            del opened
            gc.collect()

    def keep(self, count: int, current: int) -> int:
        """Drop the oldest publications.

        Args:
            count: How many of the newest to keep; at least the current one is.
            current: The data version of the store.

        Returns:
            How many were dropped.
        """
        oldest_kept = current - max(count, 1) + 1
        dropped = [number for number in self._numbers() if number < oldest_kept]
        # The oldest first: being killed meanwhile leaves no gap.
        for number in sorted(dropped):
            self.forget(number)
        return len(dropped)

    def open(self, current: int) -> None:
        """Remove what was written for publications never carried out; begin, if not done yet.

        Where the way back from the current version is lost, history begins anew: what is left of
        earlier versions leads nowhere.

        Args:
            current: The data version of the store, which nobody else has open.
        """
        for number in self._numbers():
            if number > current:
                self.forget(number)
        if self._read(current) is None:
            self.write(Publication(current, this_second(), begins=True), Undo())

    def size(self) -> int:
        """Measure the history.

        Returns:
            The bytes of its files.
        """
        return sum(self.path(number).stat().st_size for number in self._numbers())

    def _numbers(self) -> list[int]:
        names = [path.name.removesuffix(_SUFFIX) for path in self._folder.glob("*" + _SUFFIX)]
        return [int(name) for name in names if name.isdigit()]

    def path(self, version: int) -> Path:
        """Return where it is written how a publication is undone.

        Args:
            version: Its data version.

        Returns:
            The path of a file, which need not be there.
        """
        return self._folder / f"{version}{_SUFFIX}"

    def _incomplete(self, version: int) -> HistoryIncomplete:
        return HistoryIncomplete(str(self._folder), version)

    def _forgotten(self, version: int) -> None:
        self._known.pop(version, None)
        self._listed = None

    def _read(self, version: int) -> Publication | None:
        path = self.path(version)
        if version in self._known and path.is_file():
            return self._known[version]
        try:
            publication = publication_told(version, read_head(path))
        except DAMAGED:
            return None
        self._known[version] = publication
        return publication


def _is_carried_out(path: Path, store: pyoxigraph.Store, *, exact: bool) -> bool:
    # A fault handed on would hold the frames that hold the store open.
    with contextlib.suppress(*DAMAGED):
        carry_out(path, store, exact=exact)
        return True
    return False


def _forget_empty_graphs(store: pyoxigraph.Store) -> None:
    # When they came and went is not written down.
    for graph in list(store.named_graphs()):
        if next(store.quads_for_pattern(None, None, None, graph), None) is None:
            store.remove_graph(graph)
