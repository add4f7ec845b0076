"""Shapes that cannot be used are refused with the reason, whatever data they come with."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

DATA = "<urn:x:a> <urn:x:p> 3 ; <urn:x:q> <urn:x:b> ."
PREFIXES = """@prefix : <urn:x:> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# Nothing in the data is of this class: what is wrong is told all the same.
UNUSED = ":S sh:targetClass :Nothing"


def refusal(client: httpx.Client, shapes: str) -> dict[str, Any]:
    files = {"data": DATA.encode(), "shapes": (PREFIXES + shapes).encode()}
    answer = client.post("/shacl", files=files, headers={"accept": "text/turtle"})
    assert answer.status_code == 422, answer.text
    problem: dict[str, Any] = answer.json()
    assert problem["type"].endswith("/wrong-shapes")
    return {tag: said["detail"] for tag, said in problem["messages"].items()}


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("_:l . _:l rdf:rest _:l", "at least two members"),
        ("_:l . _:l rdf:first :p ; rdf:rest _:l", "at least two members"),
        ("_:l . _:l rdf:first :p ; rdf:rest ( _:l )", "a part of itself"),
        ("_:l . _:l sh:inversePath _:l", "a part of itself"),
        ("[ sh:alternativePath _:l ] . _:l rdf:first :p ; rdf:rest :end", "at least two members"),
        ("( :p )", "at least two members"),
        ("[ sh:zeroOrMorePath 'p' ]", "no path of SHACL"),
        ("[ sh:zeroOrMorePath :p ; sh:inversePath :p ]", "no path of SHACL"),
        ("[]", "no path of SHACL"),
    ],
)
def test_a_path_that_is_none(unmanaged: httpx.Client, path: str, reason: str) -> None:
    said = refusal(unmanaged, f"{UNUSED} ; sh:property :P . :P sh:path {path} .")
    assert said["en"].startswith("sh:path of <urn:x:P>: ") or "_:l" in path
    assert reason in said["en"]
    assert said["th"].startswith("sh:path ของ ")


@pytest.mark.parametrize("name", ["and", "or", "xone", "in", "languageIn", "ignoredProperties"])
@pytest.mark.parametrize(
    "value", [":x", "'en'", "_:l . _:l rdf:first :x ; rdf:rest _:l", "_:l . _:l rdf:first :x"]
)
def test_a_list_that_is_none(unmanaged: httpx.Client, name: str, value: str) -> None:
    said = refusal(unmanaged, f"{UNUSED} ; sh:{name} {value} .")
    assert said["en"].startswith(f"sh:{name} of <urn:x:S>: this must be a complete list")
    assert said["th"].startswith(f"sh:{name} ของ <urn:x:S>: ต้องเป็นรายการ")


@pytest.mark.parametrize(
    "shapes",
    [
        "sh:not :S .",
        "sh:property [ sh:path :q ; sh:node :S ] .",
        "sh:node :T . :T sh:or ( [ sh:class :C ] [ sh:not :S ] ) .",
        "sh:property [ sh:path :q ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape :S ] .",
    ],
)
def test_shapes_within_themselves(unmanaged: httpx.Client, shapes: str) -> None:
    said = refusal(unmanaged, f":S sh:targetNode :a ; {shapes}")
    assert said["en"].startswith("Shapes refer to themselves (")
    assert "<urn:x:S>" in said["en"]
    assert said["th"].startswith("shapes อ้างถึงตัวเอง (")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("sh:class 'x'", "sh:class of <urn:x:S>: this must be an IRI."),
        ("sh:nodeKind :x", "sh:nodeKind of <urn:x:S>: this must be one of sh:BlankNode"),
        ("sh:node 'x'", "sh:node of <urn:x:S>: a literal is no shape."),
        ("sh:or ( 'x' )", "sh:or of <urn:x:S>: a literal is no shape."),
        ("sh:targetNode []", "sh:targetNode of <urn:x:S>: this must be an IRI or a literal."),
        ("sh:minInclusive :x", "sh:minInclusive of <urn:x:S>: this must be a literal."),
        ("sh:deactivated 'maybe'", "sh:deactivated of <urn:x:S>: this must be of the datatype"),
        ("sh:pattern 'x'@en", "sh:pattern of <urn:x:S>: this must be of the datatype xsd:string"),
        ("sh:message 1", "sh:message of <urn:x:S>: this must be a text"),
        ("sh:datatype :x, :y", "sh:datatype of <urn:x:S>: there can be only one value."),
        ("sh:minCount 1", "sh:minCount of <urn:x:S>: only a shape that has an sh:path"),
        ("sh:property [ sh:class :C ]", "sh:property of <urn:x:S>: the shape of a property must"),
    ],
)
def test_a_rule_that_is_not_kept(unmanaged: httpx.Client, written: str, reason: str) -> None:
    said = refusal(unmanaged, f"{UNUSED} ; {written} .")
    assert said["en"].startswith(reason)
    assert said["th"].partition(" ")[0] == said["en"].partition(" ")[0]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT $this { SERVICE <urn:x:s> { } }", "SERVICE may not be used"),
        (r"SELECT $this { SERV\\u0049CE <urn:x:s> { } }", "SERVICE may not be used"),
        (r"SELECT $this { \\U00000073ervice <urn:x:s> { } }", "SERVICE may not be used"),
        ("SELECT $this { $this ?p ex:.SERVICE <urn:x:s> { } }", "SERVICE may not be used"),
        ("SELECT $this { SERVICE# }\n<urn:x:s> { } }", "SERVICE may not be used"),
        ("SELECT $this { MINUS# }\n{ $this ?p 1 } }", "MINUS may not be used"),
        ("SELECT $this { $this ?p ?o } VALUES# }\n?o { 1 }", "VALUES may not be used"),
        ("SELECT $this FROM <urn:x:g> { $this ?p 3 }", "FROM may not be used"),
        ("SELECT $this FROM NAMED <urn:x:g> { $this ?p 3 }", "FROM may not be used"),
        ("SELECT $this { GRAPH ?g { $this ?p 3 } }", "GRAPH may not be used"),
        ("SELECT $this { BIND(1 AS# \n ?this) }", "AS may not be used"),
        (r"SELECT $this { { S\\u0045LECT ?o { $this ?p ?o } } }", "has to return $this"),
        ("SELECT ?o { $this ?p ?o }", "SELECT has to return $this"),
        ("ASK { $this ?p 3 }", "must be a query of SELECT"),
        ("SELECT $this {", "no query of SPARQL: error at 1:"),
        ("SELECT $this { FILTER(" + "(" * 3000 + "1" + ")" * 3000 + ") }", "nested too deeply"),
    ],
)
def test_a_query_that_may_not_be_run(unmanaged: httpx.Client, query: str, reason: str) -> None:
    said = refusal(unmanaged, f"{UNUSED} ; sh:sparql [ sh:select '''{query}''' ] .")
    assert said["en"].startswith("sh:select of <urn:x:S>: ")
    assert reason in said["en"]
    assert said["th"].startswith("sh:select ของ <urn:x:S>: ")


