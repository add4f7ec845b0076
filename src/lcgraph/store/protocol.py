"""The SPARQL 1.1 Protocol, spoken to a server from outside.

Queries and updates are posted as forms (sections 2.1.2 and 2.2.1 of the protocol), which every
server reads. Results come as SPARQL JSON or N-Triples, whatever a reader is to be given later.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NoReturn

import httpx
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from lcgraph.store.binding import form_of
from lcgraph.store.faults import (
    RemoteFault,
    RemoteRefused,
    RemoteTimeout,
    RemoteTooLong,
    RemoteUnreachable,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterator, Sequence

    from lcgraph.store.address import Address

RESULTS: Final = "application/sparql-results+json"
_GRAPHS: Final = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
}
_ACCEPTED_GRAPHS: Final = "application/n-triples, text/turtle;q=0.8, text/plain;q=0.5"
_REFUSALS: Final = frozenset({401, 403})
_SHOWN: Final = 500
# Virtuoso answers ASK in JSON with solutions of this one variable.
_ASKED: Final = "__ASK_RETVAL"


@dataclass(frozen=True)
class Dataset:
    """What a query is asked of (section 2.1.4 of the protocol).

    Attributes:
        default: The IRIs of the graphs that are merged into the default graph.
        named: The IRIs of the graphs that ``GRAPH`` sees.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """What an answer may take.

    Attributes:
        seconds: The time until it is there, whole.
        content: The bytes it may have; 0 for any number.
    """

    seconds: float = 600.0
    content: int = 0


@dataclass(frozen=True)
class Received:
    """A whole answer of a server.

    Attributes:
        media_type: Its format, without parameters, in lower case.
        content: Its bytes.
        server: What the server calls itself; empty if it does not say.
    """

    media_type: str
    content: bytes
    server: str


Answered = QuerySolutions | QueryBoolean | frozenset[Triple]


class Client:
    """Requests to one server, one after another."""

    def __init__(self, address: Address, limits: Limits | None = None) -> None:
        """Prepare to ask; nothing is sent yet.

        Args:
            address: The server.
            limits: What each answer may take.
        """
        self.address = address
        self._limits = limits or Limits()
        self._http = httpx.Client(**_settings(address))

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def query(self, text: str, dataset: Dataset | None = None) -> Answered:
        """Ask a query.

        Args:
            text: The query.
            dataset: What it is asked of; the server's own dataset if None.

        Returns:
            The solutions, the boolean, or the triples.

        Raises:
            SyntaxError: If the server cannot read the query.
        """
        request = _query_request(self._http, self.address.query, text, dataset)
        answer = self._sent(request)
        return read_answer(self.address.query, form_of(text), answer)

    def update(self, text: str) -> None:
        """Carry out an update request.

        Args:
            text: One or several operations.

        Raises:
            RemoteFault: If the server says that it cannot.
        """
        try:
            self._sent(self._http.build_request("POST", self.address.update, data={"update": text}))
        except SyntaxError as fault:
            raise RemoteFault(self.address.update, str(fault), 400) from fault

    def graph(self, url: str, name: str) -> frozenset[Triple]:
        """Read a named graph by the Graph Store Protocol.

        Args:
            url: The URL of the protocol.
            name: The IRI of the graph.

        Returns:
            The triples.
        """
        answer = self._sent(
            self._http.build_request(
                "GET", url, params={"graph": name}, headers={"Accept": _ACCEPTED_GRAPHS}
            )
        )
        read = read_answer(url, "CONSTRUCT", answer)
        return read if isinstance(read, frozenset) else frozenset()

    def server(self) -> str:
        """Ask what software the server is.

        Returns:
            What its ``Server`` header says; empty if nothing.
        """
        request = _query_request(self._http, self.address.query, "ASK { }", Dataset())
        return self._sent(request).server

    def _sent(self, request: httpx.Request) -> Received:
        url = str(request.url.copy_with(query=None))
        try:
            response = self._http.send(request, stream=True)
            try:
                content = _collected(url, response.iter_bytes(), self._limits)
            finally:
                response.close()
        except httpx.HTTPError as fault:
            _give_up(url, fault)
        return _checked(url, response, content)


class AsyncClient:
    """Requests to one server, many at once, each with a deadline."""

    def __init__(self, address: Address) -> None:
        """Prepare to ask; nothing is sent yet.

        Args:
            address: The server.
        """
        self.address = address
        self._http = httpx.AsyncClient(**_settings(address))

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def query(self, text: str, dataset: Dataset | None, limits: Limits) -> Received:
        """Ask a query; when time is up or the caller is cancelled the connection is closed.

        Args:
            text: The query.
            dataset: What it is asked of; the server's own dataset if None.
            limits: What the answer may take.

        Returns:
            The answer, for :func:`read_answer`.

        Raises:
            RemoteTimeout: If the answer is not there in time.
        """
        url = self.address.query
        request = _query_request(self._http, url, text, dataset)
        try:
            async with asyncio.timeout(limits.seconds):
                response = await self._http.send(request, stream=True)
                try:
                    content = await _gathered(url, response.aiter_bytes(), limits)
                finally:
                    await response.aclose()
        except TimeoutError as fault:
            raise RemoteTimeout(url, f"{limits.seconds:g} s") from fault
        except httpx.HTTPError as fault:
            _give_up(url, fault)
        return _checked(url, response, content)


