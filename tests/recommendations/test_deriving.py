"""A run of all rules: the same bytes every time, one node a suggestion, nothing left behind."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from lcgraph.recommendations import ACTIVITY, RuleSet, affected_cities, derive, input_digest
from lcgraph.records import content_digest
from lcgraph.store import MemoryStore, Patch
from lcgraph.vocabulary import ADMS, CITY, GRAPH, LCG, PROV, RECORD, RULE, STATUS, THEME, XSD
from tests.recommendations.support import (
    TODAY,
    background,
    fully_derived,
    rules,
    staged,
    turtle,
    with_derived,
)

ASKER = """
obs:th-asker-1 lcg:aboutPlace city:th-asker ; lcg:onFactor factor:flexibility ;
  lcg:hasLimitation find:th-asker-1 , find:th-asker-2 .
find:th-asker-1 lcg:hasTheme theme:technology ; lcg:evidencedBy psg:asker-1 .
find:th-asker-2 lcg:hasTheme theme:skills-recognition ; lcg:evidencedBy psg:asker-2 .
city:th-asker lcg:contextFacet sector:university , sector:committee .
"""
HELPER = """
obs:th-helper-1 lcg:aboutPlace city:th-helper ; lcg:onFactor factor:flexibility ;
  lcg:hasStrength find:th-helper-1 ; lcg:hasPractice find:th-helper-2 .
find:th-helper-1 lcg:hasTheme theme:digital-options ; lcg:evidencedBy psg:helper-1 .
find:th-helper-2 lcg:hasTheme theme:technology ; lcg:evidencedBy psg:helper-2 .
city:th-helper lcg:contextFacet sector:university .
"""
MAPPINGS = """
map:t lcg:mapsTheme theme:technology ; lcg:mapsAction action:coordinator ;
  a lcg:ActionMapping ; lcg:mappingBasis mappingbasis:stated .
map:s lcg:mapsTheme theme:skills-recognition ; lcg:mapsAction action:coordinator ;
  a lcg:ActionMapping ; lcg:mappingBasis mappingbasis:editorial .
map:c lcg:mapsTheme theme:credit-bank ; lcg:mapsAction action:coordinator ;
  a lcg:ActionMapping ; lcg:mappingBasis mappingbasis:editorial .
