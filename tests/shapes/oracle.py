"""What pySHACL itself says, as the same kind of results."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pyshacl
import rdflib
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize
from rdflib.plugins.sparql import processor
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.sparql import QueryContext

from lcgraph.validation.raw import RawResult
from lcgraph.vocabulary import SH
from tests.shapes.sample import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator


def as_rdflib(triples: frozenset[Triple]) -> rdflib.Graph:
    graph = rdflib.Graph()
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    return graph


_read_once = lru_cache(maxsize=2)(as_rdflib)


@contextmanager
def _steady_clock_and_parsed_queries() -> Iterator[None]:
    """Give rdflib the clock of the tests, and let it parse each query once, not once a node."""
    with (
        patch.object(QueryContext, "now", NOW),
        patch.object(processor, "parseQuery", _PARSE),
        patch.object(processor, "translateQuery", _translate),
    ):
        yield


_PARSE = lru_cache(maxsize=None)(parseQuery)
_TRANSLATED: dict[int, object] = {}


def _translate(parsed: Any, base: str | None = None, prefixes: Any = None) -> object:
    key = id(parsed)
    if key not in _TRANSLATED:
        _TRANSLATED[key] = translateQuery(parsed, base, prefixes)
    return _TRANSLATED[key]


def results(
    data: frozenset[Triple], shapes: frozenset[Triple], focus: list[str] | None = None
) -> set[RawResult]:
    with _steady_clock_and_parsed_queries():
        _, report, _ = pyshacl.validate(
            as_rdflib(data), shacl_graph=_read_once(shapes), focus_nodes=focus
        )
    assert isinstance(report, rdflib.Graph)
    quads = parse(report.serialize(format="nt"), format=RdfFormat.N_TRIPLES)
    described: dict[object, dict[str, list[Any]]] = {}
    for quad in quads:
        parts = described.setdefault(quad.subject, {})
        parts.setdefault(SH.local(quad.predicate) if quad.predicate in SH else "", []).append(
            quad.object
        )
    details = {node for parts in described.values() for node in parts.get("detail", [])}
    return {
        RawResult(
            shape=_one(parts, "sourceShape"),
            focus_node=_one(parts, "focusNode"),
            path=path if isinstance(path := _one(parts, "resultPath"), NamedNode) else None,
            value=_one(parts, "value"),
            component=_one(parts, "sourceConstraintComponent"),
            source_constraint=_one(parts, "sourceConstraint"),
        )
        for node, parts in described.items()
        if "sourceShape" in parts and node not in details
    }


def about(data: frozenset[Triple], found: set[RawResult]) -> set[RawResult]:
    """Keep what is said of the subjects of a graph, and of blank nodes, which lose their name."""
    subjects = {triple.subject for triple in data}
    return {
        result
        for result in found
        if result.focus_node in subjects or isinstance(result.focus_node, BlankNode)
    }


def without_blank_labels(found: set[RawResult]) -> set[tuple[object, ...]]:
    """Results with each blank node written alike: engines name them as they please."""
    return {
        tuple("blank" if isinstance(part, BlankNode) else part for part in result)
        for result in found
    }


def _one(parts: dict[str, list[Any]], name: str) -> Any:
    return parts.get(name, [None])[0]
