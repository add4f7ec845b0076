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

    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings

_LONGEST_REQUEST: Final = 8192
_MOST_HEADERS: Final = 64
_OVERHEAD: Final = 2000
_OVERHEAD_OF_HEADER: Final = 200
_LARGEST: Final = 8
_OF_THE_CLIENT: Final = (b"ratelimit", b"ratelimit-policy")
_PRIVATE: Final = b"authorization"

_Request = tuple[
    bytes, bytes, tuple[tuple[bytes, bytes], ...], str, str, tuple[str | int | None, ...]
]
"""All that a response may depend on beside the graph."""


@dataclass(frozen=True)
class _Response:
    version: int
    said: int
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes
    names_budget: bool


@dataclass(frozen=True)
class _Kept:
    response: _Response
    size: int


class Repeats:
    """Gives a response again that was given before, without asking anything behind it.

    A response may be given again if it says that it depends on the request and the data version
    alone: it has an entity tag and names the current version (RFC 9111, section 4: what a cache
    does that knows at once whether a stored response is still valid). It is not given any more once
    more is known of the version than was then, as are the lengths of files.
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
        self._kept: LRUCache[_Request, _Kept] = LRUCache(
            settings.kept_bytes // 2, lambda kept: kept.size
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
        graph: PublishedGraph = self._application.state.graph
        version, said = graph.settled_version, graph.said
        request = _request_of(scope)
        found = self._kept.get(request)
        if found is not None and (found.response.version, found.response.said) == (version, said):
            given = found.response
            await _give(given, _budget_of(scope, graph) if given.names_budget else [], send)
            return
        size = _size_of(request)
        if version is None or size is None:
            await self._application(scope, receive, send)
            return
        exchange = _Exchange(send)
        await self._application(scope, receive, exchange.send)
        response = exchange.response(version, said)
        # What was published meanwhile may be in a response that was begun before.
        if response is None or (graph.settled_version, graph.said) != (version, said):
            return
        size += len(response.body) + _OVERHEAD
        if size <= self._largest:
            self._kept[request] = _Kept(response, size)


def _request_of(scope: Scope) -> _Request:
    return (
        scope.get("raw_path") or scope["path"].encode(),
        scope["query_string"],
        tuple(scope["headers"]),
        scope["scheme"],
        scope.get("root_path", ""),
        tuple(scope.get("server") or ()),
    )


def _size_of(request: _Request) -> int | None:
    """Return how much memory a request takes, or None if its response is not to be kept."""
    path, query, headers = request[:3]
    if len(headers) > _MOST_HEADERS or any(name == _PRIVATE for name, _ in headers):
        return None
    # What is current will be a version among others: its response says more then.
    if query.startswith(b"at=") or b"&at=" in query:
        return None
    length = len(path) + len(query) + sum(len(name) + len(value) for name, value in headers)
    if length > _LONGEST_REQUEST:
        return None
    return length + len(headers) * _OVERHEAD_OF_HEADER


async def _give(response: _Response, more_headers: list[tuple[bytes, bytes]], send: Send) -> None:
    headers = [*response.headers, *more_headers]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})


def _budget_of(scope: Scope, graph: PublishedGraph) -> list[tuple[bytes, bytes]]:
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

    def response(self, version: int, said: int) -> _Response | None:
        """Return what was sent, if it may be given again.

        Args:
            version: The data version that is current.
            said: How often more had become known of it.
        """
        start, body = self._start, self._body
        if start is None or body is None or start["status"] not in (200, 304):
            return None
        headers = Headers(raw=list(start["headers"]))
        if "etag" not in headers or headers.get("lcgraph-data-version") != str(version):
            return None
        kept = [each for each in start["headers"] if each[0].lower() not in _OF_THE_CLIENT]
        return _Response(
            version,
            said,
            start["status"],
            kept,
            body,
            names_budget=len(kept) < len(start["headers"]),
        )
