"""Readers of earlier versions of the graph, started when somebody asks for one."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from lcgraph.workers import Pool

_log: Final = logging.getLogger("lcgraph")

MOST_VERSIONS: Final = 2
"""How many earlier versions are open at once: each takes the memory of a whole graph."""
_UNUSED_SECONDS: Final = 600.0


@dataclass(eq=False)
class _Past:
    version: int
    starting: asyncio.Task[Pool]
    users: int = 0
    retired: bool = False
    timer: asyncio.TimerHandle | None = None
    ending: asyncio.Task[None] | None = None


class Lease:
    """The right to ask readers, which stay until it is given back."""

    def __init__(self, pool: Pool, end: Callable[[], None]) -> None:
        """Begin.

        Args:
            pool: The readers.
            end: Called once, when the right is given back.
        """
        self.pool = pool
        self._end: Callable[[], None] | None = end

    def give_back(self) -> None:
        """Say that the readers are not needed any more; a second time has no effect."""
        end, self._end = self._end, None
        if end is not None:
            end()


class PastReaders:
    """Pools of readers by data version: few at once, the least recently used one goes first.

    A pool is started once, however many ask for it meanwhile, and one pool after another. It ends
    when another version wants its place, or when nobody has used it for a while, but never while
    it is answering: whoever wants the place waits, and those who come later for the version that
    has to go wait too, so that nobody waits for ever.
    """

    def __init__(
        self,
        start: Callable[[int], Awaitable[Pool]],
        discard: Callable[[int], Awaitable[None]],
        unused_seconds: float = _UNUSED_SECONDS,
    ) -> None:
        """Open nothing yet.

        Args:
            start: Starts the readers of a data version.
            discard: Told once they have ended, or could not be started.
            unused_seconds: How long readers stay that nobody uses.
        """
        self._start = start
        self._discard = discard
        self._unused_seconds = unused_seconds
        self._open: OrderedDict[int, _Past] = OrderedDict()
        self._changed = asyncio.Event()
        self._one_start = asyncio.Lock()

    @property
    def versions(self) -> tuple[int, ...]:
        """The versions that take memory, the least recently used one first."""
        return tuple(self._open)

    async def lease(self, version: int, patience: float) -> Lease:
        """Take the readers of a version.

        Args:
            version: The data version.
            patience: Seconds to wait for them.

        Returns:
            The right to ask them, which has to be given back.

        Raises:
            TimeoutError: If they are not there in time.
        """
        async with asyncio.timeout(patience):
            past = await self._entered(version)
            try:
                # Whoever gives up waiting must not take the readers from those who go on.
                pool = await asyncio.shield(past.starting)
            except BaseException:
                self._leave(past)
                raise
        return Lease(pool, lambda: self._leave(past))

    async def close(self) -> None:
        """End all readers."""
        found = list(self._open.values())
        for past in found:
            self._retire(past, at_once=True)
        await asyncio.gather(*(past.ending for past in found if past.ending is not None))

    async def _entered(self, version: int) -> _Past:
        while True:
            past = self._open.get(version)
            if past is None and len(self._open) < MOST_VERSIONS:
                past = _Past(
                    version, asyncio.get_running_loop().create_task(self._started(version))
                )
                self._open[version] = past
            if past is not None and not past.retired:
                past.users += 1
                if past.timer is not None:
                    past.timer.cancel()
                self._open.move_to_end(version)
                return past
            changed = self._changed
            self._make_room()
            await changed.wait()

    async def _started(self, version: int) -> Pool:
        # Starting takes a processor for itself.
        async with self._one_start:
            return await self._start(version)

    def _make_room(self) -> None:
        if not any(past.retired for past in self._open.values()):
            self._retire(min(self._open.values(), key=lambda past: past.users > 0))

    def _leave(self, past: _Past) -> None:
        past.users -= 1
        if past.users:
            return
        if past.retired or _has_failed(past.starting):
            self._retire(past, at_once=True)
        else:
            loop = asyncio.get_running_loop()
            past.timer = loop.call_later(self._unused_seconds, self._retire, past)

    def _retire(self, past: _Past, *, at_once: bool = False) -> None:
        past.retired = True
        if past.timer is not None:
            past.timer.cancel()
        if past.ending is None and (at_once or not past.users):
            past.ending = asyncio.get_running_loop().create_task(self._ended(past))

    async def _ended(self, past: _Past) -> None:
        try:
            pool = await past.starting
        except Exception:
            # Whoever waited for them has been told.
            _log.warning("no readers for data version %d", past.version, exc_info=True)
        else:
            await pool.stop()
        try:
            await self._discard(past.version)
        finally:
            # What is left of it must not keep its place for ever.
            del self._open[past.version]
            self._changed.set()
            self._changed = asyncio.Event()


def _has_failed(task: asyncio.Task[Pool]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
