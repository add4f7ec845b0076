"""Queries with long answers, compared with what is found in the graph without SPARQL."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QueryTriples, Triple

from lcgraph.queries import Bound, bind
from lcgraph.store import Layer
from lcgraph.store.interface import LAYER_GRAPHS
from lcgraph.vocabulary import CITY, LCG, OA, OWL, RDF, RDFS, SKOS
from tests.queries.asking import column
from tests.queries.published import library, published, records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcgraph.store.interface import Term

VIEW = DefaultGraph()


def constructed(name: str, **given: str) -> set[Triple]:
    query = library()[name]
    bound = bind(query, given)
    assert isinstance(bound, Bound), bound
    found = published().query(
        bound.text, layers=query.store_layers, substitutions=bound.substitutions
    )
    assert isinstance(found, QueryTriples)
    triples = list(found)
    assert len(triples) == len(set(triples))
    return set(triples)


def about(subject: Term, *graphs: NamedNode) -> set[Triple]:
    if not isinstance(subject, NamedNode):
        return set()
    found = {quad.triple for quad in published().match(subject, graph=VIEW)}
    for graph in graphs:
        found |= {quad.triple for quad in published().match(subject, graph=graph)}
    return found


def values(
    subject: NamedNode, *links: NamedNode, graph: NamedNode | DefaultGraph = VIEW
) -> set[Term]:
    return {quad.object for link in links for quad in published().match(subject, link, graph=graph)}


def subjects(link: NamedNode, value: Term) -> Iterator[NamedNode]:
    for quad in published().match(None, link, value, VIEW):
        assert isinstance(quad.subject, NamedNode)
        yield quad.subject


@pytest.mark.parametrize("key", ["th-phayao", "th-bangkok", "th-trang"])
def test_a_profile_is_the_city_its_neighbours_and_its_findings(key: str) -> None:
    city = CITY[key]
    expected = about(city)
    for triple in about(city):
        expected |= about(triple.object)
    for observation in subjects(LCG.aboutPlace, city):
        expected |= about(observation)
        for finding in values(observation, LCG.hasStrength, LCG.hasLimitation, LCG.hasPractice):
            expected |= about(finding)

    assert constructed("cities/profile", city=key) == expected


@pytest.mark.parametrize("record", records(), ids=lambda record: record.key)
def test_a_complete_city_lacks_nothing_of_its_record(record: object) -> None:
    from lcgraph.records import CityRecord

    assert isinstance(record, CityRecord)
    found = constructed("cities/complete", city=record.key)

    assert found >= record.content
    assert found >= {t for t in record.description if t.predicate.value.startswith(str(LCG))}
    for triple in record.content:
        if triple.predicate == LCG.evidencedBy:
            assert found >= about(triple.object)
            assert isinstance(triple.object, NamedNode)
            for selector in values(triple.object, OA.hasSelector):
                assert found >= about(selector)
            for emendation in subjects(OA.hasTarget, triple.object):
                assert found >= about(emendation)
    labelled = {t.subject for t in found if t.predicate in {RDFS.label, SKOS.prefLabel}}
    named = {t.object for t in record.content if isinstance(t.object, NamedNode)}
    assert {
        thing for thing in named - labelled if values(thing, RDFS.label, SKOS.prefLabel)
    } == set()


def test_an_explanation_is_the_recommendation_and_what_it_rests_on() -> None:
    derived = LAYER_GRAPHS[Layer.DERIVED]
    for quad in list(published().match(None, LCG.forCity, CITY["th-chiang-rai"], derived)):
        assert isinstance(quad.subject, NamedNode)
        expected = about(quad.subject, derived)
        for triple in set(expected):
            expected |= about(triple.object, derived)
        for passage in values(quad.subject, LCG.evidencedBy, graph=derived):
            assert isinstance(passage, NamedNode)
            for selector in values(passage, OA.hasSelector):
                expected |= about(selector)
            for emendation in subjects(OA.hasTarget, passage):
                expected |= about(emendation)

        found = constructed("recommendations/explain", recommendation=quad.subject.value)

        assert found == expected


def test_an_explanation_of_one_peer_says_why_it_is_one() -> None:
    derived = LAYER_GRAPHS[Layer.DERIVED]
    themes = Counter[int]()
    for quad in list(published().match(None, RDF.type, LCG.PeerRecommendation, derived)):
        assert isinstance(quad.subject, NamedNode)
        for theme in values(quad.subject, LCG.matchedTheme, graph=derived):
            candidates = {
                found.subject: values(found.subject, LCG.peerCity, graph=derived)
                for found in published().match(None, LCG.onTheme, theme, derived)
                if isinstance(found.subject, NamedNode)
            }
            themes[len(candidates)] += 1
            for peer in {peer for peers in candidates.values() for peer in peers}:
                assert isinstance(peer, NamedNode)
                name = f"{quad.subject.value}#{CITY.local(peer)}"

                found = constructed("recommendations/explain", recommendation=name)

                explained = {t.subject for t in found if t.predicate == LCG.onTheme}
                assert explained == {each for each, of in candidates.items() if of == {peer}}
                assert all(found >= about(each, derived) for each in explained)
    assert max(themes) > 1


def test_the_terms_of_the_ontology_are_all_there_with_definitions() -> None:
    ontology = NamedNode("https://w3id.org/lcgraph/ontology")
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    expected = {
        (f"lcg:{LCG.local(term)}", f"owl:{OWL.local(kind)}")
        for term in subjects(RDFS.isDefinedBy, ontology)
        for kind in values(term, RDF.type) & kinds
        if isinstance(kind, NamedNode)
    }

    for language in ("th", "en"):
        found = column("concepts/ontology", "term kind termLabel definition", lang=language)
        assert len(found) == len(expected)
        assert {row[:2] for row in found} == expected
        assert all(label and definition for *_, label, definition in found)


def test_every_scheme_counts_its_concepts() -> None:
    expected = Counter[str]()
    for scheme in subjects(RDF.type, SKOS.ConceptScheme):
        members = {*subjects(SKOS.inScheme, scheme), *subjects(SKOS.topConceptOf, scheme)}
        expected[scheme.value] = len(members)

    found = column("concepts/schemes", "scheme concepts", lang="en")

    assert {scheme: int(count) for scheme, count in found} == expected


def test_every_source_counts_its_passages_and_what_rests_on_them() -> None:
    links = {LCG.evidencedBy}
    for _ in range(3):
        links |= {link for above in links for link in subjects(RDFS.subPropertyOf, above)}
    passages: Counter[str] = Counter()
    things: dict[str, set[NamedNode]] = {}
    for passage in subjects(RDF.type, LCG.Passage):
        (source,) = values(passage, OA.hasSource)
        assert isinstance(source, NamedNode)
        key = "src:" + source.value.rpartition("/")[2]
        passages[key] += 1
        supported = things.setdefault(key, set())
        for link in links:
            assert not isinstance(link, BlankNode)
            supported.update(subjects(link, passage))

    found = column("evidence/sources", "source passages statements")

    assert {row[0]: int(row[1]) for row in found} == passages
    assert {row[0]: int(row[2]) for row in found} == {
        key: len(supported) for key, supported in things.items()
    }
