"""A pool of killable workers for an asynchronous service."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lcgraph.workers.frames import Head, pack, read

if TYPE_CHECKING:
    from collections.abc import Mapping

_GRACE_SECONDS: Final = 1.0
"""How long after its deadline a worker may take before the pool kills it itself."""


@dataclass(frozen=True)
class WorkerLimits:
    """What one worker may use.

    Attributes:
        workers: How many pieces of work run at once.
        memory: Bytes a worker may take beyond what it shares with its host; 0 for no limit.
        spare: How many idle workers are kept ready beyond those.
    """

    workers: int = 2
    memory: int = 1 << 30
    spare: int = 1


@dataclass(frozen=True)
class Reply:
    """What a worker answered.

    Attributes:
        head: What the handler says of its answer.
        body: The answer's bytes.
        seconds: The time that the work took, waiting for a free worker not counted.
    """

    head: Head
    body: bytes
    seconds: float


@dataclass(frozen=True)
class DeadlineExceeded:
    """The worker was ended at its deadline.

    Attributes:
        seconds: The deadline.
    """

    seconds: float


@dataclass(frozen=True)
class Crashed:
    """The worker ended before its deadline, as it does when memory runs out.

    Attributes:
        seconds: How long it had worked.
    """

    seconds: float


class _Worker:
    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, process: int, epoch: int
    ) -> None:
        self.reader = reader
        self.writer = writer
        self.process = process
        self.epoch = epoch

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        self.writer.close()


@dataclass(frozen=True)
class _Host:
    folder: tempfile.TemporaryDirectory[str]
    process: asyncio.subprocess.Process
    lifeline: asyncio.StreamWriter

    @property
    def socket(self) -> str:
        return self.folder.name + "/workers"


class Pool:
    """Workers forked from one host, replaced when they end or when the host has news."""

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
        self._idle: deque[_Worker] = deque()
        self._free = asyncio.Semaphore(limits.workers)
        self._host: _Host | None = None
        self._epoch = 0
        self._refilling: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Start the host and the first workers.

        Raises:
            RuntimeError: If the host cannot be started; its own words are on standard error.
        """
        folder = tempfile.TemporaryDirectory(prefix="lcgraph-")
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "lcgraph.workers.host",
            self._handler,
            folder.name + "/workers",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the host has no pipes")
        self._host = _Host(folder, process, process.stdin)
        process.stdin.write(json.dumps(self._configuration).encode() + b"\n")
        if await process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"the host of {self._handler} did not start")
        await self._refill()

    @property
    def started(self) -> bool:
        """Whether the host is there."""
        return self._host is not None

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._host is None:
            raise RuntimeError("the pool was not started")
        return await asyncio.open_unix_connection(self._host.socket)

    async def stop(self) -> None:
        """End the workers and their host."""
        refilling = list(self._refilling)
        for task in refilling:
            task.cancel()
        await asyncio.gather(*refilling, return_exceptions=True)
        while self._idle:
            self._idle.pop().end()
        if self._host is not None:
            self._host.lifeline.close()
            await self._host.process.wait()
            self._host.folder.cleanup()
            self._host = None

    async def update(self, head: Head, body: bytes) -> Head:
        """Give the host news; work that starts after the return is done with it.

        Args:
            head: What the handler's ``update`` is told.
            body: Bytes that go with it.

        Returns:
            What the handler answered.
        """
        reader, writer = await self._connect()
        try:
            writer.write(pack({**head, "kind": "update"}, body))
            answer, _ = await read(reader)
        finally:
            writer.close()
        self._epoch += 1
        while self._idle:
            self._idle.pop().end()
        await self._refill()
        return answer

    async def run(
        self, head: Head, body: bytes, seconds: float
    ) -> Reply | DeadlineExceeded | Crashed:
        """Have a worker do one piece of work.

        Args:
            head: What the handler is told.
            body: Bytes that go with it.
            seconds: The deadline, counted from when a worker takes the work up.

        Returns:
            The reply, or what ended the worker. If the caller is cancelled the worker is ended.
        """
        async with self._free:
            worker = await self._take()
            started = time.monotonic()
            finished = False
            try:
                worker.writer.write(pack({**head, "seconds": seconds}, body))
                async with asyncio.timeout(seconds + _GRACE_SECONDS):
                    answer, content = await read(worker.reader)
                finished = True
            except (asyncio.IncompleteReadError, ConnectionError, TimeoutError):
                elapsed = time.monotonic() - started
                return DeadlineExceeded(seconds) if elapsed >= seconds else Crashed(elapsed)
            finally:
                self._give_back(worker, finished=finished)
            return Reply(answer, content, time.monotonic() - started)

    async def _take(self) -> _Worker:
        while self._idle:
            worker = self._idle.popleft()
            if not worker.reader.at_eof():
                return worker
            worker.end()
        return await self._fork()

    def _give_back(self, worker: _Worker, *, finished: bool) -> None:
        if finished and worker.epoch == self._epoch:
            self._idle.appendleft(worker)
            return
        worker.end()
        task = asyncio.get_running_loop().create_task(self._refill())
        self._refilling.add(task)
        task.add_done_callback(self._refilling.discard)

    async def _refill(self) -> None:
        while len(self._idle) < self._limits.workers + self._limits.spare:
            self._idle.append(await self._fork())

    async def _fork(self) -> _Worker:
        epoch = self._epoch
        reader, writer = await self._connect()
        try:
            writer.write(pack({"kind": "work", "memory": self._limits.memory}))
            head, _ = await read(reader)
        except BaseException:
            writer.close()
            raise
        return _Worker(reader, writer, head["process"], epoch)
