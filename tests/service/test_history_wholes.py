"""Whole graphs as they were: dumps, the graph store, and what the service says of itself."""

from __future__ import annotations

import gzip
import hashlib
from typing import TYPE_CHECKING

import httpx
import pytest
from pyoxigraph import Literal, RdfFormat, parse

from tests.service.versions import MEMENTO, problem

if TYPE_CHECKING:
    from starlette.testclient import TestClient

    from tests.service.versions import Answer

NAMES = {"1": {"ยะลา"}, "2": {"นครยะลา"}, "3": {"นครยะลา", "ขอนแก่น"}, "4": {"นครยะลา"}}
INFERRED = {"graph": "https://w3id.org/lcgraph/graph/inferred-owl"}
VOID = "http://rdfs.org/ns/void#"


def names(content: bytes, syntax: RdfFormat = RdfFormat.TURTLE) -> set[str]:
    """Return the texts in Thai."""
    objects = {quad.object for quad in parse(content, format=syntax)}
    return {term.value for term in objects if isinstance(term, Literal) and term.language == "th"}


@pytest.mark.parametrize("at", NAMES)
def test_a_dump_is_of_its_version(versions: TestClient, at: str) -> None:
    answer = versions.get("/dumps/lcgraph.ttl", params={"at": at})
    assert answer.status_code == 200, answer.text
    assert names(answer.content) == NAMES[at]
    assert answer.headers["lcgraph-data-version"] == at
    assert answer.headers["etag"].removeprefix("W/").startswith(f'"{at}-')
    packed = versions.get("/dumps/lcgraph.nq.gz", params={"at": at}).content
    assert f'"{at}"' in gzip.decompress(packed).decode()


def test_a_layer_is_of_its_version(versions: TestClient) -> None:
    found = {at: versions.get(f"/dumps/inferred-owl.ttl?at={at}").content for at in ("1", "2")}
    assert {at: names(content) for at, content in found.items()} == {
        "1": {"อนุมาน ๑"},
        "2": {"อนุมาน ๒"},
    }


def test_sums_are_those_of_the_version(versions: TestClient) -> None:
    for at in ("1", "3"):
        lines = versions.get(f"/dumps/SHA256SUMS?at={at}").text.splitlines()
        sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
        for name, digest in sums.items():
            content = versions.get(f"/dumps/{name}?at={at}").content
            assert hashlib.sha256(content).hexdigest() == digest


def test_a_dump_of_the_past_is_a_memento_that_may_be_kept(versions: TestClient) -> None:
    path = "/dumps/lcgraph.nq?at=2020-03-02T12:00:00Z"
    answer = versions.get(path)
    assert answer.headers["memento-datetime"] == MEMENTO[2]
    assert '<http://testserver/dumps/lcgraph.nq>; rel="original"' in answer.headers["link"]
    again = versions.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.headers["lcgraph-data-version"]) == (304, "2")
    now = versions.get("/dumps/lcgraph.nq", headers={"if-none-match": answer.headers["etag"]})
    assert (now.status_code, now.headers["lcgraph-data-version"]) == (200, "4")


def test_a_dump_that_was_not_there_then_is_not_found(versions: TestClient) -> None:
    assert problem(versions.get("/dumps/none.ttl?at=1")) == (404, "not-found")


def graph(versions: TestClient, **parameters: str) -> Answer:
    return versions.get("/rdf-graphs", params=parameters, headers={"accept": "text/turtle"})


@pytest.mark.parametrize("at", NAMES)
def test_the_default_graph_is_of_its_version(versions: TestClient, at: str) -> None:
    answer = graph(versions, default="", at=at)
    assert names(answer.content) == NAMES[at]
    assert answer.headers["lcgraph-data-version"] == at


def test_a_named_graph_is_of_its_version(versions: TestClient) -> None:
    answer = graph(versions, **INFERRED, at="1")
    assert names(answer.content) == {"อนุมาน ๑"}
    assert answer.headers["memento-datetime"] == "Sun, 01 Mar 2020 10:00:00 GMT"
    head = versions.head("/rdf-graphs", params={**INFERRED, "at": "1"})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["lcgraph-data-version"] == "1"
    assert problem(graph(versions, graph="urn:x:none", at="1")) == (404, "not-found")
    direct = versions.get("/rdf-graphs/ยะลา?at=1")
    assert problem(direct) == (404, "not-found")


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_the_past_cannot_be_written(managed: httpx.Client, method: str) -> None:
    for address in ("/rdf-graphs?graph=urn:x:past&at=1", "/rdf-graphs/own?at=1"):
        sent = managed.request(
            method,
            address,
            content=b"<urn:x:s> <urn:x:p> 1 .",
            headers={"content-type": "text/turtle"},
        )
        assert problem(sent) == (400, "wrong-parameter")
        assert sent.json()["parameter"] == "at"
    assert managed.get("/rdf-graphs?graph=urn:x:past").status_code == 404


@pytest.mark.parametrize("path", ["/", "/.well-known/void", "/sparql"])
def test_what_the_service_says_of_itself_is_of_its_version(versions: TestClient, path: str) -> None:
    counted, etags = {}, set()
    for at in ("1", "3", "4"):
        answer = versions.get(path, params={"at": at}, headers={"accept": "application/n-triples"})
        assert answer.status_code == 200, answer.text
        assert answer.headers["lcgraph-data-version"] == at
        assert "memento-datetime" in answer.headers
        etags.add(answer.headers["etag"])
        (counted[at],) = (
            quad.object.value
            for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)
            if quad.predicate.value == VOID + "triples" and quad.subject.value.endswith("#dataset")
        )
        assert f"<http://testserver/dumps/lcgraph.nq.gz?at={at}>" in answer.text
    now = versions.get(path, headers={"accept": "application/n-triples"})
    assert "?at=" not in now.text
    published = {at: graph(versions, default="", at=at, format="ntriples") for at in counted}
    assert counted == {at: str(len(each.text.splitlines())) for at, each in published.items()}
    assert len(etags) == 3


def test_the_home_page_is_of_its_version(versions: TestClient) -> None:
    pages = {at: versions.get("/", params={"at": at}, headers={"accept": "text/html"}).text
             for at in ("1", "2")}  # fmt: skip
    assert [("นครยะลา" in page, "ยะลา" in page) for page in pages.values()] == [
        (False, True),
        (True, True),
    ]


@pytest.mark.parametrize(
    "path", ["/dumps/lcgraph.nq", "/rdf-graphs?default", "/", "/.well-known/void", "/sparql"]
)
@pytest.mark.parametrize(
    ("at", "expected"), [("yesterday", (400, "wrong-parameter")), ("9", (404, "no-such-version"))]
)
def test_what_names_no_version_is_said_so(
    versions: TestClient, path: str, at: str, expected: tuple[int, str]
) -> None:
    url = httpx.URL(path).copy_merge_params({"at": at})
    answer = versions.get(str(url))
    assert problem(answer) == expected
    assert answer.json()["parameter"] == "at"
    twice = versions.get(f"{url}&at=1")
    assert problem(twice) == (400, "wrong-parameter")


def test_a_plain_store_has_no_past_graphs(unmanaged: httpx.Client) -> None:
    answer = unmanaged.get("/rdf-graphs?default&at=1")
    assert problem(answer) == (404, "history-unavailable")


def test_the_parameter_is_described(versions: TestClient) -> None:
    paths = versions.get("/openapi.json").json()["paths"]
    for path in ("/", "/.well-known/void", "/dumps/{name}", "/rdf-graphs", "/rdf-graphs/{name}"):
        assert "at" in [each["name"] for each in paths[path]["get"]["parameters"]]
