"""The engine in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import RdfFormat

from lcgraph.store.faults import StoreChanged
from lcgraph.store.staged import StagedStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

    from lcgraph.store.patch import Patch


class MemoryStore(StagedStore):
    """A store in memory, for what is small or comes from elsewhere."""

    def __init__(self, quads: Iterable[Quad] = ()) -> None:
        """Fill the store.

        Args:
            quads: What it holds at first.
        """
        super().__init__(pyoxigraph.Store())
        self._store.bulk_extend(quads)

    @classmethod
    def loaded(cls, n_quads: bytes) -> MemoryStore:
        """Read a store that was written with :meth:`dump`.

        Args:
            n_quads: N-Quads in UTF-8.

        Returns:
            A store with these quads.
        """
        made = cls()
        if n_quads:
            made._store.bulk_load(input=n_quads, format=RdfFormat.N_QUADS)
        return made

    def apply(self, patch: Patch, seen: int | None = None) -> int:
        """Carry out a patch.

        Args:
            patch: The change to make.
            seen: The data version that the patch was made for; None for any.

        Returns:
            The new data version.

        Raises:
            StoreChanged: If the store is at another version; nothing was changed.
        """
        if seen is not None and seen != self.version:
            raise StoreChanged("memory", seen)
        numbered, version = self._numbered(patch)
        self.stage(numbered)
        return version
