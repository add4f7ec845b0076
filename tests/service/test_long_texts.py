"""Texts of very many tokens: read as short ones are, and not between two other requests."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, as_completed

import httpx
import pytest

from lcgraph.service.long_texts import SHORT
from lcgraph.vocabulary import GRAPH

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


def test_others_are_answered_while_it_is_read(client: httpx.Client) -> None:
    text = "SELECT * {" + "{" * 300_000 + "}" * 300_000 + " SERVICE <urn:x> {} }"
    # Its workers are started, and not waited for below.
    ask(client, f"ASK {{ {LONG} }} # service")

    def hostile() -> str:
        assert ask(client, text).status_code in (403, 422, 503, 504)
        return "hostile"

    def health() -> str:
        assert client.get("/health").status_code == 200
        return "health"

    with ThreadPoolExecutor(2) as threads:
        done = [threads.submit(hostile), threads.submit(health)]
        assert [each.result() for each in as_completed(done)] == ["health", "hostile"]
