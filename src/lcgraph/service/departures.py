"""Work for a client that has gone away is given up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from lcgraph.service.middleware import Middleware

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

_UNNOTICED: Final = 0.2
"""Seconds that a request may take before anyone looks whether its client is still there."""


class Departures(Middleware):
    """Cancels a request that takes long once its client has closed the connection."""

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = _Exchange(receive, send, has_body=scope["method"] not in ("GET", "HEAD"))
        try:
            await self._application(scope, exchange.receive, exchange.send)
        except asyncio.CancelledError:
            if not exchange.is_over:
                raise
            exchange.task.uncancel()
        finally:
            exchange.close()


class _Exchange:
    def __init__(self, receive: Receive, send: Send, *, has_body: bool) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a request is answered in a task")
        self.task = task
        self.is_over = False
        self._receive = receive
        self._send = send
        self._is_read = not has_body
        self._watch: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(_UNNOTICED, self._begin)

    async def receive(self) -> Message:
        message = await self._receive()
        self._is_read = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.close()
        await self._send(message)

    def _begin(self) -> None:
        loop = asyncio.get_running_loop()
        if self._is_read:
            self._watch = loop.create_task(self._watched())
        else:
            # Whoever still reads the body will notice by itself.
            self._timer = loop.call_later(_UNNOTICED, self._begin)

    async def _watched(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            continue
        self.is_over = True
        self.task.cancel()

    def close(self) -> None:
        self._timer.cancel()
        if self._watch is not None:
            self._watch.cancel()
