"""Answers name their data version, are kept for who asks again, and are limited in length."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Iterator

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, Quad, QueryResultsFormat

from lcgraph.service.questions import Question
from lcgraph.store import EmbeddedStore
from lcgraph.store.measured import Measured, TooLong, written
from lcgraph.store.memory import MemoryStore
from lcgraph.vocabulary import ID, RDFS
from tests.service.conftest import running

_SERVE = """
import pathlib, sys
from lcgraph.cli.server import run
from lcgraph.service import Settings
settings = Settings(store=pathlib.Path(sys.argv[1]), answer_rows=10, answer_bytes=20_000)
run(settings, "127.0.0.1", 0, lambda address: print(f"Serving at {address};", file=sys.stderr))
"""
_YALA = "SELECT ?o { <https://w3id.org/lcgraph/id/city/th-yala> ?p ?o }"
_FORMATS = ["json", "xml", "csv", "tsv"]
# Each would break a count that did not know how its format writes it.
_AWKWARD = 'a\r\nb"},{"<result>\n\t, "'


def _store(number: int) -> MemoryStore:
    return MemoryStore(
        Quad(ID[f"thing/{n}"], RDFS.label, Literal(f"{_AWKWARD} {n}"), DefaultGraph())
        for n in range(number)
    )


@pytest.mark.parametrize(
    "media_type",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ],
)
def test_rows_are_counted_in_every_format(media_type: str) -> None:
    # As many rows as fill several of the pieces that the engine writes.
    store, query = _store(1000), "SELECT ?thing ?label { ?thing ?p ?label }"
    form = QueryResultsFormat.from_media_type(media_type)
    assert form is not None
    whole = written(store.query(query), Measured(media_type, 1000, 1 << 30))
    assert len(whole) > 50_000
    with pytest.raises(TooLong) as raised:
        written(store.query(query), Measured(media_type, 999, 1 << 30))
    assert raised.value.limited == "rows"


@pytest.mark.parametrize("media_type", ["text/turtle", "application/n-triples"])
def test_bytes_are_counted_to_the_last(media_type: str) -> None:
    store, query = _store(300), "CONSTRUCT WHERE { ?thing ?p ?label }"
    length = len(written(store.query(query), Measured(media_type, 1, 1 << 30)))
    assert len(written(store.query(query), Measured(media_type, 1, length))) == length
    with pytest.raises(TooLong) as raised:
        written(store.query(query), Measured(media_type, 1, length - 1))
    assert raised.value.limited == "bytes"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (NOW() AS ?x) {}",
        "SELECT (rand () AS ?x) {}",
        "SELECT (STRUUID # (\n() AS ?x) {}",
        "SELECT (uuid() AS ?x) {}",
        "SELECT (\\u004EOW() AS ?x) {}",
    ],
)
def test_what_may_be_answered_differently_is_not_repeatable(text: str) -> None:
    assert not Question(text).is_repeatable
    assert Question("SELECT (STR(?now) AS ?x) { ?now ?rand ?uuid }").is_repeatable


def test_an_answer_names_its_data_version_and_is_not_sent_twice(client: httpx.Client) -> None:
    first = client.get("/sparql", params={"query": _YALA})
    tag = first.headers["etag"]
    assert tag.startswith(f'W/"{first.headers["lcgraph-data-version"]}-')
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/sparql", params={"query": _YALA}, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    assert again.headers["lcgraph-data-version"] == first.headers["lcgraph-data-version"]
    assert "accept" in again.headers["vary"].lower()


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "csv"},
        {"layer": "inferred"},
        {"layer": ["inferred", "derived"]},
        {"default-graph-uri": "https://w3id.org/lcgraph/graph/catalogue"},
        {"query": _YALA + " LIMIT 1"},
    ],
)
def test_another_question_has_another_tag(client: httpx.Client, changed: dict[str, str]) -> None:
    tag = client.get("/sparql", params={"query": _YALA}).headers["etag"]
    answer = client.get(
        "/sparql", params={"query": _YALA, **changed}, headers={"if-none-match": tag}
    )
    assert answer.status_code == 200
    assert answer.headers["etag"] != tag


def test_what_changes_by_itself_has_no_tag(client: httpx.Client) -> None:
    answers = [
        client.get("/sparql", params={"query": "SELECT (UUID() AS ?x) {}"}) for _ in range(2)
    ]
    assert answers[0].content != answers[1].content
    assert "etag" not in answers[0].headers
    assert answers[0].headers["cache-control"] == "no-store"


def test_a_stored_query_is_not_sent_twice(client: httpx.Client) -> None:
    tags = set()
    for format_ in ("json", "csv", "table", "xlsx"):
        for language in ("th", "en"):
            parameters = {"format": format_, "lang": language}
            first = client.get("/queries/cities/list", params=parameters)
            tag = first.headers["etag"]
            again = client.get(
                "/queries/cities/list", params=parameters, headers={"if-none-match": tag}
            )
            assert (first.status_code, again.status_code) == (200, 304)
            assert again.headers["content-language"] == language
            tags.add(tag)
    assert len(tags) == 8


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a service that answers at most ten rows and 20,000 bytes."""
    folder = tmp_path_factory.mktemp("limited")
    quads = [
        Quad(ID[f"thing/{n}"], RDFS.label, Literal(f"{_AWKWARD} {n}"), DefaultGraph())
        for n in range(11)
    ]
    quads.append(Quad(ID["long"], RDFS.comment, Literal("ย" * 10_000), DefaultGraph()))
    EmbeddedStore.create(folder / "store", quads).close()
    with (
        running([_SERVE, str(folder / "store")], folder) as address,
        httpx.Client(base_url=address, timeout=60) as made,
    ):
        yield made


