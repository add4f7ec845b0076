"""A stand-in for a SPARQL server of others that does what it should not."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs

from lcgraph.store.address import Address
from tests.store.listening import Silent, listening

RESULTS = "application/sparql-results+json"
Respond = Callable[[BaseHTTPRequestHandler, str], None]


def answering(
    content: bytes, status: int = 200, media_type: str = RESULTS, **headers: str
) -> Respond:
    """Answer every request alike."""

    def respond(handler: BaseHTTPRequestHandler, _: str) -> None:
        handler.send_response(status)
        for name, value in {"content-type": media_type, **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return respond


def endless(handler: BaseHTTPRequestHandler, _: str) -> None:
    """Answer without end, until nobody listens any more."""
    handler.send_response(200)
    handler.send_header("content-type", RESULTS)
    handler.end_headers()
    with suppress(OSError):
        while True:
            handler.wfile.write(b" " * 65536)
    handler.close_connection = True


def asks_for_state(query: str) -> bool:
    """Tell whether a query asks for the data version."""
    return "dataVersion" in query


class Server:
    """The server: well-behaved until it is told what to do instead.

    Attributes:
        version: The data version that it says it has.
        queries: What it was asked.
        released: Lets go those requests that wait.
    """

    def __init__(self) -> None:
        self.version = 1
        self.queries: list[str] = []
        self.released = threading.Event()
        self._wrong: tuple[Callable[[str], bool], Respond] | None = None

    def misbehave(self, respond: Respond, when: Callable[[str], bool] = lambda _: True) -> None:
        """Respond otherwise from now on, to some queries."""
        self._wrong = when, respond

    def wait(self, handler: BaseHTTPRequestHandler, query: str) -> None:
        """Answer only when released."""
        self.released.wait()
        self.answer(handler, query)

    def outrun(self, handler: BaseHTTPRequestHandler, query: str) -> None:
        """Have another version whenever it is asked for."""
        self.version += 1
        self.answer(handler, query)

    def answer(self, handler: BaseHTTPRequestHandler, query: str) -> None:
        """Answer as SPARQL 1.1 has it."""
        names = re.findall(r"\?(\w+)", query.partition("{")[0])
        document: dict[str, object] = {"head": {}, "boolean": True}
        if not query.startswith("ASK"):
            number = {"type": "literal", "value": str(self.version)}
            rows = [{"version": number}] if asks_for_state(query) else []
            document = {"head": {"vars": names}, "results": {"bindings": rows}}
        answering(json.dumps(document).encode())(handler, query)

    def respond(self, handler: BaseHTTPRequestHandler, query: str) -> None:
        """Do what it does at present."""
        self.queries.append(query)
        if self._wrong is not None and self._wrong[0](query):
            self._wrong[1](handler, query)
        else:
            self.answer(handler, query)


@contextmanager
def misbehaving() -> Iterator[tuple[Server, Address]]:
    """Run such a server."""
    server = Server()

    class Handler(Silent, BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            (query,) = parse_qs(body)["query"]
            with suppress(ConnectionError):
                server.respond(self, query)

    with listening(Handler) as address:
        try:
            yield server, Address.of(f"{address}/query", {})
        finally:
            server.released.set()
