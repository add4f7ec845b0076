"""Whole graphs over HTTP (SPARQL 1.1 Graph Store HTTP Protocol)."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from pyoxigraph import RdfFormat, Triple, parse

from tests.service.conftest import LCGRAPH, administrator, running

TURTLE = {"content-type": "text/turtle; charset=UTF-8"}
THAI_8_BIT = {"content-type": "text/turtle; charset=TIS-620"}
PARTS = {"content-type": "multipart/form-data; boundary=x"}
UNSUPPORTED = (415, "unsupported-media-type")
YALA = '<a> <urn:x:p> "ยะลา"@th , [] .'.encode()
GRAPH = {"graph": "http://example.org/กราฟ"}


def triples(content: bytes, media_type: str = "text/turtle") -> set[Triple]:
    syntax = RdfFormat.from_media_type(media_type)
    assert syntax is not None
    return {quad.triple for quad in parse(content, format=syntax)}


def kind(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


@pytest.mark.parametrize("name", ["/rdf-graphs?graph=http%3A%2F%2Fexample.org%2Fg",
                                  "/rdf-graphs/ยะลา/1.ttl"])  # fmt: skip
def test_a_graph_is_made_replaced_and_removed(emptied: httpx.Client, name: str) -> None:
    assert kind(emptied.get(name)) == (404, "not-found")
    assert emptied.put(name, content=YALA, headers=TURTLE).status_code == 201
    iri = "http://example.org/g" if "?" in name else f"{emptied.base_url}{name}"
    answer = emptied.get(name)
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    base = iri.rpartition("/")[0]
    assert {str(t.subject) for t in triples(answer.content)} == {f"<{base}/a>"}
    assert {str(t.object) for t in triples(answer.content) if "ยะลา" in str(t.object)} == {
        '"ยะลา"@th'
    }
    assert emptied.put(name, content=b"<a> <urn:x:q> 1 .", headers=TURTLE).status_code == 204
    assert len(triples(emptied.get(name).content)) == 1
    assert emptied.delete(name).status_code == 204
    assert kind(emptied.delete(name)) == (404, "not-found")
    assert emptied.head(name).status_code == 404


def test_posts_merge_and_keep_blank_nodes_apart(emptied: httpx.Client) -> None:
    for status in (201, 204):
        answer = emptied.post("/rdf-graphs", params=GRAPH, content=YALA, headers=TURTLE)
        assert answer.status_code == status
    found = triples(emptied.get("/rdf-graphs", params=GRAPH).content)
    assert len(found) == 3


def test_a_graph_without_triples_is_there(emptied: httpx.Client) -> None:
    assert emptied.put("/rdf-graphs", params=GRAPH, content=b"", headers=TURTLE).status_code == 201
    answer = emptied.get("/rdf-graphs", params={**GRAPH, "format": "ntriples"})
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_a_graph_without_triples_can_be_written_to_and_removed(
    emptied: httpx.Client, managed: httpx.Client, method: str
) -> None:
    for each in (emptied, managed):
        made = each.put("/rdf-graphs/empty", content=b"", headers=TURTLE)
        assert made.status_code == 201
        answer = each.request(method, "/rdf-graphs/empty", content=YALA, headers=TURTLE)
        assert answer.status_code == 204
        left = each.get("/rdf-graphs/empty")
        assert left.status_code == 404 if method == "DELETE" else len(triples(left.content)) == 2
        each.delete("/rdf-graphs/empty")


def test_the_default_graph_is_always_there(emptied: httpx.Client) -> None:
    address = "/rdf-graphs?default"
    assert emptied.get(address).status_code == 200
    assert emptied.put(address, content=YALA, headers=TURTLE).status_code == 204
    assert len(triples(emptied.get(address).content)) == 2
    assert emptied.delete(address).status_code == 204
    assert triples(emptied.get(address).content) == set()


def test_a_graph_without_a_name_is_given_one(emptied: httpx.Client) -> None:
    answer = emptied.post("/rdf-graphs", content=YALA, headers=TURTLE)
    assert answer.status_code == 201
    assert answer.headers["location"].startswith(f"{emptied.base_url}/rdf-graphs/")
    assert len(triples(emptied.get(answer.headers["location"]).content)) == 2


def test_several_files_make_one_graph(emptied: httpx.Client) -> None:
    files = [
        ("one", ("1.ttl", b"_:x <urn:x:p> 1 .", "text/turtle")),
        ("two", ("2.nt", '_:x <urn:x:p> "ยะลา"@th .'.encode(), "application/n-triples")),
    ]
    answer = emptied.post("/rdf-graphs", params=GRAPH, files=files)
    assert answer.status_code == 201
    found = triples(emptied.get("/rdf-graphs", params=GRAPH).content)
    assert {str(t.object) for t in found} == {'"ยะลา"@th',
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'}  # fmt: skip
    assert len({t.subject for t in found}) == 2


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"],
)
def test_every_format_goes_in_and_out(emptied: httpx.Client, media_type: str) -> None:
    first = b'<urn:x:a> <urn:x:p> "\xe0\xb8\xa2\xe0\xb8\xb0\xe0\xb8\xa5\xe0\xb8\xb2"@th .'
    emptied.put("/rdf-graphs", params=GRAPH, content=first, headers=TURTLE)
    given = emptied.get("/rdf-graphs", params=GRAPH, headers={"accept": media_type})
    assert given.headers["content-type"].partition(";")[0] == media_type
    back = emptied.put(
        "/rdf-graphs", params={"graph": "urn:x:b"}, content=given.content,
        headers={"content-type": media_type},
    )  # fmt: skip
    assert back.status_code == 201
    assert triples(emptied.get("/rdf-graphs?graph=urn:x:b").content) == triples(first)


@pytest.mark.parametrize("media_type", ["", "application/octet-stream"])
@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("1.ttl", b"<urn:x:s> <urn:x:p> 1 ."),
        ("", b"<urn:x:s> <urn:x:p> 1 ."),
        ("1.jsonld", b'{"@id": "urn:x:s", "urn:x:p": 1}'),
    ],
)
def test_the_name_of_a_file_says_its_format(
    emptied: httpx.Client, file: str, content: bytes, media_type: str
) -> None:
    stated = f"Content-Type: {media_type}\r\n" if media_type else ""
    part = f'--x\r\nContent-Disposition: form-data; name="f"; filename="{file}"\r\n{stated}\r\n'
    body = part.encode() + content + b"\r\n--x--\r\n"
    answer = emptied.post("/rdf-graphs", params=GRAPH, content=body, headers=PARTS)
    assert answer.status_code == 201
    assert len(triples(emptied.get("/rdf-graphs", params=GRAPH).content)) == 1


def test_a_file_of_another_format_is_refused(emptied: httpx.Client) -> None:
    files = {"f": ("1.nq", b"", "application/octet-stream")}
    answer = emptied.post("/rdf-graphs", params=GRAPH, files=files)
    assert kind(answer) == UNSUPPORTED


def test_an_address_is_the_name_that_queries_use(emptied: httpx.Client) -> None:
    name = f"{emptied.base_url}/rdf-graphs/เมือง/ก ข".replace(" ", "%20")
    made = emptied.put("/rdf-graphs", params={"graph": name}, content=YALA, headers=TURTLE)
    assert made.status_code == 201
    for address in (
        "/rdf-graphs/%E0%B9%80%E0%B8%A1%E0%B8%B7%E0%B8%AD%E0%B8%87/%E0%B8%81%20%E0%B8%82",
        "/rdf-graphs/%e0%b9%80%e0%b8%a1%e0%b8%b7%e0%b8%ad%e0%b8%87/%e0%b8%81%20%e0%b8%82",
    ):
        assert len(triples(emptied.get(address).content)) == 2
    assert emptied.put(address, content=b"", headers=TURTLE).status_code == 204
    query = "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"
    emptied.post(address, content=YALA, headers=TURTLE)
    rows = emptied.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert {row["g"]["value"] for row in rows} == {name}


def test_head_says_what_get_says(emptied: httpx.Client) -> None:
    emptied.put("/rdf-graphs", params=GRAPH, content=YALA, headers=TURTLE)
    get = emptied.get("/rdf-graphs", params=GRAPH)
    head = emptied.head("/rdf-graphs", params=GRAPH)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


@pytest.mark.parametrize(
    ("method", "address", "headers", "content", "expected"),
    [
        ("GET", "/rdf-graphs", {}, b"", (400, "malformed-request")),
        ("GET", "/rdf-graphs?graph=urn:x:a&default", {}, b"", (400, "malformed-request")),
        ("GET", "/rdf-graphs?graph=relative", {}, b"", (400, "malformed-request")),
        ("GET", "/rdf-graphs?default", {"accept": "image/png"}, b"", (406, "not-acceptable")),
        ("PUT", "/rdf-graphs?default", TURTLE, b"<a> <b> ", (400, "malformed-content")),
        ("PUT", "/rdf-graphs?default", {"content-type": "text/csv"}, b"a", UNSUPPORTED),
        ("PUT", "/rdf-graphs?default", {}, b"<a> <b> 1 .", UNSUPPORTED),
        ("PUT", "/rdf-graphs?default", THAI_8_BIT, b"", UNSUPPORTED),
        ("PUT", "/rdf-graphs?default", PARTS, b"none", (400, "malformed-request")),
        ("PUT", "/rdf-graphs?default", TURTLE, b"#" * (17 << 20), (413, "too-large")),
        ("GET", "/rdf-graphs/x?graph=urn:x:a", {}, b"", (400, "malformed-request")),
        ("GET", "/rdf-graphs/x?default", {}, b"", (400, "malformed-request")),
        ("PUT", "/rdf-graphs/x?graph=urn:x:a", TURTLE, b"", (400, "malformed-request")),
        ("POST", "/rdf-graphs/x?default", TURTLE, b"", (400, "malformed-request")),
        ("DELETE", "/rdf-graphs/x?graph=urn:x:a", {}, b"", (400, "malformed-request")),
        ("PATCH", "/rdf-graphs?default", TURTLE, b"", (405, "method-not-allowed")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_problem_document(
    emptied: httpx.Client,
    method: str,
    address: str,
    headers: dict[str, str],
    content: bytes,
    expected: tuple[int, str],
) -> None:
    assert kind(emptied.request(method, address, headers=headers, content=content)) == expected


def test_administrators_may_send_more_than_others(emptied: httpx.Client) -> None:
    content = YALA + b"#" * (6 << 20)
    assert emptied.put("/rdf-graphs?default", content=content, headers=TURTLE).status_code == 204
    update = {"content-type": "application/sparql-update"}
    text = b"CLEAR DEFAULT #" + b"#" * (6 << 20)
    assert emptied.post("/sparql", content=text, headers=update).status_code == 204
    files = {"data": ("1.ttl", content), "shapes": ("2.ttl", b"")}
    assert kind(emptied.post("/shacl", files=files)) == (413, "too-large")


def test_the_operator_says_how_much(tmp_path: Path) -> None:
    options = ["--unmanaged", "--body-megabytes", "1", "--port", "0", "--store", str(tmp_path)]
    with (
        running([LCGRAPH, "serve", *options, "--lang", "en"], tmp_path) as address,
        httpx.Client(base_url=address, timeout=60, headers=administrator(tmp_path)) as client,
    ):
        sent = [
            client.put("/rdf-graphs?default", content=b"#" * length, headers=TURTLE)
            for length in (1 << 20, (1 << 20) + 1)
        ]
    assert sent[0].status_code == 204
    assert kind(sent[1]) == (413, "too-large")
    assert sent[1].json()["limit"] == 1 << 20


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_writing_needs_a_token(emptied: httpx.Client, method: str) -> None:
    address = f"{emptied.base_url}/rdf-graphs?default"
    answer = httpx.request(method, address, content=YALA, headers=TURTLE, timeout=60)
    assert kind(answer) == (401, "not-authorized")


@pytest.mark.parametrize("name", ["default", "graph=https://w3id.org/lcgraph/graph/reference"])
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_managed_graphs_are_closed(managed: httpx.Client, method: str, name: str) -> None:
    answer = managed.request(method, f"/rdf-graphs?{name}", content=YALA, headers=TURTLE)
    assert kind(answer) == (403, "update-refused")


def test_other_graphs_of_a_managed_store_are_open(managed: httpx.Client) -> None:
    assert managed.put("/rdf-graphs/mine", content=YALA, headers=TURTLE).status_code == 201
    assert len(triples(managed.get("/rdf-graphs/mine").content)) == 2
    assert managed.delete("/rdf-graphs/mine").status_code == 204
