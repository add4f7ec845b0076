"""The shapes themselves: complete, bilingual, valid, and in step with the ontology."""

from __future__ import annotations

import re
from collections import Counter

import pyshacl
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from lcgraph.validation import Severity, tally
from lcgraph.vocabulary import DCTERMS, LCG, LCS, RDF, RDFS, SH, XSD
from tests.shapes import oracle
from tests.shapes.sample import HERE, IDENTIFIERS, compiled, read, shapes

ONTOLOGY = HERE.parents[1] / "ontology"
PREFIXED = re.compile(r"(?<![\w:?$/^-])([a-z]+):([A-Za-z][\w-]*)")


def objects(predicate: NamedNode) -> set[object]:
    return {triple.object for triple in shapes() if triple.predicate == predicate}


def undeclared(terms: set[object]) -> set[object]:
    """Terms that the ontology does not declare; those of RDF, RDFS and XSD need no declaration."""
    known = {triple.subject for triple in read(sorted(ONTOLOGY.glob("**/*.ttl")))}
    return {t for t in terms - known if not any(t in given for given in (RDF, RDFS, XSD, LCS))}


def test_tally_is_counted_from_the_shapes() -> None:
    counted = tally(compiled().constraints.values())
    assert counted == {Severity.VIOLATION: 36, Severity.WARNING: 14, Severity.INFO: 2}


def test_every_constraint_of_the_model_has_one_iri() -> None:
    constraints = compiled().constraints
    assert [c.identifier for c in constraints.values()] == IDENTIFIERS
    assert [c.iri for c in constraints.values()] == [LCS[name] for name in IDENTIFIERS]


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_constraint_speaks_both_languages(identifier: str) -> None:
    constraint = compiled().constraint(identifier)
    for texts in (constraint.messages, constraint.names, constraint.advice):
        assert list(texts) == ["th", "en"]
        assert all(text == text.strip() and "{" not in text for text in texts.values())
    assert re.search("[ก-๙]", constraint.messages["th"])
    assert constraint.messages["en"].isascii()
    assert constraint.messages["en"][-1] in ".?"


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_constraint_has_its_place_in_forms(identifier: str) -> None:
    constraint = compiled().constraint(identifier)
    assert constraint.section in compiled().sections
    assert constraint.order == int(identifier[1:])


def test_parts_of_a_constraint_say_what_it_says() -> None:
    said = {
        (subject, triple.predicate, triple.object)
        for triple in shapes()
        if triple.predicate in (SH.severity, SH.message)
        for subject in [triple.subject]
    }
    parts = [t for t in shapes() if t.predicate == DCTERMS.isPartOf]
    assert len(parts) == 4
    for part in parts:
        own = {(p, o) for s, p, o in said if s == part.subject}
        assert own == {(p, o) for s, p, o in said if s == part.object}


def test_drafts_are_let_off_two_constraints_only() -> None:
    relaxed = {
        c.identifier: c.draft_severity
        for c in compiled().constraints.values()
        if c.draft_severity is not c.severity
    }
    assert relaxed == {"C10": Severity.WARNING, "C25": Severity.WARNING}


def test_blank_nodes_are_list_cells_only() -> None:
    described = {t.predicate for t in shapes() if isinstance(t.subject, BlankNode)}
    assert described <= {RDF.first, RDF.rest}


def test_severity_stands_on_the_shape_not_on_the_query() -> None:
    queries = objects(SH.sparql)
    stated = {t.predicate for t in shapes() if t.subject in queries}
    assert stated == {RDF.type, SH.prefixes, SH.select}


def test_target_classes_are_our_own() -> None:
    assert {term for term in objects(SH.targetClass) if term not in LCG} == set()


def test_shapes_are_valid_by_the_shapes_of_shacl() -> None:
    pyshacl.validate(
        oracle.as_rdflib(frozenset()), shacl_graph=oracle.as_rdflib(shapes()), meta_shacl=True
    )


def test_paths_classes_and_known_properties_are_declared() -> None:
    named = (
        objects(SH.path)
        | objects(SH["class"])
        | objects(SH.targetClass)
        | objects(SH.targetSubjectsOf)
        | objects(SH.targetObjectsOf)
        | objects(SH.lessThanOrEquals)
        | {term for term in objects(RDF.first) if not str(term).startswith("<https://creativecomm")}
    )
    assert undeclared(named) == set()


def test_terms_in_queries_are_declared() -> None:
    prefixes = {
        prefix.object.value: namespace.object.value
        for prefix in shapes()
        if prefix.predicate == SH.prefix and isinstance(prefix.object, Literal)
        for namespace in shapes()
        if namespace.subject == prefix.subject
        and namespace.predicate == SH.namespace
        and isinstance(namespace.object, Literal)
    }
    used = {
        NamedNode(prefixes[prefix] + local)
        for query in objects(SH.select)
        if isinstance(query, Literal)
        for prefix, local in PREFIXED.findall(re.sub(r'"[^"]*"', "", query.value))
    }
    assert undeclared(set(used)) == set()
    assert len(used) > 60


def test_no_query_uses_what_shacl_forbids() -> None:
    for query in objects(SH.select):
        assert isinstance(query, Literal)
        assert not re.search(r"\b(MINUS|VALUES|SERVICE)\b", query.value)


def test_every_message_is_used_once() -> None:
    messages = Counter(
        text for c in compiled().constraints.values() for text in c.messages.values()
    )
    assert {text for text, times in messages.items() if times > 1} == set()
