"""What lies outside the supported axioms is refused by name; nothing stated is passed over."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import BlankNode, NamedNode, Triple

from lcgraph.inference import Axiom, Background, CompiledRules, Unsupported, compile
from lcgraph.inference.axioms import Term
from lcgraph.vocabulary import LCG, OWL, RDF
from tests.inference.worlds import expect, triple, triples, world

REFUSED = {
    "someValuesFrom as a superclass": (
        """lcg:City rdfs:subClassOf
             [ a owl:Restriction ; owl:onProperty lcg:p ; owl:someValuesFrom lcg:C ] .""",
        "ObjectSomeValuesFrom(lcg:p lcg:C) may not stand on the superclass side",
    ),
    "someValuesFrom in an equivalence (O6)": (
        """lcg:Gap owl:equivalentClass
             [ a owl:Restriction ; owl:onProperty lcg:p ; owl:someValuesFrom owl:Thing ] .""",
        "ObjectSomeValuesFrom(lcg:p owl:Thing) may not stand on the superclass side",
    ),
    "allValuesFrom as a subclass": (
        """[] a owl:Restriction ; owl:onProperty lcg:p ; owl:allValuesFrom lcg:C ;
             rdfs:subClassOf lcg:City .""",
        "ObjectAllValuesFrom(lcg:p lcg:C) may not stand on the subclass side",
    ),
    "complementOf as a subclass": (
        "[] owl:complementOf lcg:City ; rdfs:subClassOf lcg:Other .",
        "ObjectComplementOf(lcg:City) may not stand on the subclass side",
    ),
    "complementOf as a definition": (
        "lcg:Other owl:complementOf lcg:City .",
        "ObjectComplementOf(lcg:City) may not stand on the subclass side",
    ),
    "unionOf as a superclass": (
        "lcg:Finding rdfs:subClassOf [ owl:unionOf ( lcg:Strength lcg:Limitation ) ] .",
        "ObjectUnionOf(lcg:Strength lcg:Limitation) may not stand on the superclass side",
    ),
    "owl:Thing as a subclass": (
        "owl:Thing rdfs:subClassOf lcg:City .",
        "owl:Thing may not stand on the subclass side",
    ),
    "maxCardinality 1 (T1)": (
        """lcg:Observation rdfs:subClassOf
             [ a owl:Restriction ; owl:onProperty lcg:aboutPlace ; owl:maxCardinality 1 ] .""",
        "owl:maxCardinality is outside the OWL 2 RL axioms that are supported",
    ),
    "oneOf": (
        "lcg:Factor owl:equivalentClass [ owl:oneOf ( factor:mindset ) ] .",
        "owl:oneOf is outside the OWL 2 RL axioms that are supported",
    ),
    "oneOf of a named class": (
        "lcg:Factor owl:oneOf ( factor:mindset ) .",
        "owl:oneOf is outside the OWL 2 RL axioms that are supported",
    ),
    "hasSelf": (
        """lcg:Narcissist rdfs:subClassOf
             [ a owl:Restriction ; owl:onProperty lcg:likes ; owl:hasSelf true ] .""",
        "owl:hasSelf is outside the OWL 2 RL axioms that are supported",
    ),
    "disjointUnionOf": (
        "lcg:Finding owl:disjointUnionOf ( lcg:Strength lcg:Limitation ) .",
        "owl:disjointUnionOf is outside the OWL 2 RL axioms that are supported",
    ),
    "ReflexiveProperty": (
        "lcg:near a owl:ReflexiveProperty .",
        "owl:ReflexiveProperty is outside the OWL 2 RL axioms that are supported",
    ),
    "a term that OWL does not have": (
        "lcg:near owl:subProperty lcg:close .",
        "owl:subProperty is outside the OWL 2 RL axioms that are supported",
    ),
    "imports (T10)": (
        "<https://w3id.org/lcgraph/ontology> owl:imports <http://www.w3.org/ns/prov-o#> .",
        "owl:imports is not followed",
    ),
    "a restriction that no axiom uses": (
        "[] a owl:Restriction ; owl:onProperty lcg:p ; owl:hasValue :v .",
        "part of no axiom that is understood",
    ),
    "a list that no axiom uses": (
        "( lcg:City ) rdfs:label 'stray' .",
        "part of no axiom that is understood",
    ),
    "a restriction without a property": (
        "[] a owl:Restriction ; owl:hasValue :v ; rdfs:subClassOf lcg:C .",
        "owl:onProperty is malformed",
    ),
    "a restriction on two properties": (
        """[] a owl:Restriction ; owl:onProperty lcg:p , lcg:q ; owl:hasValue :v ;
             rdfs:subClassOf lcg:C .""",
        "owl:onProperty is malformed",
    ),
    "a restriction of two kinds": (
        """[] a owl:Restriction ; owl:onProperty lcg:p ; owl:hasValue :v ;
             owl:someValuesFrom lcg:D ; rdfs:subClassOf lcg:C .""",
        "is malformed",
    ),
    "an empty list": ("lcg:p owl:propertyChainAxiom () .", "rdf:List is malformed"),
    "a broken list": (
        "lcg:p owl:propertyChainAxiom [ rdf:first lcg:q ] .",
        "rdf:rest is malformed",
    ),
    "an endless list": (
        "lcg:p owl:propertyChainAxiom _:l . _:l rdf:first lcg:q ; rdf:rest _:l .",
        "rdf:List is malformed",
    ),
    "an expression without a form": (
        "[] a owl:Class ; rdfs:subClassOf lcg:City .",
        "owl:Class is malformed",
    ),
    "a negative assertion without a target": (
        """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ;
             owl:assertionProperty lcg:p .""",
        "is malformed",
    ),
    "a chain that ends in rdf:type": (
        "rdf:type owl:propertyChainAxiom ( lcg:p lcg:q ) .",
        "rdf:type belongs to the reserved vocabulary",
    ),
    "a super-property owl:sameAs (T8)": (
        "skos:exactMatch rdfs:subPropertyOf owl:sameAs .",
        "owl:sameAs belongs to the reserved vocabulary",
    ),
    "a functional property that a chain defines (T4)": (
        """lcg:lead owl:propertyChainAxiom ( lcg:p lcg:q ) . lcg:lead a owl:FunctionalProperty .""",
        "OWL 2 DL forbids FunctionalObjectProperty on it",
    ),
    "disjoint properties above a chain (T4)": (
        """lcg:lead owl:propertyChainAxiom ( lcg:p lcg:q ) ; rdfs:subPropertyOf lcg:involves .
           lcg:involves owl:propertyDisjointWith lcg:excludes .""",
        "lcg:involves is transitive or follows from a property chain",
    ),
    "an irreflexive inverse of a transitive property (T4)": (
        """lcg:within a owl:TransitiveProperty ; owl:inverseOf lcg:around .
           lcg:around a owl:IrreflexiveProperty .""",
        "lcg:around is transitive or follows from a property chain",
    ),
    "a chain that starts with itself (T5)": (
        "lcg:within owl:propertyChainAxiom ( lcg:within skos:broader ) .",
        "leads back to lcg:within itself",
    ),
    "a chain that comes back through an inverse (T5)": (
        """lcg:p owl:propertyChainAxiom ( lcg:q lcg:r ) . lcg:s owl:inverseOf lcg:p .
           lcg:s rdfs:subPropertyOf lcg:q .""",
        "leads back to lcg:p itself",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_axiom_without_support_is_refused_with_the_reason(name: str) -> None:
    ontology, reason = REFUSED[name]
    outcome = expect(Unsupported, compile(triples(ontology + " lcg:A rdfs:subClassOf lcg:B .")))
    (english,) = {refusal.reason.en for refusal in outcome.refusals}
    assert reason in english


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_speaks_thai_and_points_to_a_statement(name: str) -> None:
    ontology, _ = REFUSED[name]
    for refusal in expect(Unsupported, compile(triples(ontology))).refusals:
        assert any("\u0e00" <= letter <= "\u0e7f" for letter in refusal.reason.th)
        assert "{" not in refusal.reason.th + refusal.reason.en
        assert isinstance(refusal.refused, Axiom) or refusal.refused.predicate is not None


def test_every_axiom_without_support_is_named_at_once() -> None:
    ontology = """lcg:near a owl:ReflexiveProperty . lcg:A owl:oneOf ( :a ) .
        <https://w3id.org/lcgraph/ontology> owl:imports <http://www.w3.org/ns/prov-o#> ."""
    outcome = expect(Unsupported, compile(triples(ontology)))
    named = {str(refusal.refused.predicate) for refusal in outcome.refusals}  # type: ignore[union-attr]
    assert named >= {str(RDF.type), str(OWL.oneOf), str(OWL.imports)}