def test_a_validator_may_ask_no_more(unmanaged: httpx.Client) -> None:
    said = refusal(
        unmanaged,
        ":C a sh:ConstraintComponent ; sh:parameter [ sh:path :x ] ; sh:validator [ "
        "a sh:SPARQLAskValidator ; sh:ask 'ASK { SERVICE <urn:x:s> { $value ?p ?o } }' ] .",
    )
    assert said["en"].startswith("sh:ask of <urn:x:C>: SERVICE may not be used")


@pytest.mark.parametrize(
    ("prefix", "namespace"),
    [("x: <urn:x> SELECT", "urn:x:"), ("x", "urn:x> SELECT $this { SERVICE <urn:x:s> { } } #")],
)
def test_nothing_hides_in_a_prefix(unmanaged: httpx.Client, prefix: str, namespace: str) -> None:
    said = refusal(
        unmanaged,
        f"{UNUSED} ; sh:sparql [ sh:prefixes :o ; sh:select 'SELECT $this {{ $this x:p 3 }}' ] . "
        f":o sh:declare [ sh:prefix '{prefix}' ; sh:namespace '{namespace}'^^xsd:anyURI ] .",
    )
    assert "no prefix or namespace that SPARQL can have" in said["en"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "sh:sparql [ sh:select 'SELECT $this { $this no:p 3 }' ]",
            "Unknown namespace prefix : no",
        ),
        ("sh:property [ sh:path :p ; sh:pattern '(' ]", "sh:pattern: missing )"),
        (
            "sh:property [ sh:path :p ; sh:minCount '1e1000'^^xsd:integer ]",
            "The tool that validates cannot follow these shapes.",
        ),
        ("sh:not [ " * 20 + "sh:class :C" + " ]" * 20, "Validation path too deep!"),
    ],
)
def test_what_the_tool_says_tells_nothing_of_how_it_is_made(
    unmanaged: httpx.Client, written: str, expected: str
) -> None:
    said = refusal(unmanaged, f":S sh:targetNode :a ; {written} .")
    assert said["en"].startswith(expected)
    assert not re.search(r"/\w+/|\.py|Error|object|->", said["en"] + said["th"])


def test_long_lists_and_many_shapes_are_looked_through(unmanaged: httpx.Client) -> None:
    numbers = " ".join(str(number) for number in range(3000))
    shapes = "".join(f":S sh:property [ sh:path :p{n} ; sh:maxCount 1 ] ." for n in range(500))
    listed = f"{PREFIXES} :S sh:targetNode :a ; sh:not [ sh:in ({numbers}) ] . {shapes}"
    files = {"data": DATA.encode(), "shapes": listed.encode()}
    answer = unmanaged.post("/shacl", files=files, headers={"accept": "text/turtle"})
    assert answer.status_code == 200
    assert "sh:conforms true" in answer.text
