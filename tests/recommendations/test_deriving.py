"""A run of all rules: the same bytes every time, one node a suggestion, nothing left behind."""

from __future__ import annotations

import datetime
import random
from collections.abc import Collection, Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from lcgraph.recommendations import (
    ACTIVITY,
    RuleSet,
    affected_cities,
    derivation_patch,
    derive,
    input_digest,
)
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
    (peer,) = {t.subject for t in derived if t.predicate == LCG.peerCity}
    assert objects(derived, peer, LCG.derivedByRule) == {str(RULE.R07), str(RULE.R08)}
    assert objects(derived, peer, LCG.evidenceKind) == {'"strength"', '"practice"'}
    assert objects(derived, peer, LCG.matchKind) == {'"exact"', '"narrower"'}


def test_peers_are_told_once_a_theme_however_many_cities_ask() -> None:
    another = ASKER.replace("asker", "another") + "city:th-another a lcg:LearningCity ."
    derived = derive(staged(background() | turtle(ASKER + another + HELPER)), rules())
    assert len({t.subject for t in derived if t.predicate == LCG.peerCity}) == 1
    asking = {t.subject for t in derived if t.object == LCG.PeerRecommendation}
    assert {t.object for t in derived if t.subject in asking and t.predicate == LCG.forCity} == {
        CITY["th-asker"],
        CITY["th-another"],
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
    digital = THEME["digital-options"]
    (peer,) = {t.subject for t in derived if (t.predicate, t.object) == (LCG.onTheme, digital)}
    assert objects(derived, peer, LCG.counterEvidence) == {
        "<https://w3id.org/lcgraph/id/passage/h>"
    }


def test_every_recommendation_names_its_rule_its_basis_and_where_it_comes_from() -> None:
    derived = derive(staged(background() | turtle(ASKER + HELPER + MAPPINGS)), rules(), at=TODAY)
    recommendations = {t.subject for t in derived if t.predicate in (LCG.forCity, LCG.peerCity)}
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


def test_a_changed_statement_affects_the_cities_it_belongs_to_or_names() -> None:
    world = """
        obs:a lcg:aboutPlace city:th-asker ; lcg:hasLimitation find:a .
        find:a lcg:hasTheme theme:technology .
        city:th-helper lcg:offersProgramme <urn:p> ; lcg:mentors city:th-mentored .
        obs:th lcg:aboutPlace <https://w3id.org/lcgraph/id/place/th> ; lcg:hasLimitation find:th .
    """
    store = staged(background() | turtle(world))

    def affected(text: str, *, removed: bool = False) -> Collection[NamedNode] | None:
        quads = frozenset(
            Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in turtle(text)
        )
        return affected_cities(store, Patch(quads) if removed else Patch(added=quads))

    asker, helper, mentored = (CITY[f"th-{key}"] for key in ("asker", "helper", "mentored"))
    assert affected("find:a lcg:evidencedBy psg:a .") == {asker}
    assert affected("<urn:p> lcg:hasTheme theme:technology .") == {helper, mentored}
    assert affected("<urn:old> lcg:hasTheme theme:technology .", removed=True) == frozenset()
    gone = "obs:old lcg:aboutPlace city:th-asker ; lcg:hasStrength find:old ."
    assert affected(gone, removed=True) == {asker}
    assert affected("find:th lcg:hasTheme theme:technology .") is None


THEMES = ("technology", "digital-options", "technology-expertise", "skills-recognition")
POLARITIES = ("hasLimitation", "hasStrength", "hasPractice")
READINGS = """
emend:e1 a lcg:Emendation ; oa:hasTarget psg:1 ; lcg:certainty certainty:low .
emend:e2 a lcg:Emendation ; oa:hasTarget psg:2 ; lcg:certainty certainty:high .
"""
statements = st.lists(
    st.tuples(st.sampled_from(POLARITIES), st.sampled_from(THEMES), st.integers(1, 3)), max_size=3
)
records = st.tuples(st.sampled_from("abcd"), statements, st.sampled_from(["", "a", "b"]))


def record_of(key: str, said: list[tuple[str, str, int]], mentored: str) -> set[Triple]:
    lines = [f"city:th-{key} a lcg:LearningCity ."] if said or mentored else []
    for number, (polarity, theme, passage) in enumerate(said):
        name = f"{key}-{number}"
        lines.append(
            f"obs:{name} lcg:aboutPlace city:th-{key} ; lcg:{polarity} find:{name} . "
            f"find:{name} lcg:hasTheme theme:{theme} ; lcg:evidencedBy psg:{passage} ."
        )
    if mentored:
        lines.append(f"city:th-{key} lcg:mentors city:th-{mentored} .")
    return turtle(" ".join(lines))


def published(triples: Iterable[Triple]) -> frozenset[Quad]:
    return frozenset(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.lists(records, min_size=1, max_size=6))
def test_any_sequence_of_publications_gives_what_a_full_run_does(
    sequence: list[tuple[str, list[tuple[str, str, int]], str]],
) -> None:
    rest = background() | turtle(MAPPINGS + READINGS)
    store = fully_derived(rest)
    held: dict[str, set[Triple]] = {}
    for key, said, mentored in sequence:
        patch = Patch.between(
            published(held.get(key, set())), published(record_of(key, said, mentored))
        )
        held[key] = record_of(key, said, mentored)
        store.stage(patch)
        cities = affected_cities(store, patch)
        store.stage(derivation_patch(store, rules(), cities, at=TODAY))
        kept = {quad.triple for quad in store.match(graph=GRAPH["derived"])}
        assert kept == derive(staged(rest.union(*held.values())), rules(), at=TODAY)


def test_a_later_day_makes_stale_what_was_not_though_another_city_was_published() -> None:
    aged = """
        @prefix sosa: <http://www.w3.org/ns/sosa/> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        obs:o lcg:aboutPlace city:th-asker ; sosa:resultTime "2024-01-01"^^xsd:date .
    """
    triples = background() | turtle(aged)
    store = fully_derived(triples)
    later = TODAY.replace(year=TODAY.year + 1)
    store.stage(derivation_patch(store, rules(), {CITY["th-helper"]}, at=later))
    kept = {quad.triple for quad in store.match(graph=GRAPH["derived"])}
    assert kept == derive(staged(triples), rules(), at=later)
    assert Literal("stale") in {triple.object for triple in kept}
