"""Which cities a publication speaks of (section 4.6 of the model)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode

from lcgraph.store.interface import LAYER_GRAPHS, Layer
from lcgraph.vocabulary import CITY, DCTERMS, FOAF, LCG, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcgraph.store import Patch
    from lcgraph.store.interface import Queryable, Term

_VIEW: Final = DefaultGraph()
_INFERRED: Final = LAYER_GRAPHS[Layer.INFERRED]
_READ: Final = (_VIEW, _INFERRED, LAYER_GRAPHS[Layer.QUALITY])
# City, programme, description, figure: nothing that rules read lies deeper.
_DEPTH: Final = 4


def affected_cities(store: Queryable, changed: Patch) -> frozenset[NamedNode] | None:
    """Name the cities of which a change of records says something else than before.

    Ontology, reference data, sources and rules concern all cities: when they change, compute
    everything.

    Args:
        store: The graph with the change made; the published view is read.
        changed: Every quad of the published view, ``g:inferred-owl`` and ``g:quality`` that left
            or entered; other graphs in it are not looked at.

    Returns:
        The cities that the changed statements belong to or name, and those that they mentor; None
        if a statement about a place that is no city has changed, which concerns all cities. Which
        others are concerned through a theme is found when these are computed again.
    """
    read = [quad for quad in changed.removed | changed.added if quad.graph_name in _READ]
    links = _Links(store, changed)
    places: set[NamedNode] = set()
    for quad in read:
        ends = (quad.subject, quad.object)
        places.update(end for end in ends if isinstance(end, NamedNode) and end in CITY)
    # Inference and validation say something of shared things too, which belong to no city.
    starts: set[Term] = {quad.subject for quad in read if quad.graph_name == _VIEW}
    starts |= {quad.object for quad in read if quad.predicate == DCTERMS.subject}
    for subject in starts:
        if isinstance(subject, NamedNode):
            places |= links.places_of(subject)
    if not all(_is_city(place) for place in places):
        return None
    mentored = {
        quad.object for city in places for quad in store.match(city, LCG.mentors, None, _VIEW)
    }
    return frozenset(place for place in places | mentored if isinstance(place, NamedNode))


def _is_city(term: object) -> bool:
    return isinstance(term, NamedNode) and term in CITY


class _Links:
    """The way from a statement up to the places that it is about, past ones included."""

    def __init__(self, store: Queryable, changed: Patch) -> None:
        self._store = store
        self._stated: dict[tuple[Term, NamedNode], set[Term]] = defaultdict(set)
        self._naming: dict[Term, set[Term]] = defaultdict(set)
        for quad in changed.removed:
            if quad.graph_name == _VIEW:
                self._naming[quad.object].add(quad.subject)
                self._stated[quad.subject, quad.predicate].add(quad.object)

    def places_of(self, statement: NamedNode) -> set[NamedNode]:
        found: set[NamedNode] = set()
        seen, waiting = {statement}, [statement]
        for _ in range(_DEPTH):
            reached: set[NamedNode] = set()
            for node in waiting:
                if _is_city(node):
                    found.add(node)
                    continue
                found.update(each for each in self._values(node, LCG.aboutPlace))
                reached.update(self._next(node))
            waiting = list(reached - seen)
            seen |= reached
        return found | {node for node in waiting if _is_city(node)}

    def _next(self, node: NamedNode) -> Iterator[NamedNode]:
        for predicate in (LCG.locatedInCity, FOAF.primaryTopic):
            yield from self._values(node, predicate)
        if node in RECORD:
            # Records name one another, and catalogues name them all.
            return
        for quad in self._store.match(None, None, node, _VIEW):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject
        yield from (each for each in self._naming[node] if isinstance(each, NamedNode))

    def _values(self, node: NamedNode, predicate: NamedNode) -> Iterator[NamedNode]:
        for quad in self._store.match(node, predicate, None, _VIEW):
            if isinstance(quad.object, NamedNode):
                yield quad.object
        for value in self._stated[node, predicate]:
            if isinstance(value, NamedNode):
                yield value
