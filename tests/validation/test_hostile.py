"""Whatever a record contains, it is judged by our shapes, in bounded time, and nothing breaks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lcgraph.vocabulary import LCG, RDF, RDFS, XSD
from tests.shapes.sample import NOW, compiled, failing, record, shapes, turtle

SH_IN_RECORD = """
lcs:C30 sh:deactivated true .
lcs:C12 sh:severity sh:Info .
<urn:x-shape> a sh:NodeShape ; sh:targetClass lcg:LearningCity ; sh:nodeKind sh:Literal .
"""


def identifiers(triples: frozenset[Triple]) -> list[str]:
    return [result.identifier for result in compiled().validate(triples, now=NOW).results]


def test_shapes_in_a_record_have_no_effect() -> None:
    prefixes = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> ."
        "@prefix lcs: <https://w3id.org/lcgraph/shapes#> ."
    )
    injected = turtle(prefixes + SH_IN_RECORD)
    assert identifiers(record() | injected) == []
    assert identifiers(failing("C30") | injected) == ["C30"]
    assert identifiers(failing("C12") | injected) == ["C12"]


def test_the_shapes_themselves_in_a_record_have_no_effect() -> None:
    assert "C30" in identifiers(failing("C30") | shapes())


def test_classes_in_a_record_have_no_effect() -> None:
    injected = turtle("""
      <urn:x-kind> rdfs:subClassOf lcg:Theme .
      <urn:x-theme> a <urn:x-kind> .
      find:th-sample-2-1 lcg:hasTheme <urn:x-theme> .""")
    assert identifiers(record() | injected) == ["C30"]


def test_country_of_its_own_making_does_not_stretch_the_box() -> None:
    injected = turtle("place:th lcg:maxLat 90.0 ; lcg:minLat -90.0 .")
    assert identifiers(failing("C08") | injected) == ["C08"]


def test_markup_literals_are_not_parsed() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">' + "".join(
        f'<!ENTITY {chr(c + 1)} "{f"&{chr(c)};" * 10}">' for c in range(ord("b"), ord("k"))
    )
    value = Literal(bomb + "]><a>&k;</a>", datatype=RDF.XMLLiteral)
    (city,) = {t.subject for t in record() if t.object == LCG.LearningCity}
    assert identifiers(record() | {Triple(city, RDFS.comment, value)}) == []


def test_huge_numbers_are_not_computed() -> None:
    (city,) = {t.subject for t in record() if t.object == LCG.LearningCity}
    value = Literal("9" * 20_000, datatype=XSD.integer)
    found = identifiers(record() | {Triple(city, NamedNode("urn:x-size"), value)})
    assert found == ["C51"]


def test_triple_terms_are_left_out() -> None:
    (city,) = {t.subject for t in record() if t.object == LCG.LearningCity}
    inner = Triple(city, RDFS.label, Literal("x", language="en"))
    assert identifiers(record() | {Triple(city, RDFS.seeAlso, inner)}) == []


def test_circles_of_every_kind_end() -> None:
    circle = turtle("""
      record:th-sample-v1 dcat:previousVersion record:th-sample-v1 .
      find:th-sample-1-1 lcg:evidencedBy find:th-sample-1-1 .
      city:th-sample lcg:mentors city:th-sample .""")
    assert set(identifiers(record() | circle)) == {"C32", "C44"}


NODES = st.one_of(
    st.sampled_from(sorted({t.subject for t in record()}, key=str)),
    st.builds(BlankNode, st.sampled_from(["a", "b"])),
)
VALUES = st.one_of(
    NODES,
    st.sampled_from(sorted({t.object for t in record()}, key=str)),
    st.builds(Literal, st.text(max_size=20)),
    st.builds(
        lambda v, d: Literal(v, datatype=d),
        st.text(max_size=8),
        st.sampled_from(
            [XSD.date, XSD.integer, XSD.gYear, XSD.decimal, XSD.dateTime, XSD.boolean, RDF.HTML]
        ),
    ),
)
STATEMENTS = st.builds(
    Triple, NODES, st.sampled_from(sorted({t.predicate for t in record()}, key=str)), VALUES
)


@given(
    st.sets(STATEMENTS, max_size=8),
    st.sets(st.sampled_from(sorted(record(), key=str)), max_size=8),
)
def test_any_change_to_a_record_gives_a_report(added: set[Triple], removed: set[Triple]) -> None:
    report = compiled().validate((record() - removed) | added, now=NOW)
    assert list(report.results) == sorted(report.results, key=lambda result: result.order)
    for tally in report.completeness.total:
        assert 0 <= tally.met <= tally.applicable
