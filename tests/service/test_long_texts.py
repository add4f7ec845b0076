"""Texts of very many tokens: read as short ones are, and not between two other requests."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from benchmarks.processes import descendants, tree_seconds
from lcgraph.service.long_texts import SHORT
from lcgraph.store import EmbeddedStore
from lcgraph.vocabulary import GRAPH
from tests.service.conftest import serving

_SERVE = """
import pathlib, sys
from lcgraph.cli.server import run
from lcgraph.service import Settings
run(Settings(store=pathlib.Path(sys.argv[1]), query_seconds=600, workers=1), "127.0.0.1", 0,
    lambda address: print(f"Serving at {address};", file=sys.stderr))
"""
QUERY = {"content-type": "application/sparql-query"}
UPDATE = {"content-type": "application/sparql-update"}
# A comment is one gap, whatever its length.
LONG = " ".join(["# ก\n"] * SHORT)


def ask(client: httpx.Client, text: str, **parameters: str) -> httpx.Response:
    return client.post("/sparql", content=text.encode(), params=parameters, headers=QUERY)


@pytest.mark.parametrize("filler", ["", LONG], ids=["short", "long"])
def test_service_is_refused_at_its_place(client: httpx.Client, filler: str) -> None:
    answer = ask(client, f"SELECT * {{ {filler} SERVICE <http://localhost/> {{ ?s ?p ?o }} }}")
    assert answer.status_code == 403
    line = filler.count("\n") + 1
    assert answer.json()["position"].split(":")[0] == str(line)


@pytest.mark.parametrize("filler", ["", LONG], ids=["short", "long"])
def test_layers_join_the_dataset_of_the_query(client: httpx.Client, filler: str) -> None:
    text = "SELECT (COUNT(*) AS ?n) FROM <GRAPH> { FILLER ?s ?p ?o }"
    text = text.replace("GRAPH", GRAPH["reference"].value).replace("FILLER", filler)
    counts = [
        int(ask(client, text, **layers, format="csv").text.split()[1])
        for layers in ({}, {"layer": "inferred"})
    ]
    assert 0 < counts[0] < counts[1]


@pytest.mark.parametrize("filler", ["", LONG], ids=["short", "long"])
def test_what_cannot_be_read_is_told_with_its_place(client: httpx.Client, filler: str) -> None:
    answer = ask(client, f"SELECT * {{ {filler} ?s ?p <http://e/a b> }} # service")
    assert answer.status_code == 400
    assert answer.json()["position"].split(":")[0] == str(filler.count("\n") + 1)


@pytest.mark.parametrize("filler", ["", LONG], ids=["short", "long"])
def test_an_update_is_carried_out(emptied: httpx.Client, filler: str) -> None:
    update = f"INSERT {{ GRAPH <urn:g> {{ ?s <urn:p> 2 }} }} WHERE {{ {filler} ?s <urn:p> 1 }}"
    first = "INSERT DATA { GRAPH <urn:a> { <urn:s> <urn:p> 1 } }"
    assert emptied.post("/sparql", content=first, headers=UPDATE).status_code == 204
    parameters = {"using-graph-uri": "urn:a"}
    answer = emptied.post("/sparql", content=update, params=parameters, headers=UPDATE)
    assert answer.status_code == 204
    rows = ask(emptied, "SELECT ?s { GRAPH <urn:g> { ?s <urn:p> 2 } }", format="csv").text
    assert rows.split() == ["s", "urn:s"]


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[tuple[httpx.Client, int]]:
    """A service in which nothing has to be done soon, and its process."""
    EmbeddedStore.create(tmp_path / "store", []).close()
    with (
        serving([_SERVE, str(tmp_path / "store")], tmp_path) as (address, process),
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        yield client, process


def readers_of_texts(process: int) -> list[int]:
    """Return the host of the workers that read long texts, then the workers."""
    return [each for each in descendants(process) if b":TextReader" in _command(each)]


def signal_to(processes: list[int], number: int) -> None:
    for each in processes:
        os.kill(each, number)


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def test_others_are_answered_while_it_is_read(patient: tuple[httpx.Client, int]) -> None:
    client, process = patient
    text = "SELECT * {" + "{" * 300_000 + "}" * 300_000 + " SERVICE <urn:x> {} }"
    # What reads it is started, and stands still for as long as others are to be answered.
    ask(client, f"ASK {{ {LONG} }} # service")
    readers = readers_of_texts(process)
    before = tree_seconds(readers[0])
    with ThreadPoolExecutor(1) as thread:
        signal_to(readers, signal.SIGSTOP)
        try:
            hostile = thread.submit(ask, client, text)
            for _ in range(20):
                assert client.get("/health").status_code == 200
            assert not hostile.done()
        finally:
            signal_to(readers, signal.SIGCONT)
        assert hostile.result().status_code == 403
    assert tree_seconds(readers[0]) > before
