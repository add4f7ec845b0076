"""The shipped ontology, data and records, as publication closes them."""

from __future__ import annotations

from functools import cache

from pyoxigraph import Literal, Triple

from lcgraph.inference import Background, CompiledRules, compile
from lcgraph.knowledge import Knowledge, parse_turtle
from lcgraph.vocabulary import GRAPH
from tests.inference.worlds import expect


@cache
def ontology() -> frozenset[Triple]:
    return frozenset(Knowledge().graphs()[GRAPH.ontology])


@cache
def reference() -> frozenset[Triple]:
    return frozenset(Knowledge().graphs()[GRAPH.reference])


@cache
def sources() -> frozenset[Triple]:
    apart = {GRAPH.ontology, GRAPH.reference, GRAPH.shapes}
    graphs = Knowledge().graphs()
    return frozenset().union(*(graphs[name] for name in graphs if name not in apart))


@cache
def records() -> dict[str, frozenset[Triple]]:
    return {
        path.stem: frozenset(parse_turtle(path)) for path in Knowledge().files("data/records/*.ttl")
    }


@cache
def rules() -> CompiledRules:
    return expect(CompiledRules, compile(ontology()))


@cache
def background() -> Background:
    return expect(Background, rules().background(reference() | sources()))


def relations(triples: frozenset[Triple]) -> frozenset[Triple]:
    """Leave out texts and figures, which no rule of the ontology joins on but keys."""
    return frozenset(triple for triple in triples if not isinstance(triple.object, Literal))


def around(record: frozenset[Triple], data: frozenset[Triple]) -> frozenset[Triple]:
    """Take from data what is said of the things a record names, and of what that names."""
    by_subject: dict[object, list[Triple]] = {}
    for triple in data:
        by_subject.setdefault(triple.subject, []).append(triple)
    found: set[Triple] = set()
    seen: set[object] = set()
    agenda: list[object] = [triple.object for triple in record]
    while agenda:
        node = agenda.pop()
        if node not in seen:
            seen.add(node)
            found.update(by_subject.get(node, ()))
            agenda.extend(triple.object for triple in by_subject.get(node, ()))
    return frozenset(found)