@pytest.mark.parametrize("format_", _FORMATS)
def test_too_many_rows_are_refused_whole(limited: httpx.Client, format_: str) -> None:
    query = f"SELECT ?label {{ ?thing <{RDFS.label.value}> ?label }}"
    answer = limited.get("/sparql", params={"query": query, "format": format_})
    problem = answer.json()
    assert (answer.status_code, problem["limit"], problem["limited"]) == (422, 10, "rows")
    assert set(problem["messages"]) == {"th", "en"}
    enough = limited.get("/sparql", params={"query": f"{query} LIMIT 10", "format": format_})
    assert enough.status_code == 200
    if format_ == "csv":
        assert len(list(csv.reader(io.StringIO(enough.text, newline="")))) == 11


def test_too_many_bytes_are_refused_whole(limited: httpx.Client) -> None:
    query = f"CONSTRUCT WHERE {{ ?thing <{RDFS.comment.value}> ?text }}"
    answer = limited.get("/sparql", params={"query": query})
    problem = answer.json()
    assert (answer.status_code, problem["limit"], problem["limited"]) == (422, 20_000, "bytes")


def test_a_long_answer_arrives_whole(client: httpx.Client) -> None:
    query = "SELECT * { ?s ?p ?o }"
    counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    expected = int(counted.json()["results"]["bindings"][0]["n"]["value"])
    parameters = {"query": query, "format": "tsv"}
    plain = {"accept-encoding": "identity"}
    with client.stream("GET", "/sparql", params=parameters, headers=plain) as answer:
        length = int(answer.headers["content-length"])
        content = b"".join(answer.iter_raw())
    assert (answer.status_code, len(content)) == (200, length)
    assert content.count(b"\n") == expected + 1
    packed = client.get("/sparql", params=parameters, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert sorted(packed.content.splitlines()) == sorted(content.splitlines())


def test_many_who_ask_the_same_at_once_get_one_answer(service: str) -> None:
    # Each evaluation would name the node otherwise.
    query = "SELECT (BNODE() AS ?node) (COUNT(*) AS ?n) { ?a ?b ?c }"

    async def asked() -> set[str]:
        async with httpx.AsyncClient(base_url=service, timeout=60) as client:
            requests = [client.get("/sparql", params={"query": query}) for _ in range(8)]
            return {answer.text for answer in await asyncio.gather(*requests)}

    assert len(asyncio.run(asked())) == 1
