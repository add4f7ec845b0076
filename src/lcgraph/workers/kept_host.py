"""A host that is started anew when it ends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from typing import TYPE_CHECKING, Final

from lcgraph.workers.processes import Host, NotStarted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lcgraph.workers.frames import Head
    from lcgraph.workers.processes import Worker

_log: Final = logging.getLogger("lcgraph")

_STEADY: Final = 60.0
"""Seconds after which a host that ends is no longer one that ends again and again."""
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 60.0
_ATTEMPTS: Final = 3
_TIME_TO_TELL: Final = 5.0


class NoHost(Exception):
    """There is no host now."""

    def __init__(self, seconds: float) -> None:
        """Say when there may be one.

        Args:
            seconds: After how long.
        """
        super().__init__(seconds)
        self.seconds = seconds


class Pauses:
    """How long to wait before a host is started anew: not at all at first, then ever longer."""

    def __init__(self) -> None:
        """Begin with a host that has not ended yet."""
        self._next = 0.0

    def after(self, lived: float) -> float:
        """Choose a pause.

        Args:
            lived: Seconds for which the host was ready; 0 for one that could not be started.

        Returns:
            Seconds to wait.
        """
        pause = 0.0 if lived >= _STEADY else self._next
        self._next = min(max(_FIRST_PAUSE, 2 * pause), _LONGEST_PAUSE)
        return pause


class KeptHost:
    """A host that is started anew when it ends, whoever ended it.

    Attributes:
        epoch: How often workers that were forked before have become outdated: by news, or as their
            host has ended.
    """

    def __init__(
        self, handler: str, configuration: Mapping[str, object], renewed: Callable[[], None]
    ) -> None:
        """Describe the host; nothing runs before :meth:`start`.

        Args:
            handler: Where the handler's factory is, as ``module:function``.
            configuration: What the factory is given; JSON can hold it.
            renewed: Told when another host has taken the place of one that ended.
        """
        self.epoch = 0
        self._handler = handler
        self._configuration = dict(configuration)
        self._renewed = renewed
        self._host: Host | None = None
        self._due = 0.0
        self._changed = asyncio.Event()
        self._keeping: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start it.

        Raises:
            NotStarted: If it ends before it is ready.
        """
        host = await Host.start(self._handler, self._configuration)
        self._host = host
        self._keeping = asyncio.get_running_loop().create_task(self._keep(host))

    @property
    def started(self) -> bool:
        """Whether it is to be there."""
        return self._keeping is not None

    async def stop(self) -> None:
        """End it for good."""
        keeping, self._keeping = self._keeping, None
        if keeping is not None:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
        host, self._host = self._host, None
        self._notify()
        if host is not None:
            await host.stop()

    async def update(self, head: Head, body: bytes) -> None:
        """Give it news: workers that are forked after the return have them.

        Args:
            head: What the handler's ``update`` is told. Members that the configuration has too
                take their place there: a host that is started later begins with them.
            body: Bytes that go with it.
        """
        known = {name: head[name] for name in self._configuration.keys() & head.keys()}
        self._configuration = {**self._configuration, **known}
        host = self._host
        if host is not None:
            try:
                await host.tell({**head, "kind": "update"}, body)
            except (OSError, asyncio.IncompleteReadError):
                self._lose(host)
        self.epoch += 1

    async def fork(self, memory: int, patience: float) -> Worker:
        """Have it fork a worker.

        Args:
            memory: Bytes that the worker may take beyond what it shares with the host.
            patience: Seconds to wait for a host that is just being started.

        Returns:
            The worker.

        Raises:
            NoHost: If there is none.
        """
        for _ in range(_ATTEMPTS):
            host = await self._ready(patience)
            try:
                return await host.fork(memory, self.epoch)
            except (ConnectionRefusedError, FileNotFoundError):
                self._lose(host)
            except (OSError, asyncio.IncompleteReadError):
                continue
        raise NoHost(_FIRST_PAUSE)

    async def was_killed(self, worker: Worker) -> bool:
        """Tell whether a worker that has ended was ended from outside.

        Args:
            worker: The worker.

        Returns:
            True if it was killed, or if the host that could tell is gone.
        """
        host = self._host
        if host is None:
            return True
        try:
            async with asyncio.timeout(_TIME_TO_TELL):
                told = await host.tell({"kind": "ended", "process": worker.process})
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return True
        return told["code"] in {None, -signal.SIGKILL}

    async def _ready(self, patience: float) -> Host:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self._host is None and self.started:
                    pause = self._due - time.monotonic()
                    if pause > 0:
                        raise NoHost(pause)
                    await self._changed.wait()
        if self._host is None:
            raise NoHost(patience)
        return self._host

    def _lose(self, host: Host) -> None:
        """Give up a host that does not answer."""
        host.kill()
        if self._host is host:
            self._host = None

    async def _keep(self, host: Host) -> None:
        pauses = Pauses()
        while True:
            since = time.monotonic()
            await host.ended()
            self._host = None
            await host.stop()
            _log.warning("the host of %s has ended; another is started", self._handler)
            host = await self._started_anew(pauses, pauses.after(time.monotonic() - since))

    async def _started_anew(self, pauses: Pauses, pause: float) -> Host:
        while True:
            self._due = time.monotonic() + pause
            self._notify()
            await asyncio.sleep(pause)
            configuration, pause = self._configuration, 0.0
            try:
                host = await Host.start(self._handler, configuration)
            except (NotStarted, OSError):
                if configuration is self._configuration:
                    pause = pauses.after(0.0)
                    _log.warning("the host of %s cannot be started", self._handler)
                continue
            if configuration is self._configuration:
                break
            # There were news while it began without them.
            await host.stop()
        self._host = host
        self.epoch += 1
        self._renewed()
        self._notify()
        return host

    def _notify(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
