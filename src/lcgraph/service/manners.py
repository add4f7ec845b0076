"""HTTP manners that hold for every route: HEAD, OPTIONS, trailing slashes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lcgraph.service.middleware import Middleware

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

WITHOUT_BODY: Final = "lcgraph.without_body"
"""What says in the scope of a request that whatever is sent as a body is not given to anyone."""


class Manners(Middleware):
    """Answers HEAD like GET without the body, and a path with a slash at its end like without."""

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != "/" and scope["path"].endswith("/"):
            scope = {**scope, "path": scope["path"].rstrip("/") or "/"}
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET", WITHOUT_BODY: True}
            await self._application(scope, receive, _without_body(send))
            return
        await self._application(scope, receive, send)


def _without_body(send: Send) -> Send:
    async def send_head(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return send_head
