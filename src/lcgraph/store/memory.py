"""The engine in memory: what a publication is staged on before it is carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import RdfFormat

from lcgraph.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Quad

    from lcgraph.store.patch import Patch


class MemoryStore(OxigraphStore):
    """A store in memory: what a publication is staged on before it is carried out."""

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

    def stage(self, patch: Patch) -> None:
        """Make a change that is not yet a publication: the data version stays.

        Args:
            patch: The change to make.
        """
        for quad in patch.removed:
            self._store.remove(quad)
        self._store.extend(patch.added)
