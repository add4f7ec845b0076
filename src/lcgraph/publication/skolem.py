"""Blank nodes of OWL and SHACL as IRIs, so that graphs can be compared and patched.

The ontology and the shapes need blank nodes for lists and class expressions; the store holds none
(RDF 1.1 Concepts, section 3.5). The names follow from the content: the same graph gives the same
names, whatever order it is read in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Triple

from lcgraph.vocabulary import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

GENID: Final = BASE + ".well-known/genid/"


def skolemized(name: str, triples: Iterable[Triple]) -> frozenset[Triple]:
    """Replace the blank nodes of a graph.

    Args:
        name: What the graph is called in the names that are made, such as ``ontology``.
        triples: The graph.

    Returns:
        The same graph with an IRI below ``/.well-known/genid/`` for each blank node.
    """
    given = frozenset(triples)
    if not any(isinstance(end, BlankNode) for t in given for end in (t.subject, t.object)):
        return given
    dataset = Dataset(Quad(t.subject, t.predicate, t.object) for t in given)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)

    def named(term: object) -> object:
        return NamedNode(f"{GENID}{name}-{term.value}") if isinstance(term, BlankNode) else term

    return frozenset(
        Triple(named(quad.subject), quad.predicate, named(quad.object))  # type: ignore[arg-type]
        for quad in dataset
    )
