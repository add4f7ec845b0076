"""Where terms are put into the text of a query, and what stays as it is."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from lcgraph.store.binding import among, bound, with_base
from lcgraph.store.operands import graph_operands, services_of

X = {"_x": NamedNode("http://example.org/x")}
BLOCK = " VALUES ( ?_x ) { ( <http://example.org/x> ) } "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s ?p ?_x }", "SELECT * {% ?s ?p ?_x }"),
        ("SELECT * { ?s ?p $_x }", "SELECT * {% ?s ?p $_x }"),
        ("ASK { ?s ?p ?o }", "ASK {% ?s ?p ?o }"),
        (
            "SELECT * { { ?s ?p ?_x } UNION { ?s ?p ?o } }",
            "SELECT * {% {% ?s ?p ?_x } UNION { ?s ?p ?o } }",
        ),
        (
            "SELECT * { { SELECT ?_x { ?s ?p ?o } GROUP BY ?_x } }",
            "SELECT * {% { SELECT ?_x {% ?s ?p ?o } GROUP BY ?_x } }",
        ),
        (
            "CONSTRUCT { ?_x ?p ?o } WHERE { ?_x ?p ?o }",
            "CONSTRUCT { ?_x ?p ?o } WHERE {% ?_x ?p ?o }",
        ),
        (
            "CONSTRUCT WHERE { ?_x ?p ?o }",
            "CONSTRUCT { ?_x ?p ?o } WHERE {% ?_x ?p ?o }",
        ),
        ("DESCRIBE ?_x", "DESCRIBE ?_x\nWHERE {%}"),
        (
            'SELECT * { ?s ?p "{ ?_x" . # { ?_x\n <http://e/?_x> ?q ?o }',
            'SELECT * {% ?s ?p "{ ?_x" . # { ?_x\n <http://e/?_x> ?q ?o }',
        ),
        ("SELECT * { ?s ?p ?_xy }", "SELECT * {% ?s ?p ?_xy }"),
    ],
    ids=[
        "group",
        "dollar",
        "always outermost",
        "branch",
        "sub-select",
        "construct",
        "short construct",
        "describe",
        "strings comments and IRIs",
        "longer name",
    ],
)
def test_a_term_is_put_at_the_head_of_each_group_that_names_it(text: str, expected: str) -> None:
    assert bound(text, X) == expected.replace("%", BLOCK)


def test_terms_are_written_so_that_none_can_end_its_block() -> None:
    value = Literal('" ) } } ; DROP ALL #\n\\')

    text = bound("ASK { ?s ?p ?t }", {"t": value})

    assert text == ('ASK { VALUES ( ?t ) { ( "\\" ) } } ; DROP ALL #\\n\\\\" ) }  ?s ?p ?t }')


def test_a_blank_node_cannot_be_given() -> None:
    with pytest.raises(ValueError, match="only an IRI or a literal"):
        bound("ASK { ?s ?p ?t }", {"t": BlankNode("b")})


def test_a_text_without_a_group_is_a_syntax_error() -> None:
    with pytest.raises(SyntaxError):
        bound("SELECT", X)


@pytest.mark.parametrize(
    ("text", "graphs", "anything"),
    [
        ("ASK { ?s ?p ?o }", set(), False),
        ("ASK { GRAPH <http://e/g> { } }", {"http://e/g"}, False),
        ("PREFIX e: <http://e/> ASK { GRAPH e:g { } }", {"http://e/g"}, False),
        ("ASK { GRAPH ?_x { } }", {"http://example.org/x"}, False),
        ("ASK { GRAPH ?g { } GRAPH <http://e/g> { } }", {"http://e/g"}, True),
        ("ASK { GRAPH <g> { } }", set(), True),
        ("ASK { ?s ?p 'GRAPH ?g' }", set(), False),
    ],
    ids=["none", "IRI", "prefixed", "substituted", "variable", "relative", "in a string"],
)
def test_the_graphs_that_a_query_names_are_found(
    text: str, graphs: set[str], anything: bool
) -> None:
    found = graph_operands(text, X)

    assert (set(found.graphs), found.any) == (graphs, anything)


def test_services_are_found_and_a_base_is_said_first() -> None:
    text = "ASK { SERVICE SILENT <http://e/> { } service ?s { } }"

    assert services_of(text) == ("<http://e/>", "?s")
    assert with_base("ASK { }", "http://e/b") == "BASE <http://e/b> ASK { }"
    with pytest.raises(ValueError, match="IRI"):
        with_base("ASK { }", "http://e/> ASK { } #")


AMONG = {
    "a group that names it": ("SELECT * { ?s ?p ?x }", "SELECT * { BLOCK  ?s ?p ?x }"),
    "only inner groups that name it": (
        "CONSTRUCT { ?x ?p ?o } WHERE { { ?x ?p ?o } UNION { ?s ?p ?o } }",
        "CONSTRUCT { ?x ?p ?o } WHERE { { BLOCK  ?x ?p ?o } UNION { ?s ?p ?o } }",
    ),
    "a sub-select": (
        "SELECT * { { SELECT DISTINCT ?o WHERE { ?x ?p ?o } } ?o ?q ?r }",
        "SELECT * { { SELECT DISTINCT ?o WHERE { BLOCK  ?x ?p ?o } } ?o ?q ?r }",
    ),
    "no test of what the group around binds": (
        "SELECT * { ?x ?p ?o FILTER EXISTS { ?x ?q ?r } }",
        "SELECT * { BLOCK  ?x ?p ?o FILTER EXISTS { ?x ?q ?r } }",
    ),
    "no string, and no longer name": (
        'SELECT * { ?xs ?p "?x" }',
        'SELECT * { ?xs ?p "?x" }',
    ),
}


@pytest.mark.parametrize(("text", "expected"), AMONG.values(), ids=list(AMONG))
def test_a_variable_has_one_of_several_terms_where_it_is_named(text: str, expected: str) -> None:
    terms: list[NamedNode | Literal] = [NamedNode("urn:a"), Literal('"} <b>')]
    block = ' VALUES ?x { <urn:a> "\\"} <b>" } '
    assert among(text, "x", terms) == expected.replace(" BLOCK ", block)


def test_several_terms_need_a_group() -> None:
    with pytest.raises(SyntaxError):
        among("DESCRIBE ?x", "x", [NamedNode("urn:a")])
