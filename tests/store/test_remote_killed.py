"""Whoever publishes on a server may be killed at any moment: the old state is there, or the new."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from starlette.testclient import TestClient

from lcgraph.service import Settings, create_application
from lcgraph.store import Patch
from lcgraph.store.address import Address
from lcgraph.store.oxigraph import version_quads
from lcgraph.store.remote import RemoteStore
from tests.queries.published import published
from tests.service.conftest import serving
from tests.service.test_records import TURTLE, later
from tests.store.conftest import emptied
from tests.store.listening import Silent, listening
from tests.store.test_remote_others import SERVE

pytestmark = pytest.mark.slow
MOMENTS = ("before it is sent", "half-way through it", "before it is answered")


class Way:
    """The way to a server, on which a process can be killed at an update.

    Attributes:
        updates: How many updates have come by.
    """

    def __init__(self, server: Address) -> None:
        self.updates = 0
        self.process = 0
        self._server = urlsplit(server.query)
        self._at: tuple[int, str] | None = None
        self._client = httpx.Client(timeout=60, trust_env=False)

    def kill_at(self, update: int, moment: str) -> None:
        """Kill the process at so many updates from now."""
        self.updates, self._at = 0, (update, moment)

    def pass_on(self, handler: BaseHTTPRequestHandler) -> None:
        """Pass a request on and its answer back, unless whoever sent it is killed meanwhile."""
        moment = ""
        body = handler.rfile.read(int(handler.headers["content-length"]))
        if handler.path == "/update":
            self.updates += 1
            moment = self._at[1] if self._at is not None and self._at[0] == self.updates else ""
        if moment == MOMENTS[0]:
            self._kill()
        headers = {name: handler.headers[name] or "*/*" for name in ("content-type", "accept")}
        if moment == MOMENTS[1]:
            self._send_half(handler.path, headers, body)
            self._kill()
        url = f"http://{self._server.netloc}{handler.path}"
        answer = self._client.post(url, content=body, headers=headers)
        if moment == MOMENTS[2]:
            self._kill()
        handler.send_response(answer.status_code)
        handler.send_header("content-type", answer.headers.get("content-type", "text/plain"))
        handler.send_header("content-length", str(len(answer.content)))
        handler.end_headers()
        handler.wfile.write(answer.content)

    def _send_half(self, path: str, headers: Mapping[str, str], body: bytes) -> None:
        named = {"host": self._server.netloc, "content-length": str(len(body)), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
        with socket.create_connection((self._server.hostname, self._server.port)) as server:
            server.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode())
            server.sendall(body[: len(body) // 2])

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _kill(self) -> NoReturn:
        os.kill(self.process, signal.SIGKILL)
        raise ConnectionAbortedError


@contextmanager
def way_to(server: Address) -> Iterator[tuple[Way, str]]:
    """Open a way to a server, with an address of its own."""
    way = Way(server)

    class Handler(Silent, BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            with suppress(ConnectionError):
                way.pass_on(self)
                return
            self.close_connection = True

    with listening(Handler) as address:
        yield way, f"{address}/query"
        way.close()


SUBJECT, PREDICATE = NamedNode("urn:x:s"), NamedNode("urn:x:p")
RECORD = NamedNode("https://w3id.org/lcgraph/record/th-a-v1")
WRITER = """
import sys
from pyoxigraph import RdfFormat, parse
from lcgraph.store import Patch
from lcgraph.store.address import Address
from lcgraph.store.remote import RemoteStore
from lcgraph.store.transfer import Sizes
removed, added = (frozenset(parse(t.encode(), format=RdfFormat.N_QUADS)) for t in sys.argv[3:5])
store = RemoteStore(Address.of(sys.argv[1], {}), Sizes(int(sys.argv[2]), 4))
print("ready", flush=True)
sys.stdin.readline()
store.apply(Patch(removed, added))
"""


def state(number: int) -> frozenset[Quad]:
    """Two quads of a record, and of what is published."""
    return frozenset(
        Quad(SUBJECT, PREDICATE, Literal(f"{number} {each}"), *graph)
        for each in range(2)
        for graph in ((), (RECORD,))
    )


def publish_and_be_killed(way: Way, url: str, size: int, number: int) -> None:
    """Publish another state in a process that is killed, or ends if no such update comes."""
    texts = ("\n".join(f"{quad} ." for quad in state(each)) for each in (number, number + 1))
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, url, str(size), *texts],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        way.process = process.pid
        process.stdin.write(b"\n")
        process.stdin.flush()
        process.wait()


@pytest.mark.parametrize("size", [100, 0], ids=["in one", "in parts"])
def test_what_a_killed_process_was_publishing_is_there_whole_or_not_at_all(
    oxigraph_server: Address, size: int
) -> None:
    store = RemoteStore(emptied(oxigraph_server))
    store.apply(Patch(added=state(1)))
    outcomes: list[tuple[int, str, int]] = []
    with way_to(oxigraph_server) as (way, url):
        at = 0
        while not outcomes or way.updates >= at:
            at += 1
            for moment in MOMENTS:
                before = store.version
                way.kill_at(at, moment)
                publish_and_be_killed(way, url, size, before)
                now = store.version
                outcomes.append((at, moment, now - before))
                found = set(parse(store.dump(), format=RdfFormat.N_QUADS))
                assert found == {*state(now), *version_quads(now)}
    killed = [each for each in outcomes if each[0] < at]
    switched = next(each[0] for each in killed if each[2])
    assert [step for _, _, step in outcomes] == [
        int(number > switched or (number == switched and moment == MOMENTS[2]))
        for number, moment, _ in outcomes
    ]
    # Four quads come and four go, four at a time; then the switch, and two that clear away.
    assert (switched, at - 1) == ((1, 1) if size else (3, 5))
    store.close()


def test_a_service_that_is_killed_while_it_publishes_has_published_or_not(
    oxigraph_server: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LCGRAPH_ADMIN_TOKEN", "known")
    headers = {"authorization": "Bearer known", **TURTLE}
    store = RemoteStore(emptied(oxigraph_server))
    store.apply(Patch(added=frozenset(published())))
    before = store.dump()
    versions = []
    with way_to(oxigraph_server) as (way, url):
        monkeypatch.setenv("LCGRAPH_REMOTE_UPDATE", url.replace("/query", "/update"))
        for moment in MOMENTS:
            with serving([SERVE, oxigraph_server.query], tmp_path) as (address, way.process):
                way.kill_at(1, moment)
                with pytest.raises(httpx.TransportError):
                    httpx.post(
                        f"{address}/records", content=later("th-yala"), headers=headers, timeout=120
                    )
            versions.append(store.version)
            if versions[-1] == 1:
                assert sorted(store.dump().splitlines()) == sorted(before.splitlines())
    assert versions == [1, 1, 2]
    settings = Settings(tmp_path / "none", remote=oxigraph_server, validation_seconds=120)
    application = create_application(settings)
    with TestClient(application, headers=headers) as client:
        again = client.post("/records", content=later("th-yala").encode())
        told = again.json()
        assert (again.status_code, told["changed"], told["data_version"]) == (200, False, 2)
        for version in (1, 2):
            found = client.get("/cities/th-yala", params={"at": version}).json()
            assert found["record"]["iri"].endswith(f"/th-yala-v{version}")
    store.close()
    emptied(oxigraph_server)
