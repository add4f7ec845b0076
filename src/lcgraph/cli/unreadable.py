"""The answer to what cannot be read as HTTP, which no application gets to see."""

from __future__ import annotations

import json
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from lcgraph.service.problem_kinds import KINDS
from lcgraph.service.problems import MEDIA_TYPE

_LONGEST_ADDRESS: Final = 65_535
"""Bytes of an address that the parser reads."""
_REASONS: Final = {400: "Bad Request", 414: "URI Too Long"}
_DETAIL: Final = {
    "th": "อ่านคำขอเป็น HTTP ไม่ได้ ในที่อยู่ให้เขียนอักขระอื่นนอกจาก ASCII เป็น % "
    "และใช้วิธีของ HTTP เช่น GET หรือ POST",
    "en": "This cannot be read as HTTP: in addresses, percent-encode what is not ASCII, and use a "
    "method such as GET or POST.",
}


class BilingualProtocol(HttpToolsProtocol):
    """The parser, with a problem document (RFC 9457) for what it cannot read."""

    def send_400_response(self, msg: str) -> None:
        """Answer, and close the connection.

        Args:
            msg: What the parser would say.
        """
        is_long = len(getattr(self, "url", b"")) > _LONGEST_ADDRESS
        name = "address-too-long" if is_long else "malformed-request"
        kind = KINDS[name]
        messages = {
            tag: {
                "title": kind.title[tag],
                "advice": kind.advice[tag],
                **({} if is_long else {"detail": _DETAIL[tag]}),
            }
            for tag in ("th", "en")
        }
        document = {
            "type": f"/problems/{name}",
            "status": kind.status,
            **messages["th"],
            "messages": messages,
        }
        body = json.dumps(document, ensure_ascii=False).encode()
        head = (
            f"HTTP/1.1 {kind.status} {_REASONS[kind.status]}\r\n"
            f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\n"
            "content-language: th\r\naccess-control-allow-origin: *\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode("ascii") + body)
        self.transport.close()
