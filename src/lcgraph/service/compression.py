"""Compression of responses, for clients that ask for it (RFC 9110, sections 8.4 and 12.5.3)."""

from __future__ import annotations

import zlib
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders

from lcgraph.service.middleware import Middleware
from lcgraph.service.negotiation import choices

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

_GZIP: Final = ("gzip", "x-gzip")
_SHORT: Final = 1000
_LONG: Final = 128 << 10
"""Bytes that take so long that they are compressed in a thread."""
_LEVEL: Final = 5
_GZIP_FORMAT: Final = 16 + zlib.MAX_WBITS
_TEXTS: Final = ("json", "xml", "javascript", "triples", "quads")
"""How media types end whose content is text, besides those of ``text/``."""
_WITHOUT_CODING: Final = (HTTPStatus.NO_CONTENT, HTTPStatus.PARTIAL_CONTENT)


class Compression(Middleware):
    """Compresses what is text and not short.

    A compressed representation is another one than the plain one, so that its entity tag is weak
    (RFC 9110, section 8.8.3.3), and whatever might have been compressed varies by the header.
    """

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        accepted = ",".join(Headers(scope=scope).getlist("accept-encoding"))
        exchange = _Exchange(send, prefers_gzip=prefers_gzip(accepted))
        await self._application(scope, receive, exchange.send)


@lru_cache(maxsize=256)
def prefers_gzip(accepted: str) -> bool:
    """Tell whether a client would rather have a response compressed.

    Args:
        accepted: The Accept-Encoding header.

    Returns:
        True if it accepts gzip, and likes it no less than a response without any coding.
    """
    codings = choices(accepted)
    weights = {each.value: each.weight for each in codings}
    named = [each.weight for each in codings if each.value in _GZIP]
    weight = max(named, default=weights.get("*", 0.0))
    return 0 < weight >= weights.get("identity", 0.0)


class _Exchange:
    """A response on its way to the client; its beginning waits for the first of its body."""

    def __init__(self, send: Send, *, prefers_gzip: bool) -> None:
        self._send = send
        self._prefers_gzip = prefers_gzip
        self._start: Message | None = None
        self._gzip: zlib._Compress | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif message["type"] == "http.response.body":
            await self._continue(message)
        else:
            await self._send(message)

    async def _begin(self, message: Message) -> None:
        headers = MutableHeaders(raw=list(message["headers"]))
        if not _varies(message["status"], headers):
            await self._send(message)
            return
        headers.add_vary_header("Accept-Encoding")
        if message["status"] == HTTPStatus.NOT_MODIFIED and self._prefers_gzip:
            _weaken(headers)
        self._start = {**message, "headers": headers.raw}

    async def _continue(self, message: Message) -> None:
        body, more = message.get("body", b""), message.get("more_body", False)
        start, self._start = self._start, None
        if start is not None and self._prefers_gzip and (more or len(body) >= _SHORT):
            self._gzip = zlib.compressobj(_LEVEL, wbits=_GZIP_FORMAT)
        if self._gzip is not None:
            body = await _compressed(self._gzip, body, is_last=not more)
            message = {**message, "body": body}
        if start is not None:
            if self._gzip is not None:
                _say_gzip(MutableHeaders(raw=start["headers"]), None if more else len(body))
            await self._send(start)
        await self._send(message)


def _varies(status: int, headers: Headers) -> bool:
    if status == HTTPStatus.NOT_MODIFIED:
        return True
    if status in _WITHOUT_CODING or "content-encoding" in headers:
        return False
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return media_type.startswith("text/") or media_type.endswith(_TEXTS)


def _say_gzip(headers: MutableHeaders, length: int | None) -> None:
    headers["Content-Encoding"] = "gzip"
    del headers["Content-Length"]
    if length is not None:
        headers["Content-Length"] = str(length)
    _weaken(headers)


def _weaken(headers: MutableHeaders) -> None:
    tag = headers.get("etag", "")
    if tag.startswith('"'):
        headers["ETag"] = f"W/{tag}"


async def _compressed(gzip: zlib._Compress, body: bytes, *, is_last: bool) -> bytes:
    def compressed() -> bytes:
        return gzip.compress(body) + (gzip.flush() if is_last else b"")

    return await run_in_threadpool(compressed) if len(body) >= _LONG else compressed()
