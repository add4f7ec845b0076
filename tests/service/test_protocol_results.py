"""Datasets and results of queries, in every format."""

from __future__ import annotations

import httpx
import pytest

UPDATE = {"content-type": "application/sparql-update"}
VALUES = """PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> SELECT ?a ?b { VALUES (?a ?b) {
  (0 "")(false "ก,ข")(0.0 "a\\"b")(1e0 "a\\nb")("NaN"^^xsd:double UNDEF)
  (<urn:x:a> "ยะลา"@th) } }"""
CSV = 'a,b\r\n0,\r\nfalse,"ก,ข"\r\n0,"a""b"\r\n1,"a\nb"\r\nNaN,\r\nurn:x:a,ยะลา\r\n'
DOUBLE = "<http://www.w3.org/2001/XMLSchema#double>"


def test_csv_is_quoted_by_the_letter(emptied: httpx.Client) -> None:
    answer = emptied.get("/sparql", params={"query": VALUES}, headers={"accept": "text/csv"})
    assert answer.text == CSV


def test_tsv_has_terms_as_in_turtle(emptied: httpx.Client) -> None:
    answer = emptied.get("/sparql", params={"query": VALUES, "format": "tsv"})
    lines = answer.text.split("\n")
    assert lines[0] == "?a\t?b"
    assert lines[1] == '0\t""'
    assert lines[2] == 'false\t"ก,ข"'
    assert lines[4].endswith('\t"a\\nb"')
    assert lines[5] == f'"NaN"^^{DOUBLE}\t'
    assert lines[6] == '<urn:x:a>\t"ยะลา"@th'


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("csv", "a,b\r\n"),
        ("tsv", "?a\t?b\n"),
        ("json", '{"head":{"vars":["a","b"]},"results":{"bindings":[]}}'),
    ],
)
def test_no_solutions_still_have_variables(emptied: httpx.Client, format: str, text: str) -> None:
    query = "SELECT ?a ?b { ?a ?p ?b }"
    assert emptied.get("/sparql", params={"query": query, "format": format}).text == text


def test_zero_and_false_are_values_in_xml(emptied: httpx.Client) -> None:
    text = emptied.get("/sparql", params={"query": VALUES, "format": "xml"}).text
    for value in (">0</literal>", ">false</literal>", ">NaN</literal>", ">ยะลา</literal>"):
        assert value in text


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({}, [["default", "d"], ["named", "g"], ["named", "h"]]),
        ({"default-graph-uri": "urn:x:g"}, [["default", "g"]]),
        ({"default-graph-uri": ["urn:x:g", "urn:x:h"]}, [["default", "g"], ["default", "h"]]),
        ({"named-graph-uri": "urn:x:h"}, [["named", "h"]]),
        ({"default-graph-uri": "urn:x:unknown"}, []),
        (
            {"default-graph-uri": "urn:x:g", "named-graph-uri": "urn:x:h"},
            [["default", "g"], ["named", "h"]],
        ),
    ],
)
@pytest.mark.parametrize("clause", ["", "FROM <urn:x:h> FROM NAMED <urn:x:g> "])
def test_the_dataset_of_the_request_comes_first(
    emptied: httpx.Client, parameters: dict[str, str | list[str]], expected: list[list[str]],
    clause: str,
) -> None:  # fmt: skip
    data = '<urn:x:s> <urn:x:p> "d" . ' + " ".join(
        f'GRAPH <urn:x:{name}> {{ <urn:x:s> <urn:x:p> "{name}" }}' for name in "gh"
    )
    emptied.post("/sparql", content=f"INSERT DATA {{ {data} }}", headers=UPDATE)
    query = f"""SELECT ?where ?o {clause} {{ {{ ?s ?p ?o BIND("default" AS ?where) }} UNION
      {{ GRAPH ?g {{ ?s ?p ?o }} BIND("named" AS ?where) }} }} ORDER BY ?where ?o"""
    if clause and not parameters:
        expected = [["default", "h"], ["named", "g"]]
    answer = emptied.get("/sparql", params={"query": query, "format": "csv", **parameters})
    assert [line.split(",") for line in answer.text.split("\r\n")[1:-1]] == expected


def test_a_browser_is_given_results(emptied: httpx.Client) -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
    for query, status in (("ASK {}", 200), ("CONSTRUCT WHERE { ?s ?p ?o }", 200)):
        answer = emptied.get("/sparql", params={"query": query}, headers={"accept": accept})
        assert answer.status_code == status


def test_a_graph_is_turtle_unless_asked_otherwise(emptied: httpx.Client) -> None:
    for headers in ({}, {"accept": "*/*"}, {"accept": ""}):
        answer = emptied.get("/sparql", params={"query": "DESCRIBE <urn:x:s>"}, headers=headers)
        assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
        assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    "parameters",
    [
        [("timeout", "1"), ("timeout", "2")],
        [("at", "1"), ("at", "1")],
        [("format", "csv"), ("format", "json")],
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_parameter_has_one_value(
    emptied: httpx.Client, parameters: list[tuple[str, str]], method: str
) -> None:
    fields = str(httpx.QueryParams([("query", "ASK {}"), *parameters]))
    headers = {"content-type": "application/x-www-form-urlencoded"}
    if method == "GET":
        answer = emptied.get(f"/sparql?{fields}")
    else:
        answer = emptied.post("/sparql", content=fields, headers=headers)
    problem = answer.json()
    assert (answer.status_code, problem["parameter"]) == (400, parameters[0][0])
