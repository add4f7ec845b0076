"""The answer to what cannot be read as HTTP, which no application gets to see."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from lcgraph.service.problem_kinds import KINDS
from lcgraph.service.problems import MEDIA_TYPE

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

_LONGEST_ADDRESS: Final = 65_535
"""Bytes of an address that the parser reads."""
_REASONS: Final = {400: "Bad Request", 408: "Request Timeout", 414: "URI Too Long"}
_DETAIL: Final = {
    "th": "อ่านคำขอเป็น HTTP ไม่ได้ ในที่อยู่ให้เขียนอักขระอื่นนอกจาก ASCII เป็น % "
    "และใช้วิธีของ HTTP เช่น GET หรือ POST",
    "en": "This cannot be read as HTTP: in addresses, percent-encode what is not ASCII, and use a "
    "method such as GET or POST.",
}


class BilingualProtocol(HttpToolsProtocol):
    """The parser, with a problem document (RFC 9457) for what it cannot read or waits for in vain.

    Attributes:
        patience: Seconds for which nothing may arrive of a request that was not sent as a whole.
            However long one takes that keeps arriving, it is read.
    """

    patience: ClassVar[float] = 60.0
    _is_awaited: bool = True
    _has_begun: bool = False
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request.

        Args:
            transport: The connection.
        """
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read a piece of a request, and wait for the next one.

        Args:
            data: The piece.
        """
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any longer.

        Args:
            exc: What ended the connection.
        """
        self._is_awaited = False
        self._wait()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Note that the rest of a request is to come."""
        self._is_awaited = self._has_begun = True
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """Note that a request is there as a whole."""
        self._is_awaited = False
        super().on_message_complete()

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._is_awaited and not self.transport.is_closing():
            self._timer = self.loop.call_later(self.patience, self._give_up)

    def _give_up(self) -> None:
        cycle = self._last_cycle()
        is_of_this = cycle is not None and cycle.scope is self.scope
        is_answering = (
            cycle is not None
            and not cycle.response_complete
            and (cycle.response_started or not is_of_this)
        )
        if is_answering or self.flow.read_paused:
            self._wait()
        elif not self._has_begun or (is_of_this and cycle is not None and cycle.response_complete):
            self.transport.close()
        else:
            self._refuse("request-unfinished", {"limit": self.patience})

    def _last_cycle(self) -> RequestResponseCycle | None:
        # There is none before the head of the first request is there.
        return self.cycle

    def send_400_response(self, msg: str) -> None:
        """Answer, and close the connection.

        Args:
            msg: What the parser would say.
        """
        if len(getattr(self, "url", b"")) > _LONGEST_ADDRESS:
            self._refuse("address-too-long", {})
        else:
            self._refuse("malformed-request", {}, _DETAIL)

    def _refuse(
        self, name: str, more: Mapping[str, Any], detail: Mapping[str, str] | None = None
    ) -> None:
        kind = KINDS[name]
        messages = {
            tag: {
                "title": kind.title[tag],
                "advice": kind.advice[tag],
                **({} if detail is None else {"detail": detail[tag]}),
            }
            for tag in ("th", "en")
        }
        document = {
            "type": f"/problems/{name}",
            "status": kind.status,
            **messages["th"],
            "messages": messages,
            **more,
        }
        body = json.dumps(document, ensure_ascii=False).encode()
        head = (
            f"HTTP/1.1 {kind.status} {_REASONS[kind.status]}\r\n"
            f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
            "content-language: th\r\naccess-control-allow-origin: *\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode("ascii") + body)
        self.transport.close()
