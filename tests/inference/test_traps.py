"""The traps T1 to T14 of section 2.2 of the model, each as a world that would fall into it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lcgraph.inference import AxiomKind, Closure, CompiledRules, Unsupported, compile
from lcgraph.inference.reading import states_axiom
from lcgraph.knowledge import Knowledge
from lcgraph.vocabulary import BASE, GRAPH, LCG, OWL, SKOS
from tests.inference.worlds import clashing, closed, expect, triple, triples, world

FACTORS = """
lcg:onFactor a owl:FunctionalProperty .
factor:mindset owl:differentFrom factor:capacity .
"""

THEMES = """
lcg:hasTheme rdfs:subPropertyOf lcg:themeWithin .
lcg:themeWithin owl:propertyChainAxiom ( lcg:hasTheme skos:broaderTransitive ) .
skos:broader rdfs:subPropertyOf skos:broaderTransitive .
skos:broaderTransitive a owl:TransitiveProperty .
lcg:limitedIn owl:propertyChainAxiom ( lcg:hasObservation lcg:hasLimitation lcg:themeWithin ) .
lcg:aboutPlace owl:inverseOf lcg:hasObservation .
"""

TECHNOLOGY_GAP = """
lcg:CityWithTechnologyGap owl:equivalentClass [ owl:intersectionOf ( lcg:LearningCity
  [ a owl:Restriction ; owl:onProperty lcg:limitedIn ; owl:hasValue theme:technology ] ) ] .
