"""Records published over HTTP: checked, versioned, there for every reader or nothing changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from lcgraph.knowledge import Knowledge
from tests.service.conftest import LCGRAPH, administrator, running

RECORDS = Knowledge().root / "data" / "records"
BASE = "https://w3id.org/lcgraph/"
TURTLE = {"content-type": "text/turtle"}


@pytest.fixture(scope="module")
def steward(
    shipped_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """An administrator's client of a service of these tests' own; each test has its own city."""
    folder = tmp_path_factory.mktemp("publishing")
    store = folder / "store"
    shutil.copytree(shipped_store, store)
    options = ["--port", "0", "--store", str(store), "--lang", "en"]
    with (
        running([LCGRAPH, "serve", *options], folder) as address,
        httpx.Client(base_url=address, timeout=60, headers=administrator(store)) as made,
    ):
        yield made


def shipped(city: str) -> str:
    return (RECORDS / f"{city}.ttl").read_text(encoding="utf-8")


def later(city: str, version: int = 2, *, replaces: bool = True) -> str:
    """Write a shipped record as a later version of it."""
    numbered = f'dcat:version "{version}"'
    if replaces:
        numbered += f" ; dcat:previousVersion record:{city}-v{version - 1}"
    text = shipped(city).replace(f"record:{city}-v1", f"record:{city}-v{version}")
    return text.replace('dcat:version "1"', numbered)


def publish(client: httpx.Client, text: str, name: str = "record.ttl") -> httpx.Response:
    return client.post("/records", params={"name": name}, content=text.encode(), headers=TURTLE)


def data_version(client: httpx.Client) -> int:
    version: int = client.get("/health").json()["data_version"]
    return version


def current(client: httpx.Client, city: str, **parameters: int) -> str:
    found = client.get(f"/cities/{city}", params=parameters).json()
    record: str = found["record"]["iri"]
    return record.removeprefix(f"{BASE}record/")


def test_a_record_is_there_for_every_reader_when_the_answer_comes(steward: httpx.Client) -> None:
    before = data_version(steward)
    text = later("th-yala").replace('"จังหวัดยะลา"@th', '"เมืองยะลา"@th')
    asked = {
        "query": f"SELECT ?name {{ <{BASE}id/city/th-yala> "
        "<http://www.w3.org/2004/02/skos/core#altLabel> ?name FILTER(LANG(?name) = 'th') }",
        "format": "csv",
    }
    tag = steward.get("/sparql", params=asked).headers["etag"]

    answer = publish(steward, text)

    assert answer.status_code == 201
    assert answer.headers["location"] == f"{steward.base_url}/record/th-yala-v2"
    assert answer.headers["lcgraph-data-version"] == str(before + 1)
    document = answer.json()
    assert document["record"] == f"{BASE}record/th-yala-v2"
    assert document["url"] == answer.headers["location"]
    assert (document["status"], document["changed"]) == ("published", True)
    assert (document["data_version"], document["warnings"]) == (before + 1, 0)
    found = steward.get("/sparql", params=asked, headers={"if-none-match": tag})
    assert (found.status_code, found.text) == (200, "name\r\nเมืองยะลา\r\n")
    assert current(steward, "th-yala") == "th-yala-v2"
    assert current(steward, "th-yala", at=before) == "th-yala-v1"
    assert steward.get(answer.headers["location"], headers=TURTLE).status_code == 200
    advice = steward.get("/cities/th-yala/recommendations").json()
    assert advice["data_version"] == before + 1
    history = steward.get("/history").json()
    assert history["publications"][0]["records"] == [f"{BASE}record/th-yala-v2"]


def test_the_same_again_changes_nothing(steward: httpx.Client) -> None:
    before = data_version(steward)
    answer = publish(steward, shipped("th-chiang-rai"))
    assert answer.status_code == 200
    assert (answer.json()["changed"], answer.json()["data_version"]) == (False, before)
    assert "location" not in answer.headers
    assert data_version(steward) == before


def test_a_violation_is_told_with_file_and_line_and_nothing_changes(steward: httpx.Client) -> None:
    before = data_version(steward)
    names, name = 'rdfs:label "สุโขทัย"@th , "Sukhothai"@en ;', 'rdfs:label "Sukhothai"@en ;'
    broken = later("th-sukhothai").replace(f"{names}\n  skos", f"{name}\n  skos")
    line = broken.splitlines().index(f"  {name}") + 1
    answer = publish(steward, broken, "sukhothai.ttl")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == f"{steward.base_url}/problems/record-refused"
    said = {
        "th": f"sukhothai.ttl:{line}: C01 ต้องมีชื่อเมืองภาษาไทยหนึ่งชื่อ",
        "en": f"sukhothai.ttl:{line}: C01 Give the city exactly one Thai name.",
    }
    (reason,) = problem["reasons"]
    for language in ("th", "en"):
        assert reason[language].startswith(said[language])
        assert problem["messages"][language]["detail"] == reason[language]
    found = {finding["identifier"]: finding["severity"] for finding in problem["findings"]}
    assert [identifier for identifier in found if found[identifier] == "Violation"] == ["C01"]
    assert data_version(steward) == before
    assert current(steward, "th-sukhothai") == "th-sukhothai-v1"


def test_what_is_published_cannot_be_edited(steward: httpx.Client) -> None:
    before = data_version(steward)
    edited = shipped("th-hat-yai").replace('"Hat Yai"@en', '"Hatyai"@en')
    answer = publish(steward, edited)
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"] == f"{steward.base_url}/problems/record-conflict"
    assert "-v2" in problem["messages"]["en"]["detail"]
    assert "-v2" in problem["messages"]["th"]["detail"]
    assert data_version(steward) == before


def test_a_draft_is_kept_and_not_published(steward: httpx.Client) -> None:
    draft = later("th-phayao").replace("status:published", "status:draft")
    answer = publish(steward, draft)
    assert (answer.status_code, answer.json()["status"]) == (201, "draft")
    assert current(steward, "th-phayao") == "th-phayao-v1"
    published = publish(steward, later("th-phayao"))
    assert (published.status_code, published.json()["status"]) == (200, "published")
    assert current(steward, "th-phayao") == "th-phayao-v2"


def test_a_withdrawn_record_is_gone(steward: httpx.Client) -> None:
    withdrawn = shipped("th-phuket").replace("status:published", "status:withdrawn")
    answer = publish(steward, withdrawn)
    assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")
    assert steward.get("/cities/th-phuket").status_code == 410
    version = data_version(steward)
    ended = mentioned(steward, version - 1) - mentioned(steward, version)
    # Not only what the record says, but also what was inferred, recommended and found from it.
    kinds = {iri.removeprefix(BASE).rpartition("/")[0] for iri in ended}
    assert kinds > {"graph/inferred-owl", "graph/quality", "id/finding", "id/measurement"}
    for iri in ended:
        path = quote(iri.removeprefix(BASE))
        gone = steward.get(f"/{path}", headers={"accept": "text/turtle"})
        assert gone.status_code == 410, iri
        document = gone.json()
        assert document["withdrawn"]["version"] == version, iri
        assert document["last"]["version"] == version - 1
        last = steward.get(document["last"]["memento"], follow_redirects=True)
        assert last.status_code == 200, iri


def mentioned(client: httpx.Client, version: int) -> set[str]:
    """Return which documents a version has, by what its files mention."""
    ends: set[NamedNode] = set()
    for name in ("lcgraph.ttl", "derived.ttl", "inferred-owl.ttl", "quality.ttl"):
        content = client.get(f"/dumps/{name}", params={"at": version}).content
        for quad in parse(content, format=RdfFormat.TURTLE):
            ends |= {end for end in (quad.subject, quad.object) if isinstance(end, NamedNode)}
    whole = client.get("/dumps/lcgraph.nq", params={"at": version}).content
    graphs = {quad.graph_name for quad in parse(whole, format=RdfFormat.N_QUADS)}
    ends |= {graph for graph in graphs if isinstance(graph, NamedNode)}
    return {end.value.partition("#")[0] for end in ends if end.value.startswith(BASE)}


def test_those_who_publish_and_write_at_the_same_time_all_succeed(steward: httpx.Client) -> None:
    before = data_version(steward)
    cities = ["th-khon-kaen", "th-chiang-mai", "th-bangkok"]

    def write(number: int) -> int:
        graph = {"graph": f"http://example.org/{number}"}
        triple = f"<http://example.org/s> <http://example.org/p> {number} ."
        made = steward.put("/rdf-graphs", params=graph, content=triple, headers=TURTLE)
        return made.status_code

    with ThreadPoolExecutor(8) as threads:
        published = threads.map(lambda city: publish(steward, later(city)), cities)
        written = threads.map(write, range(5))
        assert [answer.status_code for answer in published] == [201] * 3
        assert list(written) == [201] * 5
    assert [current(steward, city) for city in cities] == [f"{city}-v2" for city in cities]
    assert data_version(steward) == before + 8
    query = "SELECT ?o { GRAPH ?g { <http://example.org/s> ?p ?o } } ORDER BY ?o"
    graphs = steward.get("/sparql", params={"query": query, "format": "csv"})
    assert graphs.text.split() == ["o", "0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    ("headers", "status", "kind"),
    [
        ({"authorization": ""}, 401, "not-authorized"),
        ({"authorization": "Bearer lcg_unknown"}, 403, "not-permitted"),
        ({"content-type": "image/png"}, 415, "unsupported-media-type"),
        ({"accept": "text/turtle"}, 406, "not-acceptable"),
    ],
    ids=["no token", "unknown token", "a picture", "not in JSON"],
)
def test_what_is_not_even_read(
    steward: httpx.Client, headers: dict[str, str], status: int, kind: str
) -> None:
    before = data_version(steward)
    answer = steward.post(
        "/records", content=later("th-chachoengsao"), headers={**TURTLE, **headers}
    )
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (status, kind)
    assert data_version(steward) == before


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{" * 1000, b"<a> <b> <c> ."])
@pytest.mark.parametrize("media_type", ["text/turtle", "application/ld+json", ""])
def test_what_is_no_record_is_refused(
    steward: httpx.Client, content: bytes, media_type: str
) -> None:
    headers = {"content-type": media_type}
    answer = steward.post("/records", content=content, headers=headers)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["type"].endswith("/record-refused")
    assert {len(reason) for reason in problem["reasons"]} == {2}


def test_a_plain_store_has_no_records(emptied: httpx.Client) -> None:
    assert publish(emptied, shipped("th-yala")).status_code == 404
