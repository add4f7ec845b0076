"""Validation of any data by any shapes over HTTP."""

from __future__ import annotations

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from lcgraph.vocabulary import SH, XSD

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:x:shape> sh:targetNode <urn:x:ยะลา> ; sh:property <urn:x:typed> .
<urn:x:typed> sh:path <urn:x:p> ; sh:datatype xsd:boolean ; sh:message "ต้องเป็นค่าจริงเท็จ"@th .
"""
WRONG = '<urn:x:ยะลา> <urn:x:p> "none"^^<http://www.w3.org/2001/XMLSchema#boolean> .'
RIGHT = "<urn:x:ยะลา> <urn:x:p> true ."


def validated(
    client: httpx.Client, data: str, shapes: str = SHAPES, accept: str = "application/n-triples"
) -> httpx.Response:
    files = {"data": data.encode(), "shapes": shapes.encode()}
    return client.post("/shacl", files=files, headers={"accept": accept})


def objects(answer: httpx.Response, predicate: NamedNode) -> list[object]:
    syntax = RdfFormat.from_media_type(answer.headers["content-type"].partition(";")[0])
    found = parse(answer.content, format=syntax, lenient=True)
    return [quad.object for quad in found if quad.predicate == predicate]


def test_data_that_conform(unmanaged: httpx.Client) -> None:
    answer = validated(unmanaged, RIGHT)
    assert answer.status_code == 200
    assert objects(answer, SH.conforms) == [Literal("true", datatype=XSD.boolean)]
    assert objects(answer, SH.result) == []


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"],
)
def test_a_report_names_what_is_wrong_as_it_is_written(
    unmanaged: httpx.Client, media_type: str
) -> None:
    answer = validated(unmanaged, WRONG, accept=media_type)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert objects(answer, SH.conforms) == [Literal("false", datatype=XSD.boolean)]
    assert objects(answer, SH.value) == [Literal("none", datatype=XSD.boolean)]
    assert objects(answer, SH.focusNode) == [NamedNode("urn:x:ยะลา")]
    assert objects(answer, SH.resultMessage) == [Literal("ต้องเป็นค่าจริงเท็จ", language="th")]


def test_each_part_may_have_a_format_of_its_own(unmanaged: httpx.Client) -> None:
    data = '{"@id": "urn:x:ยะลา", "urn:x:p": true}'.encode()
    by_name = {"data": ("data.jsonld", data), "shapes": ("shapes.ttl", SHAPES.encode())}
    by_type = {
        "data": ("data", data, "application/ld+json"),
        "shapes": ("shapes", SHAPES.encode(), "text/turtle"),
    }
    for files in (by_name, by_type):
        answer = unmanaged.post("/shacl", files=files, headers={"accept": "application/n-triples"})
        assert objects(answer, SH.conforms) == [Literal("true", datatype=XSD.boolean)]


def test_prefixes_of_imported_graphs_are_declared(unmanaged: httpx.Client) -> None:
    shapes = """
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    <urn:x:shape> sh:targetNode <urn:x:a> ; sh:sparql [ sh:prefixes <urn:x:here> ;
      sh:select "SELECT $this WHERE { $this ex:p ex:b }" ] .
    <urn:x:here> owl:imports <urn:x:there> .
    <urn:x:there> sh:declare [ sh:prefix "ex" ; sh:namespace "urn:x:"^^xsd:anyURI ] .
    """
    answer = validated(unmanaged, "<urn:x:a> <urn:x:p> <urn:x:b> .", shapes)
    assert objects(answer, SH.focusNode) == [NamedNode("urn:x:a")]


@pytest.mark.parametrize(
    ("data", "shapes", "expected"),
    [
        ("<a> ", SHAPES, (400, "malformed-content")),
        (RIGHT, "nothing", (400, "malformed-content")),
        (RIGHT, "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:x:s> sh:targetNode <urn:x:a> ; "
         "sh:property <urn:x:p> . <urn:x:p> a sh:PropertyShape .", (422, "wrong-shapes")),
        (RIGHT, "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:x:s> sh:targetNode <urn:x:a> ; "
         'sh:sparql [ sh:select "SELECT" ] .', (422, "wrong-shapes")),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_with_its_reason(
    unmanaged: httpx.Client, data: str, shapes: str, expected: tuple[int, str]
) -> None:
    answer = validated(unmanaged, data, shapes)
    problem = answer.json()
    assert (answer.status_code, problem["type"].rpartition("/")[2]) == expected
    assert problem["detail"]


def test_both_parts_are_needed(unmanaged: httpx.Client) -> None:
    answer = unmanaged.post("/shacl", files={"data": RIGHT.encode()})
    assert (answer.status_code, answer.json()["parameter"]) == (400, "data shapes")
    plain = unmanaged.post("/shacl", content=RIGHT.encode())
    assert plain.status_code == 415


def test_nothing_is_fetched(unmanaged: httpx.Client) -> None:
    shapes = f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
    <urn:x:s> sh:targetNode <urn:x:a> ; sh:sparql [ sh:select
      "SELECT $this WHERE {{ SERVICE <{unmanaged.base_url}/sparql> {{ }} }}" ] ."""
    assert validated(unmanaged, RIGHT, shapes).status_code == 422


