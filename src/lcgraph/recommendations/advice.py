"""Everything that is recommended to one city, grouped as a reader asks for it, silence included."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lcgraph.recommendations.derive import ACTIVITY
from lcgraph.recommendations.explaining import Explainer
from lcgraph.recommendations.explanation import Explanation, Named, Statement
from lcgraph.recommendations.peers import ordered_peers
from lcgraph.recommendations.rules import Kind
from lcgraph.vocabulary import LCG, PROV

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

    from lcgraph.recommendations.rules import RuleSet
    from lcgraph.recommendations.wording import Texts

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
        peers: Peers in order, as groups that the evidence cannot tell apart.
        no_guidance: That the sources propose nothing, where they do not.
        no_peer: That no peer was found, where none was.
        notes: Remarks, such as that the proposal for the factor concerns something else.
    """

    theme: Named
    limitations: tuple[Statement, ...]
    actions: tuple[Explanation, ...]
    related_actions: tuple[Explanation, ...]
    peers: tuple[tuple[Explanation, ...], ...]
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


def explain(
    recommendation: NamedNode,
    triples: Iterable[Triple],
    rules: RuleSet,
    wording: Mapping[str, Texts],
) -> Explanation | None:
    """Explain one recommendation (section 4.5 of the model).

    Args:
        recommendation: The recommendation.
        triples: The answer of ``queries/rules/explain/recommendations.rq`` with
            ``?_recommendation_iri`` bound, over all layers.
        rules: The rules.
        wording: The templates in the header of that query.

    Returns:
        The explanation, or None if there is no such recommendation.
    """
    return Explainer(triples, rules, wording).explain(recommendation)


def for_city(
    city: NamedNode, triples: Iterable[Triple], rules: RuleSet, wording: Mapping[str, Texts]
) -> CityAdvice:
    """Explain everything that is recommended to a city.

    Args:
        city: The city.
        triples: The answer of ``queries/rules/explain/recommendations.rq`` with ``?_city_iri``
            bound, over all layers.
        rules: The rules.
        wording: The templates in the header of that query.

    Returns:
        The advice, empty but for the reason where nothing is stated.
    """
    explainer = Explainer(triples, rules, wording)
    read = explainer.read
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
            )
            for theme in dict.fromkeys(about for about, _ in limited)
        ),
        _requests(explained),
        _activity_text(explainer, LCG.inputDigest),
        _activity_text(explainer, PROV.endedAtTime),
    )


def _nothing_stated(explainer: Explainer, city: NamedNode) -> Texts:
    observed = explainer.read.index.subjects(LCG.aboutPlace, city)
    case = "no-limitation" if observed else "no-observation"
    return explainer.wording(case, {"city": explainer.read.named(city).labels})


def _activity_text(explainer: Explainer, predicate: NamedNode) -> str | None:
    found = explainer.read.index.objects(ACTIVITY, predicate)
    return next((each.value for each in found if isinstance(each, Literal)), None)


def _theme_advice(
    theme: Named, limitations: tuple[Statement, ...], explained: list[Explanation]
) -> ThemeAdvice:
    actions = [each for each in explained if each.kind is Kind.ACTION]
    exact = [each for each in actions if theme.iri in {link.theme.iri for link in each.links}]
    return ThemeAdvice(
        theme,
        limitations,
        tuple(exact),
        tuple(each for each in actions if each not in exact),
        ordered_peers(each for each in explained if each.peer),
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
