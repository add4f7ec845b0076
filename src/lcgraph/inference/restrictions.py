"""Limits on how axioms may be combined, beyond the form of each.

Two of them matter here. A property that follows from a chain or is transitive is not *simple*, and
OWL 2 DL forbids disjointness, functionality, asymmetry and irreflexivity on it (OWL 2 Structural
Specification, 11.2). And a chain must not lead back to the property it defines: OWL 2 DL allows
some such chains, but they have made rule engines grow without end, and a separate super-property
always does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from lcgraph.inference import messages
from lcgraph.inference.axioms import Axiom, AxiomKind, Property, short
from lcgraph.inference.messages import Message

_SIMPLE_ONLY = {
    AxiomKind.DISJOINT_PROPERTIES,
    AxiomKind.FUNCTIONAL,
    AxiomKind.INVERSE_FUNCTIONAL,
    AxiomKind.ASYMMETRIC,
    AxiomKind.IRREFLEXIVE,
}


def broken_restrictions(axioms: Iterable[Axiom]) -> Iterator[tuple[Axiom, Message]]:
    """Find the axioms that break a limit on combinations.

    Args:
        axioms: Every axiom of an ontology.

    Yields:
        Each offending axiom with the reason.
    """
    axioms = tuple(axioms)
    leads_to = _leads_to(axioms)
    composite = _reachable(_defined_by_path(axioms), leads_to)
    for axiom in axioms:
        properties = _properties(axiom)
        if axiom.kind in _SIMPLE_ONLY:
            for iri in properties:
                if iri in composite:
                    yield axiom, messages.NOT_SIMPLE.filled(term=short(iri), construct=axiom.kind)
        elif axiom.kind is AxiomKind.PROPERTY_CHAIN:
            *steps, result = properties
            if not _reachable({result}, leads_to).isdisjoint(steps):
                yield axiom, messages.RECURSIVE.filled(term=short(result))


def _properties(axiom: Axiom) -> list[NamedNode]:
    return [operand.iri for operand in axiom.operands if isinstance(operand, Property)]


def _defined_by_path(axioms: Iterable[Axiom]) -> set[NamedNode]:
    return {
        _properties(axiom)[-1]
        for axiom in axioms
        if axiom.kind in (AxiomKind.PROPERTY_CHAIN, AxiomKind.TRANSITIVE)
    }


def _leads_to(axioms: Iterable[Axiom]) -> dict[NamedNode, set[NamedNode]]:
    """Map each property to those that may hold because it does."""
    edges: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for axiom in axioms:
        properties = _properties(axiom)
        if axiom.kind in (AxiomKind.SUB_PROPERTY, AxiomKind.PROPERTY_CHAIN):
            for step in properties[:-1]:
                edges[step].add(properties[-1])
        elif axiom.kind in (AxiomKind.EQUIVALENT_PROPERTIES, AxiomKind.INVERSE_PROPERTIES):
            one, other = properties
            edges[one].add(other)
            edges[other].add(one)
    return edges


def _reachable(
    start: Iterable[NamedNode], edges: dict[NamedNode, set[NamedNode]]
) -> set[NamedNode]:
    found = set(start)
    agenda = list(found)
    while agenda:
        new = edges.get(agenda.pop(), set()) - found
        found |= new
        agenda.extend(new)
    return found
