"""Peers in order, without numbers (section 4.4 of the model).

The order is made of declared comparisons only: the closer match, the evidence that says more, the
declared mentor, and then traits shared with the city, where one peer shares all that another does
and something beside. Nothing is counted. What these comparisons cannot tell apart is one group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcgraph.recommendations.explanation import EVIDENCE_KINDS, MATCHES, Candidate
from lcgraph.vocabulary import LCG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode

    from lcgraph.recommendations.reading import Reading


def candidates_of(read: Reading, recommendation: NamedNode) -> tuple[tuple[Candidate, ...], ...]:
    """Find the peers of a recommendation.

    Args:
        read: The answer of ``queries/rules/explain/recommendations.rq``.
        recommendation: A recommendation of the peers on a theme.

    Returns:
        Its peers in order (:func:`ordered_peers`); none if it recommends something else.
    """
    if recommendation not in read.peers:
        read.peers[recommendation] = ordered_peers(
            _candidate(read, recommendation, candidate, peer)
            for theme in read.index.iris(recommendation, LCG.matchedTheme)
            if read.is_a(recommendation, LCG.PeerRecommendation)
            for candidate in read.index.subjects(LCG.onTheme, theme)
            for peer in read.index.iris(candidate, LCG.peerCity)
        )
    return read.peers[recommendation]


def first_peers(
    groups: Iterable[tuple[Candidate, ...]], most: int
) -> tuple[tuple[Candidate, ...], ...]:
    """Cut off what comes after the first peers.

    Args:
        groups: Peers in order.
        most: How many to keep.

    Returns:
        The first groups; the last one may be a part of a group.
    """
    kept: list[tuple[Candidate, ...]] = []
    for group in groups:
        if most <= 0:
            break
        kept.append(group[:most])
        most -= len(group)
    return tuple(kept)


def ordered_peers(peers: Iterable[Candidate]) -> tuple[tuple[Candidate, ...], ...]:
    """Put peers for one theme in order.

    Args:
        peers: Peers for one city and theme.

    Returns:
        Groups, the first one first. Every peer of a group comes before every peer of the next;
        within a group that does not hold for all pairs. A group stands in an order in which no
        peer follows one whose shared traits it strictly contains, and else by IRI.
    """
    grouped: dict[tuple[int, int, bool], list[Candidate]] = {}
    for peer in peers:
        grouped.setdefault(_declared(peer), []).append(peer)
    return tuple(group for key in sorted(grouped) for group in _by_inclusion(grouped[key]))


def _candidate(
    read: Reading, recommendation: NamedNode, candidate: NamedNode, peer: NamedNode
) -> Candidate:
    return Candidate(
        iri=f"{recommendation.value}#{peer.value.rpartition('/')[2]}",
        peer=read.named(peer),
        match=read.match(candidate) or MATCHES[1],
        evidence_kind=read.evidence_kind(candidate),
        declared_mentor=read.text(candidate, LCG.declaredMentor) == "true",
        shared=read.all_named(read.index.iris(peer, LCG.contextFacet)),
        candidate=candidate.value,
    )


def _declared(peer: Candidate) -> tuple[int, int, bool]:
    return (
        MATCHES.index(peer.match),
        EVIDENCE_KINDS.index(peer.evidence_kind),
        not peer.declared_mentor,
    )


def _by_inclusion(peers: list[Candidate]) -> list[tuple[Candidate, ...]]:
    """Part peers into groups such that any two of different groups are comparable."""
    # Peers that share the same traits stand together, and are compared as one.
    alike: dict[frozenset[str], list[Candidate]] = {}
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
    group: list[frozenset[str]], alike: dict[frozenset[str], list[Candidate]]
) -> list[Candidate]:
    left = {traits: alike[traits] for traits in group}
    laid_out: list[Candidate] = []
    while left:
        free = [traits for traits in left if not any(other > traits for other in left)]
        # Until one of these is used up, no other peer is free to stand.
        while all(traits in left for traits in free):
            first = min(free, key=lambda traits: _iri(left[traits][0]))
            peer, *after = left.pop(first)
            laid_out.append(peer)
            if after:
                left[first] = after
    return laid_out


def _facets(peer: Candidate) -> frozenset[str]:
    return frozenset(facet.iri for facet in peer.shared)


def _iri(peer: Candidate) -> str:
    return peer.peer.iri
