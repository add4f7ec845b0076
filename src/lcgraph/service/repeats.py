"""A request that comes again gets the same response while the data version is the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cachetools import LRUCache
from starlette.datastructures import Headers

from lcgraph.service.budgets import client_at

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.types import Message, Receive, Scope, Send

    from lcgraph.service.asking import AskedGraph
    from lcgraph.service.settings import Settings

_OVERHEAD: Final = 2000
_LARGEST: Final = 8
_OF_THE_CLIENT: Final = (b"ratelimit", b"ratelimit-policy")
_PRIVATE: Final = b"authorization"

_Request = tuple[str, bytes, tuple[tuple[bytes, bytes], ...]]


@dataclass(frozen=True)
class _Response:
    version: int
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    names_budget: bool

    @property
    def size(self) -> int:
        return len(self.body) + _OVERHEAD


class Repeats:
    """Gives a response again that was given before, without asking anything behind it.

    A response may be given again if it says that it depends on the request and the data version
    alone: it has an entity tag and names the current version (RFC 9111, section 4: what a cache
    does that knows at once whether a stored response is still valid).
    """

    def __init__(self, application: FastAPI) -> None:
        """Stand before the service, without any response.

        Args:
            application: The service (:func:`lcgraph.service.create_application`); its settings say
                how much memory kept responses may take.
        """
        settings: Settings = application.state.settings
        self._application = application
        self._largest = settings.kept_bytes // 2 // _LARGEST
        self._kept: LRUCache[_Request, _Response] = LRUCache(
            settings.kept_bytes // 2, lambda response: response.size
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request.

        Args:
            scope: The connection.
            receive: Where messages come from.
            send: Where messages go.
        """
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._application(scope, receive, send)
            return
        graph: AskedGraph = self._application.state.graph
        version = graph.settled_version
        request = (scope["path"], scope["query_string"], tuple(scope["headers"]))
        found = self._kept.get(request)
        if found is not None and found.version == version:
            await _give(found, _budget_of(scope, graph) if found.names_budget else [], send)
            return
        if version is None or any(name == _PRIVATE for name, _ in request[2]):
            await self._application(scope, receive, send)
            return
        exchange = _Exchange(send)
        await self._application(scope, receive, exchange.send)
        given = exchange.response(graph.settled_version)
        if given is not None and given.size <= self._largest:
            self._kept[request] = given


async def _give(response: _Response, more_headers: list[tuple[bytes, bytes]], send: Send) -> None:
    headers = [*response.headers, *more_headers]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


def _budget_of(scope: Scope, graph: AskedGraph) -> list[tuple[bytes, bytes]]:
    client = client_at(scope["client"][0] if scope["client"] else "")
    return [
        (name.lower().encode(), value.encode())
        for name, value in graph.budgets.headers(client).items()
    ]


class _Exchange:
    """A response on its way to the client."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body: bytes | None = None

    async def send(self, message: Message) -> None:
        await self._send(message)
        if message["type"] == "http.response.start":
            self._start = message
        elif message.get("more_body"):
            # What is sent in parts is long.
            self._start = None
        else:
            self._body = message.get("body", b"")

    def response(self, version: int | None) -> _Response | None:
        """Return what was sent, if it may be given again.

        Args:
            version: The data version that is current.
        """
        start, body = self._start, self._body
        if start is None or body is None or start["status"] not in (200, 304):
            return None
        headers = Headers(raw=list(start["headers"]))
        if "etag" not in headers or headers.get("lcgraph-data-version") != str(version):
            return None
        kept = [each for each in start["headers"] if each[0].lower() not in _OF_THE_CLIENT]
        return _Response(
            int(headers["lcgraph-data-version"]),
            start["status"],
            kept,
            body,
            names_budget=len(kept) < len(start["headers"]),
        )
