"""The closure of a record: what it holds, how it is explained, where it stops."""

from __future__ import annotations

import pytest

from lcgraph.inference import Background, Closure, Overflow
from tests.inference.worlds import closed, expect, rules_of, triple, triples, world

ONTOLOGY = """
lcg:LearningCity rdfs:subClassOf schema:Place , prov:Entity .
lcg:hasParticipation rdfs:domain lcg:LearningCity ; rdfs:range lcg:Participation .
lcg:leadOrganization owl:propertyChainAxiom ( lcg:hasParticipation lcg:lead ) ;
  rdfs:subPropertyOf lcg:involvesOrganization .
lcg:involvesSector owl:propertyChainAxiom ( lcg:involvesOrganization lcg:sector ) .
lcg:locatedInCity rdfs:subPropertyOf schema:containedInPlace .
lcg:UniversityCity owl:equivalentClass [ owl:intersectionOf ( lcg:LearningCity
  [ a owl:Restriction ; owl:onProperty lcg:involvesSector ; owl:hasValue :university ] ) ] .
"""
REFERENCE = ":up lcg:sector :university ."
RECORD = ":phayao lcg:hasParticipation :p . :p lcg:lead :up . :tk lcg:locatedInCity :phayao ."


def test_useful_facts_are_those_in_our_terms_and_types_of_vocabularies_we_align_with() -> None:
    assert closed(ONTOLOGY, RECORD, REFERENCE).facts == triples(
        """:phayao a lcg:LearningCity , schema:Place , prov:Entity , lcg:UniversityCity ;
             lcg:leadOrganization :up ; lcg:involvesOrganization :up ;
             lcg:involvesSector :university .
           :p a lcg:Participation ."""
    )


def test_facts_in_foreign_terms_are_known_but_not_kept() -> None:
    closure = closed(ONTOLOGY, RECORD)
    derivation = closure.explain(triple(":tk schema:containedInPlace :phayao ."))
    assert derivation is not None
    assert derivation.rules == ("prp-spo1",)


def test_types_of_rdf_rdfs_and_owl_are_not_kept() -> None:
    ontology = (
        "lcg:A rdfs:subClassOf owl:Thing , rdfs:Resource , lcg:B . lcg:p rdfs:range rdf:List ."
    )
    assert closed(ontology, ":a a lcg:A ; lcg:p :l .").facts == triples(":a a lcg:B .")


def test_nothing_is_said_of_blank_nodes_and_literals() -> None:
    ontology = """lcg:p owl:inverseOf lcg:q ; rdfs:range lcg:C .
                  lcg:code rdfs:subPropertyOf lcg:id ; rdfs:range lcg:D ;
                    owl:inverseOf lcg:codeOf ."""
    closure = closed(ontology, "_:b lcg:p :x . :y lcg:p _:c . :z lcg:code '1' .")
    assert closure.facts == triples(":x a lcg:C . :z lcg:id '1' .")


def test_what_the_record_or_the_background_says_is_not_inferred_again() -> None:
    rules, background = world(ONTOLOGY, REFERENCE + ":phayao a schema:Place .")
    record = triples(RECORD + ":phayao lcg:leadOrganization :up .")
    facts = expect(Closure, rules.closure(record, background)).facts
    assert facts.isdisjoint(record)
    assert triple(":phayao a schema:Place .") not in facts
    assert triple(":phayao lcg:involvesOrganization :up .") in facts


def test_what_follows_from_the_background_alone_is_in_its_own_ledger() -> None:
    rules, background = world(ONTOLOGY, REFERENCE + ":th lcg:hasParticipation :q .")
    assert background.facts == triples(
        ":th a lcg:LearningCity , schema:Place , prov:Entity . :q a lcg:Participation ."
    )
    facts = expect(Closure, rules.closure(triples(RECORD), background)).facts
    assert facts.isdisjoint(background.facts)


def test_a_closure_depends_on_its_record_and_background_alone() -> None:
    rules, background = world(ONTOLOGY, REFERENCE)
    record = sorted(triples(RECORD), key=str)
    facts = expect(Closure, rules.closure(record, background)).facts
    expect(Closure, rules.closure(triples(":a lcg:hasParticipation :b ."), background))
    again = expect(Closure, rules.closure([*reversed(record), *record], background)).facts
    assert again == facts
    assert expect(Background, rules.background(triples(REFERENCE))).facts == background.facts


def test_an_empty_record_has_an_empty_closure() -> None:
    rules, background = world(ONTOLOGY, REFERENCE)
    assert expect(Closure, rules.closure((), background)).facts == frozenset()


def test_a_derivation_leads_through_every_axiom_to_what_was_stated() -> None:
    derivation = closed(ONTOLOGY, RECORD, REFERENCE).explain(
        triple(":phayao a lcg:UniversityCity .")
    )
    assert derivation is not None
    assert [step.rules for step in derivation.steps if not step.is_asserted] == [
        ("cax-eqc2", "cls-int1", "cls-hv2"),
        ("prp-dom",),
        ("prp-spo2",),
        ("prp-spo1",),
        ("prp-spo2",),
    ]
    assert [axiom.statement for axiom in derivation.axioms] == [
        "EquivalentClasses(lcg:UniversityCity ObjectIntersectionOf(lcg:LearningCity"
        " ObjectHasValue(lcg:involvesSector id:university)))",
        "ObjectPropertyDomain(lcg:hasParticipation lcg:LearningCity)",
        "SubObjectPropertyOf(ObjectPropertyChain(lcg:involvesOrganization lcg:sector)"
        " lcg:involvesSector)",
        "SubObjectPropertyOf(lcg:leadOrganization lcg:involvesOrganization)",
        "SubObjectPropertyOf(ObjectPropertyChain(lcg:hasParticipation lcg:lead)"
        " lcg:leadOrganization)",
    ]
    assert derivation.asserted == triples(
        ":phayao lcg:hasParticipation :p . :p lcg:lead :up . :up lcg:sector :university ."
    )


