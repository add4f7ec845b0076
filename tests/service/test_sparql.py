"""The SPARQL endpoint of a running service."""

from __future__ import annotations

from urllib.parse import urlencode

import httpx
import pytest

PREFIXES = """
PREFIX lcg: <https://w3id.org/lcgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX city: <https://w3id.org/lcgraph/id/city/>
"""
GRAPHS = "https://w3id.org/lcgraph/graph/"
NAMES = PREFIXES + "SELECT ?name { city:th-yala rdfs:label ?name } ORDER BY ?name"
YALA = {
    "head": {"vars": ["name"]},
    "results": {
        "bindings": [
            {"name": {"type": "literal", "value": "Yala", "xml:lang": "en"}},
            {"name": {"type": "literal", "value": "ยะลา", "xml:lang": "th"}},
        ]
    },
}
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_a_query_by_get(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": NAMES})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert answer.headers["lcgraph-data-version"] == "1"
    assert answer.json() == YALA


def test_a_query_as_the_body(client: httpx.Client) -> None:
    answer = client.post(
        "/sparql",
        content=NAMES.encode(),
        headers={"content-type": "application/sparql-query; charset=utf-8"},
    )
    assert answer.json() == YALA


def test_a_query_as_a_form(client: httpx.Client) -> None:
    assert client.post("/sparql", data={"query": NAMES}).json() == YALA


def test_thai_in_a_query_survives_every_way(client: httpx.Client) -> None:
    query = PREFIXES + 'SELECT ?city { ?city a lcg:LearningCity ; rdfs:label "ขอนแก่น"@th }'
    answers = [
        client.get("/sparql", params={"query": query, "format": "csv"}),
        client.post("/sparql", params={"format": "csv"}, data={"query": query}),
        client.post(
            "/sparql",
            params={"format": "csv"},
            content=query.encode(),
            headers={"content-type": "application/sparql-query"},
        ),
    ]
    expected = "city\r\nhttps://w3id.org/lcgraph/id/city/th-khon-kaen\r\n"
    assert [answer.text for answer in answers] == [expected] * 3


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("TEXT/CSV", "text/csv; charset=utf-8"),
        (
            "application/sparql-results+json;q=0, */*;q=0.1",
            "application/sparql-results+xml",
        ),
        ("not a header", "application/sparql-results+json"),
    ],
)
def test_the_format_of_solutions_is_negotiated(
    client: httpx.Client, accept: str, given: str
) -> None:
    answer = client.get("/sparql", params={"query": NAMES}, headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == given


@pytest.mark.parametrize(
    ("format", "given"),
    [
        ("turtle", "text/turtle; charset=utf-8"),
        ("ntriples", "application/n-triples"),
        ("rdfxml", "application/rdf+xml"),
        ("jsonld", "application/ld+json"),
    ],
)
def test_the_format_of_a_graph_can_be_named(client: httpx.Client, format: str, given: str) -> None:
    query = PREFIXES + "CONSTRUCT WHERE { city:th-yala rdfs:label ?name }"
    answer = client.get("/sparql", params={"query": query, "format": format})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == given
    assert "Yala" in answer.text


def test_a_boolean(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": PREFIXES + "ASK { ?c a lcg:LearningCity }"})
    assert answer.json() == {"head": {}, "boolean": True}


def test_layers_are_added_when_asked(client: httpx.Client) -> None:
    query = PREFIXES + "ASK { city:th-yala a lcg:CityWithTechnologyGap }"
    asserted = client.get("/sparql", params={"query": query}).json()
    inferred = client.get("/sparql", params={"query": query, "layer": "inferred"}).json()
    assert (asserted["boolean"], inferred["boolean"]) == (False, True)


def counted(client: httpx.Client, clauses: str, **parameters: str) -> int:
    text = f"SELECT (COUNT(*) AS ?n) {clauses} {{ ?s ?p ?o }}"
    answer = client.get("/sparql", params={"query": text, **parameters})
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_layers_are_added_to_the_dataset_that_is_stated(client: httpx.Client) -> None:
    one, layer = f"{GRAPHS}reference", f"{GRAPHS}inferred-owl"
    alone, together = (
        counted(client, f"FROM <{one}>"),
        counted(client, f"FROM <{one}> FROM <{layer}>"),
    )
    assert 0 < alone < together
    added = {"layer": "inferred"}
    assert counted(client, f"FROM <{one}>", **added) == together
    assert counted(client, f"FROM<{one}>WHERE", **added) == together
    assert counted(client, "", **{"default-graph-uri": one}, **added) == together
    inferred = counted(client, f"FROM <{layer}>")
    assert counted(client, f"FROM NAMED <{one}>", **added) == inferred
    assert counted(client, "", **{"named-graph-uri": one}, **added) == inferred
    construct = f"CONSTRUCT {{ ?from ?p ?o }} FROM <{one}> {{ ?from ?p ?o }}"
    answer = client.get("/sparql", params={"query": construct, "format": "nt", **added})
    assert len(set(answer.text.splitlines())) == together


def test_a_malformed_query_is_named_with_its_place(client: httpx.Client) -> None:
    answer = client.get(
        "/sparql", params={"query": "SELECT ?x WHERE"}, headers={"accept-language": "en"}
    )
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["title"] == "The query is malformed"
    assert problem["position"] == "1:16"
    assert problem["detail"].startswith("error at line 1, column 16: ")
    assert problem["messages"]["th"]["title"] == "ข้อความสอบถามไม่ถูกต้อง"


@pytest.mark.parametrize(
    ("method", "params", "headers", "content", "status", "kind"),
    [
        ("GET", [("query", "ASK{}"), ("query", "ASK{}")], {}, b"", 400, "malformed-request"),
        ("GET", [("query", NAMES), ("format", "pdf")], {}, b"", 400, "wrong-parameter"),
        ("GET", [("query", NAMES), ("layer", "secret")], {}, b"", 400, "wrong-parameter"),
        ("GET", [("query", NAMES), ("timeout", "-1")], {}, b"", 400, "wrong-parameter"),
        ("GET", [("query", NAMES)], {"accept": "image/png"}, b"", 406, "not-acceptable"),
        ("GET", [("query", NAMES)], {"accept": "text/turtle"}, b"", 406, "not-acceptable"),
        ("POST", [], {"content-type": "text/plain"}, b"x", 415, "unsupported-media-type"),
        ("POST", [], {"content-type": "application/sparql-query"}, b"\xff", 400,
         "malformed-request"),
        ("POST", [], {"content-type": "application/x-www-form-urlencoded"}, b"a=1", 400,
         "malformed-request"),
        ("PUT", [], {}, b"", 405, "method-not-allowed"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_a_problem_document(
    client: httpx.Client,
    method: str,
    params: list[tuple[str, str]],
    headers: dict[str, str],
    content: bytes,
    status: int,
    kind: str,
) -> None:
    url = "/sparql?" + urlencode(params)
    answer = client.request(method, url, headers=headers, content=content)
    assert answer.status_code == status
    problem = answer.json()
    assert problem["type"].rpartition("/")[2] == kind
    assert problem["status"] == status
    assert set(problem["messages"]) == {"th", "en"}


def test_a_query_without_end_is_ended(client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": SLOW, "timeout": "0.2"})
    assert answer.status_code == 504
    assert answer.json()["limit"] == 0.2
    assert client.get("/sparql", params={"query": NAMES}).json() == YALA


def test_a_client_cannot_ask_for_more_time_than_the_operator_gives(hurried: httpx.Client) -> None:
    numbers = " ".join(str(number) for number in range(60))
    endless = "".join(f" VALUES ?v{n} {{ {numbers} }}" for n in range(10))
    query = f"SELECT (COUNT(*) AS ?n) {{ {endless} }}"
    answer = hurried.get("/sparql", params={"query": query, "timeout": "3600"})
    assert (answer.status_code, answer.json()["limit"]) == (504, 2.0)


def test_a_query_that_needs_too_much_memory_is_ended(client: httpx.Client) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code in (503, 504)
    assert client.get("/health").json()["status"] == "ok"


def test_an_unknown_function_leaves_its_binding_unbound(client: httpx.Client) -> None:
    query = "SELECT ?x ?y { BIND(<urn:x:f>(1) AS ?x) BIND(<urn:x:g>(1) AS ?y) }"
    answer = client.get("/sparql", params={"query": query})
    assert answer.json()["results"]["bindings"] == [{}]


def test_a_service_elsewhere_is_not_asked(client: httpx.Client, service: str) -> None:
    query = f"SELECT * {{ SERVICE <{service}/sparql> {{ ?s ?p ?o }} }}"
    answer = client.get("/sparql", params={"query": query})
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("/service-refused")


def test_the_dataset_of_a_query_can_be_chosen(client: httpx.Client) -> None:
    graph = "https://w3id.org/lcgraph/record/th-yala-v1"
    query = "SELECT (COUNT(*) AS ?n) { ?city a <https://w3id.org/lcgraph/ontology#LearningCity> }"
    answer = client.get("/sparql", params={"query": query, "default-graph-uri": graph})
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "1"


def test_a_body_that_is_too_long_is_not_read(client: httpx.Client) -> None:
    answer = client.post(
        "/sparql",
        content=b"#" * (6 << 20),
        headers={"content-type": "application/sparql-query"},
    )
    assert answer.status_code == 413
