"""Each peer as a part of the recommendation of all peers on a theme.

What speaks for a peer on a theme is stated once, whichever city asks (rule R19). What only the pair
has, its part of the recommendation, is put together when a city is asked about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from lcgraph.vocabulary import LCG, RDF, RULE, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcgraph.recommendations.explanation import Candidate
    from lcgraph.records.triples import TripleIndex

_OF_ALL_PEERS: Final = {LCG.derivedByRule}
_OF_THE_PEER_ALONE: Final = {RDF.type, LCG.onTheme, LCG.peerCity}
_TRUE: Final = Literal("true", datatype=XSD.boolean)


def part_of(
    index: TripleIndex, recommendation: NamedNode, candidate: Candidate
) -> Iterator[Triple]:
    """Say of one peer what is said of all, and of the peer on its theme.

    Args:
        index: The answers of ``queries/rules/explain/recommendations.rq`` and, for the candidate,
            of ``peers.rq``.
        recommendation: The recommendation of the peers on a theme.
        candidate: One of its peers.

    Yields:
        What explains that part. A pair whose cities are peers for each other, as rule R12 has it,
        is told so.
    """
    part, peer = NamedNode(candidate.iri), NamedNode(candidate.peer.iri)
    for subject, left_out in (
        (recommendation, _OF_ALL_PEERS),
        (NamedNode(candidate.candidate), _OF_THE_PEER_ALONE),
    ):
        for predicate, values in index.properties(subject).items():
            if predicate not in left_out:
                yield from (Triple(part, predicate, value) for value in values)
    yield Triple(part, LCG.suggestsPeer, peer)
    for trait in candidate.shared:
        yield Triple(part, LCG.sharedFacet, NamedNode(trait.iri))
    city = index.iri(recommendation, LCG.forCity)
    if city is not None and _offered_by(index, city) & _wanted_by(index, peer):
        yield Triple(part, LCG.mutual, _TRUE)
        yield Triple(part, LCG.derivedByRule, RULE["R12"])


def _offered_by(index: TripleIndex, city: NamedNode) -> set[NamedNode]:
    """Find the themes on which a city is a peer."""
    return {
        theme
        for candidate in index.subjects(LCG.peerCity, city)
        for theme in index.iris(candidate, LCG.onTheme)
    }


def _wanted_by(index: TripleIndex, city: NamedNode) -> set[NamedNode]:
    """Find the themes on which peers are recommended to a city."""
    return {
        theme
        for recommendation in index.subjects(LCG.forCity, city)
        if LCG.PeerRecommendation in index.iris(recommendation, RDF.type)
        for theme in index.iris(recommendation, LCG.matchedTheme)
    }
