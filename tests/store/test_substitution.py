"""Terms written into a query give what the engine gives that is told them beside the text."""

from __future__ import annotations

import json

import pyoxigraph
import pytest
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    Variable,
)

from lcgraph.store.substitution import substituted, with_terms

Terms = dict[Variable, NamedNode | BlankNode | Literal | Triple]

_TURTLE = """
PREFIX : <urn:x:>
:yala :name "ยะลา"@th, "Yala"@en ; :partner :a, :b ; :type :city .
:phuket :name "ภูเก็ต"@th, "Phuket"@en ; :partner :b ; :type :city .
:a :name "วิทยาลัย ก"@th . :b :name "B"@en ; :type :city .
"""
_YALA = NamedNode("urn:x:yala")
_ENGLISH = Literal("en")
_HEAD = "PREFIX : <urn:x:> "
_SAME = {
    "a constant column": "SELECT ?thing ?partner { ?thing :partner ?partner }",
    "a column alone": "SELECT DISTINCT ?thing { ?thing :partner ?partner }",
    "a filter": "SELECT ?x ?lang { ?x :name ?name FILTER(LANG(?name) = ?lang) }",
    "optional": "SELECT ?n ?lang { ?x :type ?y OPTIONAL { ?x :name ?n FILTER(LANG(?n)=?lang) } }",
    "negation": "SELECT ?x ?thing { ?x :name ?name MINUS { ?thing :partner ?x } }",
    "existence": "SELECT ?x ?thing { ?x :type :city FILTER NOT EXISTS { ?thing :partner ?x } }",
    "a sub-select": "SELECT ?n ?thing { { SELECT ?thing ?p { ?thing :partner ?p } } ?p :name ?n }",
    "an order": "SELECT ?p ?thing { ?thing :partner ?p } ORDER BY ?thing DESC(?p)",
    "a limit": "SELECT ?thing { ?thing :name ?n } ORDER BY ?n LIMIT 1",
    "another sign": "SELECT $p $thing { $thing :partner $p }",
    "a long name": "SELECT ?p ?things ?thing { ?thing :partner ?p . ?things :type :city }",
    "a string": 'SELECT ?p ?thing ("?thing" AS ?text) { ?thing :partner ?p } # ?thing',
    "a union": "SELECT ?p ?thing { { ?thing :partner ?p } UNION { ?p :partner ?thing } }",
    "a literal as subject": "SELECT ?p ?lang { ?lang :partner ?p }",
    "an expression": "SELECT ?lang (STRLEN(?lang) AS ?n) { ?thing :type :city }",
    "all columns": "SELECT * { ?thing :partner ?p }",
    "a grouping": "SELECT ?thing (COUNT(?p) AS ?n) { ?thing :partner ?p } GROUP BY ?thing",
    "values": "SELECT ?p ?thing { VALUES ?thing { :yala :phuket } ?thing :partner ?p }",
    "values of another": "SELECT ?p ?thing { VALUES ?p { :a :c } ?thing :partner ?p }",
    "a name given": "SELECT ?p ?q ?thing { ?thing :partner ?p BIND(:b AS ?q) }",
}


def _store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(_TURTLE.encode(), format=RdfFormat.TURTLE)
    return store


def _said(results: object) -> object:
    if isinstance(results, pyoxigraph.QuerySolutions):
        document = json.loads(results.serialize(format=QueryResultsFormat.JSON) or b"")
        return sorted(json.dumps(row, sort_keys=True) for row in document["results"]["bindings"])
    if isinstance(results, pyoxigraph.QueryBoolean):
        return bool(results)
    assert isinstance(results, pyoxigraph.QueryTriples)
    return {str(triple) for triple in results}


@pytest.mark.parametrize("case", _SAME)
def test_written_terms_give_the_same_solutions(case: str) -> None:
    store, text = _store(), _HEAD + _SAME[case]
    # The engine takes terms only for variables that are projected.
    terms: Terms = {Variable("thing"): _YALA}
    if "?lang" in text:
        terms = {Variable("lang"): _ENGLISH}
    expected = _said(store.query(text, substitutions=terms))
    asked = with_terms(lambda said, left: store.query(said, substitutions=left), text, terms)
    assert _said(asked) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?x { ?x ?y ?z }", "SELECT  (<urn:t> AS ?x)  {  <urn:t>  ?y ?z }"),
        (
            "SELECT ?y { { SELECT ?x ?y { ?x ?y 1 } } }",
            "SELECT ?y { { SELECT  ?y {  <urn:t>  ?y 1 } } }",
        ),
        ("SELECT ?y { ?y ?x 1 } ORDER BY ?x", "SELECT ?y { ?y  <urn:t>  1 } ORDER BY  (<urn:t>) "),
        ("ASK { FILTER(BOUND(?x)) }", "ASK { FILTER( (true )) }"),
    ],
)
def test_terms_stand_where_variables_stood(text: str, expected: str) -> None:
    assert substituted(text, {"x": "<urn:t>"}) == expected


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?x ?y ?z }",
        "SELECT DISTINCT * { ?x ?y ?z }",
        "SELECT ?y { ?y ?x 1 } GROUP BY ?x ?y",
        "SELECT ?y { VALUES ?x { 1 } ?y ?z ?x }",
        "SELECT ?y { VALUES (?y ?x) { (1 1) } }",
        "SELECT ?y { BIND(1 AS ?x) }",
        "SELECT ?y { ?y ?z 1 { SELECT ?x { ?x ?z 1 } } }",
        "SELECT ?y { ?y ?z ?x } VALUES ?x { 1 }",
    ],
)
def test_where_only_a_variable_may_stand_nothing_is_written(text: str) -> None:
    assert substituted(text, {"x": "<urn:t>"}) is None


def test_a_term_is_bound_and_may_be_counted() -> None:
    # The engine itself takes such a variable for an unbound one, or the query for a wrong one.
    store = _store()
    terms: Terms = {Variable("thing"): _YALA, Variable("lang"): _ENGLISH}
    ask = with_terms(
        lambda said, left: store.query(said, substitutions=left),
        _HEAD + "ASK { ?x :name ?n FILTER(LANG(?n) = ?lang) }",
        terms,
    )
    assert _said(ask) is True
    for text, expected in (
        ('SELECT ?x { ?x :name ?n FILTER(!BOUND(?lang) || LANG(?n) = "th") }', 3),
        ("SELECT ?p (COUNT(?x) AS ?n) { ?x :partner ?p, ?q ; :type ?thing } GROUP BY ?p", 0),
    ):
        found = with_terms(
            lambda said, left: store.query(said, substitutions=left), _HEAD + text, terms
        )
        rows = _said(found)
        assert isinstance(rows, list)
        assert len(rows) == expected


def test_what_looks_like_the_end_of_a_group_stays_within_its_term() -> None:
    store, hostile = _store(), Literal('" } ; DROP ALL # ?thing')
    text = "SELECT ?x { ?x <urn:x:name> ?name FILTER(?name = ?said) }"
    asked = with_terms(
        lambda said, left: store.query(said, substitutions=left), text, {Variable("said"): hostile}
    )
    assert _said(asked) == []
