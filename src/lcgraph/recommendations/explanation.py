"""One recommendation, explained: what it says, why, on which words, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcgraph.recommendations.rules import DerivationRule, Kind
    from lcgraph.recommendations.wording import Texts

EVIDENCE_KINDS: Final = ("strength", "practice", "offer")
"""Kinds of evidence for a peer, the one that says most first (section 4.4 of the model)."""

MATCHES: Final = ("exact", "narrower", "broader")
"""Kinds of match, the closest first (section 4.4 of the model)."""


@dataclass(frozen=True)
class Named:
    """A thing with its names.

    Attributes:
        iri: Its IRI.
        labels: Its names by language tag.
    """

    iri: str
    labels: Texts = field(hash=False)


@dataclass(frozen=True)
class Statement:
    """A finding, or something offered, with the words it rests on.

    Attributes:
        iri: Its IRI.
        labels: What it says, by language tag.
        kind: ``limitation``, ``strength``, ``practice`` or ``offer``.
        themes: What it is about.
        factor: The factor it stands under; None for an offer.
        place: The place it is said of; None for an offer.
        evidence: Its passages: quotes, places in the source, readings.
    """

    iri: str
    labels: Texts = field(hash=False)
    kind: str
    themes: tuple[Named, ...]
    factor: Named | None
    place: Named | None
    evidence: tuple[dict[str, Any], ...] = field(hash=False)


@dataclass(frozen=True)
class Suggestion:
    """The action that is suggested.

    Attributes:
        iri: The action.
        labels: Its names by language tag.
        modality: How the source puts it: ``prescribed``, ``needed``, ``possible``, ``reported``.
        guidelines: The proposals that it belongs to.
        evidence: The passages that name it.
    """

    iri: str
    labels: Texts = field(hash=False)
    modality: str
    guidelines: tuple[Named, ...]
    evidence: tuple[dict[str, Any], ...] = field(hash=False)


@dataclass(frozen=True)
class Link:
    """The editorial link from a theme to an action.

    Attributes:
        iri: The mapping.
        theme: The theme it speaks of.
        basis: ``stated`` if the source relates the two, ``editorial`` if the editors do.
        curators: Who made it.
        rationale: Why, by language tag.
        evidence: Its passages.
    """

    iri: str
    theme: Named
    basis: str
    curators: tuple[Named, ...]
    rationale: Texts = field(hash=False)
    evidence: tuple[dict[str, Any], ...] = field(hash=False)


@dataclass(frozen=True)
class Candidate:
    """A city that is suggested, with all that puts it in order among others.

    Attributes:
        iri: Its part of the recommendation, which explains why.
        peer: The city.
        match: ``exact`` or ``narrower``, the closer one if there are both.
        evidence_kind: ``strength``, ``practice`` or ``offer``, the one that says most.
        declared_mentor: Whether it is stated to mentor other cities.
        shared: Traits that both cities have and not all cities do.
        candidate: The peer on its theme, whichever city asks.
    """

    iri: str
    peer: Named
    match: str
    evidence_kind: str
    declared_mentor: bool
    shared: tuple[Named, ...]
    candidate: str


@dataclass(frozen=True)
class Peer:
    """The city that is suggested, and what speaks for it.

    Attributes:
        iri: The city.
        labels: Its names by language tag.
        match: ``exact`` or ``narrower``, the closer one if there are both.
        evidence_kind: ``strength``, ``practice`` or ``offer``, the one that says most.
        declared_mentor: Whether it is stated to mentor other cities.
        mutual: Whether the city asking is a peer for it in turn.
        statements: Findings and offers that speak for it.
        shared: Traits that both cities have and not all cities do.
        limited: Passages that state a limitation of it in a broader theme.
    """

    iri: str
    labels: Texts = field(hash=False)
    match: str
    evidence_kind: str
    declared_mentor: bool
    mutual: bool
    statements: tuple[Statement, ...]
    shared: tuple[Named, ...]
    limited: tuple[dict[str, Any], ...] = field(hash=False)


@dataclass(frozen=True)
class RuleReference:
    """A rule that made or remarked on a recommendation.

    Attributes:
        iri: The rule.
        identifier: Its identifier, such as ``R07``.
        version: Its version.
        names: Its name by language tag.
        summaries: What it does, by language tag.
        rationales: Why, by language tag.
        query: Its SPARQL text.
    """

    iri: str
    identifier: str
    version: str
    names: Mapping[str, str] = field(hash=False)
    summaries: Mapping[str, str] = field(hash=False)
    rationales: Mapping[str, str] = field(hash=False)
    query: str

    @classmethod
    def of(cls, rule: DerivationRule) -> RuleReference:
        """Refer to a rule.

        Args:
            rule: The rule.

        Returns:
            What a reader is told of it.
        """
        return cls(
            rule.iri.value,
            rule.identifier,
            rule.version,
            rule.names,
            rule.summaries,
            rule.rationales,
            rule.query,
        )


@dataclass(frozen=True)
class Explanation:
    """Everything of section 4.5 of the model for one recommendation.

    Attributes:
        iri: The recommendation.
        city: The city it is for.
        kind: What it is: an action, a peer, a request for data, or a note.
        sentence: What it says, by language tag, no stronger than its sources.
        notes: Remarks on it, by language tag.
        basis: ``stated``, ``editorial`` or both, sorted.
        reason: The reason of a request, such as ``no-guidance``; None for anything else.
        match: ``exact``, ``narrower`` or ``broader``, the closest; None where nothing is matched.
        themes: The themes it was matched on.
        rules: The rules it comes from, those that made it first.
        triggers: The statements that made the rules fire.
        action: The suggested action, for an action.
        links: The mappings from theme to action, for an action.
        peer: The suggested city, for one peer; None where all peers on a theme are suggested.
        peers: All peers on the theme in order, as groups that the evidence cannot tell apart;
            empty where anything else is recommended.
        proposal: The proposal that a note is about.
        country_findings: What is said of the whole country on the same matter.
        requested: What a request asks for: factor, step, property, constraint, or reading.
        readings: Readings that it rests on, with print, reading, certainty and rationale.
        unknown: What is not known, by language tag.
        would_change: What would change it, by language tag.
    """

    iri: str
    city: Named
    kind: Kind
    sentence: Texts = field(hash=False)
    notes: tuple[Texts, ...] = field(hash=False)
    basis: tuple[str, ...]
    reason: str | None
    match: str | None
    themes: tuple[Named, ...]
    rules: tuple[RuleReference, ...]
    triggers: tuple[Statement, ...]
    action: Suggestion | None
    links: tuple[Link, ...]
    peer: Peer | None
    peers: tuple[tuple[Candidate, ...], ...]
    proposal: Named | None
    country_findings: tuple[Statement, ...]
    requested: tuple[Named, ...]
    readings: tuple[dict[str, Any], ...] = field(hash=False)
    unknown: tuple[Texts, ...] = field(hash=False)
    would_change: tuple[Texts, ...] = field(hash=False)
