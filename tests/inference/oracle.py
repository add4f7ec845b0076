"""owlrl as the oracle: the same triples closed by it, and its result filtered as ours is.

Filter (section 2.3 of the model). Kept are new triples between IRIs, or from an IRI to a literal,
whose predicate is an own term or skos:broaderTransitive, types outside RDF, RDFS, OWL and XML
Schema, and owl:sameAs between two different IRIs. Left out is what owlrl adds beside them:
reflexive equalities, literals as subjects, anonymous classes as types, the schema's own closure
(rdfs:subClassOf and the like), copies of annotations.

Three slips of owlrl 7.6 are mended in its input, none in its output:
- prp-key never compares the last property of a key, so that a key of one property equates every two
  members of the class: the last property is given twice.
- eq-diff3 and prp-adp leave out the last member of owl:AllDifferent and owl:AllDisjointProperties:
  it is given twice.
- Numbers are rewritten when read (01 becomes 1): literals are handed over as written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import owlrl
from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib import OWL as R_OWL
from rdflib import RDF as R_RDF
from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RLiteral

from lcgraph.vocabulary import LCG, OWL, RDF, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

_ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
_MEMBERS = (R_OWL.members, R_OWL.distinctMembers)
_SHORT_OF_ONE = (R_OWL.AllDifferent, R_OWL.AllDisjointProperties)


class Verdict(NamedTuple):
    """What owlrl makes of a set of triples."""

    facts: frozenset[Triple]
    errors: frozenset[str]


def owlrl_closure(triples: Iterable[Triple]) -> Verdict:
    given = frozenset(triples)
    graph = Graph("SimpleMemory")
    for triple in given:
        subject, predicate, value = map(_to_rdflib, triple)
        graph.add((subject, predicate, value))
    for node, predicate, head in list(graph):
        kind = graph.value(node, R_RDF.type)
        if predicate == R_OWL.hasKey or (predicate in _MEMBERS and kind in _SHORT_OF_ONE):
            _repeat_last(graph, head)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    errors = frozenset(str(message) for message in graph.objects(None, _ERROR))
    return Verdict(frozenset(_useful(graph)) - given, errors)


def _repeat_last(graph: Graph, node: Node) -> None:
    while (rest := graph.value(node, R_RDF.rest)) != R_RDF.nil:
        assert rest is not None
        node = rest
    again, last = BNode(), graph.value(node, R_RDF.first)
    assert last is not None
    graph.set((node, R_RDF.rest, again))
    graph.add((again, R_RDF.first, last))
    graph.add((again, R_RDF.rest, R_RDF.nil))


def _useful(graph: Graph) -> Iterable[Triple]:
    wanted = {p for p in graph.predicates(unique=True) if _is_wanted(p)}
    for predicate in wanted:
        for subject, value in graph.subject_objects(predicate):
            if not isinstance(subject, URIRef) or isinstance(value, BNode):
                continue
            triple = Triple(NamedNode(subject), NamedNode(str(predicate)), _to_oxigraph(value))
            if _is_useful(triple):
                yield triple


def _is_wanted(predicate: Node) -> bool:
    term = NamedNode(str(predicate)) if isinstance(predicate, URIRef) else None
    return term in LCG or term in (SKOS.broaderTransitive, RDF.type, OWL.sameAs)


def _is_useful(triple: Triple) -> bool:
    if triple.predicate == RDF.type:
        return not any(triple.object in vocabulary for vocabulary in (RDF, RDFS, OWL, XSD))
    if triple.predicate == OWL.sameAs:
        return triple.subject != triple.object and isinstance(triple.object, NamedNode)
    return True


def _to_rdflib(term: object) -> Node:
    match term:
        case NamedNode():
            return URIRef(term.value)
        case BlankNode():
            return BNode(term.value)
        case Literal() if term.language is not None:
            return RLiteral(term.value, lang=term.language)
        case Literal():
            return RLiteral(term.value, datatype=URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"{term} is no term of RDF 1.1")


def _to_oxigraph(term: Node) -> NamedNode | Literal:
    if isinstance(term, RLiteral):
        if term.language is not None:
            return Literal(str(term), language=term.language)
        datatype = NamedNode(str(term.datatype)) if term.datatype is not None else XSD.string
        return Literal(str(term), datatype=datatype)
    return NamedNode(str(term))
