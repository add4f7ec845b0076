"""Rules are standard SPARQL: another engine makes the same of the same graph."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Triple, parse
from rdflib import Graph, Literal, URIRef

from lcgraph.vocabulary import XSD
from tests.recommendations.support import (
    HERE,
    background,
    constructed,
    fully_derived,
    rules,
    turtle_file,
)


@pytest.mark.parametrize("identifier", [rule.identifier for rule in rules()])
def test_another_engine_makes_the_same(identifier: str) -> None:
    store = fully_derived(background() | turtle_file(HERE / identifier / "fires.ttl"))
    graph = Graph()
    graph.parse(data="".join(f"{quad.triple} .\n" for quad in store), format="nt")
    today = {"_today_date": Literal("2026-11-23", datatype=URIRef(str(XSD) + "date"))}
    rule = rules()[identifier]
    found = graph.query(rule.query, initBindings=today if "_today_date" in rule.query else {})
    assert found.graph is not None
    text = found.graph.serialize(format="nt", encoding="utf-8")
    made: set[Triple] = {quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES)}
    assert made == constructed(store, rule)
