"""Requests that are read by the letter, or refused before anything is done."""

from __future__ import annotations

import json
import socket

import httpx
import pytest

ASK = "ASK {}"


def exchanged(client: httpx.Client, request: bytes) -> tuple[bytes, bytes]:
    """Send what no client would send; return head and body of the answer."""
    url = client.base_url
    with socket.create_connection((url.host, url.port), timeout=60) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.lower(), body


@pytest.mark.parametrize("hosts", [b"", b"Host: a\r\nHost: b\r\n"], ids=["no host", "two hosts"])
def test_a_request_is_sent_to_one_host(emptied: httpx.Client, hosts: bytes) -> None:
    request = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nOrigin: https://e\r\nConnection: close\r\n"
    head, body = exchanged(emptied, request + hosts + b"\r\n")
    assert head.startswith(b"http/1.1 400 ")
    assert b"\r\naccess-control-allow-origin: *" in head
    problem = json.loads(body)
    assert problem["type"].rpartition("/")[2] == "malformed-request"
    assert "Host" in problem["messages"]["th"]["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=SELECT%20(%22%FF%22%20AS%20?x)%20%7B%7D",
        "/sparql?query=SELECT%20(%22%ED%A0%80%22%20AS%20?x)%20%7B%7D",
        "/sparql?query=ASK%7B%7D&named-graph-uri=http://e/%E0%B8",
        "/rdf-graphs/%FF",
        "/rdf-graphs?graph=http://e/%C0%AF",
    ],
)
def test_an_address_is_utf_8(emptied: httpx.Client, path: str) -> None:
    # The client would encode it anew.
    for method in ("GET", "POST"):
        request = f"{method} {path} HTTP/1.1\r\nHost: e\r\nConnection: close\r\n\r\n"
        head, body = exchanged(emptied, request.encode())
        assert head.startswith(b"http/1.1 400 ")
        assert json.loads(body)["type"].rpartition("/")[2] == "malformed-request"


@pytest.mark.parametrize(
    ("line", "status", "kind"),
    [
        ("GET /sparql?query=ASK{?s+?p+'ก'}", 400, "malformed-request"),
        ("FOO /sparql?query=ASK%7B%7D", 400, "malformed-request"),
        ("GET /sparql?query=ASK%7B%7D%23" + "x" * 70_000, 414, "address-too-long"),
    ],
    ids=["raw", "method", "long"],
)
def test_what_is_no_http_is_said_in_two_languages(
    emptied: httpx.Client, line: str, status: int, kind: str
) -> None:
    request = f"{line} HTTP/1.1\r\nHost: e\r\nConnection: close\r\n\r\n"
    head, body = exchanged(emptied, request.encode())
    assert head.startswith(f"http/1.1 {status} ".encode())
    assert b"\r\ncontent-type: application/problem+json\r\n" in head
    assert b"\r\naccess-control-allow-origin: *\r\n" in head
    problem = json.loads(body)
    assert (problem["status"], problem["type"]) == (status, f"/problems/{kind}")
    assert set(problem["messages"]) == {"th", "en"}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_line_of_accept_is_read(emptied: httpx.Client, method: str) -> None:
    lines = [
        ("accept", "application/n-triples"),
        ("accept", "application/sparql-results+xml"),
        ("content-type", "application/x-www-form-urlencoded"),
    ]
    query = str(httpx.QueryParams({"query": ASK}))
    path, body = (f"/sparql?{query}", "") if method == "GET" else ("/sparql", query)
    answer = emptied.request(method, path, content=body, headers=httpx.Headers(lines))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+xml"


def test_the_language_of_a_problem_is_negotiated(emptied: httpx.Client) -> None:
    for accepted, spoken in (("th;q=0", "en"), ("*, th;q=0", "en"), ("en-GB, th;q=0.9", "en")):
        answer = emptied.get("/sparql?query=ASK", headers={"accept-language": accepted})
        assert answer.headers["content-language"] == spoken


def test_a_condition_does_not_keep_a_post_from_being_answered(emptied: httpx.Client) -> None:
    known = emptied.get("/sparql", params={"query": ASK}).headers["etag"]
    for condition in ("*", known):
        headers = {"if-none-match": condition}
        assert emptied.get("/sparql", params={"query": ASK}, headers=headers).status_code == 304
        answer = emptied.post("/sparql", data={"query": ASK}, headers=headers)
        assert (answer.status_code, answer.json()["boolean"]) == (200, True)


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"query": "ASK"}, 400),
        ({"query": r'SELECT ("\u0000" AS ?x) {}', "format": "xml"}, 406),
        ({"query": "SELECT * { VALUES ?n { " + '"x" ' * 5000 + "} }"}, 304),
    ],
    ids=["malformed", "unacceptable", "long"],
)
def test_what_has_no_answer_is_not_unchanged(
    emptied: httpx.Client, parameters: dict[str, str], status: int
) -> None:
    answer = emptied.get("/sparql", params=parameters, headers={"if-none-match": "*"})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("ASK", 400),
        # It keeps nothing, so that a fast machine does not run out of memory first.
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", 504),
    ],
)
def test_a_query_without_an_answer_says_what_is_left_of_the_budget(
    client: httpx.Client, query: str, status: int
) -> None:
    answer = client.get("/sparql", params={"query": query, "timeout": "0.3"})
    assert answer.status_code == status
    assert answer.headers["ratelimit-policy"].startswith('"query-seconds";q=')
    assert answer.headers["ratelimit"].startswith('"query-seconds";r=')
