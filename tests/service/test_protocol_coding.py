"""Compressed responses: who gets them, and what tells them from plain ones."""

from __future__ import annotations

import gzip

import httpx
import pytest

LONG = {"query": "SELECT * { VALUES ?n { " + '"ยะลา" ' * 1000 + "} }", "format": "csv"}
MANY = {"query": "SELECT * { VALUES ?n { " + '"ยะลา" ' * 30_000 + "} }", "format": "csv"}
DESCRIPTION = "/sparql?format=ntriples"


def coded(client: httpx.Client, path: str, accepted: str) -> tuple[httpx.Headers, bytes]:
    with client.stream("GET", path, headers={"accept-encoding": accepted}) as answer:
        return answer.headers, b"".join(answer.iter_raw())


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("br, gzip;q=0.5", "gzip"),
        ("*", "gzip"),
        ("deflate, gzip;q=1.0, *;q=0.5", "gzip"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("", None),
        ("identity", None),
        ("gzip;q=0", None),
        ("gzip;q=0, *;q=1", None),
        ("gzip;q=0.5, identity", None),
        ("br", None),
        ("gzipped", None),
    ],
)
def test_the_coding_is_negotiated(emptied: httpx.Client, accepted: str, coding: str | None) -> None:
    headers, raw = coded(emptied, f"/sparql?{httpx.QueryParams(LONG)}", accepted)
    assert headers.get("content-encoding") == coding
    assert headers["content-length"] == str(len(raw))
    assert {"Accept", "Accept-Encoding"} <= set(headers["vary"].split(", "))
    content = gzip.decompress(raw) if coding else raw
    assert content.decode() == "n\r\n" + "ยะลา\r\n" * 1000


def test_what_is_sent_in_pieces_is_compressed_as_one(emptied: httpx.Client) -> None:
    answer = emptied.post("/sparql", data=MANY, headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.text == "n\r\n" + "ยะลา\r\n" * 30_000


def test_short_answers_stay_plain(emptied: httpx.Client) -> None:
    headers, raw = coded(emptied, "/sparql?query=ASK%7B%7D", "gzip")
    assert "content-encoding" not in headers
    assert raw == b'{"head":{},"boolean":true}'


def test_each_coding_has_a_validator_of_its_own(emptied: httpx.Client) -> None:
    plain, _ = coded(emptied, DESCRIPTION, "identity")
    packed, _ = coded(emptied, DESCRIPTION, "gzip")
    assert plain["etag"].startswith('"')
    assert packed["etag"] == "W/" + plain["etag"]
    for accepted, known in (("identity", plain["etag"]), ("gzip", packed["etag"])):
        headers = {"accept-encoding": accepted, "if-none-match": known}
        again = emptied.get(DESCRIPTION, headers=headers)
        assert (again.status_code, again.headers["etag"]) == (304, known)
        assert {"Accept", "Accept-Encoding"} <= set(again.headers["vary"].split(", "))


def test_several_lines_of_a_header_are_one_list(emptied: httpx.Client) -> None:
    lines = [("accept-encoding", "br"), ("accept-encoding", "gzip;q=0.1")]
    with emptied.stream("GET", DESCRIPTION, headers=httpx.Headers(lines)) as answer:
        assert answer.headers["content-encoding"] == "gzip"
