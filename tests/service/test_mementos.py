"""What answers and documents say of themselves through time (RFC 7089)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.service.versions import FIRST, MEMENTO, TIMES, ask, problem

if TYPE_CHECKING:
    from starlette.testclient import TestClient


def test_a_memento_says_when_it_was_published(versions: TestClient) -> None:
    answer = ask(versions, "2020-03-02T12:00:00Z")
    assert answer.headers["memento-datetime"] == MEMENTO[2]
    assert answer.headers["link"].endswith('; rel="original"')
    assert "&at=" not in answer.headers["link"]
    assert "memento-datetime" not in ask(versions, None).headers


def test_a_day_that_is_not_over_is_no_memento(versions: TestClient) -> None:
    answer = ask(versions, f"{datetime.now(UTC) + timedelta(minutes=1):%Y-%m-%d}")
    assert answer.headers["lcgraph-data-version"] == "4"
    assert "memento-datetime" not in answer.headers


def test_a_document_links_to_itself_through_time(versions: TestClient) -> None:
    def links(path: str) -> list[str]:
        return versions.get(path, headers={"accept": "text/turtle"}).headers["link"].split(", <")

    here = "http://testserver/doc/city/th-yala"
    for path, version in (("/doc/city/th-yala", 4), ("/doc/city/th-yala?at=2020-03-02", 3)):
        date = TIMES[version].strftime("%a, %d %b %Y %H:%M:%S GMT")
        found = versions.get(path, headers={"accept": "text/turtle"}).headers["link"]
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
def test_a_time_is_negotiated(versions: TestClient, stated: str, version: int) -> None:
    headers = {"accept-datetime": stated, "accept": "text/turtle"}
    gate = versions.get("/doc/city/th-yala", headers=headers, follow_redirects=False)
    assert gate.status_code == 302
    assert gate.headers["location"] == f"http://testserver/doc/city/th-yala?at={version}"
    assert "accept-datetime" in gate.headers["vary"].lower()
    followed = versions.get("/doc/city/th-yala", headers=headers)
    assert followed.headers["lcgraph-data-version"] == str(version)


def test_what_is_no_date_is_not_negotiated(versions: TestClient) -> None:
    headers = {"accept-datetime": "last week", "accept": "text/turtle"}
    assert problem(versions.get("/doc/city/th-yala", headers=headers)) == (400, "malformed-request")


@pytest.mark.parametrize(
    "stated",
    ["2020-03-02", "Mon, 02 Mar 2020 10:00:00 +0700", "Monday, 02-Mar-20 10:00:00 GMT",
     "Mon, 31 Feb 2020 10:00:00 GMT", ""],
)  # fmt: skip
def test_only_dates_of_http_are_negotiated(versions: TestClient, stated: str) -> None:
    headers = {"accept-datetime": stated, "accept": "text/turtle"}
    answer = versions.get("/doc/city/th-yala", headers=headers, follow_redirects=False)
    assert problem(answer) == (400, "malformed-request")


def test_a_time_gate_names_what_it_leads_to_but_is_no_memento(versions: TestClient) -> None:
    headers = {"accept-datetime": MEMENTO[2], "accept": "text/turtle"}
    path = "/doc/city/th-yala?format=turtle&lang=th"
    gate = versions.get(path, headers=headers, follow_redirects=False)
    here = "http://testserver/doc/city/th-yala?format=turtle&lang=th"
    assert gate.headers["location"] == f"{here}&at=2"
    assert "memento-datetime" not in gate.headers
    assert f'<{here}>; rel="original timegate"' in gate.headers["link"]
    assert f'<{here}&at=2>; rel="memento"; datetime="{MEMENTO[2]}"' in gate.headers["link"]
    assert 'rel="timemap"; type="application/link-format"' in gate.headers["link"]


def test_only_the_original_varies_by_time(versions: TestClient) -> None:
    for accept in ("text/turtle", "text/html"):
        now, then = (
            versions.get(path, headers={"accept": accept}).headers["vary"].lower()
            for path in ("/doc/city/th-yala", "/doc/city/th-yala?at=2")
        )
        assert "accept-datetime" in now
        assert "accept-datetime" not in then


def entries(versions: TestClient, path: str) -> list[str]:
    answer = versions.get(f"/timemap/link/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/link-format"
    assert "memento-datetime" not in answer.headers
    return answer.text.removesuffix("\n").split(",\n")


def dated(version: int) -> str:
    return f"{TIMES[version]:%a, %d %b %Y %H:%M:%S GMT}"


def test_a_time_map_lists_the_versions_of_a_document(versions: TestClient) -> None:
    original, itself, other, *mementos = entries(versions, "doc/city/th-yala")
    here = "http://testserver/doc/city/th-yala"
    assert original == f'<{here}>; rel="original timegate"'
    assert itself == (
        '<http://testserver/timemap/link/doc/city/th-yala>; rel="self"; '
        f'type="application/link-format"; from="{dated(1)}"; until="{dated(4)}"'
    )
    assert other.endswith('rel="timemap"; type="application/json"')
    relations = {1: "first memento", 2: "memento", 3: "memento", 4: "last memento"}
    assert mementos == [
        f'<{here}?at={version}>; rel="{relation}"; datetime="{dated(version)}"'
        for version, relation in relations.items()
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("doc/city/th-khon-kaen", [3]),
        ("record/th-yala-v1", [1, 2, 3, 4]),
        ("record/th-yala-v2", [2, 3, 4]),
        ("doc/city/th-phayao", [1, 2, 3, 4]),
        ("graph/inferred-owl", [1, 2, 3, 4]),
    ],
)
def test_every_memento_that_is_listed_is_there_and_no_other(
    versions: TestClient, path: str, expected: list[int]
) -> None:
    listed = versions.get(f"/timemap/json/{path}?format=turtle").json()["mementos"]
    assert [each["version"] for each in listed] == expected
    for each in listed:
        answer = versions.get(each["memento"])
        assert (answer.status_code, answer.headers["memento-datetime"]) in {
            (200, dated(each["version"])),
            (410, dated(each["version"])),
        }
    for version in {1, 2, 3, 4} - set(expected):
        absent = versions.get(f"/{path}?format=turtle&at={version}").status_code
        assert absent == (404 if version < min(expected) else 410)


def test_a_time_map_of_one_version_has_it_first_and_last(versions: TestClient) -> None:
    (memento,) = entries(versions, "doc/city/th-khon-kaen")[3:]
    assert 'rel="first last memento"' in memento


def test_a_document_that_is_no_more_leads_to_what_it_was(versions: TestClient) -> None:
    headers = {"accept-datetime": dated(4), "accept": "text/turtle"}
    assert versions.get("/doc/city/th-khon-kaen").status_code == 410
    for path in ("/doc/city/th-khon-kaen", "/id/city/th-khon-kaen"):
        followed = versions.get(path, headers=headers)
        assert (followed.status_code, followed.headers["lcgraph-data-version"]) == (200, "3")
    gone = versions.get(f"/record/{FIRST.value.rpartition('/')[2]}")
    assert gone.status_code == 410
    assert 'rel="timemap"; type="application/link-format"' in gone.headers["link"]


@pytest.mark.parametrize(
    "path",
    ["doc/city/none", "doc", "sparql", "", "doc/ยะลา", "doc/a b<", "timemap/link/doc/city/th-yala"],
)
def test_what_never_was_there_has_no_time_map(versions: TestClient, path: str) -> None:
    assert problem(versions.get(f"/timemap/link/{path}")) == (404, "not-found")
    headers = {"accept-datetime": dated(2), "accept": "text/turtle"}
    if path.startswith("doc/"):
        assert problem(versions.get(f"/{path}", headers=headers)) == (404, "not-found")


def test_a_time_map_may_be_kept(versions: TestClient) -> None:
    first = versions.get("/timemap/json/doc/city/th-yala")
    again = versions.get(
        "/timemap/json/doc/city/th-yala", headers={"if-none-match": first.headers["etag"]}
    )
    assert again.status_code == 304
