"""Inference over the shipped records: each by itself, all together, and what readers count on."""

from __future__ import annotations

import pytest
from pyoxigraph import Triple

from lcgraph.inference import Closure
from lcgraph.vocabulary import CITY, LCG, OWL, RDF, THEME
from tests.inference import shipped
from tests.inference.worlds import expect


def closed(record: frozenset[Triple]) -> Closure:
    return expect(Closure, shipped.rules().closure(record, shipped.background()))


def test_there_are_ten_records_and_none_contradicts_anything() -> None:
    assert len(shipped.records()) == 10
    assert all(closed(record).facts for record in shipped.records().values())


def test_no_inference_crosses_from_one_record_to_another() -> None:
    """Ten ledgers, minus what any record asserts, hold what the ten records hold as one."""
    everything = frozenset().union(*shipped.records().values())
    ledgers = frozenset().union(*(closed(record).facts for record in shipped.records().values()))
    assert ledgers - everything == closed(everything).facts


def test_every_fact_leads_to_its_axioms_and_to_what_was_stated() -> None:
    known = shipped.ontology() | shipped.reference() | shipped.sources()
    for record in shipped.records().values():
        closure = closed(record)
        for fact in closure.facts:
            derivation = closure.explain(fact)
            assert derivation is not None
            assert derivation.axioms
            assert derivation.asserted <= known | record


def test_nothing_in_the_shipped_data_merges() -> None:
    facts = shipped.background().facts.union(*(closed(r).facts for r in shipped.records().values()))
    assert [fact for fact in facts if fact.predicate == OWL.sameAs] == []


GAPS = {
    "th-chiang-rai": {
        "CityWithLimitation",
        "CityWithTechnologyGap",
        "CityWithSkillsRecognitionGap",
    },
    "th-yala": {"CityWithLimitation", "CityWithTechnologyGap"},
}


@pytest.mark.parametrize("city", GAPS)
def test_a_city_falls_into_the_classes_of_its_stated_gaps(city: str) -> None:
    facts = closed(shipped.records()[city]).facts
    classes = {fact.object for fact in facts if fact.predicate == RDF.type}
    gaps = {LCG[name] for name in GAPS[city]}
    assert {c for c in classes if c in LCG and ("Gap" in str(c) or "Limitation" in str(c))} >= gaps
    assert all(Triple(CITY[city], RDF.type, gap) in facts for gap in gaps)


def test_phayao_practises_the_recognition_of_skills_by_its_credit_bank() -> None:
    facts = closed(shipped.records()["th-phayao"]).facts
    assert Triple(CITY["th-phayao"], LCG.practisesIn, THEME["skills-recognition"]) in facts