CHARACTER = ('<urn:x:ยะลา> <urn:x:p> "a\\u0001" .', SHAPES)
MESSAGE = ('<urn:x:ยะลา> <urn:x:p> "a" .', SHAPES.replace("ต้อง", "\\uFFFF"))
PREDICATE = ("<urn:x:ยะลา> <urn:x:p> [ <urn:x:1> 3 ] .", SHAPES)


@pytest.mark.parametrize(
    ("graphs", "lacks"),
    [(CHARACTER, "control characters"), (MESSAGE, "control characters"), (PREDICATE, "as a name")],
)
def test_what_rdf_xml_cannot_hold_is_refused_with_the_formats_that_can(
    unmanaged: httpx.Client, graphs: tuple[str, str], lacks: str
) -> None:
    refused = validated(unmanaged, *graphs, accept="application/rdf+xml").json()
    assert (refused["status"], refused["type"].rpartition("/")[2]) == (406, "not-acceptable")
    assert lacks in refused["messages"]["en"]["detail"]
    assert refused["messages"]["th"]["detail"]
    reports = [validated(unmanaged, *graphs, accept=other) for other in refused["supported"]]
    assert len(reports) == 3
    values = [objects(report, SH.value) for report in reports]
    assert all(len(value) == 1 for value in values)
    assert [type(value[0]) for value in values] == [type(values[0][0])] * 3


def test_a_carriage_return_comes_back_from_rdf_xml(unmanaged: httpx.Client) -> None:
    answer = validated(unmanaged, '<urn:x:ยะลา> <urn:x:p> "a\\rb" .', accept="application/rdf+xml")
    assert b"a&#xD;b" in answer.content


@pytest.mark.parametrize(
    "made", ['IRI("a b")', 'IRI("b")', 'STRDT("x", IRI("a b"))', 'STRLANG("x", "toolonglanguage")']
)
@pytest.mark.parametrize("media_type", ["text/turtle", "application/ld+json"])
def test_shapes_that_make_what_is_no_term_are_refused(
    unmanaged: httpx.Client, made: str, media_type: str
) -> None:
    shapes = f"""@prefix sh: <http://www.w3.org/ns/shacl#> .
    <urn:x:s> sh:targetNode <urn:x:a> ; sh:sparql [ sh:select
      '''SELECT $this ?value WHERE {{ BIND({made} AS ?value) }}''' ] ."""
    problem = validated(unmanaged, RIGHT, shapes, media_type).json()
    assert (problem["status"], problem["type"].rpartition("/")[2]) == (422, "wrong-shapes")
    assert "no term of RDF" in problem["messages"]["en"]["detail"]


@pytest.mark.parametrize("value", ["<<( <urn:x:a> <urn:x:b> 1 )>>", '"x"@ar--rtl'])
def test_what_is_new_in_rdf_1_2_is_said_not_to_be_validated(
    unmanaged: httpx.Client, value: str
) -> None:
    problem = validated(unmanaged, f"<urn:x:ยะลา> <urn:x:p> {value} .").json()
    assert (problem["status"], problem["type"].rpartition("/")[2]) == (400, "malformed-content")
    assert "(RDF 1.2) cannot be validated" in problem["messages"]["en"]["detail"]
    assert "(RDF 1.2) ไม่ได้" in problem["messages"]["th"]["detail"]