def test_declarations_annotations_and_facts_are_no_axioms() -> None:
    rules = expect(
        CompiledRules,
        compile(
            triples(
                """<https://w3id.org/lcgraph/ontology> a owl:Ontology ; owl:versionInfo "0.1.0" ;
                     owl:versionIRI <https://w3id.org/lcgraph/ontology/0.1.0> .
                   lcg:City a owl:Class , rdfs:Class ; rdfs:label "เมือง"@th , "city"@en .
                   lcg:p a owl:ObjectProperty , rdf:Property . lcg:q a owl:DatatypeProperty .
                   lcg:r a owl:AnnotationProperty ; rdfs:seeAlso schema:City .
                   lcg:old owl:deprecated true . factor:a a owl:NamedIndividual ;
                     owl:differentFrom factor:b .
                   [] a owl:Axiom ; owl:annotatedSource lcg:p ; owl:annotatedProperty rdfs:domain ;
                     owl:annotatedTarget lcg:City ; rdfs:comment "why"@en ."""
            )
        ),
    )
    assert rules.axioms == ()


def test_an_ontology_from_a_store_without_blank_nodes_gives_the_same_rules() -> None:
    ontology = triples(
        """lcg:Gap owl:equivalentClass [ owl:intersectionOf ( lcg:City
             [ a owl:Restriction ; owl:onProperty lcg:limitedIn ; owl:hasValue theme:t ] ) ] .
           lcg:p owl:propertyChainAxiom ( lcg:q [ owl:inverseOf lcg:r ] ) .
           [] a owl:AllDisjointClasses ; owl:members ( lcg:A lcg:B lcg:C ) ."""
    )
    genid = "https://w3id.org/lcgraph/.well-known/genid/ontology-"

    def named(term: Term) -> Any:
        return NamedNode(genid + term.value) if isinstance(term, BlankNode) else term

    stored = [Triple(named(s), p, named(o)) for s, p, o in ontology]
    assert not any(isinstance(triple.subject, BlankNode) for triple in stored)
    one, other = expect(CompiledRules, compile(ontology)), expect(CompiledRules, compile(stored))
    assert one.axioms == other.axioms
    assert one.clauses == other.clauses


