"""What a publication is staged on before it is carried out: a copy that nobody else reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcgraph.store.oxigraph import OxigraphStore

if TYPE_CHECKING:
    from lcgraph.store.patch import Patch


class StagedStore(OxigraphStore):
    """A copy of a store that changes before the store does."""

    def stage(self, patch: Patch) -> None:
        """Make a change that is not yet a publication: the data version stays.

        Args:
            patch: The change to make.
        """
        for quad in patch.removed:
            self._store.remove(quad)
        self._store.extend(patch.added)
