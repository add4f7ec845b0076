"""Small worlds in Turtle, closed: what most tests of inference begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pyoxigraph import RdfFormat, Triple, parse

from lcgraph.inference import Background, Closure, CompiledRules, Inconsistent, compile

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIXES = """
@prefix : <https://w3id.org/lcgraph/id/> .
@prefix factor: <https://w3id.org/lcgraph/concept/factor/> .
@prefix lcg: <https://w3id.org/lcgraph/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix theme: <https://w3id.org/lcgraph/concept/theme/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

Outcome = TypeVar("Outcome")


class Case(NamedTuple):
    """A world in which one fact follows, and another in which it just does not."""

    ontology: str
    record: str
    fact: str
    rules: tuple[str, ...]
    near_miss: str
    also: str = ""
    """Further facts that follow from the record."""


def triples(turtle: str) -> frozenset[Triple]:
    return frozenset(quad.triple for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE))


def triple(turtle: str) -> Triple:
    (only,) = triples(turtle)
    return only


def expect(kind: type[Outcome], outcome: object) -> Outcome:
    """Narrow an outcome to the kind that the test counts on, or show the other."""
    assert isinstance(outcome, kind), outcome
    return outcome


def rules_of(ontology: str) -> CompiledRules:
    return expect(CompiledRules, compile(triples(ontology)))


def world(ontology: str, reference: str = "") -> tuple[CompiledRules, Background]:
    rules = rules_of(ontology)
    return rules, expect(Background, rules.background(triples(reference)))


def closed(ontology: str, record: str, reference: str = "") -> Closure:
    rules, background = world(ontology, reference)
    return expect(Closure, rules.closure(triples(record), background))


def clashing(ontology: str, record: str, reference: str = "") -> Inconsistent:
    rules, background = world(ontology, reference)
    return expect(Inconsistent, rules.closure(triples(record), background))


def turtle_of(facts: Iterable[Triple]) -> list[str]:
    return sorted(str(fact) for fact in facts)
