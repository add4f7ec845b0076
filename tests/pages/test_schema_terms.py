"""Terms of schema.org are chosen by what Turtle states, and by nothing in the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from lcgraph.knowledge import Knowledge, parse_turtle
from lcgraph.pages.schema_terms import SchemaTerms, schema_terms
from lcgraph.vocabulary import OWL, RDFS, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lcgraph.store.interface import Term

EX = "https://example.org/"
PREFIXES = """
@prefix ex: <https://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
schema:Library rdfs:subClassOf schema:Place .
schema:Claim rdfs:subClassOf schema:CreativeWork .
schema:CreativeWork rdfs:subClassOf schema:Thing .
schema:Place rdfs:subClassOf schema:Thing .
"""


def terms_of(turtle: str) -> SchemaTerms:
    quads = parse(PREFIXES + turtle, format=RdfFormat.TURTLE)
    return SchemaTerms(quad.triple for quad in quads)


def ex(name: str) -> NamedNode:
    return NamedNode(EX + name)


def types(terms: SchemaTerms, *kinds: str, **said: str) -> set[str]:
    values: dict[NamedNode, list[Term]] = {ex(name): [ex(value)] for name, value in said.items()}
    return {SCHEMA.local(term) for term in terms.types(map(ex, kinds), values)}


def kinds(*names: str) -> frozenset[NamedNode]:
    return frozenset(SCHEMA[name] for name in names)


def test_a_class_that_is_not_known_is_a_thing() -> None:
    assert types(terms_of(""), "Anything") == {"Thing"}
    assert types(terms_of("")) == {"Thing"}


def test_a_new_class_is_added_in_turtle() -> None:
    terms = terms_of("ex:ReadingRoom rdfs:subClassOf schema:Library .")
    assert types(terms, "ReadingRoom") == {"Library"}


def test_the_nearest_class_above_decides() -> None:
    terms = terms_of(
        "ex:Attic rdfs:subClassOf ex:Room . ex:Room rdfs:subClassOf schema:Library , ex:Space ."
        "ex:Space rdfs:subClassOf schema:CreativeWork ."
    )
    assert types(terms, "Attic") == {"Library"}


def test_classes_that_are_above_each_other_do_not_hang() -> None:
    terms = terms_of("ex:A rdfs:subClassOf ex:B . ex:B rdfs:subClassOf ex:A , schema:Place .")
    assert types(terms, "A") == {"Place"}


def test_of_several_types_the_narrowest_are_kept() -> None:
    terms = terms_of(
        "ex:A rdfs:subClassOf schema:Place . ex:B rdfs:subClassOf schema:Library ."
        "ex:C rdfs:subClassOf schema:Claim ."
    )
    assert types(terms, "A", "B", "C") == {"Claim", "Library"}


def test_domains_decide_of_a_thing_whose_class_is_not_stated() -> None:
    terms = terms_of("ex:shelf rdfs:domain ex:Room . ex:Room rdfs:subClassOf schema:Library .")
    assert types(terms, shelf="one") == {"Library"}
    assert types(terms, "Unknown", shelf="one") == {"Thing"}


def test_a_value_can_decide() -> None:
    terms = terms_of(
        "ex:Space rdfs:subClassOf schema:Place ."
        "[] owl:onProperty ex:use ; owl:hasValue ex:lending ; rdfs:subClassOf schema:Library ."
    )
    assert types(terms, "Space", use="lending") == {"Library"}
    assert types(terms, "Space", use="selling") == {"Place"}
    assert types(terms, "Space", purpose="lending") == {"Place"}


def test_the_property_with_the_narrowest_domain_is_used() -> None:
    terms = terms_of(
        "ex:says rdfs:subPropertyOf schema:subjectOf , schema:citation , schema:appearance ."
        "schema:subjectOf schema:domainIncludes schema:Thing ."
        "schema:citation schema:domainIncludes schema:CreativeWork ."
        "schema:appearance schema:domainIncludes schema:Claim ."
    )
    found = {
        name: [SCHEMA.local(term) for term in terms.path(ex("says"), terms.closure(SCHEMA[name]))]
        for name in ("Claim", "CreativeWork", "Place")
    }
    assert found == {"Claim": ["appearance"], "CreativeWork": ["citation"], "Place": ["subjectOf"]}


def test_a_property_is_only_used_in_its_domain() -> None:
    terms = terms_of(
        "ex:by rdfs:subPropertyOf schema:creator ."
        "schema:creator schema:domainIncludes schema:CreativeWork ."
    )
    assert terms.path(ex("by"), kinds("Thing", "CreativeWork")) == (SCHEMA.creator,)
    assert terms.path(ex("by"), kinds("Thing", "Place")) == ()
    assert terms.path(ex("other"), kinds("Thing", "CreativeWork")) == ()


def test_a_property_of_things_takes_no_texts() -> None:
    terms = terms_of("schema:about schema:rangeIncludes schema:Thing .")
    assert not terms.takes_texts(SCHEMA.about)
    assert terms.takes_texts(SCHEMA.text)


def test_a_node_between_is_reached_by_domain_and_range() -> None:
    terms = terms_of(
        "ex:lat rdfs:subPropertyOf schema:latitude ."
        "schema:latitude schema:domainIncludes schema:GeoCoordinates ."
        "schema:geo schema:domainIncludes schema:Place ;"
        " schema:rangeIncludes schema:GeoCoordinates ."
    )
    path = (SCHEMA.geo, SCHEMA.GeoCoordinates, SCHEMA.latitude)
    assert terms.path(ex("lat"), kinds("Thing", "Place")) == path
    assert terms.path(ex("lat"), kinds("Thing")) == ()


def test_what_refers_to_a_thing_can_be_said_of_it() -> None:
    terms = terms_of(
        "schema:correction owl:inverseOf ex:corrects ; schema:domainIncludes schema:CreativeWork ."
    )
    assert terms.inverses(kinds("CreativeWork")) == {ex("corrects"): SCHEMA.correction}
    assert terms.inverses(kinds("Place")) == {}


def test_a_chain_is_read_in_order() -> None:
    terms = terms_of("schema:text owl:propertyChainAxiom ( ex:part ex:words ) .")
    assert terms.chains == {SCHEMA.text: (ex("part"), ex("words"))}


@pytest.fixture(scope="module")
def embedding() -> list[Triple]:
    """What is shipped for the embedding alone."""
    paths = Knowledge().files("queries/embedding/*.ttl")
    assert len(paths) == 3
    return [triple for path in paths for triple in parse_turtle(path)]


def of_schema(terms: Iterable[object]) -> set[NamedNode]:
    return {term for term in terms if isinstance(term, NamedNode) and term in SCHEMA}


def test_every_shipped_term_of_schema_org_is_described(embedding: list[Triple]) -> None:
    classes = of_schema(t.object for t in embedding if t.predicate == RDFS.subClassOf)
    properties = of_schema(t.object for t in embedding if t.predicate == RDFS.subPropertyOf)
    inverses = (OWL.inverseOf, OWL.propertyChainAxiom)
    properties |= of_schema(t.subject for t in embedding if t.predicate in inverses)
    placed = of_schema(t.subject for t in embedding if t.predicate == RDFS.subClassOf)
    bounded = of_schema(t.subject for t in embedding if t.predicate == SCHEMA.domainIncludes)
    assert classes - placed == {SCHEMA.Thing}
    assert properties - bounded == set()
    domains = of_schema(t.object for t in embedding if t.predicate == SCHEMA.domainIncludes)
    assert domains - placed == {SCHEMA.Thing}


def test_every_shipped_value_that_decides_is_a_concept(embedding: list[Triple]) -> None:
    knowledge = Knowledge()
    described = {
        triple.subject
        for path in knowledge.files("ontology/**/*.ttl")
        for triple in parse_turtle(path)
        if isinstance(triple.object, Literal)
    }
    ours = "https://w3id.org/lcgraph/"
    named = {
        term
        for triple in embedding
        for term in (triple.subject, triple.object)
        if isinstance(term, NamedNode) and term.value.startswith(ours)
    }
    assert len(named) > 80
    assert named - described == set()


def test_what_is_shipped_is_read_once() -> None:
    assert schema_terms() is schema_terms()
