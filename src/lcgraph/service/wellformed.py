"""Requests as every route may expect them; what is none by the rules of HTTP goes no further."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from starlette.requests import Request

from lcgraph.service.middleware import Middleware
from lcgraph.service.problems import Problem, response

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

_HOST: Final = b"host"
_AUTHORITY: Final = re.compile(
    rb"(?:\[[0-9A-Fa-fvV:.]+\]|[A-Za-z0-9\-._~!$&'()*+,;=%]*)(?::[0-9]*)?"
)
_LONGEST_HEADERS: Final = 64 << 10
_FEW: Final = 20
_LISTS: Final = frozenset(
    (b"accept", b"accept-encoding", b"accept-language", b"if-match", b"if-none-match")
)


class WellFormed(Middleware):
    """Refuses what cannot be understood, and makes one line of a header that has several."""

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        names = [name for name, _ in scope["headers"]]
        problem = _too_long(scope) or _unreadable(scope) or _without_host(scope)
        if problem is not None:
            # The sentences are read from a request that can be read.
            readable = {**scope, "query_string": b"", "headers": scope["headers"][:_FEW]}
            await response(Request(readable), problem)(scope, receive, send)
            return
        if len(set(names)) < len(names):
            scope = {**scope, "headers": _joined(scope["headers"])}
        await self._application(scope, receive, send)


def _too_long(scope: Scope) -> Problem | None:
    """Bound what servers of HTTP leave unbounded (RFC 6585, section 5)."""
    length = sum(len(name) + len(value) for name, value in scope["headers"])
    if length <= _LONGEST_HEADERS:
        return None
    return Problem("headers-too-large", {}, {"limit": _LONGEST_HEADERS})


def _unreadable(scope: Scope) -> Problem | None:
    address = scope.get("raw_path", b"") + b"?" + scope["query_string"]
    try:
        (unquote_to_bytes(address) if b"%" in address else address).decode()
    except UnicodeDecodeError:
        detail = {
            "th": "ที่อยู่มีอักขระที่ไม่ใช่ UTF-8 ให้เข้ารหัสเป็น UTF-8 ก่อนเขียนเป็น %",
            "en": "The address holds what is not UTF-8: encode in UTF-8 before percent-encoding.",
        }
        return Problem("malformed-request", detail)
    return None


def _without_host(scope: Scope) -> Problem | None:
    """Heed RFC 9112, section 3.2: HTTP/1.1 has exactly one Host header, which names a host."""
    hosts = [value for name, value in scope["headers"] if name == _HOST]
    is_needed = scope["http_version"] == "1.1"
    if all(map(_AUTHORITY.fullmatch, hosts)) and (len(hosts) == 1 or not is_needed):
        return None
    detail = {
        "th": "คำขอ HTTP/1.1 ต้องมีส่วนหัว Host หนึ่งค่า ซึ่งเป็นชื่อหรือที่อยู่ของเครื่อง",
        "en": "A request of HTTP/1.1 has exactly one Host header, the name or address of a host.",
    }
    return Problem("malformed-request", detail)


def _joined(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Join the lines of lists (RFC 9110, section 5.3)."""
    lines: dict[bytes, list[bytes]] = {}
    for name, value in headers:
        if name in _LISTS:
            lines.setdefault(name, []).append(value)
    others = [each for each in headers if each[0] not in _LISTS]
    return [*others, *((name, b", ".join(values)) for name, values in lines.items())]
