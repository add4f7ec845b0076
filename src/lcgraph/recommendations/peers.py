"""Peers in order, without numbers (section 4.4 of the model).

The order is made of declared comparisons only: the closer match, the evidence that says more, the
declared mentor, and then traits shared with the city, where one peer shares all that another does
and something beside. Nothing is counted. What these comparisons cannot tell apart is one group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcgraph.recommendations.explaining import MATCHES
from lcgraph.recommendations.explanation import EVIDENCE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lcgraph.recommendations.explanation import Explanation


def ordered_peers(peers: Iterable[Explanation]) -> tuple[tuple[Explanation, ...], ...]:
    """Put peers for one theme in order.

    Args:
        peers: Explanations of peer recommendations for one city and theme.

    Returns:
        Groups, the first one first. Every peer of a group comes before every peer of the next;
        within a group that does not hold for all pairs. A group stands in an order in which no
        peer follows one whose shared traits it strictly contains, and else by IRI.
    """
    grouped: dict[tuple[int, int, bool], list[Explanation]] = {}
    for peer in peers:
        grouped.setdefault(_declared(peer), []).append(peer)
    return tuple(group for key in sorted(grouped) for group in _by_inclusion(grouped[key]))


def _declared(explained: Explanation) -> tuple[int, int, bool]:
    peer = explained.peer
    if peer is None:
        raise ValueError(f"not a peer recommendation: {explained.iri}")
    return (
        MATCHES.index(peer.match),
        EVIDENCE_KINDS.index(peer.evidence_kind),
        not peer.declared_mentor,
    )


def _by_inclusion(peers: list[Explanation]) -> list[tuple[Explanation, ...]]:
    """Part peers into groups such that any two of different groups are comparable."""
    # Peers that share the same traits stand together, and are compared as one.
    alike: dict[frozenset[str], list[Explanation]] = {}
    for peer in sorted(peers, key=_iri):
        alike.setdefault(_facets(peer), []).append(peer)
    waiting = list(alike)
    groups: list[list[frozenset[str]]] = []
    while waiting:
        group, tied = [], [waiting.pop(0)]
        while tied:
            traits = tied.pop()
            group.append(traits)
            near = [other for other in waiting if not (traits > other or traits < other)]
            waiting = [other for other in waiting if traits > other or traits < other]
            tied.extend(near)
        groups.append(group)
    # Groups are comparable throughout, so one member speaks for each.
    ordered: list[list[frozenset[str]]] = []
    for group in groups:
        at = next(
            (i for i, later in enumerate(ordered) if group[0] > later[0]),
            len(ordered),
        )
        ordered.insert(at, group)
    return [tuple(_laid_out(group, alike)) for group in ordered]


def _laid_out(
    group: list[frozenset[str]], alike: dict[frozenset[str], list[Explanation]]
) -> list[Explanation]:
    waiting = sorted((peer for traits in group for peer in alike[traits]), key=_iri)
    unplaced = {traits: len(alike[traits]) for traits in group}
    laid_out = []
    while waiting:
        free = next(
            peer
            for peer in waiting
            if not any(count and traits > _facets(peer) for traits, count in unplaced.items())
        )
        waiting.remove(free)
        unplaced[_facets(free)] -= 1
        laid_out.append(free)
    return laid_out


def _facets(explained: Explanation) -> frozenset[str]:
    return (
        frozenset(facet.iri for facet in explained.peer.shared) if explained.peer else frozenset()
    )


def _iri(explained: Explanation) -> str:
    return explained.peer.iri if explained.peer else explained.iri
