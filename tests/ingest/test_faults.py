"""What cannot be read is refused with its place, its reason and what to do, in both languages."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import NamedNode

from lcgraph.ingest import (
    BeyondRdf11,
    Fault,
    Limits,
    NotUtf8,
    ParsedRecord,
    RemoteContext,
    SeveralGraphs,
    SyntaxFault,
    TooLarge,
    read_record,
)

PREFIX = "@prefix x: <urn:x#> .\n"


def fault_of(content: bytes | str, name: str = "a.ttl", limits: Limits | None = None) -> Fault:
    fault = read_record(content, name, limits=limits or Limits())
    assert isinstance(fault, Fault)
    assert sorted(fault.messages) == sorted(fault.advice) == ["en", "th"]
    assert all(fault.messages.values())
    assert all(fault.advice.values())
    assert fault.name == name
    return fault


SYNTAX = {
    "undeclared prefix": ("x:a x:b x:c .", 1, "A prefix is used that has not been declared."),
    "relative IRI": (
        PREFIX + "x:a x:b <c> .",
        2,
        "An identifier is not written in full (a relative IRI).",
    ),
    "space in an IRI": (
        PREFIX + "x:a x:b\n <urn:a b> .",
        3,
        "An identifier (IRI) has a character that is not allowed.",
    ),
    "unfinished": (PREFIX + "x:a x:b 1", 2, "The file ends before its last statement does."),
    "missing full stop": (
        PREFIX + "x:a x:b 1\nx:c x:d 2 .",
        3,
        "The file cannot be read: it breaks the rules of its syntax here.",
    ),
}


@pytest.mark.parametrize("case", SYNTAX)
def test_syntax_fault_is_explained(case: str) -> None:
    text, line, message = SYNTAX[case]
    fault = fault_of(text)
    assert isinstance(fault, SyntaxFault)
    assert (fault.line, fault.messages["en"]) == (line, message)
    assert fault.what


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"# caf\xe9\n", 1, 6),
        (PREFIX.encode() + b"x:a x:b '\xa1\xc3\xd8\xa7' .", 2, 10),
        ("<urn:a> <urn:p> 'a' .".encode("utf-16"), 1, 1),
        ("# \ud800", 1, 3),
    ],
)
def test_bytes_that_are_not_utf8(content: bytes | str, line: int, column: int) -> None:
    fault = fault_of(content)
    assert isinstance(fault, NotUtf8)
    assert (fault.line, fault.column) == (line, column)
    assert fault.messages["th"] == "ไฟล์ไม่ได้เข้ารหัสแบบ UTF-8"


@pytest.mark.parametrize(
    "context",
    [
        "https://example.org/context.jsonld",
        [{"x": "urn:x#"}, "https://example.org/context.jsonld"],
        {"@import": "https://example.org/context.jsonld"},
    ],
)
def test_context_on_the_web_is_refused(context: object) -> None:
    for document in (
        {"@context": context, "@id": "urn:a"},
        {"@id": "urn:a", "urn:p": [{"@context": context, "@id": "urn:b"}]},
    ):
        fault = fault_of(json.dumps(document, indent=1), "a.jsonld")
        assert isinstance(fault, RemoteContext)
        assert "nothing is fetched" in fault.messages["en"]
        assert fault.line == 2 if "@context" in document else 4


def test_context_in_the_file_is_read() -> None:
    document = {"@context": {"p": "urn:x#p"}, "@id": "urn:a", "p": "v"}
    read = read_record(json.dumps(document), "a.jsonld")
    assert isinstance(read, ParsedRecord)
    assert len(read.triples) == 1


def test_broken_json_has_its_place() -> None:
    fault = fault_of('{"@id": "urn:a",\n "p" 1}', "a.jsonld")
    assert isinstance(fault, SyntaxFault)
    assert (fault.line, fault.column) == (2, 6)


@pytest.mark.parametrize("opening", ["[", '{"urn:p":', '{"@list":['])
def test_deep_json_is_refused(opening: str) -> None:
    fault = fault_of('{"@id":"urn:a","urn:p":' + opening * 50_000, "a.jsonld")
    assert isinstance(fault, TooLarge)
    assert fault.limit == Limits().max_depth


def test_brackets_in_strings_are_not_nesting() -> None:
    document = {"@id": "urn:a", "urn:p": '[{"' * 500}
    assert isinstance(read_record(json.dumps(document), "a.jsonld"), ParsedRecord)


@pytest.mark.parametrize(
    "text",
    [
        '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>\n<r>&b;</r>',
        '<!-- -->\n<!doctype r [<!ENTITY a "aa">]>\n<r>&a;</r>',
        '<r>\n<!DOCTYPE r [<!ENTITY a "aa">]>&a;</r>',
    ],
)
def test_xml_entities_are_refused(text: str) -> None:
    fault = fault_of(text, "a.rdf")
    assert isinstance(fault, RemoteContext)
    assert (fault.line, fault.column) == (2, 1)


@pytest.mark.parametrize(
    ("text", "limits", "limit"),
    [
        ("# " + "x" * 100, Limits(max_bytes=50), 50),
        ("# " + "ก" * 30, Limits(max_bytes=50), 50),
        ("".join(f"<urn:a> <urn:p> {n} . " for n in range(9)), Limits(max_triples=8), 8),
        ('<urn:a> <urn:p> "' + "x" * 9 + '" .', Limits(max_literal=8), 8),
    ],
)
def test_limits(text: str, limits: Limits, limit: int) -> None:
    fault = fault_of(text, limits=limits)
    assert isinstance(fault, TooLarge)
    assert fault.limit == limit
    assert str(limit) in fault.messages["th"]


def test_just_within_the_limits() -> None:
    text = "".join(f"<urn:a> <urn:p> {n} . " for n in range(8))
    limits = Limits(max_bytes=len(text), max_triples=8, max_literal=1)
    assert isinstance(read_record(text, "a.ttl", limits=limits), ParsedRecord)


def test_repeated_statements_count_once() -> None:
    text = "<urn:a> <urn:p> 1 . " * 20
    read = read_record(text, "a.ttl", limits=Limits(max_triples=1))
    assert isinstance(read, ParsedRecord)


def test_two_graphs_are_refused() -> None:
    text = "<urn:g> { <urn:a> <urn:p> 1 } <urn:h> { <urn:a> <urn:p> 2 }"
    assert isinstance(fault_of(text, "a.trig"), SeveralGraphs)


@pytest.mark.parametrize(
    "text",
    ["<urn:a> <urn:p> <<( <urn:b> <urn:q> 1 )>> .", '<urn:a> <urn:p> "a"@ar--rtl .'],
)
def test_what_rdf11_does_not_have_is_refused(text: str) -> None:
    assert isinstance(fault_of(text), BeyondRdf11)


def test_deep_turtle_is_read() -> None:
    depth = 3_000
    text = "<urn:a> <urn:p> " + "[ <urn:p> " * depth + "1" + " ]" * depth + " ."
    read = read_record(text, "a.ttl")
    assert isinstance(read, ParsedRecord)
    assert read.place(NamedNode("urn:a")) is not None
    assert read.place(read.triples[0].subject) is None  # type: ignore[arg-type]
