"""Which queries may be answered from the default graph alone."""

from __future__ import annotations

import pyoxigraph
import pytest

from lcgraph.store.published import asks_only_published


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { <https://w3id.org/lcgraph/id/city/th-yala> ?p ?o }",
        "# From the catalogue: a graph\nSELECT * { ?s ?p ?o }",
        'SELECT * { ?s ?p "graph from" }',
        "SELECT * { ?graph ?from ?o }",
        "PREFIX prov: <http://www.w3.org/ns/prov#> SELECT * { ?s prov:wasDerivedFrom ?o }",
        "PREFIX a: <urn:x:> SELECT * { ?s a:graph ?o }",
        "SELECT * { ?s ?p ?o FILTER(?o < 1 && ?o > 0) }",
    ],
)
def test_these_look_at_nothing_else(text: str) -> None:
    assert asks_only_published(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { graph<urn:x:g>{ ?s ?p ?o } }",
        "PREFIX e: <urn:x:> SELECT * { GRAPHe:g{ ?s ?p ?o } }",
        "PREFIX e: <urn:x:> SELECT * FROMe:g{ ?s ?p ?o }",
        "PREFIX e: <urn:x:> SELECT * { ?s ?p e:o.GRAPHe:g{ ?s ?p ?o } }",
        "PREFIX: <urn:x:> SELECT * { GRAPH:g{ ?s ?p ?o } }",
        "PREFIX: <urn:x:> SELECT * FROM:g { ?s ?p ?o }",
        "SELECT * FROM NAMED <urn:x:g> { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o FILTER(?s<?o)GRAPH?g{ ?a ?b ?c FILTER(?a>?b) } }",
        "SELECT * { ?s ?p ?o FILTER(?p = '#') GRAPH ?g { ?a ?b ?c } }",
        "SELECT * { ?s ?p ?o FILTER(?p = '<') GRAPH ?g { ?a ?b ?c FILTER(?a = '>') } }",
        "SELECT * { ?s ?p '''#''' GRAPH ?g { ?a ?b ?c } }",
        "SELECT * { ?s ?p ?o } # '\nGRAPH ?g {} #'",
        r"SELECT * { \u0047RAPH ?g { ?s ?p ?o } }",
        r"SELECT * { ?s ?p 'x\u0027 GRAPH ?g { ?a ?b ?c } }",
    ],
)
def test_these_may_look_at_named_graphs(text: str) -> None:
    assert not asks_only_published(text)


@pytest.mark.parametrize("keyword", ["GRAPH", "FROM", "from", "Graph"])
def test_a_name_that_ends_like_a_keyword_is_none_for_the_engine(keyword: str) -> None:
    text = f"PREFIX e: <urn:x:> SELECT * {{ ?s ?p e:{keyword} ?g {{ ?a ?b ?c }} }}"
    assert asks_only_published(text)
    with pytest.raises(SyntaxError):
        pyoxigraph.Store().query(text)
