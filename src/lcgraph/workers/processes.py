"""The processes of a pool: a host, and the workers that are forked from it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Final

from lcgraph.workers.frames import Head, pack, read, read_head, read_lengths

if TYPE_CHECKING:
    from collections.abc import Mapping

_STEP_BACK: Final = 10
_LOWEST_PRIORITY: Final = 19
_PIECE: Final = 1 << 16
_USER_TIME: Final = 11
_SYSTEM_TIME: Final = 12
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_ONE_ARENA: Final = {"MALLOC_ARENA_MAX": "1"}
"""Told to the allocator of glibc (mallopt(3), M_ARENA_MAX).

Else it reserves 64 MiB of addresses for each thread that allocates while others do. What is
reserved counts as a worker's memory, and how many threads meet is chance: those that open the
tables of a store took from 450 MiB to more than 1 GiB.
"""


class NotStarted(Exception):
    """A host could not be started; its own words are on standard error."""


class Worker:
    """A process that does one piece of work after another."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, process: int, epoch: int
    ) -> None:
        """Take over a connection to a worker.

        Args:
            reader: What it says.
            writer: What it is told.
            process: Its process.
            epoch: Which news its host had when it was forked.
        """
        self._reader = reader
        self._writer = writer
        self.process = process
        self.epoch = epoch
        self.is_behind = False

    @property
    def is_alive(self) -> bool:
        """Whether neither side has ended it."""
        return not self._writer.is_closing() and not self._reader.at_eof()

    def tell(self, head: Head, body: bytes) -> None:
        """Give it a piece of work.

        Args:
            head: What the handler is told.
            body: Bytes that go with it.
        """
        self._writer.write(pack(head, body))

    async def head(self) -> tuple[Head, int]:
        """Wait for an answer; nothing of it is lost if the waiting is broken off.

        Returns:
            Its head, and how many bytes its body has.

        Raises:
            asyncio.IncompleteReadError: If it ends before.
        """
        head_length, body_length = await read_lengths(self._reader)
        return await read_head(self._reader, head_length), body_length

    async def read(self, length: int) -> bytes:
        """Read what it says.

        Args:
            length: How many bytes.

        Returns:
            The bytes.

        Raises:
            asyncio.IncompleteReadError: If it ends before.
        """
        return await self._reader.readexactly(length)

    async def read_some(self, most: int) -> bytes:
        """Read a piece of what it says.

        Args:
            most: How many bytes at most.

        Returns:
            At least one byte.

        Raises:
            ConnectionError: If it has ended.
        """
        piece = await self._reader.read(min(most, _PIECE))
        if not piece:
            raise ConnectionError("the worker ended")
        return piece

    def processor_seconds(self) -> float:
        """Tell how long it has run on a processor.

        Returns:
            Seconds since it was forked; the time of day's where the system does not tell.
        """
        try:
            with open(f"/proc/{self.process}/stat", "rb") as stat:  # noqa: PTH123
                # The name, in brackets, may hold anything (proc_pid_stat(5)).
                fields = stat.read().rpartition(b")")[2].split()
        except OSError:
            return time.monotonic()
        return (int(fields[_USER_TIME]) + int(fields[_SYSTEM_TIME])) / _TICKS

    def step_back(self) -> None:
        """Let all other work go first from now on; it cannot be taken back."""
        if self.is_behind:
            return
        self.is_behind = True
        with contextlib.suppress(ProcessLookupError):
            # Counted from where it is: nobody but root may raise a priority.
            now = os.getpriority(os.PRIO_PROCESS, self.process)
            os.setpriority(os.PRIO_PROCESS, self.process, min(now + _STEP_BACK, _LOWEST_PRIORITY))

    def end(self) -> None:
        """End the process, whatever it does; a second time has no effect."""
        if self._writer.is_closing():
            return
        # One that has ended by itself may have left its number to a process of somebody else.
        if not self._reader.at_eof():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
        self._writer.close()


class Host:
    """The process that has loaded what workers need, and forks them."""

    def __init__(
        self, folder: tempfile.TemporaryDirectory[str], process: asyncio.subprocess.Process
    ) -> None:
        """Take over a process that was started.

        Args:
            folder: Where its socket is.
            process: It.
        """
        self._folder = folder
        self._process = process

    @classmethod
    async def start(cls, handler: str, configuration: Mapping[str, object]) -> Host:
        """Start a host.

        Args:
            handler: Where the handler's factory is, as ``module:function``.
            configuration: What the factory is given; JSON can hold it.

        Returns:
            The host, ready.

        Raises:
            NotStarted: If it ends before it is ready.
        """
        folder = tempfile.TemporaryDirectory(prefix="lcgraph-")
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "lcgraph.workers.host",
            handler,
            cls._socket_in(folder),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, **_ONE_ARENA},
            start_new_session=True,
        )
        started = cls(folder, process)
        try:
            if not await started._is_ready(configuration):
                raise NotStarted(handler)
        except BaseException:
            started.kill()
            await started.stop()
            raise
        return started

    async def _is_ready(self, configuration: Mapping[str, object]) -> bool:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return False
        stdin.write(json.dumps(configuration).encode() + b"\n")
        return await stdout.readline() == b"ready\n"

    @staticmethod
    def _socket_in(folder: tempfile.TemporaryDirectory[str]) -> str:
        return folder.name + "/workers"

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_unix_connection(self._socket_in(self._folder))

    async def tell(self, head: Head, body: bytes = b"") -> Head:
        """Tell it something: news for workers that are forked later, or a question.

        Args:
            head: ``kind``: ``update``, with what the handler's ``update`` is told, or ``ended``,
                with ``process``, a worker.
            body: Bytes that go with news.

        Returns:
            What the handler answered; or ``code``, how the worker ended
            (:meth:`lcgraph.workers.children.Children.code`).

        Raises:
            OSError: If it is not there any more.
            asyncio.IncompleteReadError: If it ends meanwhile.
        """
        reader, writer = await self._connected()
        try:
            writer.write(pack(head, body))
            answer, _ = await read(reader)
        finally:
            writer.close()
        return answer

    async def fork(self, memory: int, epoch: int) -> Worker:
        """Have it fork a worker.

        Args:
            memory: Bytes that the worker may take beyond what it shares with the host.
            epoch: Which news the host has.

        Returns:
            The worker.

        Raises:
            OSError: If it is not there any more.
            asyncio.IncompleteReadError: If it or the worker ends meanwhile.
        """
        reader, writer = await self._connected()
        try:
            writer.write(pack({"kind": "work", "memory": memory}))
            head, _ = await read(reader)
        except BaseException:
            writer.close()
            raise
        return Worker(reader, writer, head["process"], epoch)

    async def ended(self) -> None:
        """Wait until it ends."""
        await self._process.wait()

    def kill(self) -> None:
        """End it at once; no effect if it has ended."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def stop(self) -> None:
        """End it, or clear away what is left of it."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        await self._process.wait()
        self._folder.cleanup()
