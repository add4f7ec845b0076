"""Validation over HTTP: a file in, findings with file and line out, nothing stored."""

from __future__ import annotations

import httpx
import pytest

from lcgraph.knowledge import Knowledge

YALA = (Knowledge().root / "data" / "records" / "th-yala.ttl").read_text(encoding="utf-8")
NAMES = 'rdfs:label "ยะลา"@th , "Yala"@en ;'


def check(client: httpx.Client, content: bytes, media_type: str = "text/turtle") -> httpx.Response:
    return client.post(
        "/validate",
        params={"name": "th-yala.ttl"},
        content=content,
        headers={"content-type": media_type},
    )


def test_a_good_record_can_be_published(client: httpx.Client) -> None:
    outcome = check(client, YALA.encode()).json()
    assert outcome["record"] == "https://w3id.org/lcgraph/record/th-yala-v1"
    assert outcome["publishable"] is True
    assert {finding["severity"] for finding in outcome["findings"]} <= {"Warning", "Info"}


def test_a_broken_record_is_told_with_its_line_in_both_languages(client: httpx.Client) -> None:
    assert NAMES in YALA
    broken = YALA.replace(NAMES, 'rdfs:label "Yala"@en ;', 1)
    outcome = check(client, broken.encode()).json()
    (finding,) = [each for each in outcome["findings"] if each["severity"] == "Violation"]
    assert finding["identifier"] == "C01"
    assert finding["file"] == "th-yala.ttl"
    assert finding["messages"] == {
        "th": "ต้องมีชื่อเมืองภาษาไทยหนึ่งชื่อ",
        "en": "Give the city exactly one Thai name.",
    }
    lines = broken.splitlines()
    assert lines[finding["line"] - 1].strip() == 'rdfs:label "Yala"@en ;'
    assert outcome["publishable"] is False


def test_a_file_that_cannot_be_read_is_an_answer_too(client: httpx.Client) -> None:
    answer = check(client, YALA.encode() + b"\n<unfinished")
    assert answer.status_code == 200
    (finding,) = answer.json()["findings"]
    assert finding["severity"] == "Violation"
    assert finding["line"] >= len(YALA.splitlines())
    assert set(finding["messages"]) == {"th", "en"}


@pytest.mark.parametrize(
    ("content", "media_type", "status", "kind"),
    [
        (b"x", "image/png", 415, "unsupported-media-type"),
        (b"#" * (6 << 20), "text/turtle", 413, "too-large"),
    ],
    ids=["picture", "too long"],
)
def test_what_is_no_record_at_all_is_a_problem(
    client: httpx.Client, content: bytes, media_type: str, status: int, kind: str
) -> None:
    answer = check(client, content, media_type)
    assert answer.status_code == status
    assert answer.json()["type"].endswith("/" + kind)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{" * 1000, b"<a> <b> <c> ."])
@pytest.mark.parametrize("media_type", ["text/turtle", "application/ld+json", ""])
def test_no_content_makes_it_fail(client: httpx.Client, content: bytes, media_type: str) -> None:
    answer = check(client, content, media_type)
    assert answer.status_code == 200, answer.text
    assert answer.json()["publishable"] is False


def test_nothing_is_stored(client: httpx.Client) -> None:
    before = client.get("/health").json()["data_version"]
    check(client, YALA.replace("-v1", "-v2").encode())
    assert client.get("/health").json()["data_version"] == before
    assert client.get("/cities/th-yala").json()["record"]["iri"].endswith("th-yala-v1")
