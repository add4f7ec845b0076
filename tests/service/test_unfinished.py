"""Requests that are not sent as a whole, and bodies that are compressed."""

from __future__ import annotations

import gzip
import json
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.service.conftest import serving

# Nothing is sent while the service waits, so that a short time is enough.
_SERVE = """
import pathlib, sys
from lcgraph.cli.server import run
from lcgraph.cli.unreadable import BilingualProtocol
from lcgraph.service import Settings
BilingualProtocol.patience = float(sys.argv[2])
settings = Settings(store=pathlib.Path(sys.argv[1]), workers=1, unmanaged=True)
run(settings, "127.0.0.1", 0, lambda address: print(f"Serving at {address};", file=sys.stderr))
"""
HALF_BODY = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 50\r\n\r\nASK"
)
WHOLE = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n"


def exchanged(service: tuple[str, int], sent: bytes, *, leaves: bool = False) -> bytes:
    """Send something, and read whatever comes until the other side closes."""
    address, process = service
    url = httpx.URL(address)
    received = b""
    with socket.socket() as connection:
        connection.settimeout(60)
        with stopped(process):
            connection.connect((url.host, url.port))
            connection.sendall(sent)
        if leaves:
            connection.shutdown(socket.SHUT_WR)
        while piece := connection.recv(65536):
            received += piece
    return received


@contextmanager
def stopped(process: int) -> Iterator[None]:
    """Have a process see only afterwards, and as one, what others do meanwhile."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


@pytest.fixture(scope="module")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """A service that waits for the rest of a request for a moment only."""
    folder = tmp_path_factory.mktemp("impatient")
    with serving([_SERVE, str(folder / "store"), "0.2"], folder) as service:
        yield service


@pytest.mark.parametrize("sent", [b"GET /spa", b"GET / HTTP/1.1\r\nHost: x\r\n", HALF_BODY])
def test_what_does_not_come_is_not_waited_for(impatient: tuple[str, int], sent: bytes) -> None:
    head, _, body = exchanged(impatient, sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert b"connection: close" in head
    problem = json.loads(body)
    assert (problem["type"], problem["limit"]) == ("/problems/request-unfinished", 0.2)
    assert set(problem["messages"]) == {"th", "en"}


def test_a_connection_without_a_request_is_closed(impatient: tuple[str, int]) -> None:
    assert exchanged(impatient, b"") == b""


def test_the_next_request_of_a_connection_is_waited_for_alike(
    impatient: tuple[str, int],
) -> None:
    received = exchanged(impatient, WHOLE + b"GET /spa")
    first, second = received.split(b"HTTP/1.1 ")[1:]
    assert first.startswith(b"200 OK") and b'"boolean":true' in first
    assert second.startswith(b"408 Request Timeout")


def test_a_body_that_is_cut_short_is_no_fault_of_the_service(tmp_path: Path) -> None:
    with serving([_SERVE, str(tmp_path / "store"), "60"], tmp_path) as service:
        assert exchanged(service, HALF_BODY, leaves=True) == b""
        answer = httpx.get(f"{service[0]}/sparql?query=ASK%7B%7D", timeout=60)
        assert answer.status_code == 200
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert "ClientDisconnect" not in log
    assert "failed" not in log


@pytest.mark.parametrize(
    ("path", "media_type"),
    [("/sparql", "application/sparql-query"), ("/rdf-graphs?default", "text/turtle")],
)
def test_a_compressed_body_is_refused_as_such(
    emptied: httpx.Client, path: str, media_type: str
) -> None:
    headers = {"content-type": media_type, "content-encoding": "gzip"}
    answer = emptied.post(path, content=gzip.compress(b"ASK {}"), headers=headers)
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")
    problem = answer.json()
    assert problem["type"].endswith("/problems/unsupported-coding")
    assert problem["supported"] == ["identity"]
    assert all("gzip" in said["detail"] for said in problem["messages"].values())


def test_a_body_as_it_is_may_say_so(emptied: httpx.Client) -> None:
    headers = {"content-type": "application/sparql-query", "content-encoding": "Identity"}
    assert emptied.post("/sparql", content="ASK {}", headers=headers).status_code == 200
