"""The engine in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import RdfFormat

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

    def apply(self, patch: Patch) -> int:
        """Carry out a patch.

        Args:
            patch: The change to make.

        Returns:
            The new data version.
        """
        numbered, version = self._numbered(patch)
        self.stage(numbered)
        return version
