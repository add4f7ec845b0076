"""What became of each fact of a check-list is said fact by fact."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Triple, parse

from lcgraph.records.coverage import Coverage, Fact, coverage_of, read_facts
from lcgraph.records.triples import TripleIndex

HEADER = "fact,status,subject,predicate,object,reason_th,reason_en\n"
STATED = 'G1,stated,urn:x:yala,urn:x:label,"""ยะลา""@th",,\n'
LEFT_OUT = "G2,left-out,,,,ซ้ำกับ G1,The same as G1\n"
GRAPH = """
@prefix lcg: <https://w3id.org/lcgraph/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
<urn:x:yala> <urn:x:label> "ยะลา"@th ; lcg:evidencedBy <urn:x:p> .
<urn:x:p> oa:hasSelector <urn:x:s1> , <urn:x:s2> .
<urn:x:s1> oa:exact "จังหวัด"@th ; lcg:segment 1 .
<urn:x:s2> oa:exact "ยะ ลา"@th ; lcg:segment 2 .
"""


def compared(words: str, listed: str = STATED, graph: str = GRAPH) -> Coverage:
    triples: frozenset[Triple] = frozenset(
        quad.triple for quad in parse(graph, format=RdfFormat.TURTLE)
    )
    facts = read_facts(HEADER + listed)
    return coverage_of("Yala", [("G1", words)], facts, triples, TripleIndex(triples))


def test_a_fact_with_its_words_is_stated_also_over_a_break() -> None:
    found = compared("จังหวัดยะลา")
    assert [fact.identifier for fact in found.stated] == ["G1"]
    assert found.is_complete


def test_a_fact_without_its_words_is_unquoted() -> None:
    found = compared("จังหวัดสตูล")
    assert [fact.identifier for fact in found.unquoted] == ["G1"]
    assert not found.is_complete


def test_a_fact_whose_triple_is_not_there_is_absent() -> None:
    found = compared("ยะลา", graph=GRAPH.replace('"ยะลา"@th', '"Yala"@en'))
    assert [fact.identifier for fact in found.absent] == ["G1"]
    assert not found.is_complete


def test_a_fact_that_the_list_forgot_is_unlisted() -> None:
    found = compared("ยะลา", listed=LEFT_OUT)
    assert found.unlisted == ("G1",)
    assert not found.is_complete


def test_a_fact_left_out_has_its_reason_in_both_languages() -> None:
    reasons = {"th": "ซ้ำกับ G1", "en": "The same as G1"}
    assert read_facts(HEADER + LEFT_OUT) == [Fact("G2", None, reasons)]


@pytest.mark.parametrize("row", ["G2,left-out,,,,ซ้ำ,\n", "G2,perhaps,,,,,\n"])
def test_a_fact_that_is_neither_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match="G2: neither stated nor left out for a reason"):
        read_facts(HEADER + row)
