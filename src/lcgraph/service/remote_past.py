"""The graph on a SPARQL server as it was: from copies on the disk of the service."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from fastapi.concurrency import run_in_threadpool

from lcgraph.service.past import Past
from lcgraph.store.remote_history import Mirror

if TYPE_CHECKING:
    from lcgraph.service.readers import Asking
    from lcgraph.service.settings import Settings
    from lcgraph.store.remote import RemoteStore
    from lcgraph.store.remote_limits import Limits


class RemotePast(Past):
    """The earlier versions of what a server holds, whoever published them."""

    def __init__(
        self, server: RemoteStore, settings: Settings, asking: Asking, limits: Limits
    ) -> None:
        """Make room for copies; nothing is fetched yet.

        Args:
            server: The server.
            settings: What readers may use.
            asking: How they are asked.
            limits: What each answer of the server about its history may take.
        """
        self._mirror = Mirror(server, limits)
        self._refreshing = asyncio.Lock()
        # Whoever keeps a graph on a server has no room for it here.
        super().__init__(self._mirror, self._mirror.history, settings, asking, in_memory=False)

    async def close(self) -> None:
        """End the readers, and remove what was fetched."""
        await super().close()
        await run_in_threadpool(self._mirror.close)

    def is_known(self, current: int) -> bool:
        """Tell whether the history leads anywhere.

        Args:
            current: The data version that the server has.

        Returns:
            False for data that were published before there was history.
        """
        return bool(self._mirror.history.publications(current))

    async def refresh(self, mark: str | None) -> None:
        """Learn what others have published.

        Args:
            mark: The mark of the publication that is current.

        Raises:
            StoreFault: If the server does not answer.
        """
        if self._mirror.history.mark == mark:
            return
        async with self._refreshing:
            # Others may have waited for the same.
            if self._mirror.history.mark != mark:
                await run_in_threadpool(self._mirror.history.refresh)
