"""The shipped data: every recommendation explained, and one record at a time gives the same."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from lcgraph.knowledge import Knowledge
from lcgraph.recommendations import (
    ACTIVITY,
    affected_cities,
    derivation_patch,
    derive,
    for_city,
)
from lcgraph.store import Patch
from lcgraph.vocabulary import CITY, GRAPH, LCG, RDF
from tests.recommendations import shipped
from tests.recommendations.support import EXPLAIN, TODAY, read_of, rules, with_derived, wording

KEYS = sorted(shipped.records())


@pytest.mark.parametrize("key", KEYS)
def test_publishing_one_record_gives_what_a_full_run_does(key: str) -> None:
    earlier = shipped.published(frozenset(KEYS) - {key})
    now = shipped.published()
    changed = Patch.between(earlier, now)
    with_derived(now, derive(earlier, rules(), at=TODAY))
    now.stage(derivation_patch(now, rules(), affected_cities(now, changed), at=TODAY))
    full = set(shipped.advised().match(graph=GRAPH["derived"]))
    assert set(now.match(graph=GRAPH["derived"])) == full


def test_every_recommendation_is_explained_in_both_languages() -> None:
    store = shipped.advised()
    cities = {
        quad.object for quad in store.match(None, LCG.forCity) if isinstance(quad.object, NamedNode)
    }
    told = set()
    for city in cities:
        advice = for_city(city, read_of(store, "_city_iri", city), rules(), wording())
        answers = [each for found in advice.requests.values() for each in found]
        for theme in advice.themes:
            answers += [*theme.actions, *theme.related_actions, *theme.notes]
            answers += [each for group in theme.peers for each in group]
            answers += [each for each in (theme.no_guidance, theme.no_peer) if each]
        for each in answers:
            told.add(each.iri)
            for texts in (each.sentence, *each.notes, *each.unknown, *each.would_change):
                assert set(texts) == {"th", "en"}
                assert not re.search(r"[{}]", "".join(texts.values()))
                assert re.search(r"[\u0e00-\u0e7f]", texts["th"])
    made = {quad.subject for quad in store.match(None, LCG.forCity, None, GRAPH["derived"])}
    assert {iri.partition("#")[0] for iri in told} == {
        each.value for each in made if isinstance(each, NamedNode)
    }


def test_every_limitation_of_a_city_is_answered_in_its_own_words() -> None:
    store = shipped.advised()
    for key in KEYS:
        advice = for_city(CITY[key], read_of(store, "_city_iri", CITY[key]), rules(), wording())
        assert bool(advice.nothing_stated) == (not advice.themes)
        for theme in advice.themes:
            for statement in theme.limitations:
                assert all(passage["quotes"] for passage in statement.evidence)


def test_every_recommendation_of_chiang_rai_on_its_row_shows_the_reading() -> None:
    advice = for_city(
        CITY["th-chiang-rai"],
        read_of(shipped.advised(), "_city_iri", CITY["th-chiang-rai"]),
        rules(),
        wording(),
    )
    assert {theme.theme.iri.rpartition("/")[2] for theme in advice.themes} == {
        "technology-expertise",
        "skills-recognition",
    }
    for theme in advice.themes:
        for each in (*theme.actions, *(peer for group in theme.peers for peer in group)):
            assert "https://w3id.org/lcgraph/id/emendation/onec-2026-e01" in {
                reading["iri"] for reading in each.readings
            }


def test_no_recommendation_is_made_to_the_country() -> None:
    store = shipped.advised()
    cities = {quad.object for quad in store.match(None, LCG.forCity, None, GRAPH["derived"])}
    assert all(city in CITY for city in cities)


def test_the_ontology_knows_every_term_that_rules_use() -> None:
    ontology = Knowledge().graphs()[GRAPH["ontology"]]
    declared = {t.subject for t in ontology if t.predicate == RDF.type}
    texts = [rule.query for rule in rules()] + [EXPLAIN]
    used = {LCG[name] for text in texts for name in re.findall(r"lcg:(\w+)", text)}
    described = {t.predicate for t in rules().described() if t.predicate in LCG}
    activity = {
        quad.predicate for quad in shipped.advised().match(ACTIVITY) if quad.predicate in LCG
    }
    assert used | described | activity <= declared


def test_rules_describe_themselves_in_the_terms_of_the_data() -> None:
    text = "".join(f"{triple} .\n" for triple in rules().described())
    read = {quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)}
    assert read == rules().described()
    named = {t.object for t in read if t.predicate == LCG.ruleKind}
    assert named == {Literal(kind) for kind in ("action", "peer", "data-request", "note")}
