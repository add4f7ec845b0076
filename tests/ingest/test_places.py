"""A statement is found where it stands, however the text is laid out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from lcgraph.ingest import ParsedRecord, SourcePlace, read_record
from lcgraph.ingest.turtle_places import located_statements
from lcgraph.vocabulary import RDF, XSD

ROOT = Path(__file__).parents[2]
TURTLE = sorted(
    path
    for folder in ("data/records", "ontology", "shapes", "tests/shapes/background")
    for path in (ROOT / folder).rglob("*.ttl")
)

TEXT = '''# A comment with x:a x:p "in it" .
@prefix x: <urn:x#> .
PREFIX y: <urn:y#>
@base <https://example.org/> .

x:a a x:Thing ; # x:p "not here"
  x:p "one" ,
    "two"@th ,
    """three
  lines; "x:p" ,
  """ ;
  x:q y:b.c , <d> , true , -1.50 , 2.e1 ;
  x:r 7 ,
      8
    .
x:c\\,d x:p 'it\\'s \\u0E01'@en-GB ;
  x:list ( 1 [ x:deep "here" ]
    x:last ) .
_:label x:p _:other .
[ x:p "anonymous" ] x:q
  [] .
'''


def parsed() -> ParsedRecord:
    read = read_record(TEXT, "text.ttl")
    assert isinstance(read, ParsedRecord)
    return read


def x(name: str) -> NamedNode:
    return NamedNode("urn:x#" + name)


PLACES: dict[str, tuple[Any, Any, Any, tuple[int, int]]] = {
    "type": (x("a"), RDF.type, x("Thing"), (6, 7)),
    "first value": (x("a"), x("p"), Literal("one"), (7, 7)),
    "second value on its own line": (x("a"), x("p"), Literal("two", language="th"), (8, 5)),
    "long string": (x("a"), x("p"), Literal('three\n  lines; "x:p" ,\n  '), (9, 5)),
    "after the long string": (x("a"), x("q"), NamedNode("urn:y#b.c"), (12, 7)),
    "relative": (x("a"), x("q"), NamedNode("https://example.org/d"), (12, 15)),
    "boolean": (x("a"), x("q"), Literal("true", datatype=XSD.boolean), (12, 21)),
    "decimal": (x("a"), x("q"), Literal("-1.50", datatype=XSD.decimal), (12, 28)),
    "double": (x("a"), x("q"), Literal("2.e1", datatype=XSD.double), (12, 36)),
    "last value": (x("a"), x("r"), Literal("8", datatype=XSD.integer), (14, 7)),
    "escapes": (x("c,d"), x("p"), Literal("it's ก", language="en-gb"), (16, 12)),
    "property alone": (x("a"), x("q"), None, (12, 3)),
    "value that is not there": (x("a"), x("q"), Literal("no"), (12, 3)),
    "subject alone": (x("a"), None, None, (6, 1)),
    "property that is not there": (x("a"), x("z"), None, (6, 1)),
    "thing that is only mentioned": (NamedNode("urn:y#b.c"), x("p"), None, (12, 7)),
    "labelled blank node": (BlankNode("label"), x("p"), None, (19, 9)),
}


@pytest.mark.parametrize("case", PLACES)
def test_place(case: str) -> None:
    focus, path, value, expected = PLACES[case]
    assert parsed().place(focus, path, value) == SourcePlace("text.ttl", *expected)


def test_unlabelled_blank_nodes_are_told_apart() -> None:
    read = parsed()
    by_value = {triple.object: triple for triple in read.triples}
    deep = by_value[Literal("here")]
    anonymous = by_value[Literal("anonymous")]
    assert isinstance(deep.subject, BlankNode)
    assert isinstance(anonymous.subject, BlankNode)
    assert read.place(deep.subject, x("deep")) == SourcePlace("text.ttl", 17, 16)
    assert read.place(anonymous.subject, x("q")) == SourcePlace("text.ttl", 20, 21)


def test_what_the_text_does_not_name_has_no_place() -> None:
    assert parsed().place(x("unknown"), x("p"), Literal("one")) is None


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: path.stem)
def test_every_statement_of_the_shipped_files_is_found(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    read = read_record(text, path.name)
    assert isinstance(read, ParsedRecord)
    statements = located_statements(text)
    found = {(said.subject, said.predicate, said.object) for said in statements}
    for triple in read.triples:
        if not isinstance(triple.subject, BlankNode) and not isinstance(triple.object, BlankNode):
            assert (triple.subject, triple.predicate, triple.object) in found
    assert len(found) == len(read.triples)


def test_n_triples() -> None:
    read = read_record('<urn:a> <urn:p> "1" .\n<urn:a> <urn:p> "2" .\n', "a.nt")
    assert isinstance(read, ParsedRecord)
    place = read.place(NamedNode("urn:a"), NamedNode("urn:p"), Literal("2"))
    assert place == SourcePlace("a.nt", 2, 17)


@pytest.mark.parametrize("label", ["", "<urn:g> ", "GRAPH <urn:g> "])
def test_trig(label: str) -> None:
    text = f"@prefix x: <urn:x#> .\n{label}{{\n  x:a x:p 1 ;\n    x:q 2\n}}\n"
    read = read_record(text, "a.trig")
    assert isinstance(read, ParsedRecord)
    two = Literal("2", datatype=XSD.integer)
    assert read.place(x("a"), x("q"), two) == SourcePlace("a.trig", 4, 9)


def test_json_ld_by_its_words() -> None:
    text = """{
  "@context": {"x": "urn:x#"},
  "@graph": [
    {"@id": "urn:x#a", "x:p": "one"},
    {"@id": "urn:x#b",
     "x:p": "สอง"}
  ]
}"""
    read = read_record(text, "a.jsonld")
    assert isinstance(read, ParsedRecord)
    assert read.place(x("b"), x("p"), Literal("สอง")) == SourcePlace("a.jsonld", 6, 13)
    assert read.place(x("b"), x("z")) == SourcePlace("a.jsonld", 5, 13)


def test_rdf_xml_by_its_words() -> None:
    text = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x#">
  <rdf:Description rdf:about="urn:x#a">
    <x:p>one</x:p>
  </rdf:Description>
</rdf:RDF>"""
    read = read_record(text, "a.rdf")
    assert isinstance(read, ParsedRecord)
    assert read.place(x("a"), x("p"), Literal("one")) == SourcePlace("a.rdf", 3, 9)
