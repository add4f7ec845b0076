"""Every supported kind of axiom: what follows, by which rule, and what just does not."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from lcgraph.inference import AxiomKind, Closure
from tests.inference.worlds import closed, expect, rules_of, triple, triples, world


class Case(NamedTuple):
    ontology: str
    record: str
    fact: str
    rules: tuple[str, ...]
    near_miss: str
    also: str = ""
    """Further facts that follow from the record."""


CASES = {
    "subClassOf": Case(
        "lcg:Strength rdfs:subClassOf lcg:Finding .",
        ":f a lcg:Strength .",
        ":f a lcg:Finding .",
        ("cax-sco",),
        ":f a lcg:Limitation .",
    ),
    "subClassOf a class of another vocabulary": Case(
        "lcg:LearningSpace rdfs:subClassOf schema:Place .",
        ":s a lcg:LearningSpace .",
        ":s a schema:Place .",
        ("cax-sco",),
        ":s a schema:Event .",
    ),
    "equivalentClass, forwards": Case(
        "lcg:Member owl:equivalentClass lcg:Signatory .",
        ":c a lcg:Member .",
        ":c a lcg:Signatory .",
        ("cax-eqc1",),
        ":c a lcg:City .",
    ),
    "equivalentClass, backwards": Case(
        "lcg:Member owl:equivalentClass lcg:Signatory .",
        ":c a lcg:Signatory .",
        ":c a lcg:Member .",
        ("cax-eqc2",),
        ":c lcg:member lcg:Signatory .",
    ),
    "intersectionOf on the left": Case(
        "[] owl:intersectionOf ( lcg:City lcg:Member ) ; rdfs:subClassOf lcg:MemberCity .",
        ":c a lcg:City , lcg:Member .",
        ":c a lcg:MemberCity .",
        ("cax-sco", "cls-int1"),
        ":c a lcg:City . :d a lcg:Member .",
    ),
    "intersectionOf three": Case(
        "[] owl:intersectionOf ( lcg:A lcg:B lcg:C ) ; rdfs:subClassOf lcg:D .",
        ":c a lcg:A , lcg:B , lcg:C .",
        ":c a lcg:D .",
        ("cax-sco", "cls-int1"),
        ":c a lcg:A , lcg:C .",
    ),
    "intersectionOf on the right": Case(
        "lcg:MemberCity rdfs:subClassOf [ owl:intersectionOf ( lcg:City lcg:Member ) ] .",
        ":c a lcg:MemberCity .",
        ":c a lcg:City .",
        ("cls-int2", "cax-sco"),
        ":c a lcg:Other .",
        also=":c a lcg:Member .",
    ),
    "a class that is itself an intersection": Case(
        "lcg:MemberCity owl:intersectionOf ( lcg:City lcg:Member ) .",
        ":c a lcg:City , lcg:Member .",
        ":c a lcg:MemberCity .",
        ("cax-eqc2", "cls-int1"),
        ":c a lcg:City .",
    ),
    "unionOf on the left": Case(
        "[] owl:unionOf ( lcg:Strength lcg:Limitation ) ; rdfs:subClassOf lcg:Finding .",
        ":f a lcg:Limitation .",
        ":f a lcg:Finding .",
        ("cax-sco", "cls-uni"),
        ":f a lcg:Practice .",
    ),
    "hasValue on the left": Case(
        """[] a owl:Restriction ; owl:onProperty lcg:under ; owl:hasValue :gnlc ;
             rdfs:subClassOf lcg:Member .""",
        ":c lcg:under :gnlc .",
        ":c a lcg:Member .",
        ("cax-sco", "cls-hv2"),
        ":c lcg:under :uccn . :gnlc lcg:under :c .",
    ),
    "hasValue on the right": Case(
        """lcg:Member rdfs:subClassOf
             [ a owl:Restriction ; owl:onProperty lcg:under ; owl:hasValue :gnlc ] .""",
        ":c a lcg:Member .",
        ":c lcg:under :gnlc .",
        ("cls-hv1", "cax-sco"),
        ":c a lcg:City .",
    ),
    "hasValue a literal": Case(
        """[] a owl:Restriction ; owl:onProperty lcg:code ; owl:hasValue "TH" ;
             rdfs:subClassOf lcg:Thai .""",
        ':c lcg:code "TH" .',
        ":c a lcg:Thai .",
        ("cax-sco", "cls-hv2"),
        ':c lcg:code "TH"@en .',
    ),
    "equivalentClass of a class with a value (O6)": Case(
        """lcg:Gap owl:equivalentClass [ owl:intersectionOf ( lcg:City
             [ a owl:Restriction ; owl:onProperty lcg:limitedIn ; owl:hasValue theme:t ] ) ] .""",
        ":c a lcg:City ; lcg:limitedIn theme:t .",
        ":c a lcg:Gap .",
        ("cax-eqc2", "cls-int1", "cls-hv2"),
        ":th a lcg:Country ; lcg:limitedIn theme:t . :c a lcg:City ; lcg:limitedIn theme:u .",
    ),
    "someValuesFrom a class": Case(
        """[] a owl:Restriction ; owl:onProperty lcg:partner ; owl:someValuesFrom lcg:University ;
             rdfs:subClassOf lcg:Anchored .""",
        ":c lcg:partner :u . :u a lcg:University .",
        ":c a lcg:Anchored .",
        ("cax-sco", "cls-svf1"),
        ":c lcg:partner :u . :v a lcg:University .",
    ),
    "someValuesFrom owl:Thing (O8)": Case(
        """[] owl:intersectionOf ( lcg:City
             [ a owl:Restriction ; owl:onProperty lcg:limitedIn ; owl:someValuesFrom owl:Thing ] ) ;
             rdfs:subClassOf lcg:Limited .""",
        ":c a lcg:City ; lcg:limitedIn theme:t .",
        ":c a lcg:Limited .",
        ("cax-sco", "cls-int1", "cls-svf2"),
        ":th lcg:limitedIn theme:t . :c a lcg:City .",
    ),
    "someValuesFrom within someValuesFrom": Case(
        """[] a owl:Restriction ; owl:onProperty lcg:p ; owl:someValuesFrom
             [ a owl:Restriction ; owl:onProperty lcg:q ; owl:someValuesFrom lcg:C ] ;
             rdfs:subClassOf lcg:D .""",
        ":a lcg:p :b . :b lcg:q :c . :c a lcg:C .",
        ":a a lcg:D .",
        ("cax-sco", "cls-svf1", "cls-svf1"),
        ":a lcg:p :b . :b lcg:p :c . :c a lcg:C .",
    ),
    "someValuesFrom an inverse": Case(
        """[] a owl:Restriction ; owl:onProperty [ owl:inverseOf lcg:mentors ] ;
             owl:someValuesFrom owl:Thing ; rdfs:subClassOf lcg:Mentored .""",
        ":a lcg:mentors :b .",
        ":b a lcg:Mentored .",
        ("cax-sco", "cls-svf2"),
        ":a lcg:advises :b .",
    ),
    "allValuesFrom on the right": Case(
        """lcg:Team rdfs:subClassOf
             [ a owl:Restriction ; owl:onProperty lcg:member ; owl:allValuesFrom lcg:Person ] .""",
        ":t a lcg:Team ; lcg:member :p .",
        ":p a lcg:Person .",
        ("cls-avf", "cax-sco"),
        ":t lcg:member :p . :u a lcg:Team .",
    ),
    "subPropertyOf": Case(
        "lcg:lead rdfs:subPropertyOf lcg:participant .",
        ":p lcg:lead :o .",
        ":p lcg:participant :o .",
        ("prp-spo1",),
        ":p lcg:partner :o .",
    ),
    "subPropertyOf between data properties": Case(
        "lcg:isoCode rdfs:subPropertyOf lcg:code .",
        ':p lcg:isoCode "TH" .',
        ':p lcg:code "TH" .',
        ("prp-spo1",),
        ':p lcg:name "TH" .',
    ),
    "equivalentProperty, forwards": Case(
        "lcg:near owl:equivalentProperty lcg:close .",
        ":a lcg:near :b .",
        ":a lcg:close :b .",
        ("prp-eqp1",),
        ":a lcg:far :b .",
    ),
    "equivalentProperty, backwards": Case(
        "lcg:near owl:equivalentProperty lcg:close .",
        ":a lcg:close :b .",
        ":a lcg:near :b .",
        ("prp-eqp2",),
        ":a lcg:far :b .",
    ),
    "inverseOf, forwards": Case(
        "lcg:mentors owl:inverseOf lcg:mentoredBy .",
        ":a lcg:mentors :b .",
        ":b lcg:mentoredBy :a .",
        ("prp-inv1",),
        ":a lcg:advises :b .",
    ),
    "inverseOf, backwards": Case(
        "lcg:mentors owl:inverseOf lcg:mentoredBy .",
        ":a lcg:mentoredBy :b .",
        ":b lcg:mentors :a .",
        ("prp-inv2",),
        ":a lcg:advises :b .",
    ),
    "propertyChainAxiom of one": Case(
        "lcg:leads owl:propertyChainAxiom ( lcg:lead ) .",
        ":a lcg:lead :b .",
        ":a lcg:leads :b .",
        ("prp-spo2",),
        ":a lcg:partner :b .",
    ),
    "propertyChainAxiom of two (O2)": Case(
        "lcg:leadOrganization owl:propertyChainAxiom ( lcg:hasParticipation lcg:lead ) .",
        ":c lcg:hasParticipation :p . :p lcg:lead :o .",
        ":c lcg:leadOrganization :o .",
        ("prp-spo2",),
        ":c lcg:hasParticipation :p . :q lcg:lead :o . :p lcg:partner :o .",
    ),
    "propertyChainAxiom of three (O4)": Case(
        """lcg:limitedIn owl:propertyChainAxiom
             ( lcg:hasObservation lcg:hasLimitation lcg:within ) .""",
        ":c lcg:hasObservation :o . :o lcg:hasLimitation :f . :f lcg:within theme:t .",
        ":c lcg:limitedIn theme:t .",
        ("prp-spo2",),
        ":c lcg:hasObservation :o . :o lcg:hasStrength :f . :f lcg:within theme:t .",
    ),
    "propertyChainAxiom of four that turns back": Case(
        """lcg:peer owl:propertyChainAxiom
             ( lcg:has lcg:on [ owl:inverseOf lcg:on ] [ owl:inverseOf lcg:has ] ) .""",
        ":a lcg:has :x . :x lcg:on theme:t . :b lcg:has :y . :y lcg:on theme:t .",
        ":a lcg:peer :b .",
        ("prp-spo2",),
        ":a lcg:has :x . :x lcg:off theme:t .",
        also=":b lcg:peer :a . :a lcg:peer :a . :b lcg:peer :b .",
    ),
    "propertyChainAxiom with one property twice": Case(
        "lcg:grandparent owl:propertyChainAxiom ( lcg:parent lcg:parent ) .",
        ":a lcg:parent :b . :b lcg:parent :c .",
        ":a lcg:grandparent :c .",
        ("prp-spo2",),
        ":a lcg:parent :b . :c lcg:parent :b .",
    ),
    "TransitiveProperty": Case(
        "lcg:within a owl:TransitiveProperty .",
        ":a lcg:within :b . :b lcg:within :c .",
        ":a lcg:within :c .",
        ("prp-trp",),
        ":a lcg:within :b . :c lcg:within :b .",
    ),
    "TransitiveProperty of another vocabulary (O5)": Case(
        "skos:broaderTransitive a owl:TransitiveProperty .",
        "theme:a skos:broaderTransitive theme:b . theme:b skos:broaderTransitive theme:c .",
        "theme:a skos:broaderTransitive theme:c .",
        ("prp-trp",),
        "theme:a skos:broader theme:b . theme:b skos:broader theme:c .",
    ),
    "SymmetricProperty": Case(
        "lcg:twin a owl:SymmetricProperty .",
        ":a lcg:twin :b .",
        ":b lcg:twin :a .",
        ("prp-symp",),
        ":a lcg:near :b .",
    ),
    "domain": Case(
        "lcg:lead rdfs:domain lcg:Participation .",
        ":p lcg:lead :o .",
        ":p a lcg:Participation .",
        ("prp-dom",),
        ":p lcg:partner :o .",
    ),
    "range": Case(
        "lcg:lead rdfs:range org:Organization .",
        ":p lcg:lead :o .",
        ":o a org:Organization .",
        ("prp-rng",),
        ":p lcg:partner :o .",
    ),
    "FunctionalProperty": Case(
        "lcg:primary a owl:FunctionalProperty .",
        ":a lcg:primary :b , :c .",
        ":b owl:sameAs :c .",
        ("prp-fp",),
        ":a lcg:primary :b . :d lcg:primary :c .",
        also=":c owl:sameAs :b .",
    ),
    "InverseFunctionalProperty": Case(
        "lcg:seatOf a owl:InverseFunctionalProperty .",
        ":a lcg:seatOf :c . :b lcg:seatOf :c .",
        ":a owl:sameAs :b .",
        ("prp-ifp",),
        ":a lcg:seatOf :c , :d .",
        also=":b owl:sameAs :a .",
    ),
    "hasKey (O13)": Case(
        "lcg:AdministrativeUnit owl:hasKey ( lcg:isoCode ) .",
        """:a a lcg:AdministrativeUnit ; lcg:isoCode "TH-57" .
           :b a lcg:AdministrativeUnit ; lcg:isoCode "TH-57" .""",
        ":a owl:sameAs :b .",
        ("prp-key",),
        """:a a lcg:AdministrativeUnit ; lcg:isoCode "TH-57" .
           :b a lcg:AdministrativeUnit ; lcg:isoCode "TH-58" .
           :c lcg:isoCode "TH-57" . :d a lcg:AdministrativeUnit .""",
        also=":b owl:sameAs :a .",
    ),
    "hasKey of two": Case(
        "lcg:Street owl:hasKey ( lcg:city lcg:name ) .",
        """:a a lcg:Street ; lcg:city :c ; lcg:name "x" .
           :b a lcg:Street ; lcg:city :c ; lcg:name "x" .""",
        ":a owl:sameAs :b .",
        ("prp-key",),
        """:a a lcg:Street ; lcg:city :c ; lcg:name "x" .
           :b a lcg:Street ; lcg:city :c ; lcg:name "y" .
           :d a lcg:Street ; lcg:city :e ; lcg:name "x" .""",
        also=":b owl:sameAs :a .",
    ),
}


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
