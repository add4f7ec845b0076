"""What answers and documents say of themselves through time (RFC 7089)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.service.versions import MEMENTO, TIMES, ask, problem

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
