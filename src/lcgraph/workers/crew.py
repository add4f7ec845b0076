"""The workers of a pool: those that are idle, and those that are forked when none is."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import TYPE_CHECKING

from lcgraph.workers.kept_host import KeptHost, NoHost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcgraph.workers.frames import Head
    from lcgraph.workers.outcomes import WorkerLimits
    from lcgraph.workers.processes import Worker


class Crew:
    """Workers forked from one host, replaced when they end or are outdated."""

    def __init__(
        self, handler: str, configuration: Mapping[str, object], limits: WorkerLimits
    ) -> None:
        """Describe the workers; nothing runs before :meth:`start`.

        Args:
            handler: Where the handler's factory is, as ``module:function``.
            configuration: What the factory is given; JSON can hold it.
            limits: What workers may use.
        """
        self._host = KeptHost(handler, configuration, self._renew)
        self._limits = limits
        self._idle: deque[Worker] = deque()
        self._idle_behind: deque[Worker] = deque()
        self._refilling: set[asyncio.Task[None]] = set()
        # If two refilled at once, each would fork all the workers that are missing.
        self._one_refill = asyncio.Lock()

    async def start(self) -> None:
        """Start the host and the first workers.

        Raises:
            NotStarted: If the host ends before it is ready.
        """
        await self._host.start()
        await self._refill()

    @property
    def epoch(self) -> int:
        """How often workers have become outdated."""
        return self._host.epoch

    async def stop(self) -> None:
        """End the workers and their host."""
        await self._host.stop()
        refilling = list(self._refilling)
        for task in refilling:
            task.cancel()
        await asyncio.gather(*refilling, return_exceptions=True)
        self._end_idle()

    async def update(self, head: Head, body: bytes) -> None:
        """Give the host news; workers that are taken after the return have them.

        Args:
            head: What the handler's ``update`` is told.
            body: Bytes that go with it.
        """
        await self._host.update(head, body)
        # Whoever asks meanwhile has a worker forked; nobody waits until all are there.
        self._renew()

    async def take(self, *, behind: bool) -> Worker:
        """Take an idle worker, or have one forked.

        Args:
            behind: Whether one that lets other work go first is as good.

        Returns:
            A worker, which has to be given back.

        Raises:
            NoHost: If there is none, and no host.
        """
        for idle in (self._idle_behind, self._idle) if behind else (self._idle,):
            while idle:
                worker = idle.popleft()
                if worker.is_alive and worker.epoch == self.epoch:
                    return worker
                worker.end()
        return await self._fork()

    def give_back(self, worker: Worker, *, reusable: bool) -> None:
        """Give a worker back.

        Args:
            worker: The worker.
            reusable: Whether it may go on with other work; if not it is ended and replaced.
        """
        is_current = worker.epoch == self.epoch and self._host.started
        if reusable and worker.is_alive and is_current:
            # A process cannot get its priority back, so it does long work from then on.
            idle, most = self._place_of(worker)
            if len(idle) < most:
                idle.appendleft(worker)
                return
        worker.end()
        self._begin_to_refill()

    def _place_of(self, worker: Worker) -> tuple[deque[Worker], int]:
        """Return where a worker is idle, and for how many there is room: each takes memory."""
        if worker.is_behind:
            return self._idle_behind, self._limits.workers
        return self._idle, self._limits.workers + self._limits.spare

    async def was_killed(self, worker: Worker) -> bool:
        """Tell whether a worker that has ended was ended from outside.

        Args:
            worker: The worker.

        Returns:
            True if it was, or if nobody knows. The idle workers have been ended then.
        """
        killed = await self._host.was_killed(worker)
        if killed:
            # Who kills one kills others, and each looks alive until it has ended.
            self._end_idle()
        return killed

    def _renew(self) -> None:
        self._end_idle()
        self._begin_to_refill()

    def _end_idle(self) -> None:
        for idle in (self._idle, self._idle_behind):
            while idle:
                idle.pop().end()

    def _begin_to_refill(self) -> None:
        if self._host.started:
            task = asyncio.get_running_loop().create_task(self._refill())
            self._refilling.add(task)
            task.add_done_callback(self._refilling.discard)

    async def _refill(self) -> None:
        # Without a host nothing can be done; the next one is followed by this again.
        with contextlib.suppress(NoHost):
            async with self._one_refill:
                while len(self._idle) < self._limits.workers + self._limits.spare:
                    self._idle.append(await self._fork())

    async def _fork(self) -> Worker:
        return await self._host.fork(self._limits.memory, self._limits.patience)
