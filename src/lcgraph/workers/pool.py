"""A pool of killable workers for an asynchronous service."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import OrderedDict, deque
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from lcgraph.workers.outcomes import (
    Crashed,
    DeadlineExceeded,
    Failure,
    LongReply,
    NotQuick,
    Overloaded,
    Reply,
    WorkerLimits,
)
from lcgraph.workers.pieces import Pieces
from lcgraph.workers.processes import Host, Worker
from lcgraph.workers.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lcgraph.workers.frames import Head

_GRACE: Final = 1.0
"""Seconds after its deadline that a worker may take before the pool kills it itself."""
_LONG: Final = 1 << 18
_MOST_KNOWN: Final = 1000


class _Postponed(Exception):
    """The work is long, and there is no turn for long work now."""


class _TooLong(Exception):
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds


@dataclass
class _Turn:
    turns: Turns


def _always() -> bool:
    return True


@dataclass(frozen=True)
class _Work:
    head: Head
    body: bytes
    seconds: float
    client: str | None
    may_be_long: Callable[[], bool]

    @cached_property
    def digest(self) -> bytes:
        text = json.dumps(self.head, sort_keys=True).encode()
        return hashlib.blake2b(text + b"\0" + self.body, digest_size=16).digest()


class Pool:
    """Workers forked from one host, replaced when they end or when the host has news.

    Quick work is not held up by long work: what takes longer than ``quick`` seconds goes on with
    low priority if one of the turns for long work is free. If none is and others wait, it is ended
    and begins anew when its turn comes. The same work waits for such a turn at once the next time.
    """

    def __init__(
        self, handler: str, configuration: Mapping[str, object], limits: WorkerLimits
    ) -> None:
        """Describe the pool; nothing runs before :meth:`start`.

        Args:
            handler: Where the handler's factory is, as ``module:function``.
            configuration: What the factory is given; JSON can hold it.
            limits: What workers may use.
        """
        self._handler = handler
        self._configuration = dict(configuration)
        self._limits = limits
        self._idle: deque[Worker] = deque()
        self._idle_behind: deque[Worker] = deque()
        self._known_long: OrderedDict[bytes, None] = OrderedDict()
        self._quick = Turns(limits.workers)
        self._long = Turns(limits.workers)
        self._host: Host | None = None
        self._epoch = 0
        self._refilling: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the host and the first workers.

        Raises:
            RuntimeError: If the host cannot be started; its own words are on standard error.
        """
        self._host = await Host.start(self._handler, self._configuration)
        await self._refill()

    @property
    def started(self) -> bool:
        """Whether the host is there."""
        return self._host is not None

    @property
    def epoch(self) -> int:
        """How often the host has had news; work that starts now is done with all of them."""
        return self._epoch

    def _started(self) -> Host:
        if self._host is None:
            raise RuntimeError("the pool was not started")
        return self._host

    async def stop(self) -> None:
        """End the workers and their host."""
        refilling = list(self._refilling)
        for task in refilling:
            task.cancel()
        await asyncio.gather(*refilling, return_exceptions=True)
        self._end_idle()
        host, self._host = self._host, None
        if host is not None:
            await host.stop()

    async def update(self, head: Head, body: bytes) -> Head:
        """Give the host news; work that starts after the return is done with it.

        Args:
            head: What the handler's ``update`` is told.
            body: Bytes that go with it.

        Returns:
            What the handler answered.
        """
        answer = await self._started().update(head, body)
        self._epoch += 1
        self._known_long.clear()
        self._end_idle()
        await self._refill()
        return answer

    async def run(
        self,
        head: Head,
        body: bytes,
        seconds: float,
        *,
        client: str | None = None,
        may_be_long: Callable[[], bool] = _always,
    ) -> Reply | Failure:
        """Have a worker do one piece of work.

        Args:
            head: What the handler is told.
            body: Bytes that go with it.
            seconds: The deadline, counted from when a worker takes the work up.
            client: For whom; None for the service itself, which comes first.
            may_be_long: Asked once the work turns out to be long.

        Returns:
            The reply, or what ended the worker. If the caller is cancelled the worker is ended.
        """
        reply = await self.converse(head, body, seconds, client=client, may_be_long=may_be_long)
        if not isinstance(reply, LongReply):
            return reply
        content = b"".join([piece async for piece in reply.pieces])
        return Reply(reply.head, content, reply.seconds)

    async def converse(
        self,
        head: Head,
        body: bytes,
        seconds: float,
        *,
        client: str | None = None,
        may_be_long: Callable[[], bool] = _always,
    ) -> Reply | LongReply | Failure:
        """Have a worker do one piece of work, and read a long answer piece by piece.

        Args:
            head: What the handler is told.
            body: Bytes that go with it.
            seconds: The deadline, counted from when a worker takes the work up.
            client: For whom; None for the service itself, which comes first.
            may_be_long: Asked once the work turns out to be long.

        Returns:
            As :meth:`run`; the pieces of a long reply have to be read, or their iterator closed.
        """
        work = _Work({**head, "seconds": seconds}, body, seconds, client, may_be_long)
        patience = self._limits.patience
        if not self._is_known_long(work):
            if not await self._quick.take(client, patience):
                return Overloaded(patience)
            try:
                return await self._worked(work, _Turn(self._quick))
            except _Postponed:
                pass
        if not work.may_be_long():
            return NotQuick(0.0)
        if not await self._long.take(client, patience):
            return Overloaded(patience)
        return await self._worked(work, _Turn(self._long))

    async def _worked(self, work: _Work, turn: _Turn) -> Reply | LongReply | Failure:
        """Do work within a turn that was taken, and give the turn back."""
        worker: Worker | None = None
        kept = finished = False
        started = time.monotonic()
        try:
            if turn.turns is self._long and not work.may_be_long():
                return NotQuick(0.0)
            worker = await self._take(behind=turn.turns is self._long)
            started = time.monotonic()
            worker.tell(work.head, work.body)
            head, length = await self._answered(worker, work, turn)
            finished = not head.pop("retire", False)
            seconds = time.monotonic() - started
            if length <= _LONG:
                return Reply(head, await worker.read(length), seconds)
            kept = True
            pieces = Pieces(worker, length, partial(self._give_back, reusable=finished))
            return LongReply(head, length, pieces, seconds)
        except _TooLong as too_long:
            return NotQuick(too_long.seconds)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError):
            finished = False
            elapsed = time.monotonic() - started
            if elapsed >= work.seconds:
                return DeadlineExceeded(work.seconds)
            return Crashed(elapsed)
        finally:
            turn.turns.give_back()
            if worker is not None and not kept:
                self._give_back(worker, reusable=finished)

    async def _answered(self, worker: Worker, work: _Work, turn: _Turn) -> tuple[Head, int]:
        left = work.seconds + _GRACE
        if turn.turns is self._long:
            worker.step_back()
        while turn.turns is self._quick and 0 < self._limits.quick < left:
            try:
                async with asyncio.timeout(self._limits.quick):
                    return await worker.head()
            except TimeoutError:
                left -= self._limits.quick
            self._lengthen(worker, work, turn)
        async with asyncio.timeout(left):
            return await worker.head()

    def _lengthen(self, worker: Worker, work: _Work, turn: _Turn) -> None:
        """Let work go on that has turned out to be long, or break it off."""
        if work.client is not None:
            self._known_long[work.digest] = None
            if len(self._known_long) > _MOST_KNOWN:
                self._known_long.popitem(last=False)
        if not work.may_be_long():
            raise _TooLong(self._limits.quick)
        if self._long.try_take():
            turn.turns.give_back()
            turn.turns = self._long
            worker.step_back()
        elif self._quick.wanted and work.client is not None:
            raise _Postponed

    def _is_known_long(self, work: _Work) -> bool:
        # What the service itself has to know never waits behind the long work of clients.
        return (
            bool(self._known_long) and work.client is not None and (work.digest in self._known_long)
        )

    async def _take(self, *, behind: bool) -> Worker:
        for idle in (self._idle_behind, self._idle) if behind else (self._idle,):
            while idle:
                worker = idle.popleft()
                if worker.is_alive:
                    return worker
                worker.end()
        return await self._fork()

    def _give_back(self, worker: Worker, *, reusable: bool) -> None:
        if reusable and worker.is_alive and worker.epoch == self._epoch and self.started:
            # A process cannot get its priority back, so it does long work from then on.
            idle = self._idle_behind if worker.is_behind else self._idle
            idle.appendleft(worker)
            return
        worker.end()
        if self.started:
            task = asyncio.get_running_loop().create_task(self._refill())
            self._refilling.add(task)
            task.add_done_callback(self._refilling.discard)

    def _end_idle(self) -> None:
        for idle in (self._idle, self._idle_behind):
            while idle:
                idle.pop().end()

    async def _refill(self) -> None:
        while len(self._idle) < self._limits.workers + self._limits.spare:
            self._idle.append(await self._fork())

    async def _fork(self) -> Worker:
        return await self._started().fork(self._limits.memory, self._epoch)
