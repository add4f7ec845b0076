"""The shipped data with their inferred facts, as publication stages them before the rules run."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Quad

from lcgraph.inference import Background, Closure, CompiledRules, compile
from lcgraph.knowledge import Knowledge, parse_turtle
from lcgraph.recommendations import derive
from lcgraph.records import CityRecord, Status, record_of
from lcgraph.store import MemoryStore
from lcgraph.vocabulary import GRAPH
from tests.recommendations.support import TODAY, rules, with_derived

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Triple


@cache
def records() -> dict[str, CityRecord]:
    """Read the shipped records by the key of their city."""
    found = {}
    for path in Knowledge().files("data/records/*.ttl"):
        record = record_of(parse_turtle(path))
        assert isinstance(record, CityRecord)
        found[record.key] = record
    return found


@cache
def graphs() -> dict[NamedNode, set[Triple]]:
    """Read everything shipped but records."""
    return Knowledge().graphs()


@cache
def compiled() -> tuple[CompiledRules, Background]:
    """Make inference ready."""
    rules_ = compile(graphs()[GRAPH["ontology"]])
    assert isinstance(rules_, CompiledRules)
    apart = {GRAPH["ontology"], GRAPH["shapes"]}
    stands_on = rules_.background(
        triple for name, triples in graphs().items() if name not in apart for triple in triples
    )
    assert isinstance(stands_on, Background)
    return rules_, stands_on


@cache
def inferred(key: str) -> frozenset[Triple]:
    """Infer what follows from a record."""
    rules_, stands_on = compiled()
    closure = rules_.closure(records()[key].content, stands_on)
    assert isinstance(closure, Closure)
    return closure.facts


def published(keys: frozenset[str] | None = None) -> MemoryStore:
    """Stage the shipped data with some of the records, or all."""
    shown = [records()[key] for key in records() if keys is None or key in keys]
    quads = {
        Quad(t.subject, t.predicate, t.object, DefaultGraph())
        for name, triples in graphs().items()
        if name != GRAPH["shapes"]
        for t in triples
    }
    for record in shown:
        entry = record.described(Status.PUBLISHED)
        quads |= entry
        quads |= {
            Quad(t.subject, t.predicate, t.object, DefaultGraph())
            for t in (*(quad.triple for quad in entry), *record.content)
        }
    for facts in (compiled()[1].facts, *(inferred(record.key) for record in shown)):
        quads |= {Quad(t.subject, t.predicate, t.object, GRAPH["inferred-owl"]) for t in facts}
    return MemoryStore(quads)


@cache
def advised() -> MemoryStore:
    """Stage all shipped data with what the rules make of them."""
    store = published()
    return with_derived(store, derive(store, rules(), at=TODAY))
