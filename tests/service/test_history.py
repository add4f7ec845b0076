"""Asking the graph as it was: by version, day or instant, and what the answers say of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application
from lcgraph.store import EmbeddedStore, Patch
from lcgraph.vocabulary import (
    ADMS,
    CITY,
    DCAT,
    DCTERMS,
    FOAF,
    GRAPH,
    LCG,
    RDF,
    RDFS,
    RECORD,
    STATUS,
    XSD,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx2

    Answer = httpx.Response | httpx2.Response

YALA, KHON_KAEN, PHAYAO = CITY["th-yala"], CITY["th-khon-kaen"], CITY["th-phayao"]
FIRST, SECOND = RECORD["th-yala-v1"], RECORD["th-yala-v2"]
LABELS = "SELECT ?label { ?city <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
TIMES = {
    1: datetime(2020, 3, 1, 10, tzinfo=UTC),
    2: datetime(2020, 3, 2, 10, tzinfo=UTC),
    3: datetime(2020, 3, 2, 20, 30, tzinfo=UTC),
    4: datetime(2020, 3, 4, 10, tzinfo=UTC),
}
MEMENTO = {2: "Mon, 02 Mar 2020 10:00:00 GMT", 3: "Mon, 02 Mar 2020 20:30:00 GMT"}


def label(city: NamedNode, text: str, graph: NamedNode | DefaultGraph | None = None) -> Quad:
    return Quad(city, RDFS.label, Literal(text, language="th"), graph or DefaultGraph())


def record(iri: NamedNode, city: NamedNode, status: str = "published") -> set[Quad]:
    described: set[tuple[NamedNode, NamedNode | Literal]] = {
        (RDF.type, LCG.CityRecord),
        (ADMS.status, STATUS[status]),
        (FOAF.primaryTopic, city),
        (DCAT.version, Literal(iri.value.rpartition("v")[2])),
        (DCTERMS.modified, Literal("2020-03-01", datatype=XSD.date)),
    }
    graphs = (GRAPH["catalogue"], DefaultGraph())
    return {Quad(iri, p, o, graph) for p, o in described for graph in graphs}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with four versions: a city, its record superseded, another city, one removed."""
    folder = tmp_path_factory.mktemp("history") / "store"
    inferred = GRAPH["inferred-owl"]
    with pytest.MonkeyPatch.context() as patched:

        def dated(version: int) -> None:
            patched.setattr("lcgraph.store.embedded.this_second", lambda: TIMES[version])

        dated(1)
        first = {label(YALA, "ยะลา"), label(PHAYAO, "อนุมาน ๑", inferred), *record(FIRST, YALA)}
        store = EmbeddedStore.create(folder, first)
        dated(2)
        second = {label(YALA, "นครยะลา"), label(PHAYAO, "อนุมาน ๒", inferred)}
        second |= record(SECOND, YALA) | record(FIRST, YALA, "superseded")
        store.apply(Patch.between(first, second))
        dated(3)
        store.apply(Patch(added=frozenset([label(KHON_KAEN, "ขอนแก่น")])))
        dated(4)
        store.apply(Patch(removed=frozenset([label(KHON_KAEN, "ขอนแก่น")])))
        store.close()
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_application(Settings(folder, workers=2), Pages())) as made:
        yield made


def ask(client: TestClient, at: str | None, **parameters: str) -> Answer:
    asked = {"query": LABELS, "format": "csv", **parameters}
    return client.get("/sparql", params=asked if at is None else {**asked, "at": at})


def labels(answer: Answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return sorted(answer.text.split("\r\n")[1:-1])


def problem(answer: Answer) -> tuple[int, str]:
    assert set(answer.json()["messages"]) == {"th", "en"}
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


@pytest.mark.parametrize(
    ("at", "version", "found"),
    [
        (None, 4, ["นครยะลา"]),
        ("1", 1, ["ยะลา"]),
        ("2", 2, ["นครยะลา"]),
        ("3", 3, ["ขอนแก่น", "นครยะลา"]),
        ("4", 4, ["นครยะลา"]),
        ("2020-03-01", 1, ["ยะลา"]),
        ("2020-03-02", 3, ["ขอนแก่น", "นครยะลา"]),
        ("2020-03-03", 3, ["ขอนแก่น", "นครยะลา"]),
        ("2020-03-02T12:00:00Z", 2, ["นครยะลา"]),
        ("2020-03-02T12:00:00", 2, ["นครยะลา"]),
        ("2020-03-03T03:29:59+07:00", 2, ["นครยะลา"]),
        ("2020-03-03T03:30:00+07:00", 3, ["ขอนแก่น", "นครยะลา"]),
    ],
)
def test_each_moment_has_its_version(
    client: TestClient, at: str | None, version: int, found: list[str]
) -> None:
    answer = ask(client, at)
    assert labels(answer) == found
    assert answer.headers["lcgraph-data-version"] == str(version)


def test_layers_are_of_the_same_version(client: TestClient) -> None:
    assert labels(ask(client, "1", layer="inferred")) == ["ยะลา", "อนุมาน ๑"]
    assert labels(ask(client, None, layer="inferred")) == ["นครยะลา", "อนุมาน ๒"]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("", (400, "wrong-parameter")),
        ("yesterday", (400, "wrong-parameter")),
        ("2020-13-01", (400, "wrong-parameter")),
        ("1; DROP ALL", (400, "wrong-parameter")),
        ("0", (404, "no-such-version")),
        ("5", (404, "no-such-version")),
        ("2020-02-29", (404, "no-such-version")),
        ("2020-03-01T09:59:59Z", (404, "no-such-version")),
        ("2999-01-01", (404, "no-such-version")),
    ],
)
@pytest.mark.parametrize(
    "path", ["/sparql?query=ASK{}", "/doc/city/th-yala", "/queries/cities/list"]
)
def test_what_names_no_version_is_said_so(
    client: TestClient, path: str, at: str, expected: tuple[int, str]
) -> None:
    url = httpx.URL(path).copy_merge_params({"at": at})
    answer = client.get(str(url))
    assert problem(answer) == expected
    assert answer.json()["parameter"] == "at"


