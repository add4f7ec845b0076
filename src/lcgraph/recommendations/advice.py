"""Everything that is recommended to one city, grouped as a reader asks for it, silence included."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from lcgraph.recommendations.derive import ACTIVITY
from lcgraph.recommendations.explaining import Explainer
from lcgraph.recommendations.explanation import Candidate, Explanation, Named, Statement
from lcgraph.recommendations.peer_parts import part_of
from lcgraph.recommendations.peers import candidates_of, first_peers
from lcgraph.recommendations.reading import Reading
from lcgraph.recommendations.rules import Kind
from lcgraph.vocabulary import CITY, LCG, PROV

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lcgraph.recommendations.rules import RuleSet
    from lcgraph.recommendations.wording import Texts

PEERS_IN_FULL: Final = 20
"""How many peers of a city are explained on each theme where nobody asks for another number."""

_NO_GUIDANCE = "no-guidance"
_NO_PEER = "no-peer"


@dataclass(frozen=True)
class ThemeAdvice:
    """What there is for one theme in which a limitation of the city is stated.

    Attributes:
        theme: The theme.
        limitations: The stated limitations.
        actions: Actions mapped to this very theme.
        related_actions: Actions mapped to a broader or narrower theme.
        peers: The first peers in order, as groups that the evidence cannot tell apart; of the last
            group, others may come after.
        peer_count: How many peers there are, those that come after included.
        all_peers: The recommendation that names them all; None where there is none.
        no_guidance: That the sources propose nothing, where they do not.
        no_peer: That no peer was found, where none was.
        notes: Remarks, such as that the proposal for the factor concerns something else.
    """

    theme: Named
    limitations: tuple[Statement, ...]
    actions: tuple[Explanation, ...]
    related_actions: tuple[Explanation, ...]
    peers: tuple[tuple[Explanation, ...], ...]
    peer_count: int
    all_peers: str | None
    no_guidance: Explanation | None
    no_peer: Explanation | None
    notes: tuple[Explanation, ...]


@dataclass(frozen=True)
class CityAdvice:
    """Everything recommended to one city.

    Attributes:
        city: The city.
        nothing_stated: Why there is no advice, by language tag: no limitation of the city is
            stated, or nothing is observed; None where a limitation is stated.
        themes: Advice by theme, by IRI of the theme.
        requests: Requests for data by reason, both sorted.
        input_digest: The digest of the records that the recommendations were computed from.
        computed: When they were computed, as an ``xsd:dateTime``; None if not told.
    """

    city: Named
    nothing_stated: Texts | None = field(hash=False)
    themes: tuple[ThemeAdvice, ...]
    requests: Mapping[str, tuple[Explanation, ...]] = field(hash=False)
    input_digest: str | None
    computed: str | None


def to_explain(asked: NamedNode, read: Reading, peers: int = PEERS_IN_FULL) -> list[NamedNode]:
    """Find the peers on their themes of which more has to be known.

    Args:
        asked: A city, or a recommendation, or the part of it that one peer is.
        read: The answer of ``queries/rules/explain/recommendations.rq``.
        peers: How many peers of a city to explain on each theme.

    Returns:
        What ``queries/rules/explain/peers.rq`` has to be asked about, sorted; for a recommendation
        of all peers nothing, for what it says of them is known.
    """
    if asked in CITY:
        shown = chain.from_iterable(_shown(read, asked, peers).values())
        return _about(chain.from_iterable(shown))
    return _about(_part(read, asked))


def explain(
    recommendation: NamedNode,
    read: Reading,
    rules: RuleSet,
    wording: Mapping[str, Texts],
) -> Explanation | None:
    """Explain one recommendation (section 4.5 of the model).

    Args:
        recommendation: The recommendation, or the part of it that one peer is.
        read: The answer of ``queries/rules/explain/recommendations.rq`` with
            ``?_recommendation_iri`` bound, and of ``peers.rq`` about what :func:`to_explain`
            names; the parts that are explained are added to it.
        rules: The rules.
        wording: The templates in the header of the former query.

    Returns:
        The explanation, or None if there is no such recommendation.
    """
    for candidate in _part(read, recommendation):
        read.index.add(list(part_of(read.index, whole_of(recommendation), candidate)))
    return Explainer(read, rules, wording).explain(recommendation)


def for_city(
    city: NamedNode,
    read: Reading,
    rules: RuleSet,
    wording: Mapping[str, Texts],
    peers: int = PEERS_IN_FULL,
) -> CityAdvice:
    """Explain everything that is recommended to a city.

    Args:
        city: The city.
        read: The answer of ``queries/rules/explain/recommendations.rq`` with ``?_city_iri``
            bound, and of ``peers.rq`` about what :func:`to_explain` names; the parts that are
            explained are added to it.
        rules: The rules.
        wording: The templates in the header of the former query.
        peers: How many peers to explain on each theme.

    Returns:
        The advice, empty but for the reason where nothing is stated.
    """
    parts = [
        triple
        for recommendation, groups in _shown(read, city, peers).items()
        for candidate in chain.from_iterable(groups)
        for triple in part_of(read.index, recommendation, candidate)
    ]
    read.index.add(parts)
    explainer = Explainer(read, rules, wording)
    explained = [
        explanation
        for each in explainer.recommendations(city)
        if (explanation := explainer.explain(each)) is not None
    ]
    limited = sorted(
        {
            (theme, limitation)
            for observation in read.index.subjects(LCG.aboutPlace, city)
            for limitation in read.index.iris(observation, LCG.hasLimitation)
            for theme in read.index.iris(limitation, LCG.hasTheme)
        },
        key=str,
    )
    return CityAdvice(
        read.named(city),
        None if limited else _nothing_stated(explainer, city),
        tuple(
            _theme_advice(
                read.named(theme),
                tuple(read.statement(thing) for about, thing in limited if about == theme),
                [each for each in explained if theme.value in {t.iri for t in each.themes}],
                peers,
            )
            for theme in dict.fromkeys(about for about, _ in limited)
        ),
        _requests(explained),
        _activity_text(explainer, LCG.inputDigest),
        _activity_text(explainer, PROV.endedAtTime),
    )


def whole_of(recommendation: NamedNode) -> NamedNode:
    """Return the recommendation that something is a part of.

    Args:
        recommendation: A recommendation, or the part of it that one peer is.

    Returns:
        The recommendation as it is derived.
    """
    return NamedNode(recommendation.value.partition("#")[0])


def _part(read: Reading, part: NamedNode) -> list[Candidate]:
    whole = whole_of(part)
    groups = candidates_of(read, whole) if whole != part else ()
    return [each for each in chain.from_iterable(groups) if each.iri == part.value]


def _about(candidates: Iterable[Candidate]) -> list[NamedNode]:
    return [NamedNode(iri) for iri in sorted({each.candidate for each in candidates})]


def _shown(
    read: Reading, city: NamedNode, peers: int
) -> dict[NamedNode, tuple[tuple[Candidate, ...], ...]]:
    """Find the recommendations of peers to a city, each with the first of its peers."""
    return {
        each: first_peers(candidates_of(read, each), peers)
        for each in read.index.subjects(LCG.forCity, city)
        if read.is_a(each, LCG.PeerRecommendation)
    }


def _nothing_stated(explainer: Explainer, city: NamedNode) -> Texts:
    observed = explainer.read.index.subjects(LCG.aboutPlace, city)
    case = "no-limitation" if observed else "no-observation"
    return explainer.wording(case, {"city": explainer.read.named(city).labels})


def _activity_text(explainer: Explainer, predicate: NamedNode) -> str | None:
    found = explainer.read.index.objects(ACTIVITY, predicate)
    return next((each.value for each in found if isinstance(each, Literal)), None)


def _theme_advice(
    theme: Named, limitations: tuple[Statement, ...], explained: list[Explanation], peers: int
) -> ThemeAdvice:
    actions = [each for each in explained if each.kind is Kind.ACTION]
    exact = [each for each in actions if theme.iri in {link.theme.iri for link in each.links}]
    of_all = next((each for each in explained if each.peers), None)
    by_iri = {each.iri: each for each in explained if each.peer}
    return ThemeAdvice(
        theme,
        limitations,
        tuple(exact),
        tuple(each for each in actions if each not in exact),
        tuple(
            tuple(by_iri[candidate.iri] for candidate in group)
            for group in first_peers(of_all.peers if of_all else (), peers)
        ),
        sum(len(group) for group in of_all.peers) if of_all else 0,
        of_all.iri if of_all else None,
        next((each for each in explained if each.reason == _NO_GUIDANCE), None),
        next((each for each in explained if each.reason == _NO_PEER), None),
        tuple(each for each in explained if each.kind is Kind.NOTE),
    )


def _requests(explained: list[Explanation]) -> dict[str, tuple[Explanation, ...]]:
    reasons: dict[str, list[Explanation]] = {}
    for each in explained:
        if each.reason is not None and each.reason not in (_NO_GUIDANCE, _NO_PEER):
            reasons.setdefault(each.reason, []).append(each)
    return {reason: tuple(reasons[reason]) for reason in sorted(reasons)}
