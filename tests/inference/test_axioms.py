"""What follows from each kind of axiom, by which rule, and how axioms are written."""

from __future__ import annotations

import pytest

from lcgraph.inference import AxiomKind, Closure
from tests.inference.class_axioms import CLASS_AXIOMS
from tests.inference.property_axioms import PROPERTY_AXIOMS
from tests.inference.worlds import Case, closed, expect, rules_of, triple, triples, world

CASES = CLASS_AXIOMS | PROPERTY_AXIOMS


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_what_follows_follows_and_nothing_else(case: Case) -> None:
    closure = closed(case.ontology, case.record)
    assert closure.facts == triples(case.fact) | triples(case.also)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_the_rule_and_the_axiom_behind_a_fact_are_named(case: Case) -> None:
    derivation = closed(case.ontology, case.record).explain(triple(case.fact))
    assert derivation is not None
    assert derivation.rules == case.rules
    assert derivation.axiom == rules_of(case.ontology).axioms[0]
    assert derivation.asserted <= triples(case.record)
    assert derivation.premises


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_near_miss_gives_nothing(case: Case) -> None:
    assert closed(case.ontology, case.near_miss).facts == frozenset()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_it_makes_no_difference_which_part_is_reference_data(case: Case) -> None:
    """Premises split between record and background in every way give the same facts in the end."""
    whole = triples(case.record)
    for moved in whole:
        rules, background = world(case.ontology, f"{moved} .")
        closure = expect(Closure, rules.closure(whole - {moved}, background))
        assert closure.facts | background.facts == triples(case.fact) | triples(case.also)


STATEMENTS = {
    "[] owl:intersectionOf ( lcg:City [ a owl:Restriction ; owl:onProperty lcg:limitedIn ;"
    " owl:someValuesFrom owl:Thing ] ) ; rdfs:subClassOf lcg:Limited .": (
        AxiomKind.SUB_CLASS,
        "SubClassOf(ObjectIntersectionOf(lcg:City ObjectSomeValuesFrom(lcg:limitedIn owl:Thing))"
        " lcg:Limited)",
    ),
    "lcg:within owl:propertyChainAxiom ( lcg:hasTheme skos:broaderTransitive ) .": (
        AxiomKind.PROPERTY_CHAIN,
        "SubObjectPropertyOf(ObjectPropertyChain(lcg:hasTheme skos:broaderTransitive) lcg:within)",
    ),
    "lcg:Unit owl:hasKey ( lcg:isoCode ) .": (
        AxiomKind.HAS_KEY,
        "HasKey(lcg:Unit (lcg:isoCode) ())",
    ),
    "lcg:mentors a owl:IrreflexiveProperty .": (
        AxiomKind.IRREFLEXIVE,
        "IrreflexiveObjectProperty(lcg:mentors)",
    ),
    "[] a owl:AllDifferent ; owl:distinctMembers ( factor:mindset factor:culture ) .": (
        AxiomKind.DIFFERENT_INDIVIDUALS,
        "DifferentIndividuals(factor:mindset factor:culture)",
    ),
}


@pytest.mark.parametrize("ontology", STATEMENTS)
def test_axioms_are_written_in_functional_style_syntax(ontology: str) -> None:
    (axiom,) = rules_of(ontology).axioms
    assert (axiom.kind, axiom.statement) == STATEMENTS[ontology]


def test_an_axiom_names_its_terms_in_reading_order() -> None:
    (axiom,) = rules_of(
        "lcg:limitedIn owl:propertyChainAxiom ( lcg:hasObservation lcg:hasLimitation lcg:within ) ."
    ).axioms
    names = [term.value.partition("#")[2] for term in axiom.terms]
    assert names == ["hasObservation", "hasLimitation", "within", "limitedIn"]
