"""Which cities one city concerns through a theme.

What is derived for a city rests on its own statements and, for each theme that it is limited in,
on three things only: whether there is a possible peer, on which doubtful readings peers rest, and
whether anyone is limited in it, without which no peers are looked for. All three can be read off
``g:derived`` as an earlier run left it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from lcgraph.vocabulary import CONCEPT, GRAPH, LCG, OA, RDF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import Quad

    from lcgraph.store.interface import Queryable, Term

_VIEW: Final = DefaultGraph()
_DERIVED: Final = GRAPH["derived"]
_NO_PEER: Final = Literal("no-peer")
_HIGH: Final = CONCEPT["certainty/high"]


def themes_newly_limited(
    store: Queryable, cities: Collection[NamedNode], owned: Collection[Quad]
) -> frozenset[NamedNode]:
    """Find the themes that somebody is limited in now and nobody was, or the other way round.

    Args:
        store: The graph as it is now, with ``g:derived`` as an earlier run left it.
        cities: The cities that changed.
        owned: What the earlier run made of them.

    Returns:
        The themes.
    """
    asking = {quad.subject for quad in owned if _asks_for_peers(quad)}
    before = {
        quad.object
        for quad in owned
        if quad.subject in asking and quad.predicate == LCG.matchedTheme
    }
    now = {theme for city in cities for theme in _limiting(store, city)}
    return frozenset(
        theme
        for theme in before ^ now
        if isinstance(theme, NamedNode)
        and all(city in cities for city in _each_limited_in(store, [theme]))
    )


def limited_in(store: Queryable, themes: Iterable[NamedNode]) -> frozenset[NamedNode]:
    """Name the cities that were limited in themes at the earlier run.

    Args:
        store: The graph; ``g:derived`` is read.
        themes: The themes.

    Returns:
        The cities, each of which either has peers suggested or was told that there is none.
    """
    return frozenset(_each_limited_in(store, themes))


def possible_peers(store: Queryable, themes: Iterable[NamedNode]) -> frozenset[NamedNode]:
    """Name the cities that were possible peers at the earlier run.

    Args:
        store: The graph; ``g:derived`` is read.
        themes: The themes.

    Returns:
        The cities.
    """
    return frozenset(
        city.object
        for theme in themes
        for candidate in store.match(None, LCG.onTheme, theme, _DERIVED)
        if isinstance(candidate.subject, NamedNode)
        for city in store.match(candidate.subject, LCG.peerCity, None, _DERIVED)
        if isinstance(city.object, NamedNode)
    )


def themes_otherwise_served(
    store: Queryable, owned: Collection[Quad], found: Collection[Quad]
) -> frozenset[NamedNode]:
    """Find the themes on which those who are limited have something else to be told.

    Args:
        store: The graph, with ``g:derived`` as an earlier run left it.
        owned: What the earlier run made of the cities that changed.
        found: What the first stratum makes of them now.

    Returns:
        The themes on which the first possible peer came or the last one went, or with it a
        doubtful reading that no other peer rests on.
    """
    before, now = _Served(store, owned), _Served(store, found)
    ours = before.candidates | now.candidates
    return frozenset(
        theme
        for theme in before.themes | now.themes
        if _is_otherwise_served(store, theme, before, now, ours)
    )


def _is_otherwise_served(
    store: Queryable, theme: NamedNode, before: _Served, now: _Served, ours: Collection[Term]
) -> bool:
    came_or_went = (theme in before.themes) != (theme in now.themes)
    if came_or_went and not _has_other(store, theme, None, ours):
        return True
    readings = before.doubtful(theme) ^ now.doubtful(theme)
    return any(not _has_other(store, theme, passage, ours) for passage in readings)


def _has_other(
    store: Queryable, theme: NamedNode, passage: Term | None, ours: Collection[Term]
) -> bool:
    """Tell whether another city is a possible peer, and rests on a passage where one is given."""
    if passage is None:
        return any(q.subject not in ours for q in store.match(None, LCG.onTheme, theme, _DERIVED))
    return any(
        next(store.match(quad.subject, LCG.onTheme, theme, _DERIVED), None) is not None
        for quad in store.match(None, LCG.evidencedBy, passage, _DERIVED)
        if quad.subject not in ours and isinstance(quad.subject, NamedNode)
    )


class _Served:
    """The possible peers among what was made of some cities."""

    def __init__(self, store: Queryable, quads: Collection[Quad]) -> None:
        self._store = store
        self._themes: dict[Term, NamedNode] = {
            quad.subject: quad.object
            for quad in quads
            if quad.predicate == LCG.onTheme and isinstance(quad.object, NamedNode)
        }
        self._evidence = [quad for quad in quads if quad.predicate == LCG.evidencedBy]
        self.candidates = frozenset(self._themes)
        self.themes = frozenset(self._themes.values())

    def doubtful(self, theme: NamedNode) -> frozenset[Term]:
        return frozenset(
            quad.object
            for quad in self._evidence
            if self._themes.get(quad.subject) == theme and _is_doubtful(self._store, quad.object)
        )


def _is_doubtful(store: Queryable, passage: Term) -> bool:
    return any(
        certainty.object != _HIGH
        for reading in store.match(None, OA.hasTarget, passage, _VIEW)
        if isinstance(reading.subject, NamedNode)
        for certainty in store.match(reading.subject, LCG.certainty, None, _VIEW)
    )


def _each_limited_in(store: Queryable, themes: Iterable[NamedNode]) -> Iterator[NamedNode]:
    """Name them one by one: among a thousand cities the first is often enough."""
    for theme in themes:
        for matched in store.match(None, LCG.matchedTheme, theme, _DERIVED):
            request = matched.subject
            if not isinstance(request, NamedNode):
                continue
            if any(map(_asks_for_peers, store.match(request, None, None, _DERIVED))):
                for city in store.match(request, LCG.forCity, None, _DERIVED):
                    if isinstance(city.object, NamedNode):
                        yield city.object


def _asks_for_peers(quad: Quad) -> bool:
    if quad.predicate == LCG.requestReason:
        return quad.object == _NO_PEER
    return quad.predicate == RDF.type and quad.object == LCG.PeerRecommendation


def _limiting(store: Queryable, city: NamedNode) -> Iterator[NamedNode]:
    for observation in _subjects(store, LCG.aboutPlace, city):
        for limitation in store.match(observation, LCG.hasLimitation, None, _VIEW):
            if isinstance(limitation.object, NamedNode):
                for theme in store.match(limitation.object, LCG.hasTheme, None, _VIEW):
                    if isinstance(theme.object, NamedNode):
                        yield theme.object


def _subjects(store: Queryable, predicate: NamedNode, value: NamedNode) -> Iterator[NamedNode]:
    for quad in store.match(None, predicate, value, _VIEW):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject
