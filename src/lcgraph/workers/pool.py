"""A pool of killable workers for an asynchronous service."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

from lcgraph.workers.crew import Crew
from lcgraph.workers.kept_host import NoHost
from lcgraph.workers.outcomes import (
    Crashed,
    DeadlineExceeded,
    Failure,
    Killed,
    LongReply,
    NotQuick,
    Overloaded,
    Reply,
    Unavailable,
    WorkerLimits,
)
from lcgraph.workers.pieces import Pieces
from lcgraph.workers.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lcgraph.workers.frames import Head
    from lcgraph.workers.processes import Worker

_GRACE: Final = 1.0
"""Seconds after its deadline that a worker may take before the pool kills it itself."""
_LONG: Final = 1 << 18
_MOST_KNOWN: Final = 1000
_SLOWEST: Final = 10
"""How many times as long quick work may take where processors are busy with other work."""
_ATTEMPTS: Final = 3
"""How often work is begun whose workers are ended from outside."""


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
    departed: Callable[[float], None] | None

    @cached_property
    def digest(self) -> bytes:
        text = json.dumps(self.head, sort_keys=True).encode()
        return hashlib.blake2b(text + b"\0" + self.body, digest_size=16).digest()


class Pool:
    """Workers forked from one host, all of which are replaced when they end.

    Quick work is not held up by long work: what takes more than ``quick`` seconds of a processor
    goes on with low priority if one of the turns for long work is free. If none is and others
    wait, it is ended and begins anew when its turn comes. The same work waits for such a turn at
    once the next time.
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
        self._limits = limits
        self._crew = Crew(handler, configuration, limits)
        self._known_long: OrderedDict[bytes, None] = OrderedDict()
        self._quick = Turns(limits.workers)
        self._long = Turns(limits.workers)

    async def start(self) -> None:
        """Start the host and the first workers.

        Raises:
            NotStarted: If the host ends before it is ready; its own words are on standard error.
        """
        await self._crew.start()

    @property
    def epoch(self) -> int:
        """How often workers were replaced, as by news; work that starts now is done with all."""
        return self._crew.epoch

    async def stop(self) -> None:
        """End the workers and their host."""
        await self._crew.stop()

    async def update(self, head: Head, body: bytes) -> None:
        """Give the host news; work that starts after the return is done with them.

        Args:
            head: What the handler's ``update`` is told. Members that the configuration has too
                take their place there: a host that is started anew begins with them.
            body: Bytes that go with it.
        """
        await self._crew.update(head, body)
        self._known_long.clear()

    async def run(
        self,
        head: Head,
        body: bytes,
        seconds: float,
        *,
        client: str | None = None,
        may_be_long: Callable[[], bool] = _always,
        departed: Callable[[float], None] | None = None,
    ) -> Reply | Failure:
        """Have a worker do one piece of work.

        Args:
            head: What the handler is told.
            body: Bytes that go with it.
            seconds: The deadline, counted from when a worker takes the work up.
            client: For whom; None for the service itself, which mostly comes first.
            may_be_long: Asked once the work turns out to be long.
            departed: Told the seconds that the work took, if the caller is cancelled before its
                end.

        Returns:
            The reply, or what ended the worker. If the caller is cancelled the worker is ended.
        """
        reply = await self.converse(
            head, body, seconds, client=client, may_be_long=may_be_long, departed=departed
        )
        if not isinstance(reply, LongReply):
            return reply
        try:
            content = b"".join([piece async for piece in reply.pieces])
        except ConnectionError:
            return Killed(reply.seconds)
        return Reply(reply.head, content, reply.seconds)

    async def converse(
        self,
        head: Head,
        body: bytes,
        seconds: float,
        *,
        client: str | None = None,
        may_be_long: Callable[[], bool] = _always,
        departed: Callable[[float], None] | None = None,
    ) -> Reply | LongReply | Failure:
        """Have a worker do one piece of work, and read a long answer piece by piece.

        Args:
            head: What the handler is told.
            body: Bytes that go with it.
            seconds: The deadline, counted from when a worker takes the work up.
            client: For whom; None for the service itself, which mostly comes first.
            may_be_long: Asked once the work turns out to be long.
            departed: Told the seconds that the work took, if the caller is cancelled before its
                end.

        Returns:
            As :meth:`run`; the pieces of a long reply have to be read, or their iterator closed.
        """
        work = _Work(head, body, seconds, client, may_be_long, departed)
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
        left, started = work.seconds, time.monotonic()
        try:
            for _ in range(_ATTEMPTS):
                reply = await self._tried(work, left, turn)
                if not isinstance(reply, Killed):
                    break
                left -= reply.seconds
            return reply
        except asyncio.CancelledError:
            if work.departed is not None:
                work.departed(time.monotonic() - started)
            raise
        finally:
            turn.turns.give_back()

    async def _tried(self, work: _Work, left: float, turn: _Turn) -> Reply | LongReply | Failure:
        """Have one worker do work."""
        worker: Worker | None = None
        kept = finished = False
        started = time.monotonic()
        try:
            if turn.turns is self._long and not work.may_be_long():
                return NotQuick(0.0)
            worker = await self._crew.take(behind=turn.turns is self._long)
            started = time.monotonic()
            worker.tell({**work.head, "seconds": left}, work.body)
            head, length = await self._answered(worker, work, left, turn)
            reusable = not head.pop("retire", False)
            seconds = time.monotonic() - started
            if length <= _LONG:
                body = await worker.read(length)
                # A worker whose answer is not read to its end would give the rest to the next.
                finished = reusable
                return Reply(head, body, seconds)
            kept = True
            pieces = Pieces(worker, length, partial(self._crew.give_back, reusable=reusable))
            return LongReply(head, length, pieces, seconds)
        except NoHost as none:
            return Unavailable(none.seconds)
        except _TooLong as too_long:
            return NotQuick(too_long.seconds)
        except (asyncio.IncompleteReadError, ConnectionError, TimeoutError):
            finished = False
            elapsed = time.monotonic() - started
            if elapsed >= left:
                return DeadlineExceeded(work.seconds)
            if worker is not None and await self._crew.was_killed(worker):
                return Killed(elapsed)
            return Crashed(elapsed)
        finally:
            if worker is not None and not kept:
                self._crew.give_back(worker, reusable=finished)

    async def _answered(
        self, worker: Worker, work: _Work, left: float, turn: _Turn
    ) -> tuple[Head, int]:
        left += _GRACE
        if turn.turns is self._long:
            worker.step_back()
        quick, waited, before = self._limits.quick, 0.0, worker.processor_seconds()
        while turn.turns is self._quick and 0 < quick < left:
            try:
                async with asyncio.timeout(quick):
                    return await worker.head()
            except TimeoutError:
                left -= quick
                waited += quick
            # On a busy machine quick work takes its time too: what counts is what it has done.
            if waited >= quick * _SLOWEST or worker.processor_seconds() - before >= quick:
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
