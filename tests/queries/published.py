"""The shipped knowledge as a publication leaves it: published view, inferred and derived layers."""

from __future__ import annotations

from functools import cache

from pyoxigraph import DefaultGraph, NamedNode, Quad, Triple

from lcgraph.inference import Background, Closure, CompiledRules, compile
from lcgraph.knowledge import Knowledge
from lcgraph.queries import Library, describe
from lcgraph.recommendations import RuleSet, derive
from lcgraph.records import CityRecord, Status
from lcgraph.records.record import record_of
from lcgraph.store import MemoryStore, Patch
from lcgraph.vocabulary import GRAPH

_APART = {GRAPH["ontology"], GRAPH["shapes"]}


@cache
def library() -> Library:
    """Read the shipped query library."""
    return Library.of(Knowledge().library())


@cache
def records() -> tuple[CityRecord, ...]:
    """Read the shipped records."""
    found = []
    for file in Knowledge().records():
        record = record_of(_turtle(file.text))
        assert isinstance(record, CityRecord), record
        found.append(record)
    return tuple(found)


@cache
def graphs() -> dict[NamedNode, frozenset[Triple]]:
    """Read everything but the records."""
    read = {graph: set(triples) for graph, triples in Knowledge().graphs().items()}
    read[GRAPH["reference"]] |= describe(library())
    read[GRAPH["reference"]] |= RuleSet.of(file.text for file in Knowledge().rules()).described()
    return {graph: frozenset(triples) for graph, triples in read.items()}


@cache
def asserted() -> MemoryStore:
    """Stage what is asserted, with the published view as the default graph."""
    store = MemoryStore()
    quads = {Quad(*triple, graph) for graph, triples in graphs().items() for triple in triples}
    for record in records():
        quads |= record.described(Status.PUBLISHED)
        quads |= {Quad(*triple, record.iri) for triple in record.content}
    view = {
        Quad(*quad.triple, DefaultGraph()) for quad in quads if quad.graph_name != GRAPH["shapes"]
    }
    store.stage(Patch(frozenset(), frozenset(quads | view)))
    return store


@cache
def published() -> MemoryStore:
    """Stage every layer."""
    store = MemoryStore.loaded(asserted().dump())
    rules = compile(graphs()[GRAPH["ontology"]])
    assert isinstance(rules, CompiledRules), rules
    described = {t for graph, triples in graphs().items() if graph not in _APART for t in triples}
    background = rules.background(described)
    assert isinstance(background, Background), background
    inferred = set(background.facts)
    for record in records():
        closure = rules.closure(record.content, background)
        assert isinstance(closure, Closure), closure
        inferred |= closure.facts
    view = {quad.triple for quad in store.match(graph=DefaultGraph())}
    facts = {Quad(*triple, GRAPH["inferred-owl"]) for triple in inferred - view}
    store.stage(Patch(frozenset(), frozenset(facts)))
    derived = derive(store, RuleSet.of(file.text for file in Knowledge().rules()))
    store.stage(
        Patch(frozenset(), frozenset(Quad(*triple, GRAPH["derived"]) for triple in derived))
    )
    return store


def _turtle(text: str) -> list[Triple]:
    from pyoxigraph import RdfFormat, parse

    return [quad.triple for quad in parse(text.encode(), format=RdfFormat.TURTLE)]