def test_rules_do_not_depend_on_the_order_or_the_blank_node_names_of_the_ontology() -> None:
    text = """[] owl:intersectionOf ( lcg:A lcg:B ) ; rdfs:subClassOf lcg:C .
              lcg:C owl:disjointWith lcg:D ."""
    one = expect(CompiledRules, compile(sorted(triples(text), key=str)))
    other = expect(CompiledRules, compile(sorted(triples(text), key=str, reverse=True)))
    assert one.axioms == other.axioms
    assert one.clauses == other.clauses


DATA = {
    "an axiom": ("lcg:Theme rdfs:subClassOf lcg:City .", "The data state an axiom"),
    "a characteristic": ("lcg:p a owl:FunctionalProperty .", "The data state an axiom"),
    "an anonymous type": (":a a [ rdfs:label 'x' ] .", "use a class without a name"),
    "an equality of a class": (
        "lcg:City owl:sameAs lcg:Town .",
        "Makes lcg:City, a class or property, the same as another thing",
    ),
    "an equality of a property": (
        ":x owl:sameAs lcg:mentors .",
        "Makes lcg:mentors, a class or property, the same as another thing",
    ),
    "an equality of a predicate that only the data use": (
        ":x owl:sameAs lcg:note . :y lcg:note 'z' .",
        "Makes lcg:note, a class or property, the same as another thing",
    ),
    "an equality with a literal": (":x owl:sameAs 'Yala' .", "a thing is the same as a literal"),
}


@pytest.mark.parametrize("name", DATA)
def test_a_record_may_state_facts_only(name: str) -> None:
    record, reason = DATA[name]
    rules, background = world("lcg:mentors rdfs:domain lcg:City .")
    outcome = expect(Unsupported, rules.closure(triples(record), background))
    assert reason in outcome.refusals[0].reason.en


@pytest.mark.parametrize("name", DATA)
def test_reference_data_may_state_facts_only(name: str) -> None:
    data, reason = DATA[name]
    rules, _ = world("lcg:mentors rdfs:domain lcg:City .")
    outcome = expect(Unsupported, rules.background(triples(data)))
    assert reason in outcome.refusals[0].reason.en


def test_a_refused_record_is_told_every_axiom_it_states() -> None:
    rules, background = world("")
    record = triples("lcg:A rdfs:subClassOf lcg:B . lcg:p a owl:TransitiveProperty . :a lcg:p :b .")
    outcome = expect(Unsupported, rules.closure(record, background))
    assert {refusal.refused for refusal in outcome.refusals} == record - {triple(":a lcg:p :b .")}


def test_the_ontology_itself_may_come_again_among_the_data() -> None:
    rules, _ = world("lcg:A rdfs:subClassOf lcg:B .")
    assert isinstance(rules.background(rules.ontology), Background)


def test_triple_terms_are_data_like_any_other() -> None:
    rules, background = world("lcg:p rdfs:subPropertyOf lcg:q .")
    quoted = Triple(NamedNode("https://w3id.org/lcgraph/id/a"), LCG.p, LCG.x)
    record = [Triple(NamedNode("https://w3id.org/lcgraph/id/b"), LCG.p, quoted)]
    closure = rules.closure(record, background)
    assert not isinstance(closure, Unsupported)
    nonsense = [Triple(LCG.A, OWL.equivalentClass, quoted)]
    assert isinstance(compile(nonsense), Unsupported)