def test_the_reader_is_told_what_there_is(client: TestClient) -> None:
    malformed, early, unknown = (ask(client, at).json() for at in ("x", "2019-01-01", "9"))
    assert malformed["example"] == "2026-11-23"
    assert early["first"]["published"] == "2020-03-01T10:00:00Z"
    assert (unknown["first"]["version"], unknown["last"]["version"]) == (1, 4)
    assert unknown["messages"]["en"]["detail"] == "There are the versions 1 to 4."


def test_a_memento_says_when_it_was_published(client: TestClient) -> None:
    answer = ask(client, "2020-03-02T12:00:00Z")
    assert answer.headers["memento-datetime"] == MEMENTO[2]
    assert answer.headers["link"].endswith('; rel="original"')
    assert "&at=" not in answer.headers["link"]
    assert "memento-datetime" not in ask(client, None).headers


def test_a_day_that_is_not_over_is_no_memento(client: TestClient) -> None:
    answer = ask(client, f"{datetime.now(UTC) + timedelta(minutes=1):%Y-%m-%d}")
    assert answer.headers["lcgraph-data-version"] == "4"
    assert "memento-datetime" not in answer.headers


def test_entity_tags_differ_by_version(client: TestClient) -> None:
    tags = [ask(client, at).headers["etag"] for at in ("2", "4", None)]
    assert tags[0] != tags[1] == tags[2]
    again = client.get(
        "/sparql",
        params={"query": LABELS, "format": "csv", "at": "2"},
        headers={"if-none-match": tags[0]},
    )
    assert again.status_code == 304
    assert again.headers["lcgraph-data-version"] == "2"
    assert again.headers["memento-datetime"] == MEMENTO[2]
    other = client.get(
        "/sparql",
        params={"query": LABELS, "format": "csv", "at": "3"},
        headers={"if-none-match": tags[0]},
    )
    assert other.status_code == 200


@pytest.mark.parametrize("form", [True, False])
def test_at_goes_with_post_too(client: TestClient, form: bool) -> None:
    accept = {"accept": "text/csv"}
    if form:
        answer = client.post("/sparql", data={"query": LABELS, "at": "1"}, headers=accept)
    else:
        sent = {**accept, "content-type": "application/sparql-query"}
        answer = client.post("/sparql?at=1", content=LABELS, headers=sent)
    assert labels(answer) == ["ยะลา"]


def test_two_versions_answer_at_once(client: TestClient) -> None:
    wanted = {"1": ["ยะลา"], "2": ["นครยะลา"], "3": ["ขอนแก่น", "นครยะลา"]}
    asked = [at for at in wanted for _ in range(4)]
    with ThreadPoolExecutor(6) as pool:
        # What is kept of earlier answers would hide that readers answer.
        answers = pool.map(
            lambda each: ask(client, each[1], timeout=f"{each[0] + 1}"), enumerate(asked)
        )
        assert [labels(answer) for answer in answers] == [wanted[at] for at in asked]


def test_stored_queries_ask_the_past(client: TestClient) -> None:
    def records(**parameters: str) -> list[tuple[str, str]]:
        answer = client.get("/queries/cities/list", params={"format": "json", **parameters})
        assert answer.status_code == 200, answer.text
        rows = answer.json()["results"]["bindings"]
        return [(row["cityLabel"]["value"], row["version"]["value"]) for row in rows]

    assert records(at="1") == [("ยะลา", "1")]
    assert records(at="2020-03-03") == records() == [("นครยะลา", "2")]


