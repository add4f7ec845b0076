"""A store without learning-city data, in which anyone who may write may write anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from lcgraph.store.comparison import Comparison, data_of
from lcgraph.store.embedded import EmbeddedStore
from lcgraph.store.faults import StoreChanged
from lcgraph.store.patch import Patch

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from lcgraph.store.comparison import Change

FOLDER: Final = "unmanaged"
"""Where it is kept within a store folder, beside the data that lcgraph manages."""

_DATA: Final = "data"
_VERSION: Final = "version"


class PlainStore(EmbeddedStore):
    """An embedded store whose quads are all the client's: its version is kept beside them."""

    _keeps_history: ClassVar[bool] = False

    @classmethod
    def opened(cls, directory: Path) -> PlainStore:
        """Open the plain store of a folder; it is made, empty, if missing.

        Args:
            directory: The folder of a store.

        Returns:
            The open store.

        Raises:
            StoreBusy: If another process has it open.
            StoreDamaged: If the engine cannot open it.
        """
        data = directory / FOLDER / _DATA
        data.mkdir(parents=True, exist_ok=True)
        return cls(directory / FOLDER)

    @property
    def version(self) -> int:
        """The data version: 1 at first, higher after each update."""
        path = self.directory / _VERSION
        return int(path.read_text()) if path.is_file() else 1

    def apply(self, patch: Patch, seen: int | None = None) -> int:
        """Carry out a patch as one transaction.

        Args:
            patch: The change to make; it has no blank nodes.
            seen: The data version that the patch was made for; None for any.

        Returns:
            The new data version.

        Raises:
            StoreChanged: If the store is at another version; nothing was changed.
        """
        if seen is not None and seen != self.version:
            raise StoreChanged(str(self.directory), seen)
        return self.update(patch.to_update())[0]

    def update(
        self,
        text: str,
        base: str | None = None,
        written: Collection[str] | None = None,
        data: str | None = None,
    ) -> tuple[int, Change | None]:
        """Carry out an update as one transaction.

        Args:
            text: A SPARQL 1.1 Update request.
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
        comparison = Comparison(self, written, Patch(), self.compared, data_of(data, base))
        # First the number, then the change: a process that is killed between them leaves a
        # number that was not used, never one for two states.
        version = self.version + 1
        unfinished = self.directory / (_VERSION + ".new")
        unfinished.write_text(str(version))
        unfinished.replace(self.directory / _VERSION)
        self._run(text, base)
        return version, comparison.after()