def test_a_stated_fact_is_its_own_derivation_even_if_it_would_follow() -> None:
    derivation = closed(ONTOLOGY, RECORD + ":phayao lcg:leadOrganization :up .").explain(
        triple(":phayao lcg:leadOrganization :up .")
    )
    assert derivation is not None
    assert derivation.is_asserted
    assert derivation.premises == ()


def test_a_stated_fact_that_no_axiom_speaks_of_is_known_as_stated() -> None:
    label = ":phayao rdfs:label 'พะเยา'@th ."
    derivation = closed(ONTOLOGY, RECORD + label).explain(triple(label))
    assert derivation is not None
    assert derivation.is_asserted


@pytest.mark.parametrize("unknown", [":nobody a lcg:LearningCity .", ":up a lcg:LearningCity ."])
def test_what_does_not_follow_has_no_derivation(unknown: str) -> None:
    assert closed(ONTOLOGY, RECORD, REFERENCE).explain(triple(unknown)) is None


def test_facts_of_the_background_are_explained_from_a_closure_too() -> None:
    rules, background = world("lcg:A rdfs:subClassOf lcg:B .", ":a a lcg:A .")
    closure = expect(Closure, rules.closure(triples(":b a lcg:A ."), background))
    for source in (closure, background):
        derivation = source.explain(triple(":a a lcg:B ."))
        assert derivation is not None
        assert derivation.asserted == triples(":a a lcg:A .")
    assert background.explain(triple(":b a lcg:B .")) is None


def test_every_useful_fact_has_a_derivation_without_circles() -> None:
    ontology = """lcg:r a owl:SymmetricProperty , owl:TransitiveProperty .
                  lcg:p owl:inverseOf lcg:q ; rdfs:subPropertyOf lcg:r .
                  lcg:A owl:equivalentClass lcg:B ."""
    record = triples(
        ":a lcg:p :b . :b lcg:p :c . :c lcg:q :b ; lcg:r :a . :a a lcg:A . :b a lcg:B ."
    )
    rules, background = world(ontology)
    closure = expect(Closure, rules.closure(record, background))
    assert closure.facts
    for fact in closure.facts:
        derivation = closure.explain(fact)
        assert derivation is not None
        assert derivation.asserted <= record
        for step in derivation.steps:
            assert fact not in {below.fact for premise in step.premises for below in premise.steps}


def test_a_derivation_as_deep_as_the_record_is_long_is_explained() -> None:
    ontology = "\n".join(f"lcg:C{n} rdfs:subClassOf lcg:C{n + 1} ." for n in range(3000))
    derivation = closed(ontology, ":a a lcg:C0 .").explain(triple(":a a lcg:C3000 ."))
    assert derivation is not None
    assert len(derivation.steps) == 3001
    assert derivation.asserted == triples(":a a lcg:C0 .")


HOSTILE = {
    "one long chain of a transitive property": (
        "lcg:p a owl:TransitiveProperty .",
        "\n".join(f":n{n} lcg:p :n{n + 1} ." for n in range(1500)),
    ),
    "everything equal to everything": (
        "lcg:p a owl:FunctionalProperty .",
        ":a lcg:p " + " , ".join(f":n{n}" for n in range(1500)) + " .",
    ),
    "a hub that a chain crosses": (
        "lcg:r owl:propertyChainAxiom ( lcg:p lcg:q ) .",
        "\n".join(f":n{n} lcg:p :hub . :hub lcg:q :m{n} ." for n in range(1500)),
    ),
    "a hub that a chain crosses in vain": (
        "lcg:r owl:propertyChainAxiom ( lcg:p lcg:p lcg:q ) .",
        "\n".join(f":n{n} lcg:p :hub . :hub lcg:p :m{n} ." for n in range(1500)),
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_record_that_would_grow_without_measure_is_given_up(name: str) -> None:
    ontology, record = HOSTILE[name]
    rules, background = world(ontology)
    outcome = rules.closure(triples(record), background, budget=20_000)
    assert outcome == Overflow(20_000)


def test_a_background_that_would_grow_without_measure_is_given_up() -> None:
    ontology, data = HOSTILE["one long chain of a transitive property"]
    assert rules_of(ontology).background(triples(data), budget=20_000) == Overflow(20_000)


def test_a_record_beside_others_costs_no_more_steps_for_a_larger_background() -> None:
    """The budget counts steps: enough without neighbours is enough beside thousands."""
    neighbours = "\n".join(
        f":c{n} lcg:hasParticipation :q{n} . :q{n} lcg:lead :o{n} ." for n in range(3000)
    )
    steps = 40
    for reference in (REFERENCE, REFERENCE + neighbours):
        rules, background = world(ONTOLOGY, reference)
        expect(Closure, rules.closure(triples(RECORD), background, budget=steps))
        assert rules.closure(triples(RECORD), background, budget=10) == Overflow(10)
