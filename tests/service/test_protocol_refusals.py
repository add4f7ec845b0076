"""Queries without an answer: what is wrong with them, and formats that cannot hold one."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import httpx
import pytest

TRIPLE_TERM = "CONSTRUCT { <http://e/s> <http://e/p> <<( <http://e/a> <http://e/b> 1 )>> } {}"
NUL = r'SELECT ("a\u0000b" AS ?x) {}'
XML = "application/sparql-results+xml"


def asked(client: httpx.Client, query: str, accept: str = "*/*") -> httpx.Response:
    body = query.encode()
    headers = {"accept": accept, "content-type": "application/sparql-query"}
    return client.post("/sparql", content=body, headers=headers)


@pytest.mark.parametrize(
    ("query", "accept", "others"),
    [
        (TRIPLE_TERM, "application/ld+json", ["turtle", "n-triples", "rdf+xml"]),
        (NUL, XML, ["sparql-results+json", "csv", "tab-separated-values"]),
        (NUL, "application/xml", ["sparql-results+json", "csv", "tab-separated-values"]),
        ('SELECT ("\ufffe" AS ?x) {}', XML, ["sparql-results+json", "csv", "tab-separated-values"]),
        (
            r'CONSTRUCT { <http://e/s> <http://e/p> "\u0001" } {}',
            "application/rdf+xml",
            ["turtle", "n-triples", "ld+json"],
        ),
        (
            "CONSTRUCT { <http://e/s> <http://e/1> 1 } {}",
            "application/rdf+xml",
            ["turtle", "n-triples", "ld+json"],
        ),
    ],
)
def test_what_a_format_cannot_hold_is_not_acceptable(
    emptied: httpx.Client, query: str, accept: str, others: list[str]
) -> None:
    answer = asked(emptied, query, accept)
    problem = answer.json()
    assert (answer.status_code, problem["type"].rpartition("/")[2]) == (406, "not-acceptable")
    assert [each.partition("/")[2] for each in problem["supported"]] == others
    assert set(problem["messages"]["th"]) == {"title", "advice", "detail"}
    for other in problem["supported"]:
        assert asked(emptied, query, other).status_code == 200


def test_a_carriage_return_survives_xml(emptied: httpx.Client) -> None:
    content = asked(emptied, r'SELECT ("a\r\nb\tc" AS ?x) {}', XML).content
    (literal,) = ElementTree.fromstring(content).iter(  # noqa: S314
        "{http://www.w3.org/2005/sparql-results#}literal"
    )
    assert literal.text == "a\r\nb\tc"


def said(client: httpx.Client, query: str) -> tuple[str, str, str]:
    answer = asked(client, query)
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["type"].rpartition("/")[2]) == (400, "malformed-query")
    messages = problem["messages"]
    return problem["position"], messages["en"]["detail"], messages["th"]["detail"]


@pytest.mark.parametrize(
    ("query", "place", "en", "th"),
    [
        ("SELECT * { ?s ex:p ?o }", "1:15", "the prefix ex: is not declared", "ประกาศคำนำหน้า ex:"),
        ("SELECT * {\n'กขค' ^:เมือง ?o }", "2:8", "the prefix : is not declared", "คำนำหน้า :"),
        ("ASK { ?s rdfs:label ?o }", "1:10",
         "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>",
         "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"),
        ("ASK {\n  { ?s ?p ?o }\n", "1:5", "{ is opened, but there is no }", "เปิด { ไว้แต่ไม่มี }"),
        ('ASK { ?s ?p "a }', "1:13", 'quotation mark " is not closed', 'ไม่มีเครื่องหมายคำพูดปิด "'),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", "1:35", "not in GROUP BY", "ไม่ได้อยู่ใน GROUP BY"),
        ("SELEC *", "1:8", "near SELEC *; expected, say, VERSION", "ใกล้ SELEC * ไม่ได้"),
        ("PREFIX ex: <http://e/> ASK { _:a ex:b ex:c ; }}", "1:48", "cannot be read near",
         "อ่านข้อความใกล้"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_query_is_said_in_two_languages(
    emptied: httpx.Client, query: str, place: str, en: str, th: str
) -> None:
    position, english, thai = said(emptied, query)
    line, _, column = place.partition(":")
    assert position == place
    assert english.startswith(f"error at line {line}, column {column}: ")
    assert thai.startswith(f"ผิดที่บรรทัด {line} อักขระที่ {column}: ")
    assert en in english
    assert th in thai
    assert len(english) < 200
    assert len(thai) < 200


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 10_000 + "}" * 10_000,
        "ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
        "ASK { FILTER(" + "!" * 100_000 + "1) }",
    ],
)
def test_a_query_too_deep_for_the_engine_is_named_so(emptied: httpx.Client, query: str) -> None:
    answer = asked(emptied, query)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (
        422,
        "query-too-complex",
    )


@pytest.mark.parametrize(
    ("update", "place", "en", "th"),
    [
        ("INSERT DATA { GRAPH ex:g { <a:> <b:> 1 } }", "1:21", "the prefix ex: is not declared",
         "ยังไม่ได้ประกาศคำนำหน้า ex:"),
        ("INSERT DATA {\n<a:> <b:> ex:c }", "2:11", "the prefix ex: is not declared",
         "ยังไม่ได้ประกาศคำนำหน้า ex:"),
        ("DELETE WHERE {", "1:14", "{ is opened, but there is no }", "เปิด { ไว้แต่ไม่มี }"),
        ("CLEAR GRAPHS", "1:7", "near CLEAR GRAPHS; check", "ใกล้ CLEAR GRAPHS ไม่ได้"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_update_is_said_so_too(
    emptied: httpx.Client, update: str, place: str, en: str, th: str
) -> None:
    problem = emptied.post("/sparql", data={"update": update}).json()
    assert problem["position"] == place
    assert en in problem["messages"]["en"]["detail"]
    assert th in problem["messages"]["th"]["detail"]