"""


def objects(triples: frozenset[Triple], subject: object, predicate: NamedNode) -> set[str]:
    return {str(t.object) for t in triples if (t.subject, t.predicate) == (subject, predicate)}


def test_the_order_of_the_input_does_not_matter() -> None:
    triples = sorted(background() | turtle(ASKER + HELPER + MAPPINGS), key=str)
    written = set()
    for seed in range(5):
        random.Random(seed).shuffle(triples)
        derived = derive(staged(triples), rules(), at=TODAY)
        written.add("".join(f"{line} .\n" for line in sorted(map(str, derived))))
    assert len(written) == 1


def test_one_action_reached_twice_is_one_recommendation() -> None:
    derived = derive(staged(background() | turtle(ASKER + MAPPINGS)), rules())
    (action,) = {t.subject for t in derived if t.predicate == LCG.suggestsAction}
    assert objects(derived, action, LCG.triggeredBy) == {
        "<https://w3id.org/lcgraph/id/finding/th-asker-1>",
        "<https://w3id.org/lcgraph/id/finding/th-asker-2>",
    }
    assert objects(derived, action, LCG.basis) == {
        "<https://w3id.org/lcgraph/concept/mappingbasis/stated>",
        "<https://w3id.org/lcgraph/concept/mappingbasis/editorial>",
    }


def test_one_peer_reached_by_two_rules_is_one_recommendation() -> None:
    derived = derive(staged(background() | turtle(ASKER + HELPER)), rules())
    (peer,) = {t.subject for t in derived if t.predicate == LCG.suggestsPeer}
    assert objects(derived, peer, LCG.derivedByRule) == {str(RULE.R07), str(RULE.R08)}
    assert objects(derived, peer, LCG.evidenceKind) == {'"strength"', '"practice"'}
    assert objects(derived, peer, LCG.matchKind) == {'"exact"', '"narrower"'}


def test_a_trait_that_all_observed_cities_have_is_not_shared() -> None:
    derived = derive(staged(background() | turtle(ASKER + HELPER)), rules())
    assert not [t for t in derived if t.predicate == LCG.sharedFacet]
    assert objects(derived, ACTIVITY, LCG.distinguishingFacet) == {
        "<https://w3id.org/lcgraph/concept/sector/committee>"
    }


def test_a_peer_limited_in_a_broader_theme_is_told_apart() -> None:
    asker = """
        obs:a lcg:aboutPlace city:th-asker ; lcg:hasLimitation find:a .
        find:a lcg:hasTheme theme:digital-options ; lcg:evidencedBy psg:a .
        obs:h lcg:aboutPlace city:th-helper ; lcg:hasLimitation find:h ; lcg:hasPractice find:p .
        find:h lcg:hasTheme theme:technology ; lcg:evidencedBy psg:h .
        find:p lcg:hasTheme theme:digital-options ; lcg:evidencedBy psg:p .
    """
    derived = derive(staged(background() | turtle(asker)), rules())
    peers = {t.subject for t in derived if t.predicate == LCG.suggestsPeer}
    (peer,) = {t.subject for t in derived if t.object == CITY["th-asker"] and t.subject in peers}
    assert objects(derived, peer, LCG.counterEvidence) == {
        "<https://w3id.org/lcgraph/id/passage/h>"
    }


def test_every_recommendation_names_its_rule_its_basis_and_where_it_comes_from() -> None:
    derived = derive(staged(background() | turtle(ASKER + HELPER + MAPPINGS)), rules(), at=TODAY)
    recommendations = {t.subject for t in derived if t.predicate == LCG.forCity}
    for predicate in (LCG.derivedByRule, LCG.basis, PROV.wasGeneratedBy):
        assert {t.subject for t in derived if t.predicate == predicate} == recommendations


def test_the_store_is_left_as_it_was() -> None:
    store = fully_derived(background() | turtle(ASKER + HELPER))
    before = set(store)
    derive(store, rules())
    assert set(store) == before


def test_the_store_is_left_as_it_was_after_a_fault() -> None:
    store = fully_derived(background() | turtle(ASKER + HELPER))
    before = set(store)
    broken = replace(rules()["R17"], query="CONSTRUCT")
    shaken = RuleSet((*(rule for rule in rules() if rule.identifier != "R17"), broken))
    with pytest.raises(SyntaxError):
        derive(store, shaken)
    assert set(store) == before


def test_without_a_day_nothing_is_stale_and_no_time_is_told() -> None:
    old = turtle("""
        @prefix sosa: <http://www.w3.org/ns/sosa/> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        obs:o lcg:aboutPlace city:th-asker ; sosa:resultTime "1999-01-01"^^xsd:date .
    """)
    store = staged(background() | old)
    assert not [t for t in derive(store, rules()) if t.predicate == LCG.requestReason]
    assert not [t for t in derive(store, rules()) if t.predicate == PROV.endedAtTime]
    dated = derive(store, rules(), at=TODAY)
    assert {str(t.object) for t in dated if t.predicate == LCG.requestReason} == {'"stale"'}
    assert (
        Triple(ACTIVITY, PROV.endedAtTime, Literal("2026-11-23T06:00:00Z", datatype=XSD.dateTime))
        in dated
    )


def test_a_time_elsewhere_is_told_in_utc() -> None:
    bangkok = datetime.timezone(datetime.timedelta(hours=7))
    at = datetime.datetime(2026, 11, 24, 1, 0, tzinfo=bangkok)
    derived = derive(staged(background()), rules(), at=at)
    assert objects(derived, ACTIVITY, PROV.endedAtTime) == {
        '"2026-11-23T18:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    }


def test_the_digest_is_of_the_published_records() -> None:
    catalogue = GRAPH["catalogue"]

    def entry(name: str, status: NamedNode, digest: str) -> list[Quad]:
        record = RECORD[name]
        return [
            Quad(record, ADMS.status, status, catalogue),
            Quad(record, LCG.contentDigest, Literal(digest), catalogue),
        ]

    one = content_digest([Triple(CITY["a"], LCG.mentors, CITY["b"])])
    published = entry("th-a-v1", STATUS.published, one)
    draft = entry("th-b-v1", STATUS.draft, "sha256:b")
    digest = input_digest(MemoryStore(published))
    assert digest == input_digest(MemoryStore([*published, *draft]))
    assert digest != input_digest(MemoryStore(entry("th-a-v1", STATUS.published, "sha256:c")))
    assert digest.startswith("sha256:")


def test_a_draft_in_a_named_graph_is_not_read() -> None:
    store = staged(background())
    draft = turtle(ASKER + HELPER)
    store.stage(
        Patch(
            added=frozenset(
                Quad(t.subject, t.predicate, t.object, RECORD["th-x-v1"]) for t in draft
            )
        )
    )
    derived = derive(store, rules())
    assert {t.subject for t in derived} == {ACTIVITY}


def test_a_changed_record_affects_cities_limited_in_its_themes_or_their_relatives() -> None:
    world = """
        obs:a lcg:aboutPlace city:th-asker ; lcg:hasLimitation find:a .
        find:a lcg:hasTheme theme:technology .
        obs:b lcg:aboutPlace city:th-beside ; lcg:hasLimitation find:b .
        find:b lcg:hasTheme theme:technology-expertise .
        obs:d lcg:aboutPlace city:th-narrower ; lcg:hasLimitation find:d .
        find:d lcg:hasTheme theme:digital-options .
        obs:e lcg:aboutPlace city:th-strong ; lcg:hasStrength find:e .
        find:e lcg:hasTheme theme:technology .
    """
    store = staged(background() | turtle(world))
    offer = [Triple(CITY["x"], LCG.hasTheme, THEME["digital-options"])]
    mentors = [Triple(CITY["th-helper"], LCG.mentors, CITY["th-mentored"])]
    asked = affected_cities(store, CITY["th-helper"], offer, mentors)
    assert asked == {CITY[f"th-{key}"] for key in ("helper", "mentored", "asker", "narrower")}


@pytest.mark.parametrize("change", [HELPER, "", ASKER.replace("asker", "helper")])
def test_computing_the_affected_cities_again_gives_what_a_full_run_does(change: str) -> None:
    third = ASKER.replace("asker", "third").replace("technology", "credit-bank")
    rest = background() | turtle(ASKER + MAPPINGS + third)
    before, after = turtle(HELPER), turtle(change)
    old = fully_derived(rest | before)
    changed = staged(rest | after)
    with_derived(changed, [quad.triple for quad in old.match(graph=GRAPH["derived"])])
    cities = affected_cities(changed, CITY["th-helper"], before, after)
    assert CITY["th-third"] not in affected_cities(changed, CITY["th-helper"], turtle(HELPER), [])
    full = derive(staged(rest | after), rules(), at=TODAY)
    assert derive(changed, rules(), cities, at=TODAY) == full


def test_when_another_trait_tells_cities_apart_all_are_computed_again() -> None:
    both = ASKER.replace("lcg:contextFacet sector:university , sector:committee", "a lcg:Thing")
    shared = "city:th-asker lcg:contextFacet sector:university ."
    rest = background() | turtle(both + shared + HELPER)
    old = fully_derived(rest)
    third = turtle("obs:third lcg:aboutPlace city:th-third . city:th-third a lcg:LearningCity .")
    changed = staged(rest | third)
    with_derived(changed, [quad.triple for quad in old.match(graph=GRAPH["derived"])])
    derived = derive(changed, rules(), {CITY["th-third"]}, at=TODAY)
    assert {str(t.object) for t in derived if t.predicate == LCG.sharedFacet} == {
        "<https://w3id.org/lcgraph/concept/sector/university>"
    }
    assert derived == derive(staged(rest | third), rules(), at=TODAY)
    assert next(old.match(None, LCG.sharedFacet, None, GRAPH["derived"]), None) is None
    assert next(changed.match(None, None, None, DefaultGraph()), None) is not None
