"""A service whose processes are killed from outside goes on by itself."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, Quad

from benchmarks.processes import descendants
from lcgraph.store import EmbeddedStore
from lcgraph.vocabulary import CITY, RDFS
from tests.service.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

_SERVE = """
import pathlib, sys
from lcgraph.cli.server import run
from lcgraph.service import Settings
run(Settings(store=pathlib.Path(sys.argv[1]), query_seconds=600, kept_bytes=0), "127.0.0.1", 0,
    lambda address: print(f"Serving at {address};", file=sys.stderr))
"""
_UPDATE = {"content-type": "application/sparql-update"}
_LABELS = {"query": "SELECT ?o { GRAPH <urn:x:g> { ?s ?p ?o } }", "format": "csv"}
_VALUES = " ".join(str(number) for number in range(40))
_LONG = "SELECT (COUNT(*) AS ?n) {" + "".join(
    f" VALUES ?v{n} {{ {_VALUES} }}" for n in range(4)
) + " }"  # fmt: skip


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[httpx.Client, int]]:
    """A service with two versions of one graph, and its process."""
    store = tmp_path / "store"
    name = Quad(CITY["th-yala"], RDFS.label, Literal("ยะลา", language="th"), DefaultGraph())
    EmbeddedStore.create(store, [name]).close()
    monkeypatch.setenv("LCGRAPH_ADMIN_TOKEN", "x" * 40)
    headers = {"authorization": "Bearer " + "x" * 40}
    with (
        serving([_SERVE, str(store)], tmp_path) as (address, process),
        httpx.Client(base_url=address, timeout=60, headers=headers) as client,
    ):
        for text in ("'ก'", "'ข'"):
            update = f"INSERT DATA {{ GRAPH <urn:x:g> {{ <urn:x:s> <urn:x:p> {text} }} }}"
            done = client.post("/sparql", content=update.encode(), headers=_UPDATE)
            assert done.status_code == 204
        yield client, process


def workers(process: int) -> list[int]:
    """Return the hosts and workers of a service, hosts first."""
    return [each for each in descendants(process) if _is_worker(each)]


def _is_worker(process: int) -> bool:
    with suppress(OSError):
        return b"lcgraph.workers.host" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


def kill(processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def answered(client: httpx.Client, **parameters: str) -> str:
    """Ask until there is an answer, as a client does that heeds Retry-After."""
    while True:
        answer = client.get("/sparql", params={**_LABELS, **parameters})
        if answer.status_code == 200:
            return answer.text
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (503, "restarting")
        assert set(answer.json()["messages"]) == {"th", "en"}
        time.sleep(int(answer.headers["retry-after"]))


def started(client: httpx.Client, process: int) -> list[int]:
    """Ask until there is a host: one that was killed may be gone before the next is there."""
    while not (found := workers(process)):
        answered(client)
    return found


def test_it_answers_after_its_processes_were_killed(running: tuple[httpx.Client, int]) -> None:
    client, process = running
    for host_only in (True, False):
        before = started(client, process)
        kill(before[:1] if host_only else before)
        assert sorted(answered(client).split()) == ["o", "ก", "ข"]
        # Where processors are busy even a process that is killed takes a while to end.
        while before[0] in started(client, process):
            answered(client)


def test_it_goes_on_with_what_is_published_then(running: tuple[httpx.Client, int]) -> None:
    client, process = running
    kill(started(client, process))
    done = client.post("/sparql", content="CLEAR GRAPH <urn:x:g>", headers=_UPDATE)
    assert done.status_code == 204
    assert answered(client).split() == ["o"]


def test_whatever_was_under_way_goes_on(running: tuple[httpx.Client, int]) -> None:
    """Readers of now and then, and what checks records, are killed at once."""
    client, process = running
    record = "<urn:x:s> <urn:x:p> 'ก' .".encode()
    headers = {"content-type": "text/turtle"}
    checked = client.post("/validate", content=record, headers=headers)
    assert checked.status_code == 200
    assert answered(client, at="2").split() == ["o", "ก"]
    with ThreadPoolExecutor(2) as pool:
        asked = [
            pool.submit(client.get, "/sparql", params={"query": f"{_LONG} # {n}", "format": "csv"})
            for n in range(2)
        ]
        kill(started(client, process))
        answers = [each.result() for each in asked]
    for answer in answers:
        if answer.status_code == 503:
            assert "retry-after" in answer.headers
        else:
            assert answer.text.split() == ["n", str(40**4)]
    assert answered(client, at="2").split() == ["o", "ก"]
    again = client.post("/validate", content=record, headers=headers)
    assert (again.status_code, again.json()) == (200, checked.json())
