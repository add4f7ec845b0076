"""Workers that are there only while somebody needs them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from lcgraph.service.failures import start_for_client
from lcgraph.workers import Pool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from lcgraph.workers import WorkerLimits

_UNUSED_SECONDS: Final = 300.0


class NeededWorkers:
    """Workers that are started when the first work comes, and end when none has come for a while.

    Their memory is then there for others again.
    """

    def __init__(
        self,
        handler: str,
        configuration: Mapping[str, object],
        limits: WorkerLimits,
        unused_seconds: float = _UNUSED_SECONDS,
    ) -> None:
        """Start nothing yet.

        Args:
            handler: Where the handler's factory is, as ``module:function``.
            configuration: What the factory is given; JSON can hold it.
            limits: What workers may use.
            unused_seconds: How long workers stay that nobody uses.
        """
        self._handler = handler
        self._configuration = configuration
        self._limits = limits
        self._unused_seconds = unused_seconds
        self._pool: Pool | None = None
        self._users = 0
        self._timer: asyncio.TimerHandle | None = None
        # Workers end and start one after another.
        self._changing = asyncio.Lock()
        self._ending: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[Pool]:
        """Use the workers; as long as somebody does they stay.

        Yields:
            The workers, started.

        Raises:
            Problem: ``restarting`` if they cannot be started now.
        """
        self._users += 1
        if self._timer is not None:
            self._timer.cancel()
        try:
            yield await self._started()
        finally:
            self._users -= 1
            if not self._users:
                loop = asyncio.get_running_loop()
                self._timer = loop.call_later(self._unused_seconds, self._retire)

    async def close(self) -> None:
        """End the workers."""
        if self._timer is not None:
            self._timer.cancel()
        await self._end()

    async def _started(self) -> Pool:
        async with self._changing:
            if self._pool is None:
                pool = Pool(self._handler, self._configuration, self._limits)
                try:
                    await start_for_client(pool)
                except BaseException:
                    await pool.stop()
                    raise
                self._pool = pool
            return self._pool

    def _retire(self) -> None:
        task = asyncio.get_running_loop().create_task(self._end(unless_used=True))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _end(self, *, unless_used: bool = False) -> None:
        async with self._changing:
            if unless_used and self._users:
                return
            pool, self._pool = self._pool, None
            if pool is not None:
                await pool.stop()
