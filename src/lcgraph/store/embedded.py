"""The engine on disk."""

from __future__ import annotations

import contextlib
import gc
import shutil
from typing import TYPE_CHECKING, ClassVar, Final

import pyoxigraph

from lcgraph.store.comparison import MOST_COMPARED, Comparison, data_of
from lcgraph.store.faults import (
    HistoryIncomplete,
    StoreBusy,
    StoreChanged,
    StoreDamaged,
    StoreMissing,
)
from lcgraph.store.functions import with_unknown_functions
from lcgraph.store.history import History
from lcgraph.store.moments import Publication
from lcgraph.store.oxigraph import OxigraphStore, version_quads
from lcgraph.store.patch import Patch
from lcgraph.store.publications import publication_of, this_second
from lcgraph.store.snapshots import (
    SNAPSHOTS,
    Hold,
    discard_others,
    discard_snapshot,
    discard_unless_held,
    newest_snapshot,
)
from lcgraph.store.undo import Undo, undo_of
from lcgraph.store.unfinished import begun, clear_unfinished
from lcgraph.vocabulary import GRAPH

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from pyoxigraph import Quad

    from lcgraph.store.comparison import Change

_DATA: Final = "data"
_HISTORY: Final = "history"


class EmbeddedStore(OxigraphStore):
    """A store in a folder on disk, open for one process at a time.

    Attributes:
        directory: The folder.
        history: What leads back to earlier versions; None for a store that keeps none.
        hold: The claim on the snapshot that the store is; None for a store that can be changed.
        compared: How many quads are compared to find out what an update has changed.
    """

    _keeps_history: ClassVar[bool] = True
    directory: Path
    history: History | None
    hold: Hold | None = None
    compared: int = MOST_COMPARED

    def __init__(self, directory: Path) -> None:
        """Open the store of a folder.

        Args:
            directory: The folder that :meth:`create` made.

        Raises:
            StoreMissing: If the folder holds no store.
            StoreBusy: If another process has it open.
            StoreDamaged: If the engine cannot open it.
        """
        data = directory / _DATA
        if not data.is_dir():
            raise StoreMissing(str(directory))
        try:
            opened = pyoxigraph.Store(data)
        except (OSError, RuntimeError) as fault:
            if "lock" in str(fault).lower():
                raise StoreBusy(str(directory)) from fault
            raise StoreDamaged(str(directory), str(fault)) from fault
        super().__init__(opened)
        self.directory = directory
        self.history = History(directory / _HISTORY) if self._keeps_history else None
        if self.history is not None:
            self.history.open(self.version)
        clear_unfinished(directory)

    @classmethod
    def latest_snapshot(cls, directory: Path) -> EmbeddedStore:
        """Open what the readers of a store read, while another process has the store open.

        Args:
            directory: The folder of the store.

        Returns:
            The newest snapshot, which cannot be changed, and stays as long as it is open.

        Raises:
            StoreBusy: If there is no snapshot.
            StoreDamaged: If the engine cannot open it.
        """
        newest = newest_snapshot(directory)
        made = cls.__new__(cls)
        made.directory = directory
        made.history = History(directory / _HISTORY)
        try:
            made.hold = Hold(newest)
        except FileNotFoundError:
            # A newer one has taken its place meanwhile.
            return cls.latest_snapshot(directory)
        try:
            made._store = pyoxigraph.Store.read_only(str(newest))
        except (OSError, RuntimeError) as fault:
            raise StoreDamaged(str(directory), str(fault)) from fault
        return made

    @classmethod
    def exists(cls, directory: Path) -> bool:
        """Tell whether a folder holds a store.

        Args:
            directory: Any path.

        Returns:
            True if a store was made there, whole.
        """
        return (directory / _DATA).is_dir()

    @classmethod
    def create(cls, directory: Path, quads: Iterable[Quad]) -> EmbeddedStore:
        """Make a store: whole or not at all.

        The store is built beside its place and takes it by a rename, so that a process that is
        killed leaves either no store or a finished one. What earlier tries left is cleared away.

        Args:
            directory: The folder to make the store in; made if missing.
            quads: What the store holds.

        Returns:
            The open store, at data version 1.

        Raises:
            StoreBusy: If a store is there already.
            OSError: If the folder cannot be written.
        """
        building = begun(directory)
        try:
            store = pyoxigraph.Store(building / _DATA)
            store.bulk_extend(quads)
            store.extend(version_quads(1))
            store.flush()
            catalogued = store.quads_for_pattern(None, None, None, GRAPH["catalogue"])
            publication = publication_of(1, this_second(), catalogued)
            del store, catalogued
            gc.collect()
            History(building / _HISTORY).write(publication, Undo())
            if not cls.exists(directory):
                for leftover in (SNAPSHOTS, _HISTORY):
                    shutil.rmtree(directory / leftover, ignore_errors=True)
                (building / _HISTORY).rename(directory / _HISTORY)
            (building / _DATA).rename(directory / _DATA)
        except OSError as fault:
            if (directory / _DATA).is_dir():
                raise StoreBusy(str(directory)) from fault
            raise
        finally:
            shutil.rmtree(building, ignore_errors=True)
        return cls(directory)

    def apply(self, patch: Patch, seen: int | None = None) -> int:
        """Carry out a patch as one transaction.

        Args:
            patch: The change to make; it has no blank nodes.
            seen: The data version that the patch was made for; None for any.

        Returns:
            The new data version. A process that is killed before the return leaves the store
            either as it was or with the whole patch, its new version and the way back.

        Raises:
            StoreChanged: If the store is at another version; nothing was changed.
        """
        if seen is not None and seen != self.version:
            raise StoreChanged(str(self.directory), seen)
        numbered, version = self._numbered(patch)
        text = numbered.to_update()
        undo = undo_of(self, numbered)
        publication = publication_of(version, this_second(), undo.removed)
        with self._recording(publication, undo):
            self._store.update(text)
            self._store.flush()
        return version

    def update(
        self,
        text: str,
        base: str | None = None,
        written: Collection[str] | None = None,
        data: str | None = None,
    ) -> tuple[int, Change | None]:
        """Carry out an update, with the step of the data version, as one transaction.

        Args:
            text: One or more SPARQL 1.1 Update operations, without a semicolon or a comment at
                the end.
            base: What its relative IRIs are resolved against.
            written: The graphs that it may write to, as :class:`lcgraph.store.undo.Undo` names
                them: only these are compared. The whole store when None.
            data: ``INSERT DATA`` operations with all that the update inserts and deletes, if that
                can be told from its text: then only that is compared.

        Returns:
            The new data version, and what has changed; None if there is too much to compare.

        Raises:
            SyntaxError: If the text is not an update.
            RuntimeError: If an operation fails; nothing has changed then.
        """
        step, version = self._numbered(Patch())
        publication = Publication(version, this_second())
        comparison = Comparison(self, written, step, self.compared, data_of(data, base))
        with self._recording(publication, comparison.before()):
            self._run(f"{text} ;\n{step.to_update()}", base)
        change = comparison.after()
        if self.history is not None and change is not None:
            # The change is made, and the longer way back is there already.
            with contextlib.suppress(OSError):
                self.history.write(publication, Undo(change.quads.added, change.quads.removed))
        return version, change

    def _recording(self, publication: Publication, undo: Undo) -> AbstractContextManager[None]:
        if self.history is None:
            return contextlib.nullcontext()
        return self.history.recording(publication, undo, lambda: self.version)

    def _run(self, text: str, base: str | None) -> None:
        with_unknown_functions(
            lambda functions: self._store.update(
                text, base_iri=base, custom_functions=functions or None
            )
        )
        self._store.flush()

    def snapshot(self) -> Path:
        """Write an unchanging copy of this version for readers, by hard links where possible.

        Snapshots of earlier versions are removed, those that a process holds with a later one.

        Returns:
            The folder of the snapshot, below the store's own.
        """
        folder = self.directory / SNAPSHOTS
        folder.mkdir(exist_ok=True)
        path = folder / str(self.version)
        discard_unless_held(path)
        # One that is held is whole, and of this version: it stays for who comes later.
        if not path.exists():
            self._store.backup(path)
        # Only now, so that there is one to begin with at any time.
        discard_others(path)
        return path

    def past(self, version: int, folder: Path) -> Path:
        """Write an unchanging copy of an earlier version for readers.

        Args:
            version: The data version, one that the history leads back to.
            folder: Where copies of earlier versions are kept; made if missing.

        Returns:
            The folder of the copy, below the one given.

        Raises:
            HistoryIncomplete: If the way back is missing or damaged.
        """
        if self.history is None:
            raise HistoryIncomplete(str(self.directory), version)
        path = folder / str(version)
        discard_snapshot(path)
        folder.mkdir(exist_ok=True)
        self._store.backup(path)
        self.history.go_back(path, version)
        return path

    def close(self) -> None:
        """Release the folder for other processes."""
        with contextlib.suppress(AttributeError):
            del self._store
        if self.hold is not None:
            self.hold.end()
        else:
            # Nobody else can open the folder before everything that refers to it is gone.
            gc.collect()