def read_answer(url: str, form: str, received: Received) -> Answered:
    """Read what a server answered.

    Args:
        url: Where it was asked.
        form: The form of the query.
        received: The whole answer.

    Returns:
        The solutions, the boolean, or the triples.

    Raises:
        RemoteFault: If it is not an answer to such a query.
    """
    try:
        if form in {"SELECT", "ASK"}:
            return _results(form, received.content)
        syntax = _GRAPHS.get(received.media_type)
        if syntax is None:
            raise RemoteFault(url, f"Content-Type: {received.media_type}")
        return frozenset(quad.triple for quad in parse(received.content, format=syntax))
    except (SyntaxError, ValueError) as fault:
        start = received.content[:80].decode(errors="replace")
        raise RemoteFault(url, f"{fault}: {start}") from fault


def _results(form: str, content: bytes) -> QuerySolutions | QueryBoolean:
    read = parse_query_results(content, format=QueryResultsFormat.JSON)
    if form == "ASK" and isinstance(read, QuerySolutions):
        if [variable.value for variable in read.variables] != [_ASKED]:
            raise ValueError("a boolean was expected")
        said = b"true" if next(iter(read), None) is not None else b"false"
        answer = parse_query_results(
            b'{"head":{},"boolean":' + said + b"}", format=QueryResultsFormat.JSON
        )
        return answer
    return read


def _settings(address: Address) -> dict[str, Any]:
    credentials = address.credentials
    headers = {"User-Agent": "lcgraph"}
    auth: httpx.Auth | None = None
    if credentials.token:
        headers["Authorization"] = f"Bearer {credentials.token}"
    elif credentials.user:
        auth = _BasicOrDigest(credentials.user, credentials.password)
    return {
        "auth": auth,
        "headers": headers,
        # Deadlines are for whole answers; these are for a server that says nothing at all.
        "timeout": httpx.Timeout(600.0, connect=10.0),
        "follow_redirects": False,
        # Credentials and addresses are those that were given, not those of the machine.
        "trust_env": False,
        "verify": _trusted(),
    }


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


class _BasicOrDigest(httpx.Auth):
    """Name and password, in the way that the server asks for."""

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._wants_digest = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Answer the server's challenge.

        Args:
            request: The request to send.

        Yields:
            The request with what the server wants.
        """
        flow = (self._digest if self._wants_digest else self._basic).auth_flow(request)
        response = yield next(flow)
        challenge = response.headers.get("www-authenticate", "")
        if not self._wants_digest:
            if response.status_code != 401 or not challenge.lower().startswith("digest"):
                return
            self._wants_digest = True
            del request.headers["Authorization"]
            flow = self._digest.auth_flow(request)
            next(flow)
        try:
            while True:
                response = yield flow.send(response)
        except StopIteration:
            return


def _query_request(
    http: httpx.Client | httpx.AsyncClient, url: str, text: str, dataset: Dataset | None
) -> httpx.Request:
    fields: dict[str, str | Sequence[str]] = {"query": text}
    if dataset is not None:
        fields["default-graph-uri"] = list(dataset.default)
        fields["named-graph-uri"] = list(dataset.named)
    accept = RESULTS if form_of(text) in {"SELECT", "ASK"} else _ACCEPTED_GRAPHS
    return http.build_request("POST", url, data=fields, headers={"Accept": accept})


def _collected(url: str, parts: Iterator[bytes], limits: Limits) -> bytes:
    content = bytearray()
    for part in parts:
        _grown(url, content, part, limits)
    return bytes(content)


async def _gathered(url: str, parts: AsyncIterator[bytes], limits: Limits) -> bytes:
    content = bytearray()
    async for part in parts:
        _grown(url, content, part, limits)
    return bytes(content)


def _grown(url: str, content: bytearray, part: bytes, limits: Limits) -> None:
    content += part
    if limits.content and len(content) > limits.content:
        raise RemoteTooLong(url, f"> {limits.content} bytes")


def _give_up(url: str, fault: httpx.HTTPError) -> NoReturn:
    kind = RemoteTimeout if isinstance(fault, httpx.TimeoutException) else RemoteUnreachable
    raise kind(url, str(fault) or type(fault).__name__) from fault


def _checked(url: str, response: httpx.Response, content: bytes) -> Received:
    status = response.status_code
    if status in _REFUSALS:
        raise RemoteRefused(url, status)
    said = re.sub(r"\s+", " ", content[:_SHOWN].decode(errors="replace")).strip()
    if status in {408, 504}:
        raise RemoteTimeout(url, f"{status} {said}")
    if status == 400:
        raise SyntaxError(said)
    if not response.is_success:
        raise RemoteFault(url, said, status)
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Received(media_type, content, response.headers.get("server", ""))
