"""Constraints that look at other records ask the published view, and only for what they need."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Quad

from lcgraph.store import MemoryStore
from lcgraph.vocabulary import GRAPH, RECORD
from tests.shapes import oracle
from tests.shapes.sample import NOW, compiled, record, reference, shapes, turtle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import NamedNode, Triple

    from lcgraph.store.interface import Term

OTHER = """
record:th-other-v3 a lcg:CityRecord ; foaf:primaryTopic city:th-other ; dcat:version "3" ;
  adms:status status:published ; lcg:steward agent:editor .
city:th-other a lcg:LearningCity ; rdfs:label "เมืองอื่น"@th , "Other"@en ; lcg:inCountry place:th ;
  lcg:hasParticipation part:th-other-lead .
part:th-other-lead a lcg:Participation ; lcg:lead agent:shared ; lcg:evidencedBy psg:reference-1 .
theme:night-markets a lcg:Theme .
"""


def view(triples: Iterable[Triple], graph: NamedNode = RECORD["th-other-v3"]) -> MemoryStore:
    return MemoryStore(
        Quad(t.subject, t.predicate, t.object, name)
        for t in triples
        for name in (graph, DefaultGraph())
    )


def identifiers(triples: Iterable[Triple], published: MemoryStore | None = None) -> list[str]:
    report = compiled().validate(triples, view=published, now=NOW)
    return [result.identifier for result in report.results]


CASES = {
    "nothing shared": ("", []),
    "C48 is content with what another record describes": (
        "city:th-sample lcg:mentors city:th-other .",
        [],
    ),
    "C48 without the other record": ("city:th-sample lcg:mentors city:th-unknown .", ["C48"]),
    "C09 sees the name in another record": (
        'city:th-sample rdfs:label "เมืองอื่น"@th .',
        ["C01", "C09"],
    ),
    "C30 knows a theme that was published since": (
        "find:th-sample-2-1 lcg:hasTheme theme:night-markets .",
        [],
    ),
    "C30 refuses what another record calls something else": (
        "find:th-sample-2-1 lcg:hasTheme part:th-other-lead .",
        ["C30"],
    ),
    "C04 refuses a city of another record as country": (
        "city:th-sample lcg:inCountry city:th-other .",
        ["C04", "C04"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_same_results_as_with_all_records_in_one_graph(case: str) -> None:
    text, expected = CASES[case]
    data = record() | turtle(text)
    others = turtle(OTHER)
    assert identifiers(data, view(others)) == expected
    merged = oracle.about(data, oracle.results(data | others | reference(), shapes()))
    dangling = {(r.focus_node, r.value) for r in merged if r.shape.value.endswith("C48")}
    kept = [
        r.shape.value.rpartition("#")[2]
        for r in merged
        if r.shape.value.endswith("C48") or (r.focus_node, r.value) not in dangling
    ]
    assert Counter(kept) == Counter(expected)


def test_second_published_record_of_the_city() -> None:
    earlier = turtle("""record:th-sample-v0 a lcg:CityRecord ; foaf:primaryTopic city:th-sample ;
      adms:status status:published .""")
    assert identifiers(record(), view(earlier, GRAPH["catalogue"])) == ["C43"]


def test_version_that_is_replaced_does_not_count() -> None:
    earlier = turtle("""record:th-sample-v0 a lcg:CityRecord ; foaf:primaryTopic city:th-sample ;
      adms:status status:published .""")
    said = turtle("record:th-sample-v1 dcat:previousVersion record:th-sample-v0 .")
    assert identifiers(record() | said, view(earlier, GRAPH["catalogue"])) == []


def test_what_only_the_replaced_version_described_is_missing() -> None:
    event = "event:th-sample-fair a lcg:LearningEvent ; rdfs:label 'งาน'@th , 'Fair'@en ."
    catalogue = [
        Quad(t.subject, t.predicate, t.object, name)
        for t in turtle("""record:th-sample-v0 a lcg:CityRecord ;
          foaf:primaryTopic city:th-sample ; adms:status status:published .""")
        for name in (GRAPH["catalogue"], DefaultGraph())
    ]
    published = view(turtle(event), RECORD["th-sample-v0"])
    published = MemoryStore([*published, *catalogue])
    said = turtle("""record:th-sample-v1 dcat:previousVersion record:th-sample-v0 .
      city:th-sample lcg:hostsEvent event:th-sample-fair .""")
    assert identifiers(record() | said, published) == ["C48"]
    assert identifiers(record() | said | turtle(event), published) == []


def test_validating_a_published_record_again_finds_nothing_new() -> None:
    published = view(record(), RECORD["th-sample-v1"])
    assert identifiers(record(), published) == []


def test_successor_in_the_view() -> None:
    old = turtle("""record:th-sample-v0 a lcg:CityRecord ; dcterms:title "ระเบียน"@th , "Record"@en ;
      foaf:primaryTopic city:th-sample ; dcat:version "0" ; adms:status status:superseded ;
      lcg:steward agent:editor ; dcterms:modified "2026-11-20"^^xsd:date ;
      dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
      lcg:reviewedOn "2026-11-20"^^xsd:date ; dcterms:isReplacedBy record:th-sample-v5 .""")
    city = record() - {t for t in record() if t.subject == RECORD["th-sample-v1"]}
    new = turtle("""record:th-sample-v5 a lcg:CityRecord ; foaf:primaryTopic city:th-sample ;
      adms:status status:published ; dcat:previousVersion record:th-sample-v0 .""")
    assert identifiers(old | city, view(new, GRAPH["catalogue"])) == []
    stray = turtle("""record:th-sample-v5 a lcg:CityRecord ;
      foaf:primaryTopic city:th-neighbour .""")
    assert identifiers(old | city, view(stray, GRAPH["catalogue"])) == ["C44"]


def test_circle_of_versions_through_the_view() -> None:
    published = turtle("""record:th-sample-v2 a lcg:CityRecord ; foaf:primaryTopic city:th-sample ;
      dcat:previousVersion record:th-sample-v1 .""")
    said = turtle("record:th-sample-v1 dcat:previousVersion record:th-sample-v2 .")
    assert identifiers(record() | said, view(published, GRAPH["catalogue"])) == ["C44"]


class CountingView(MemoryStore):
    """A view that counts what is taken from it."""

    taken = 0

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        for quad in super().match(subject, predicate, object, graph):
            self.taken += 1
            yield quad


def test_no_more_is_taken_from_many_records_than_from_one() -> None:
    def city(number: int) -> Iterator[Quad]:
        text = OTHER.replace("th-other", f"th-other-{number}").replace("Other", f"Other {number}")
        text = text.replace("เมืองอื่น", f"เมืองอื่น {number}")
        for t in turtle(text):
            for name in (RECORD[f"th-other-{number}-v3"], DefaultGraph()):
                yield Quad(t.subject, t.predicate, t.object, name)

    taken = []
    for number in (1, 60):
        published = CountingView(quad for n in range(number) for quad in city(n))
        data = record() | turtle("city:th-sample lcg:mentors city:th-other-0 .")
        assert identifiers(data, published) == []
        taken.append(published.taken)
    assert taken[0] == taken[1] > 0
