"""The library says the same in rdflib, so that its queries can be used elsewhere."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, cast

import pytest
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode
from rdflib.query import ResultRow

from lcgraph.queries import Bound, bind
from lcgraph.store.interface import default_graphs
from tests.queries.asking import ask, short
from tests.queries.cases import CASES
from tests.queries.published import library, published

if TYPE_CHECKING:
    from lcgraph.store import Layer


@cache
def graph(layers: tuple[Layer, ...]) -> rdflib.Graph:
    """Copy the published view and some layers into rdflib."""
    copy = rdflib.Graph("SimpleMemory")
    for name in default_graphs(layers):
        assert isinstance(name, DefaultGraph | NamedNode)
        for quad in published().match(graph=name):
            copy.add(tuple(_rdflib(term) for term in quad.triple))  # type: ignore[arg-type]
    return copy


def _rdflib(term: object) -> rdflib.IdentifiedNode | rdflib.Literal:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, Literal)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))


def _short(term: object) -> str:
    if isinstance(term, rdflib.URIRef):
        return short(NamedNode(str(term)))
    return "" if term is None else str(term)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in CASES if "GRAPH" not in library()[name].text])
def test_rdflib_gives_the_same_rows(name: str) -> None:
    query = library()[name]
    bound = bind(query, CASES[name])
    assert isinstance(bound, Bound)

    found = graph(query.store_layers).query(
        query.text,
        initBindings={var.value: _rdflib(term) for var, term in bound.substitutions.items()},
    )

    rows = [tuple(_short(term) for term in cast("ResultRow", row)) for row in found]
    assert sorted(rows) == sorted(ask(name, **CASES[name])[1])
