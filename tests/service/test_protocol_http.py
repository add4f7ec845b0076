"""How the service speaks HTTP: methods, origins, compression, addresses, forms of requests."""

from __future__ import annotations

import gzip
import socket

import httpx
import pytest

ASK = {"query": "ASK {}"}
LONG = "SELECT * { VALUES ?n { " + '"ยะลา" ' * 1000 + "} }"


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/sparql", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("/sparql/", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("/rdf-graphs", {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}),
        ("/rdf-graphs/a", {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}),
        ("/shacl", {"POST", "OPTIONS"}),
    ],
)
def test_options_and_refusals_name_the_methods(
    emptied: httpx.Client, path: str, methods: set[str]
) -> None:
    options, refused = emptied.options(path), emptied.patch(path)
    assert (options.status_code, refused.status_code) == (204, 405)
    for answer in (options, refused):
        assert set(answer.headers["allow"].split(", ")) == methods


@pytest.mark.parametrize(
    ("path", "parameters", "status"),
    [("/sparql", ASK, 200), ("/sparql", {"query": "ASK"}, 400), ("/nothing", {}, 404)],
)
def test_pages_from_elsewhere_may_read_every_answer(
    emptied: httpx.Client, path: str, parameters: dict[str, str], status: int
) -> None:
    answer = emptied.get(path, params=parameters, headers={"origin": "https://example.org"})
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"


def test_pages_from_elsewhere_may_ask_first(emptied: httpx.Client) -> None:
    headers = {
        "origin": "https://example.org",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type, accept, authorization",
    }
    answer = emptied.options("/sparql", headers=headers)
    assert answer.status_code == 200
    assert "POST" in answer.headers["access-control-allow-methods"]
    allowed = {name.strip() for name in answer.headers["access-control-allow-headers"].split(",")}
    assert {"content-type", "accept", "authorization"} <= allowed


def test_long_answers_are_compressed_when_asked(emptied: httpx.Client) -> None:
    parameters = {"query": LONG, "format": "csv"}
    plain = emptied.get("/sparql", params=parameters, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with emptied.stream(
        "GET", "/sparql", params=parameters, headers={"accept-encoding": "gzip"}
    ) as answer:
        raw = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    for given in (plain, answer):
        assert {"Accept", "Accept-Encoding"} <= {
            name.strip() for name in given.headers["vary"].split(",")
        }


def test_head_is_get_without_the_body(emptied: httpx.Client) -> None:
    get, head = emptied.get("/sparql", params=ASK), emptied.head("/sparql", params=ASK)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers["content-length"] == str(len(get.content))


def test_a_slash_at_the_end_changes_nothing(emptied: httpx.Client) -> None:
    for address in ("/sparql", "/sparql/"):
        assert emptied.get(address, params=ASK).json() == {"head": {}, "boolean": True}
        assert emptied.post(address, data=ASK).json() == {"head": {}, "boolean": True}


def test_an_old_client_and_one_that_waits_are_answered(emptied: httpx.Client) -> None:
    url = emptied.base_url
    body = b"query=ASK+%7B%7D"
    form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 16\r\n"
    for request in (
        b"POST /sparql HTTP/1.0\r\n" + form + b"\r\n" + body,
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n"
        + form + b"\r\n" + body,
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: application/sparql-query\r\n\r\n3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n",
    ):  # fmt: skip
        with socket.create_connection((url.host, url.port), timeout=60) as connection:
            connection.sendall(request)
            answer = b""
            while part := connection.recv(65536):
                answer += part
        assert b" 200 OK\r\n" in answer
        assert b'"boolean":true' in answer


def test_long_addresses_and_long_queries_are_read(emptied: httpx.Client) -> None:
    long = "ASK {} #" + "x" * 8000
    assert emptied.get("/sparql", params={"query": long}).json()["boolean"] is True
    longer = ("ASK {} #" + "ก" * 350_000).encode()
    headers = {"content-type": "application/sparql-query"}
    assert emptied.post("/sparql", content=longer, headers=headers).json()["boolean"] is True


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        ("query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}, 400),
        ("query=ASK%20%7B%7D&update=DROP%20ALL", {}, 400),
        ("query=", {}, 400),
        ("a=b", {}, 400),
        ("query=%FF", {}, 400),
        ("ASK {}", {"content-type": "application/sparql-query; charset=utf-16"}, 415),
        ("ASK {}", {"content-type": "application/SPARQL-query; charset=UTF-8"}, 200),
        ("ASK {}", {"content-type": "text/plain"}, 415),
        ("ASK {}", {"content-type": ""}, 415),
        ("DROP ALL", {"content-type": "application/sparql-query"}, 400),
        ("query=ASK%20%7B%7D&default-graph-uri=relative", {}, 400),
    ],
)
def test_one_readable_operation_is_needed(
    emptied: httpx.Client, content: str, headers: dict[str, str], status: int
) -> None:
    given = {"content-type": "application/x-www-form-urlencoded", **headers}
    assert emptied.post("/sparql", content=content, headers=given).status_code == status


def test_a_query_in_the_address_and_one_in_the_form(emptied: httpx.Client) -> None:
    assert emptied.post("/sparql", params=ASK, data=ASK).status_code == 400


def test_forms_are_decoded_once(emptied: httpx.Client) -> None:
    query = 'SELECT ("%41+ก" AS ?x) {}'
    for answer in (
        emptied.post("/sparql", data={"query": query}),
        emptied.get("/sparql", params={"query": query}),
    ):
        assert answer.json()["results"]["bindings"][0]["x"]["value"] == "%41+ก"


def test_headers_without_end_are_refused(client: httpx.Client) -> None:
    enough = client.get("/health", headers={"x-long": "1" * 60_000})
    answer = client.get("/health", headers={"x-long": "1" * 70_000})
    assert (enough.status_code, answer.status_code) == (200, 431)
    problem = answer.json()
    assert (problem["limit"], set(problem["messages"])) == (65_536, {"th", "en"})


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("xn--12c1fe0br.example:8000", 200),
        ("[::1]:80", 200),
        ("", 200),
        ("a b", 400),
        ("a/b", 400),
        ("[zz", 400),
        ("x<y", 400),
        ("a:b", 400),
    ],
)
def test_a_host_has_the_form_of_one(emptied: httpx.Client, host: str, status: int) -> None:
    url = emptied.base_url
    with socket.create_connection((url.host, url.port), timeout=60) as connection:
        request = f"GET /health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        answer = connection.makefile("rb").read()
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
