"""A record may be written in any of five syntaxes, and means the same in each."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, serialize

from lcgraph.ingest import ParsedRecord, TextFormat, UnknownFormat, format_of, read_record

RECORD = Path(__file__).parents[1] / "validation" / "broken" / "unbroken.ttl"


@pytest.mark.parametrize("text_format", TextFormat)
def test_same_triples_in_every_syntax(text_format: TextFormat) -> None:
    turtle = read_record(RECORD.read_bytes(), RECORD.name)
    assert isinstance(turtle, ParsedRecord)
    written = serialize(turtle.triples, format=text_format.syntax)
    name = f"record.{text_format.endings[0]}"
    assert written is not None
    read = read_record(written, name)
    assert isinstance(read, ParsedRecord)
    assert (read.name, read.format) == (name, text_format)
    assert set(read.triples) == set(turtle.triples)


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("a.ttl", None, TextFormat.TURTLE),
        ("A.TTL", None, TextFormat.TURTLE),
        ("a.json", None, TextFormat.JSON_LD),
        ("a.ttl", "application/ld+json; charset=utf-8", TextFormat.JSON_LD),
        ("form", "TEXT/TURTLE", TextFormat.TURTLE),
        ("a.rdf", "application/octet-stream", TextFormat.RDF_XML),
        ("a.docx", None, None),
        ("ttl", None, None),
        ("", "", None),
    ],
)
def test_syntax_by_media_type_then_by_name(
    name: str, media_type: str | None, expected: TextFormat | None
) -> None:
    assert format_of(name, media_type) is expected


def test_unknown_syntax_says_what_to_do() -> None:
    fault = read_record("", "record.docx")
    assert isinstance(fault, UnknownFormat)
    assert fault.messages["en"] == "Nothing says which syntax the file is in."
    assert ".ttl" in fault.advice["th"]


def test_one_named_graph_is_a_record() -> None:
    quad = Quad(NamedNode("urn:a"), NamedNode("urn:p"), NamedNode("urn:b"), NamedNode("urn:g"))
    written = serialize([quad], format=TextFormat.TRIG.syntax)
    assert written is not None
    read = read_record(written, "a.trig")
    assert isinstance(read, ParsedRecord)
    assert read.triples == (quad.triple,)
    assert DefaultGraph() != quad.graph_name


def test_literals_stay_as_they_are_written() -> None:
    read = read_record(
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."
        '<urn:a> <urn:p> 01 , 1.0 , 1E0 , "2026-02-30"^^xsd:date , "TRUE"^^xsd:boolean .',
        "a.ttl",
    )
    assert isinstance(read, ParsedRecord)
    written = [str(triple.object).split("^^")[0] for triple in read.triples]
    assert written == ['"01"', '"1.0"', '"1E0"', '"2026-02-30"', '"TRUE"']


def test_blank_nodes_are_kept() -> None:
    read = read_record("<urn:a> <urn:p> [ <urn:q> _:b ] .", "a.ttl")
    assert isinstance(read, ParsedRecord)
    assert len(read.triples) == 2


def test_byte_order_mark_is_skipped() -> None:
    read = read_record(b"\xef\xbb\xbf<urn:a> <urn:p> 1 .", "a.ttl")
    assert isinstance(read, ParsedRecord)
    assert len(read.triples) == 1


def test_base_is_told() -> None:
    read = read_record("@base <https://example.org/> . <a> <p> <b> .", "a.ttl")
    assert isinstance(read, ParsedRecord)
    assert read.base == "https://example.org/"
    assert read.triples[0].subject == NamedNode("https://example.org/a")