def test_stored_queries_take_at_in_the_body(client: TestClient) -> None:
    answer = client.post("/queries/cities/list", json={"at": 2, "lang": "th"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["lcgraph-data-version"] == "2"
    assert answer.headers["memento-datetime"] == MEMENTO[2]


@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_documents_are_of_their_version(client: TestClient, accept: str) -> None:
    seen = {}
    for at in ("1", "2", "4"):
        answer = client.get(f"/doc/city/th-yala?at={at}", headers={"accept": accept})
        assert answer.status_code == 200, answer.text
        assert answer.headers["lcgraph-data-version"] == at
        seen[at] = ("นครยะลา" in answer.text, answer.headers["etag"])
    assert [seen[at][0] for at in seen] == [False, True, True]
    assert len({etag for _, etag in seen.values()}) == 3


def test_cities_are_listed_as_they_were(client: TestClient) -> None:
    listed = {at: client.get("/cities", params={"at": at}).json() for at in ("1", "3")}
    assert [each["data_version"] for each in listed.values()] == [1, 3]
    assert [each["cities"][0]["record_version"] for each in listed.values()] == ["1", "2"]


def test_what_was_there_then_is_found_only_then(client: TestClient) -> None:
    status = {
        at: client.get(f"/id/city/th-khon-kaen?at={at}", follow_redirects=True).status_code
        for at in ("1", "3", "4")
    }
    assert status == {"1": 404, "3": 200, "4": 404}


def test_a_document_links_to_itself_through_time(client: TestClient) -> None:
    def links(path: str) -> list[str]:
        return client.get(path, headers={"accept": "text/turtle"}).headers["link"].split(", <")

    here = "http://testserver/doc/city/th-yala"
    for path, version in (("/doc/city/th-yala", 4), ("/doc/city/th-yala?at=2020-03-02", 3)):
        date = TIMES[version].strftime("%a, %d %b %Y %H:%M:%S GMT")
        found = client.get(path, headers={"accept": "text/turtle"}).headers["link"]
        assert f'<{here}>; rel="original timegate"' in found
        assert f'<{here}?at={version}>; rel="memento"; datetime="{date}"' in found
    assert f'{here}?at=2&format=turtle>; rel="alternate"; type="text/turtle"' in links(
        "/doc/city/th-yala?at=2"
    )


@pytest.mark.parametrize(
    ("stated", "version"),
    [
        ("Mon, 02 Mar 2020 10:00:00 GMT", 2),
        ("Tue, 03 Mar 2020 00:00:00 GMT", 3),
        ("Thu, 31 May 2007 20:35:00 GMT", 1),
        ("Sat, 01 Jan 2050 00:00:00 GMT", 4),
    ],
)
def test_a_time_is_negotiated(client: TestClient, stated: str, version: int) -> None:
    headers = {"accept-datetime": stated, "accept": "text/turtle"}
    gate = client.get("/doc/city/th-yala", headers=headers, follow_redirects=False)
    assert gate.status_code == 302
    assert gate.headers["location"] == f"http://testserver/doc/city/th-yala?at={version}"
    assert "accept-datetime" in gate.headers["vary"].lower()
    followed = client.get("/doc/city/th-yala", headers=headers)
    assert followed.headers["lcgraph-data-version"] == str(version)


def test_what_is_no_date_is_not_negotiated(client: TestClient) -> None:
    headers = {"accept-datetime": "last week", "accept": "text/turtle"}
    assert problem(client.get("/doc/city/th-yala", headers=headers)) == (400, "malformed-request")


def test_publications_are_listed(client: TestClient) -> None:
    answer = client.get("/history")
    assert answer.headers["lcgraph-data-version"] == "4"
    listed = answer.json()["publications"]
    assert [(each["version"], each["records"]) for each in listed] == [
        (4, []),
        (3, []),
        (2, [SECOND.value]),
        (1, [FIRST.value]),
    ]
    assert listed[1]["published"] == "2020-03-02T20:30:00Z"
    again = client.get("/history", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_an_update_on_a_port_can_be_looked_behind(managed: httpx.Client) -> None:
    """A real server: the update is a version, and the version before is still there."""
    update = {"content-type": "application/sparql-update"}
    query = {"query": "SELECT ?o { GRAPH <urn:x:own> { ?s ?p ?o } }", "format": "csv"}
    versions = []
    for text in (
        "INSERT DATA { GRAPH <urn:x:own> { _:a <urn:x:p> 'ก' } }",
        "CLEAR GRAPH <urn:x:own>",
    ):
        done = managed.post("/sparql", content=text.encode(), headers=update)
        versions.append(done.headers["lcgraph-data-version"])
    found = {at: managed.get("/sparql", params={**query, "at": at}).text for at in versions}
    assert found == {versions[0]: "o\r\nก\r\n", versions[1]: "o\r\n"}
    refused = managed.post(
        f"/sparql?at={versions[0]}", content="CLEAR GRAPH <urn:x:own>", headers=update
    )
    assert problem(refused) == (400, "wrong-parameter")


def test_a_store_of_ones_own_has_no_history(unmanaged: httpx.Client) -> None:
    answer = unmanaged.get("/sparql", params={"query": "ASK {}", "at": "1"})
    assert problem(answer) == (404, "history-unavailable")


def test_the_parameter_is_described(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/sparql", "/doc/{path}", "/record/{path}", "/queries/cities/list"):
        (found,) = [each for each in paths[path]["get"]["parameters"] if each["name"] == "at"]
        assert "·" in found["description"]
    assert "/history" in paths
