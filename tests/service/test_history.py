"""Asking the graph as it was: by version, day or instant, and what the answers say of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.service.versions import FIRST, LABELS, MEMENTO, SECOND, ask, labels, problem

if TYPE_CHECKING:
    from starlette.testclient import TestClient


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
    versions: TestClient, at: str | None, version: int, found: list[str]
) -> None:
    answer = ask(versions, at)
    assert labels(answer) == found
    assert answer.headers["lcgraph-data-version"] == str(version)


def test_layers_are_of_the_same_version(versions: TestClient) -> None:
    assert labels(ask(versions, "1", layer="inferred")) == ["ยะลา", "อนุมาน ๑"]
    assert labels(ask(versions, None, layer="inferred")) == ["นครยะลา", "อนุมาน ๒"]


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
    versions: TestClient, path: str, at: str, expected: tuple[int, str]
) -> None:
    url = httpx.URL(path).copy_merge_params({"at": at})
    answer = versions.get(str(url))
    assert problem(answer) == expected
    assert answer.json()["parameter"] == "at"


def test_the_reader_is_told_what_there_is(versions: TestClient) -> None:
    malformed, early, unknown = (ask(versions, at).json() for at in ("x", "2019-01-01", "9"))
    assert malformed["example"] == "2026-11-23"
    assert early["first"]["published"] == "2020-03-01T10:00:00Z"
    assert (unknown["first"]["version"], unknown["last"]["version"]) == (1, 4)
    assert unknown["messages"]["en"]["detail"] == "There are the versions 1 to 4."


def test_entity_tags_differ_by_version(versions: TestClient) -> None:
    tags = [ask(versions, at).headers["etag"] for at in ("2", "4", None)]
    assert tags[0] != tags[1] == tags[2]
    again = versions.get(
        "/sparql",
        params={"query": LABELS, "format": "csv", "at": "2"},
        headers={"if-none-match": tags[0]},
    )
    assert again.status_code == 304
    assert again.headers["lcgraph-data-version"] == "2"
    assert again.headers["memento-datetime"] == MEMENTO[2]
    other = versions.get(
        "/sparql",
        params={"query": LABELS, "format": "csv", "at": "3"},
        headers={"if-none-match": tags[0]},
    )
    assert other.status_code == 200


@pytest.mark.parametrize("form", [True, False])
def test_at_goes_with_post_too(versions: TestClient, form: bool) -> None:
    accept = {"accept": "text/csv"}
    if form:
        answer = versions.post("/sparql", data={"query": LABELS, "at": "1"}, headers=accept)
    else:
        sent = {**accept, "content-type": "application/sparql-query"}
        answer = versions.post("/sparql?at=1", content=LABELS, headers=sent)
    assert labels(answer) == ["ยะลา"]


def test_two_versions_answer_at_once(versions: TestClient) -> None:
    wanted = {"1": ["ยะลา"], "2": ["นครยะลา"], "3": ["ขอนแก่น", "นครยะลา"]}
    asked = [at for at in wanted for _ in range(4)]
    with ThreadPoolExecutor(6) as pool:
        # What is kept of earlier answers would hide that readers answer.
        answers = pool.map(
            lambda each: ask(versions, each[1], query=f"{LABELS} # {each[0]}"), enumerate(asked)
        )
        assert [labels(answer) for answer in answers] == [wanted[at] for at in asked]


def test_stored_queries_ask_the_past(versions: TestClient) -> None:
    def records(**parameters: str) -> list[tuple[str, str]]:
        answer = versions.get("/queries/cities/list", params={"format": "json", **parameters})
        assert answer.status_code == 200, answer.text
        rows = answer.json()["results"]["bindings"]
        return [(row["cityLabel"]["value"], row["version"]["value"]) for row in rows]

    assert records(at="1") == [("ยะลา", "1")]
    assert records(at="2020-03-03") == records() == [("นครยะลา", "2")]


def test_stored_queries_take_at_in_the_body(versions: TestClient) -> None:
    answer = versions.post("/queries/cities/list", json={"at": 2, "lang": "th"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["lcgraph-data-version"] == "2"
    assert answer.headers["memento-datetime"] == MEMENTO[2]


@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_documents_are_of_their_version(versions: TestClient, accept: str) -> None:
    seen = {}
    for at in ("1", "2", "4"):
        answer = versions.get(f"/doc/city/th-yala?at={at}", headers={"accept": accept})
        assert answer.status_code == 200, answer.text
        assert answer.headers["lcgraph-data-version"] == at
        seen[at] = ("นครยะลา" in answer.text, answer.headers["etag"])
    assert [seen[at][0] for at in seen] == [False, True, True]
    assert len({etag for _, etag in seen.values()}) == 3


def test_cities_are_listed_as_they_were(versions: TestClient) -> None:
    listed = {at: versions.get("/cities", params={"at": at}).json() for at in ("1", "3")}
    assert [each["data_version"] for each in listed.values()] == [1, 3]
    assert [each["cities"][0]["record_version"] for each in listed.values()] == ["1", "2"]


def test_what_was_there_then_is_found_only_then(versions: TestClient) -> None:
    status = {
        at: versions.get(f"/id/city/th-khon-kaen?at={at}", follow_redirects=True).status_code
        for at in ("1", "3", "4")
    }
    assert status == {"1": 404, "3": 200, "4": 410}


def test_publications_are_listed(versions: TestClient) -> None:
    answer = versions.get("/history")
    assert answer.headers["lcgraph-data-version"] == "4"
    listed = answer.json()["publications"]
    assert [(each["version"], each["records"]) for each in listed] == [
        (4, []),
        (3, []),
        (2, [SECOND.value]),
        (1, [FIRST.value]),
    ]
    assert {tuple(each["withdrawn"]) for each in listed} == {()}
    assert listed[1]["published"] == "2020-03-02T20:30:00Z"
    again = versions.get("/history", headers={"if-none-match": answer.headers["etag"]})
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


def test_the_parameter_is_described(versions: TestClient) -> None:
    paths = versions.get("/openapi.json").json()["paths"]
    for path in ("/sparql", "/doc/{path}", "/record/{path}", "/queries/cities/list"):
        (found,) = [each for each in paths[path]["get"]["parameters"] if each["name"] == "at"]
        assert "·" in found["description"]
    assert "/history" in paths


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("th", "ตามที่เป็นในเวอร์ชันข้อมูล 2 เผยแพร่เมื่อ 2020-03-02 10:00 UTC"),
        ("en", "As of data version 2, published 2020-03-02 10:00 UTC"),
    ],
)
def test_a_page_of_the_past_says_so_and_leads_to_the_present(
    versions: TestClient, language: str, line: str
) -> None:
    for path in ("/doc/city/th-yala", "/", "/sparql", "/cities", "/concept"):
        asked = {"at": "2020-03-02T12:00:00Z", "lang": language}
        page = versions.get(path, params=asked, headers={"accept": "text/html"}).text
        top = page[: page.index("<h1")]
        assert line in top.replace("&#43;", "+")
        assert f'<a href="{path}?lang={language}">' in top
        now = versions.get(path, params={"lang": language}, headers={"accept": "text/html"})
        assert line not in now.text
