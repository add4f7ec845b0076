"""Traits that tell observed cities apart, without which sharing one says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph

from lcgraph.store import Layer
from lcgraph.store.interface import LAYER_GRAPHS
from lcgraph.vocabulary import LCG, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Quad

    from lcgraph.store.interface import Queryable, Term

_READ: Final = (DefaultGraph(), LAYER_GRAPHS[Layer.INFERRED])


def distinguishing_facets(store: Queryable) -> frozenset[Term]:
    """Find the facets that some observed city has and another has not.

    Args:
        store: The graph; the published view and ``g:inferred-owl`` are read.

    Returns:
        The values of ``lcg:contextFacet`` that rules R07 and R08 count as shared.
    """
    learning = {quad.subject for quad in _published(store, RDF.type, LCG.LearningCity)}
    observed = {quad.object for quad in _published(store, LCG.aboutPlace)} & learning
    holders: dict[Term, set[Term]] = {}
    for quad in _published(store, LCG.contextFacet):
        if quad.subject in observed:
            holders.setdefault(quad.object, set()).add(quad.subject)
    return frozenset(facet for facet, having in holders.items() if len(having) < len(observed))


def _published(
    store: Queryable, predicate: NamedNode, value: NamedNode | None = None
) -> Iterator[Quad]:
    for graph in _READ:
        yield from store.match(None, predicate, value, graph)
