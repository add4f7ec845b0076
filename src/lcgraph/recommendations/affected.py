"""Which cities have to be computed again when one record changes (section 4.6 of the model)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from lcgraph.vocabulary import LCG, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import Triple

    from lcgraph.store.interface import Queryable


def affected_cities(
    store: Queryable, city: NamedNode, before: Iterable[Triple], after: Iterable[Triple]
) -> frozenset[NamedNode]:
    """Name the cities whose recommendations a new version of one record can change.

    Ontology, reference data, sources and rules concern all cities: when they change, compute
    everything.

    Args:
        store: The graph with the change made; the published view is read.
        city: The city of the record.
        before: What the record said before; nothing, for a first record.
        after: What it says now; nothing, for a withdrawn one.

    Returns:
        The city itself, the cities it mentors or mentored, and every city with a limitation on a
        theme of the record, before or after, or on a broader or narrower one.
    """
    triples = {*before, *after}
    themes = {t.object for t in triples if t.predicate == LCG.hasTheme}
    mentored = {t.object for t in triples if t.predicate == LCG.mentors}
    limited = {place for theme in _relatives(store, themes) for place in _limited_in(store, theme)}
    return frozenset(place for place in {city, *mentored, *limited} if isinstance(place, NamedNode))


def _relatives(store: Queryable, themes: Iterable[object]) -> set[NamedNode]:
    """Return themes with all their ancestors and descendants, but not their siblings."""

    def broader(theme: NamedNode) -> Iterator[object]:
        return (quad.object for quad in store.match(theme, SKOS.broader, None, DefaultGraph()))

    def narrower(theme: NamedNode) -> Iterator[object]:
        return (quad.subject for quad in store.match(None, SKOS.broader, theme, DefaultGraph()))

    start = {theme for theme in themes if isinstance(theme, NamedNode)}
    return _reached(start, broader) | _reached(start, narrower)


def _reached(
    start: set[NamedNode], step: Callable[[NamedNode], Iterable[object]]
) -> set[NamedNode]:
    reached, waiting = set(start), list(start)
    while waiting:
        for theme in step(waiting.pop()):
            if isinstance(theme, NamedNode) and theme not in reached:
                reached.add(theme)
                waiting.append(theme)
    return reached


def _limited_in(store: Queryable, theme: NamedNode) -> Iterator[object]:
    view = DefaultGraph()
    for tagged in store.match(None, LCG.hasTheme, theme, view):
        if not isinstance(tagged.subject, NamedNode):
            continue
        for stated in store.match(None, LCG.hasLimitation, tagged.subject, view):
            if isinstance(stated.subject, NamedNode):
                for about in store.match(stated.subject, LCG.aboutPlace, None, view):
                    yield about.object
