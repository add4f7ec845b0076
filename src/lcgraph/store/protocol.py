"""The SPARQL 1.1 Protocol, spoken to a server from outside.

Queries and updates are posted as forms (sections 2.1.2 and 2.2.1 of the protocol), which every
server reads. What comes back is read in :mod:`lcgraph.store.received`.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import closing, contextmanager
from copy import copy
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import httpx

from lcgraph.store.authentication import authentication
from lcgraph.store.faults import RemoteFault, RemoteTimeout
from lcgraph.store.operands import form_of
from lcgraph.store.received import (
    ACCEPTED_GRAPHS,
    ACCEPTED_RESULTS,
    check_answer,
    read_answer,
    received,
    rows_of,
    syntax_of,
)
from lcgraph.store.remote_limits import (
    CODING,
    IN_FILES,
    IN_MEMORY,
    Limits,
    gathered,
    give_up,
    insist,
    insist_async,
    refuse_coding,
    within,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pyoxigraph import RdfFormat, Triple

    from lcgraph.store.address import Address
    from lcgraph.store.received import Answered, Received

_SAID: Final = 2000


@dataclass(frozen=True)
class Dataset:
    """What a query is asked of (section 2.1.4 of the protocol).

    Attributes:
        default: The IRIs of the graphs that are merged into the default graph.
        named: The IRIs of the graphs that ``GRAPH`` sees.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class Client:
    """Requests to one server, one after another."""

    def __init__(self, address: Address, limits: Limits = IN_MEMORY) -> None:
        """Prepare to ask; nothing is sent yet.

        Args:
            address: The server.
            limits: What each answer that is kept in memory may take.
        """
        self.address = address
        self._limits = limits
        self._http = httpx.Client(**_settings(address))

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def limited(self, limits: Limits) -> Client:
        """Return the same but for what answers may take; it need not be closed."""
        client = copy(self)
        client._limits = limits
        return client

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
        url, form = self.address.query, form_of(text)
        answer = self._sent(_query_request(self._http, url, text, dataset, form))
        check_answer(url, form, answer)
        return read_answer(url, form, answer)

    def rows(self, text: str, dataset: Dataset) -> list[dict[str, Any]]:
        """Ask a SELECT query of our own.

        Args:
            text: The query, whose variables stand before its first brace.
            dataset: What it is asked of.

        Returns:
            One dictionary a row: each variable to its term, or None without any.

        Raises:
            RemoteFault: If the server answers something else.
        """
        request = _query_request(self._http, self.address.query, text, dataset, "SELECT")
        try:
            return rows_of(self.address.query, text, self._sent(request))
        except SyntaxError as fault:
            raise RemoteFault(self.address.query, str(fault), 400) from fault

    def save(self, text: str, dataset: Dataset, path: Path) -> RdfFormat:
        """Ask a CONSTRUCT query whose answer may be longer than memory.

        Args:
            text: The query.
            dataset: What it is asked of.
            path: The file for the answer.

        Returns:
            The syntax of the answer.

        Raises:
            RemoteFault: If the server cannot do it.
        """
        request = _query_request(self._http, self.address.query, text, dataset, "CONSTRUCT")
        return insist(lambda: self._saved(request, path))

    def _saved(self, request: httpx.Request, path: Path) -> RdfFormat:
        url = self.address.query
        with self._answering(url, request) as response, path.open("wb") as file:
            file.writelines(within(url, response.iter_bytes(), IN_FILES))
        with path.open("rb") as file:
            start = file.read(_SAID)
        try:
            return syntax_of(url, received(url, response, start))
        except SyntaxError as fault:
            raise RemoteFault(url, str(fault), 400) from fault

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
                "GET", url, params={"graph": name}, headers={"Accept": ACCEPTED_GRAPHS}
            )
        )
        read = read_answer(url, "CONSTRUCT", answer)
        return read if isinstance(read, frozenset) else frozenset()

    def server(self) -> str:
        """Ask what software the server is.

        Returns:
            What its ``Server`` header says; empty if nothing.
        """
        url = self.address.query
        answer = self._sent(_query_request(self._http, url, "ASK { }", Dataset(), "ASK"))
        read_answer(url, "ASK", answer)
        return answer.server

    def _sent(self, request: httpx.Request) -> Received:
        url = str(request.url.copy_with(query=None))

        def send() -> Received:
            with self._answering(url, request) as response:
                content = b"".join(within(url, response.iter_bytes(), self._limits))
            return received(url, response, content)

        return insist(send)

    @contextmanager
    def _answering(self, url: str, request: httpx.Request) -> Iterator[httpx.Response]:
        try:
            with closing(self._http.send(request, stream=True)) as response:
                refuse_coding(url, response)
                yield response
        except httpx.HTTPError as fault:
            give_up(url, fault)


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

    async def query(
        self, text: str, form: str, dataset: Dataset | None, limits: Limits
    ) -> Received:
        """Ask a query; when time is up or the caller is cancelled the connection is closed.

        Args:
            text: The query.
            form: Its form.
            dataset: What it is asked of; the server's own dataset if None.
            limits: What the answer may take.

        Returns:
            The answer, for :func:`lcgraph.store.received.read_answer`.

        Raises:
            RemoteTimeout: If the answer is not there in time.
        """
        url = self.address.query
        request = _query_request(self._http, url, text, dataset, form)

        async def send() -> Received:
            response = await self._http.send(request, stream=True)
            try:
                refuse_coding(url, response)
                content = await gathered(url, response.aiter_bytes(), limits)
            finally:
                await response.aclose()
            return received(url, response, content)

        try:
            async with asyncio.timeout(limits.seconds):
                return await insist_async(send)
        except TimeoutError as fault:
            raise RemoteTimeout(url, f"{limits.seconds:g} s") from fault
        except httpx.HTTPError as fault:
            give_up(url, fault)


def _settings(address: Address) -> dict[str, Any]:
    headers, auth = authentication(address.credentials)
    return {
        "auth": auth,
        "headers": {"User-Agent": "lcgraph", "Accept-Encoding": CODING, **headers},
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


def _query_request(
    http: httpx.Client | httpx.AsyncClient,
    url: str,
    text: str,
    dataset: Dataset | None,
    form: str,
) -> httpx.Request:
    fields: dict[str, str | Sequence[str]] = {"query": text}
    if dataset is not None:
        fields["default-graph-uri"] = list(dataset.default)
        fields["named-graph-uri"] = list(dataset.named)
    accept = ACCEPTED_RESULTS if form in {"SELECT", "ASK"} else ACCEPTED_GRAPHS
    return http.build_request("POST", url, data=fields, headers={"Accept": accept})
