"""No bytes, whatever they are, make reading or placing raise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode

from lcgraph.ingest import Fault, ParsedRecord, TextFormat, read_record
from lcgraph.validation import check_record
from tests.shapes.sample import NOW, compiled

RECORD = Path(__file__).parents[1] / "validation" / "broken" / "unbroken.ttl"
NAMES = st.sampled_from([f"a.{text_format.endings[0]}" for text_format in TextFormat])
TURTLE_NAMES = [
    "<urn:a>",
    "<a>",
    "x:a",
    "@prefix x: <urn:x#> .",
    "@base <http://[> .",
    "BASE <urn:b>",
]
TURTLE_MARKS = [
    "[",
    "]",
    "(",
    ")",
    ";",
    ",",
    ".",
    "{",
    "}",
    "a",
    "true",
    "1",
    "-1.5",
    "1e",
    '"a"',
    "'''",
    '"""',
]
TURTLE_OTHER = [
    "@th",
    "^^",
    "^^x:a",
    "_:b",
    "#",
    "\\",
    "\n",
    " ",
    "<<",
    ">>",
    "~",
    "GRAPH",
    "\\u0000",
    '"\\uD800"',
]
TURTLE_BITS = st.sampled_from([*TURTLE_NAMES, *TURTLE_MARKS, *TURTLE_OTHER])


def place_everything(read: ParsedRecord) -> None:
    for triple in read.triples:
        focus, value = triple.subject, triple.object
        assert isinstance(focus, NamedNode | BlankNode)
        place = read.place(focus, triple.predicate, value)  # type: ignore[arg-type]
        if place is not None:
            assert place.line >= 1
            assert place.column >= 1


@given(st.binary(max_size=200), NAMES)
def test_any_bytes(content: bytes, name: str) -> None:
    read = read_record(content, name)
    assert isinstance(read, ParsedRecord | Fault)


@given(st.text(max_size=200), NAMES)
def test_any_text(content: str, name: str) -> None:
    assert isinstance(read_record(content, name), ParsedRecord | Fault)


@given(st.lists(TURTLE_BITS, max_size=25), st.sampled_from(["a.ttl", "a.trig", "a.nt"]))
def test_anything_like_turtle(bits: list[str], name: str) -> None:
    read = read_record(" ".join(bits), name)
    if isinstance(read, ParsedRecord):
        place_everything(read)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@id", "@type", "@value", "@context", "@list", "@graph", "urn:p"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_anything_like_json_ld(document: object) -> None:
    read = read_record(json.dumps(document), "a.jsonld")
    if isinstance(read, ParsedRecord):
        place_everything(read)


@given(st.data())
def test_any_damage_to_a_record(data: st.DataObject) -> None:
    content = RECORD.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 40)))
    damaged = content[:start] + data.draw(st.binary(max_size=6)) + content[end:]
    read = read_record(damaged, "a.ttl")
    if isinstance(read, ParsedRecord):
        checked = check_record(read, compiled(), now=NOW)
        assert checked.name == "a.ttl"


@pytest.mark.parametrize("character", ['"', "'", "\\", "[", "{", "<", "(", "\n", "\\u"])
@pytest.mark.parametrize("name", ["a.ttl", "a.jsonld", "a.rdf"])
def test_long_runs_of_one_character_end(character: str, name: str) -> None:
    assert isinstance(read_record(character * 200_000, name), ParsedRecord | Fault)
