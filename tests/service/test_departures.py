"""Work for a client that has gone away is given up."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import DefaultGraph, Literal, Quad

from benchmarks.processes import descendants
from lcgraph.store import EmbeddedStore
from lcgraph.vocabulary import CITY, RDFS
from tests.service.conftest import serving

_SERVE = """
import pathlib, sys
from lcgraph.cli.server import run
from lcgraph.service import Settings
settings = Settings(store=pathlib.Path(sys.argv[1]), query_seconds=3000, workers=1)
run(settings, "127.0.0.1", 0, lambda address: print(f"Serving at {address};", file=sys.stderr))
"""
_NUMBERS = " ".join(str(number) for number in range(100))
_ENDLESS = (
    "SELECT (COUNT(*) AS ?n) {"
    + "".join(f" VALUES ?v{n} {{ {_NUMBERS} }}" for n in range(12))
    + " }"
)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A service in which a query may take an hour; its port and process."""
    quads = [Quad(CITY["th-yala"], RDFS.label, Literal("ยะลา", language="th"), DefaultGraph())]
    EmbeddedStore.create(tmp_path / "store", quads).close()
    with serving([_SERVE, str(tmp_path / "store")], tmp_path) as (address, process):
        yield address.rpartition(":")[2], process


def _processor_time(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_query_of_a_client_that_left_is_ended(service: tuple[str, int], method: str) -> None:
    port, process = service
    before = {each: _processor_time(each) for each in descendants(process)}
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    if method == "GET":
        connection.request("GET", f"/sparql?query={quote(_ENDLESS)}")
    else:
        headers = {"content-type": "application/sparql-query"}
        connection.request("POST", "/sparql", _ENDLESS, headers)
    busy = None
    while busy is None:
        busy = next((p for p, since in before.items() if _is_busy(p, since)), None)
    connection.close()
    while busy in descendants(process):
        assert _answers(port)
    assert _answers(port)


def _is_busy(process: int, since: int) -> bool:
    try:
        name = Path(f"/proc/{process}/cmdline").read_text()
        return "lcgraph.workers.host" in name and _processor_time(process) > since + 100
    except OSError:
        return False


def _answers(port: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    connection.request("GET", "/sparql?query=ASK%7B%7D")
    status = connection.getresponse().status
    connection.close()
    return status == 200
