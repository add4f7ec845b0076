"""Workers that are started when somebody needs them, and end when nobody has for a while."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from lcgraph.service.failures import (
    NOT_CHARGED,
    budget_spent,
    failure_problem,
    start_for_client,
)
from lcgraph.workers import (
    NotQuick,
    Pool,
    Reply,
    WorkerLimits,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from lcgraph.service.budgets import Budgets
    from lcgraph.workers.frames import Head

_UNUSED_SECONDS: Final = 600.0


class WorkersOnDemand:
    """A pool that takes memory only while it is used.

    A start takes seconds where a handler compiles what it needs, so the pool stays for some
    minutes; who comes later finds it ready.
    """

    def __init__(
        self,
        handler: str,
        configuration: Mapping[str, object],
        limits: WorkerLimits,
        unused_seconds: float = _UNUSED_SECONDS,
    ) -> None:
        """Describe the workers; none is started.

        Args:
            handler: Where the handler's factory is, as ``module:function``.
            configuration: What the factory is given; JSON can hold it.
            limits: What workers may use.
            unused_seconds: How long they stay when nobody uses them.
        """
        self._handler = handler
        self._configuration = configuration
        self._limits = limits
        self._unused_seconds = unused_seconds
        self._pool: Pool | None = None
        self._one = asyncio.Lock()
        self._users = 0
        self._timer: asyncio.TimerHandle | None = None
        self._ending: asyncio.Task[None] | None = None

    async def run(self, head: Head, body: bytes, seconds: float) -> Reply:
        """Have a worker do a piece of work of the service itself, which comes first.

        Args:
            head: What the handler is told.
            body: Bytes that go with it.
            seconds: The deadline, counted from when a worker takes the work up.

        Returns:
            What the handler answered.

        Raises:
            Problem: ``deadline-exceeded``, ``memory-exceeded``, ``overloaded`` or ``restarting``.
        """
        async with self._used() as pool:
            reply = await pool.run(head, body, seconds)
        if not isinstance(reply, Reply):
            raise failure_problem(reply, self._limits.memory)
        return reply

    async def run_for(
        self, client: str, budgets: Budgets, head: Head, body: bytes, seconds: float
    ) -> Reply:
        """Have a worker do a piece of work of a client, who takes turns with others and is charged.

        Args:
            client: For whom.
            budgets: How much query time clients may use.
            head: What the handler is told.
            body: Bytes that go with it.
            seconds: The deadline, counted from when a worker takes the work up.

        Returns:
            What the handler answered.

        Raises:
            Problem: As :meth:`run`, or ``budget-spent`` for work that takes longer than
                ``WorkerLimits.quick`` where the client has no time left.
        """
        async with self._used() as pool:
            reply = await pool.run(
                head,
                body,
                seconds,
                client=client,
                may_be_long=lambda: budgets.left(client) > 0,
                departed=partial(budgets.charge, client),
            )
        if not isinstance(reply, NOT_CHARGED):
            budgets.charge(client, reply.seconds)
        if isinstance(reply, NotQuick):
            raise budget_spent(budgets, client)
        if not isinstance(reply, Reply):
            raise failure_problem(reply, self._limits.memory)
        return reply

    @asynccontextmanager
    async def _used(self) -> AsyncIterator[Pool]:
        self._users += 1
        if self._timer is not None:
            self._timer.cancel()
        try:
            yield await self._started()
        finally:
            self._users -= 1
            if not self._users:
                loop = asyncio.get_running_loop()
                self._timer = loop.call_later(self._unused_seconds, self._end_unused)

    async def close(self) -> None:
        """End the workers, used or not."""
        if self._timer is not None:
            self._timer.cancel()
        async with self._one:
            await self._stopped()

    async def _started(self) -> Pool:
        async with self._one:
            if self._pool is None:
                pool = Pool(self._handler, self._configuration, self._limits)
                try:
                    await start_for_client(pool)
                except BaseException:
                    await pool.stop()
                    raise
                self._pool = pool
            return self._pool

    def _end_unused(self) -> None:
        self._ending = asyncio.get_running_loop().create_task(self._ended())

    async def _ended(self) -> None:
        async with self._one:
            # Whoever has come meanwhile counts from before the lock.
            if not self._users:
                await self._stopped()

    async def _stopped(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            await pool.stop()