"""


@pytest.fixture(scope="module")
def shipped() -> CompiledRules:
    return expect(CompiledRules, compile(Knowledge().graphs()[GRAPH.ontology]))


def test_t1_two_values_of_a_functional_property_are_an_error_only_where_they_differ() -> None:
    merged = closed("lcg:onFactor a owl:FunctionalProperty .", ":o lcg:onFactor :a , :b .")
    assert triple(":a owl:sameAs :b .") in merged.facts
    clashing(FACTORS, ":o lcg:onFactor factor:mindset , factor:capacity .")


def test_t1_no_functional_property_but_on_factor(shipped: CompiledRules) -> None:
    merging = {AxiomKind.FUNCTIONAL, AxiomKind.INVERSE_FUNCTIONAL}
    assert [a.terms for a in shipped.axioms if a.kind in merging] == [(LCG.onFactor,)]


def test_t2_all_different_holds_against_inferred_equality_for_its_last_member_too() -> None:
    contradictions = clashing(
        """lcg:onFactor a owl:FunctionalProperty .
           [] a owl:AllDifferent ; owl:distinctMembers ( factor:a factor:b factor:c ) .""",
        ":o lcg:onFactor factor:a , factor:c .",
    ).contradictions
    assert [contradiction.rule for contradiction in contradictions] == ["eq-diff2"]


def test_t2_the_six_factors_differ_pair_by_pair(shipped: CompiledRules) -> None:
    pairs = {
        frozenset((t.subject, t.object))
        for t in shipped.ontology
        if t.predicate == OWL.differentFrom
    }
    assert len(pairs) == 15
    assert len(frozenset().union(*pairs)) == 6


def test_t3_a_key_on_observations_would_merge_the_readings_of_two_sources() -> None:
    keyed = "lcg:FactorObservation owl:hasKey ( lcg:aboutPlace lcg:onFactor ) ."
    reading = "a lcg:FactorObservation ; lcg:aboutPlace :yala ; lcg:onFactor factor:mindset ."
    readings = f":x {reading} :y {reading}"
    assert closed(keyed, readings).facts == triples(":x owl:sameAs :y . :y owl:sameAs :x .")


def test_t3_no_key_but_the_code_of_an_administrative_unit(shipped: CompiledRules) -> None:
    keys = [axiom.terms for axiom in shipped.axioms if axiom.kind is AxiomKind.HAS_KEY]
    assert keys == [(LCG.AdministrativeUnit, LCG.isoCode)]


def test_t4_disjointness_of_chained_properties_is_refused() -> None:
    outcome = compile(
        triples(
            """lcg:leadOrganization owl:propertyChainAxiom ( lcg:hasParticipation lcg:lead ) ;
                 owl:propertyDisjointWith lcg:partnerOrganization .
               lcg:partnerOrganization
                 owl:propertyChainAxiom ( lcg:hasParticipation lcg:partner ) ."""
        )
    )
    refusals = expect(Unsupported, outcome).refusals
    assert all("OWL 2 DL forbids" in refusal.reason.en for refusal in refusals)


def test_t5_a_chain_on_itself_is_refused() -> None:
    outcome = compile(triples("lcg:themeWithin owl:propertyChainAxiom ( lcg:themeWithin lcg:q ) ."))
    assert "leads back" in expect(Unsupported, outcome).refusals[0].reason.en


def test_t6_types_from_domains_are_inferred_and_leave_the_record_as_it_was() -> None:
    record = triples(":park lcg:hasParticipation :p .")
    rules, background = world("lcg:hasParticipation rdfs:domain lcg:LearningCity .")
    closure = expect(Closure, rules.closure(record, background))
    assert closure.facts == triples(":park a lcg:LearningCity .")
    assert record == triples(":park lcg:hasParticipation :p .")


def test_t7_a_limitation_reaches_broader_themes_and_never_narrower_ones() -> None:
    closure = closed(
        THEMES,
        ":yala lcg:hasObservation :o . :o lcg:hasLimitation :f . :f lcg:hasTheme theme:options .",
        """theme:options skos:broader theme:technology . theme:technology skos:broader theme:means .
           theme:wifi skos:broader theme:options .""",
    )
    limited = {fact.object for fact in closure.facts if fact.predicate == LCG.limitedIn}
    within = ("options", "technology", "means")
    assert limited == {triple(f":f lcg:hasTheme theme:{name} .").object for name in within}


def test_t8_close_and_exact_matches_chain_nothing_together() -> None:
    matches = "theme:a skos:exactMatch :wikidata . theme:b skos:exactMatch :wikidata ."
    assert closed(THEMES, matches + " :f lcg:hasTheme theme:a .").facts == triples(
        ":f lcg:themeWithin theme:a ."
    )


def test_t8_the_shipped_data_identify_nothing_with_anything_outside() -> None:
    knowledge = Knowledge()
    shipped = knowledge.record_triples().union(*knowledge.graphs().values())
    fusing = [t for t in shipped if t.predicate in (OWL.sameAs, SKOS.exactMatch)]
    assert [t for t in fusing if not str(t.object).startswith("<" + BASE)] == []


def test_t9_schema_org_by_http_is_another_class() -> None:
    insecure = "<http://schema.org/Place> a owl:Class ."
    ontology = "lcg:LearningSpace rdfs:subClassOf schema:Place ."
    closure = closed(ontology + insecure, ":s a <http://schema.org/Place> , lcg:LearningSpace .")
    assert closure.facts == triples(":s a schema:Place .")


def test_t9_the_shipped_ontology_names_schema_org_by_https_only(shipped: CompiledRules) -> None:
    assert [t for t in shipped.ontology if "http://schema.org" in str(t)] == []


def test_t10_no_axioms_of_others_come_along(shipped: CompiledRules) -> None:
    own = str(LCG)
    foreign = [
        axiom.statement
        for axiom in shipped.axioms
        if not any(term.value.startswith(own) for term in axiom.terms)
    ]
    assert set(foreign) <= {
        "SubObjectPropertyOf(skos:broader skos:broaderTransitive)",
        "TransitiveObjectProperty(skos:broaderTransitive)",
    }


def test_t11_a_mistyped_passage_is_typed_all_the_same() -> None:
    closure = closed("lcg:evidencedBy rdfs:range lcg:Passage .", ":f lcg:evidencedBy :psg-typo .")
    assert closure.facts == triples(":psg-typo a lcg:Passage .")


def test_t12_a_theme_is_no_factor(shipped: CompiledRules) -> None:
    clashing(
        "lcg:Theme owl:disjointWith lcg:SupportingFactor .",
        ":x a lcg:Theme , lcg:SupportingFactor .",
    )
    disjoint = [set(a.terms) for a in shipped.axioms if a.kind is AxiomKind.DISJOINT_CLASSES]
    assert any({LCG.Theme, LCG.SupportingFactor} <= terms for terms in disjoint)


def test_t13_an_impossible_date_is_reported_and_printed_nowhere(
    capfd: pytest.CaptureFixture[str],
) -> None:
    (contradiction,) = clashing("", ':a lcg:accepted "2026-02-30"^^xsd:date .').contradictions
    assert contradiction.message.en == "“2026-02-30” is not a valid value of the datatype xsd:date."
    assert contradiction.asserted == triples(':a lcg:accepted "2026-02-30"^^xsd:date .')
    assert capfd.readouterr() == ("", "")


def test_t14_a_country_with_the_limitation_of_a_city_is_no_city() -> None:
    record = """:yala a lcg:LearningCity ; lcg:hasObservation :o . :o lcg:hasLimitation :f .
                :f lcg:hasTheme theme:technology ."""
    country = """:th a schema:Country ; lcg:hasObservation :p . :p lcg:hasLimitation :g .
                 :g lcg:hasTheme theme:technology ."""
    closure = closed(THEMES + TECHNOLOGY_GAP, record, country)
    gaps = {fact.subject for fact in closure.facts if fact.object == LCG.CityWithTechnologyGap}
    assert gaps == {triple(":yala a lcg:LearningCity .").subject}


def test_t14_no_defined_class_types_what_is_not_a_city_already(shipped: CompiledRules) -> None:
    """Whatever concludes LearningCity for a node must not rest on a value of that node alone."""
    definitions = [a for a in shipped.axioms if a.kind is AxiomKind.EQUIVALENT_CLASSES]
    defined = {axiom.terms[0] for axiom in definitions}
    assert defined
    assert all(LCG.LearningCity in axiom.terms[1:] for axiom in definitions)
    parents = [a for a in shipped.axioms if a.kind is AxiomKind.SUB_CLASS and a.terms[0] in defined]
    assert [a.statement for a in parents if LCG.LearningCity in a.terms] == []


def test_the_shipped_ontology_states_axioms_and_the_rest_states_facts(
    shipped: CompiledRules,
) -> None:
    knowledge = Knowledge()
    graphs = knowledge.graphs()
    data = set(knowledge.record_triples()).union(
        *(graphs[name] for name in graphs if name not in (GRAPH.ontology, GRAPH.shapes))
    )
    assert [t for t in data if states_axiom(t)] == []
    assert shipped.axioms


def test_inference_imports_neither_rdflib_nor_owlrl() -> None:
    code = "import sys, lcgraph.inference; print({'rdflib', 'owlrl', 'pyshacl'} & set(sys.modules))"
    source = str(Path(__file__).parents[2] / "src")
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {source!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "set()"
