"""Files as responses, whole or in parts (RFC 9110, section 14)."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import FileResponse

from lcgraph.service.problems import Problem, response

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

_RANGE: Final = b"range"


class Download(FileResponse):
    """A file; a Range header that cannot be read is passed over, as section 14.2 has it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, or the part that is asked for.

        Args:
            scope: The connection.
            receive: Where messages come from.
            send: Where messages go.
        """
        attempt = _Attempt(send)
        await super().__call__(scope, receive, attempt.send)
        if attempt.refused is None:
            return
        if attempt.refused["status"] == HTTPStatus.BAD_REQUEST:
            headers = [each for each in scope["headers"] if each[0] != _RANGE]
            await super().__call__({**scope, "headers": headers}, receive, send)
            return
        extent = Headers(raw=attempt.refused["headers"])["content-range"]
        length = extent.rpartition("/")[2]
        detail = {"th": f"ไฟล์ยาว {length} ไบต์", "en": f"The file has {length} bytes."}
        problem = Problem("no-such-range", detail, {}, {"Content-Range": extent})
        await response(Request(scope), problem)(scope, receive, send)


class _Attempt:
    """What was sent, unless a range was refused."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.refused: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] in (
            HTTPStatus.BAD_REQUEST,
            HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
        ):
            self.refused = message
        if self.refused is None:
            await self._send(message)
