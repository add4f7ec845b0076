"""The same useful facts as owlrl gives: on small worlds, random worlds and the real data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lcgraph.inference import (
    Background,
    Closure,
    CompiledRules,
    Inconsistent,
    Unsupported,
    compile,
)
from tests.inference import shipped
from tests.inference.class_axioms import CLASS_AXIOMS
from tests.inference.oracle import owlrl_closure
from tests.inference.property_axioms import PROPERTY_AXIOMS
from tests.inference.worlds import Case, expect, triples

CASES = CLASS_AXIOMS | PROPERTY_AXIOMS


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_owlrl_infers_the_same_from_each_axiom(case: Case) -> None:
    verdict = owlrl_closure(triples(case.ontology + case.record))
    assert verdict.facts == triples(case.fact) | triples(case.also)
    assert owlrl_closure(triples(case.ontology + case.near_miss)).facts == frozenset()


PROPERTIES = ("lcg:p", "lcg:q", "lcg:r", "lcg:s")
CLASSES = ("lcg:A", "lcg:B", "lcg:C", "schema:D")
THINGS = (":a", ":b", ":c", ":d", ":e")

properties, classes, things = map(st.sampled_from, (PROPERTIES, CLASSES, THINGS))
steps = st.one_of(properties, properties.map("[ owl:inverseOf {} ]".format))
restrictions = st.one_of(
    st.builds(
        "[ a owl:Restriction ; owl:onProperty {} ; owl:hasValue {} ]".format, properties, things
    ),
)
fillers = st.one_of(classes, st.just("owl:Thing"))
some = st.builds(
    "[ a owl:Restriction ; owl:onProperty {} ; owl:someValuesFrom {} ]".format, properties, fillers
)
every = st.builds(
    "[ a owl:Restriction ; owl:onProperty {} ; owl:allValuesFrom {} ]".format, properties, classes
)


def listed(members: st.SearchStrategy[str], low: int = 2) -> st.SearchStrategy[str]:
    return st.lists(members, min_size=low, max_size=3, unique=True).map(
        lambda chosen: f"( {' '.join(chosen)} )"
    )


def intersections(members: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return listed(members).map("[ owl:intersectionOf {} ]".format)


unions = listed(st.one_of(classes, some)).map("[ owl:unionOf {} ]".format)
both_sides = st.one_of(classes, restrictions, intersections(st.one_of(classes, restrictions)))
left_sides = st.one_of(both_sides, some, unions, intersections(st.one_of(classes, some)))
right_sides = st.one_of(both_sides, every)

axioms = st.one_of(
    st.builds("{} rdfs:subClassOf {} .".format, left_sides, right_sides),
    st.builds("{} owl:equivalentClass {} .".format, classes, both_sides),
    st.builds("{} rdfs:subPropertyOf {} .".format, properties, properties),
    st.builds("{} owl:equivalentProperty {} .".format, properties, properties),
    st.builds("{} owl:inverseOf {} .".format, properties, properties),
    st.builds("{} owl:propertyChainAxiom {} .".format, properties, listed(steps, 1)),
    st.builds("{} rdfs:domain {} .".format, properties, right_sides),
    st.builds("{} rdfs:range {} .".format, properties, right_sides),
    st.builds("{} a owl:TransitiveProperty .".format, properties),
    st.builds("{} a owl:SymmetricProperty .".format, properties),
    st.builds("{} a owl:FunctionalProperty .".format, properties),
    st.builds("{} a owl:InverseFunctionalProperty .".format, properties),
    st.builds("{} owl:hasKey {} .".format, classes, listed(properties, 1)),
    st.builds("{} owl:disjointWith {} .".format, classes, classes),
    st.builds("{} owl:propertyDisjointWith {} .".format, properties, properties),
    st.builds("{} a owl:IrreflexiveProperty .".format, properties),
    st.builds("{} a owl:AsymmetricProperty .".format, properties),
    st.builds("[] a owl:AllDisjointClasses ; owl:members {} .".format, listed(classes)),
    st.builds("[] a owl:AllDifferent ; owl:members {} .".format, listed(things)),
)
facts = st.one_of(
    st.builds("{} a {} .".format, things, classes),
    st.builds("{} {} {} .".format, things, properties, things),
    st.builds("{} owl:sameAs {} .".format, things, things),
    st.builds("{} owl:differentFrom {} .".format, things, things),
)


@settings(max_examples=80)
@given(st.lists(axioms, max_size=6), st.lists(facts, max_size=12), st.lists(facts, max_size=6))
def test_owlrl_infers_the_same_from_random_worlds(
    ontology: list[str], record: list[str], reference: list[str]
) -> None:
    rules = compile(triples("\n".join(ontology)))
    if isinstance(rules, Unsupported):
        return
    background = rules.background(triples("\n".join(reference)))
    outcome = (
        rules.closure(triples("\n".join(record)), background)
        if isinstance(background, Background)
        else background
    )
    given_triples = rules.ontology | triples("\n".join(record + reference))
    verdict = owlrl_closure(given_triples)
    if isinstance(outcome, Inconsistent):
        assert verdict.errors
    else:
        assert isinstance(background, Background)
        assert not verdict.errors
        inferred = expect(Closure, outcome).facts | background.facts
        assert inferred - given_triples == verdict.facts


def test_owlrl_infers_the_same_from_two_shipped_records() -> None:
    """Without texts and sources, which only the whole brings in, to keep owlrl's time short."""
    names = ("th-yala", "th-phayao")
    record = shipped.relations(frozenset().union(*(shipped.records()[n] for n in names)))
    axioms = shipped.relations(shipped.ontology())
    data = shipped.around(record, shipped.relations(shipped.reference()))
    rules = expect(CompiledRules, compile(axioms))
    background = expect(Background, rules.background(data))
    closure = expect(Closure, rules.closure(record, background))
    verdict = owlrl_closure(axioms | data | record)
    assert verdict.errors == frozenset()
    assert closure.facts | background.facts - record == verdict.facts


@pytest.mark.slow
def test_owlrl_infers_the_same_from_everything_shipped() -> None:
    """Ontology, reference data, sources and ten records closed by owlrl as one: about a minute."""
    shared = shipped.ontology() | shipped.reference() | shipped.sources()
    everything = shared.union(*shipped.records().values())
    ledgers = set(shipped.background().facts)
    for record in shipped.records().values():
        outcome = shipped.rules().closure(record, shipped.background())
        ledgers |= expect(Closure, outcome).facts
    verdict = owlrl_closure(everything)
    assert verdict.errors == frozenset()
    assert ledgers - everything == verdict.facts
