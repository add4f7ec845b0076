"""From the answer of the explanation query to explanations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import NamedNode

from lcgraph.recommendations.explanation import (
    MATCHES,
    Explanation,
    Link,
    Peer,
    RuleReference,
    Suggestion,
)
from lcgraph.recommendations.peers import candidates_of
from lcgraph.recommendations.rules import Kind
from lcgraph.recommendations.sentences import EDITORIAL, REQUESTED, Sentences
from lcgraph.recommendations.wording import Texts, filled
from lcgraph.vocabulary import LCG, PROV, RULE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lcgraph.recommendations.reading import Reading
    from lcgraph.recommendations.rules import DerivationRule, RuleSet

_KINDS: Final = (
    (LCG.ActionRecommendation, Kind.ACTION),
    (LCG.PeerRecommendation, Kind.PEER),
    (LCG.DataRequest, Kind.DATA_REQUEST),
    (LCG.AdvisoryNote, Kind.NOTE),
)
# Where nobody said how a source puts an action, the weakest way is the safe one.
_WEAKEST: Final = "reported"


class Explainer:
    """Explains the recommendations in one answer of the explanation query."""

    def __init__(self, read: Reading, rules: RuleSet, wording: Mapping[str, Texts]) -> None:
        """Take the answer.

        Args:
            read: The answer of ``queries/rules/explain/recommendations.rq``, for one
                recommendation or for all of one city, and the parts that are to be explained
                (:func:`lcgraph.recommendations.peer_parts.part_of`).
            rules: The rules, for their texts and sentences.
            wording: The templates in the header of that query.
        """
        self.read = read
        self._index = read.index
        self._rules = rules
        self._wording = wording

    def recommendations(self, city: NamedNode) -> list[NamedNode]:
        """List what is recommended to a city.

        Args:
            city: The city.

        Returns:
            The recommendations that the answer describes in full, by IRI.
        """
        return [
            each
            for each in self._index.subjects(LCG.forCity, city)
            if self._index.iris(each, LCG.derivedByRule)
        ]

    def explain(self, recommendation: NamedNode) -> Explanation | None:
        """Explain one recommendation.

        Args:
            recommendation: The recommendation.

        Returns:
            The explanation, or None if the answer holds no such recommendation.
        """
        city = self._index.iri(recommendation, LCG.forCity)
        kind = next((k for cls, k in _KINDS if self.read.is_a(recommendation, cls)), None)
        rules = self._rules_of(recommendation)
        if city is None or kind is None or not rules:
            return None
        sentences = Sentences(self.read, recommendation, city, rules)
        action, peer = self._action(recommendation), self._peer(recommendation)
        reason = self.read.text(recommendation, LCG.requestReason)
        proposal = self._index.iri(recommendation, LCG.factorNote)
        countries = self.read.statements(recommendation, LCG.countryFinding)
        peers = candidates_of(self.read, recommendation) if peer is None else ()
        explanation = Explanation(
            iri=recommendation.value,
            city=self.read.named(city),
            kind=kind,
            sentence=sentences.sentence(kind, action, peer or peers, reason),
            notes=tuple(sentences.notes(countries, peer)),
            basis=self._basis(recommendation),
            reason=reason,
            match=self.read.match(recommendation),
            themes=self.read.all_named(self._index.iris(recommendation, LCG.matchedTheme)),
            rules=tuple(RuleReference.of(rule) for rule in rules),
            triggers=self.read.statements(recommendation, LCG.triggeredBy),
            action=action,
            links=self._links(recommendation),
            peer=peer,
            peers=peers,
            proposal=self.read.named(proposal) if proposal else None,
            country_findings=countries,
            requested=tuple(
                self.read.named(thing)
                for predicate in REQUESTED.values()
                for thing in self._index.iris(recommendation, predicate)
            ),
            readings=self._readings(recommendation),
            unknown=(),
            would_change=(),
        )
        return self._bounded(explanation, city, sentences.names)

    def wording(self, case: str, names: Mapping[str, Texts]) -> Texts:
        """Fill one of the templates of the explanation query.

        Args:
            case: Which one.
            names: Placeholder to name by language tag.

        Returns:
            The sentence by language tag.
        """
        return filled(self._wording[case], names)

    def _rules_of(self, recommendation: NamedNode) -> list[DerivationRule]:
        """Return its rules, those that made it before those that remark on it."""
        named = {
            RULE.local(iri)
            for iri in self._index.iris(recommendation, LCG.derivedByRule)
            if iri in RULE
        }
        rules = [rule for rule in self._rules if rule.identifier in named]
        return sorted(rules, key=lambda rule: rule.stratum > 1 and rule.kind is Kind.NOTE)

    def _basis(self, recommendation: NamedNode) -> tuple[str, ...]:
        values = self._index.iris(recommendation, LCG.basis)
        return tuple(sorted(value.value.rpartition("/")[2] for value in values))

    def _action(self, recommendation: NamedNode) -> Suggestion | None:
        action = self._index.iri(recommendation, LCG.suggestsAction)
        if action is None:
            return None
        return Suggestion(
            action.value,
            self.read.named(action).labels,
            self.read.local(action, LCG.modality) or _WEAKEST,
            self.read.all_named(self._index.subjects(LCG.hasAction, action)),
            self.read.evidence(action),
        )

    def _links(self, recommendation: NamedNode) -> tuple[Link, ...]:
        return tuple(
            Link(
                mapping.value,
                self.read.named(theme),
                self.read.local(mapping, LCG.mappingBasis) or EDITORIAL,
                self.read.all_named(self._index.iris(mapping, PROV.wasAttributedTo)),
                self._index.texts(mapping, LCG.rationale),
                self.read.evidence(mapping),
            )
            for mapping in self._index.iris(recommendation, LCG.viaMapping)
            for theme in self._index.iris(mapping, LCG.mapsTheme)
        )

    def _peer(self, recommendation: NamedNode) -> Peer | None:
        peer = self._index.iri(recommendation, LCG.suggestsPeer)
        if peer is None:
            return None
        return Peer(
            peer.value,
            self.read.named(peer).labels,
            self.read.match(recommendation) or MATCHES[1],
            self.read.evidence_kind(recommendation),
            self.read.text(recommendation, LCG.declaredMentor) == "true",
            self.read.text(recommendation, LCG.mutual) == "true",
            self.read.statements(recommendation, LCG.peerEvidence),
            self.read.all_named(self._index.iris(recommendation, LCG.sharedFacet)),
            self.read.evidence(recommendation, LCG.counterEvidence),
        )

    def _readings(self, recommendation: NamedNode) -> tuple[dict[str, Any], ...]:
        resting = {
            iri.value
            for predicate in (LCG.restsOnEmendation, LCG.requestsReading)
            for iri in self._index.iris(recommendation, predicate)
        }
        found = {
            reading["iri"]: reading
            for passage in self.read.evidence(recommendation)
            for reading in passage.get("readings", ())
            if reading["iri"] in resting
        }
        return tuple(found[iri] for iri in sorted(found))

    def _bounded(
        self, explained: Explanation, city: NamedNode, names: Mapping[str, Texts]
    ) -> Explanation:
        """Add what is not known and what would change the recommendation."""
        return replace(
            explained,
            unknown=tuple(self._unknown(explained, city, names)),
            would_change=tuple(self._would_change(explained, names)),
        )

    def _unknown(
        self, explained: Explanation, city: NamedNode, names: Mapping[str, Texts]
    ) -> Iterator[Texts]:
        if explained.kind is Kind.ACTION:
            yield self.wording("unknown-effect", names)
        if explained.peer:
            yield self.wording("unknown-fit", names)
        peer = explained.peer.statements if explained.peer else ()
        dates = [
            str(passage["issued"])
            for statement in (*explained.triggers, *peer)
            for passage in statement.evidence
            if "issued" in passage
        ]
        if dates:
            yield self.wording("unknown-since", {"date": dict.fromkeys(("th", "en"), max(dates))})
        if explained.kind in (Kind.ACTION, Kind.PEER):
            for factor in self.read.all_named(self._unevaluated(city)):
                said = {"city": names["city"], "factor": factor.labels}
                yield self.wording("unknown-evaluation", said)

    def _unevaluated(self, city: NamedNode) -> Iterator[NamedNode]:
        for request in self._index.subjects(LCG.forCity, city):
            if self.read.text(request, LCG.requestReason) == "no-evaluation":
                yield from self._index.iris(request, LCG.requestsFactor)

    def _would_change(self, explained: Explanation, names: Mapping[str, Texts]) -> Iterator[Texts]:
        for statement in explained.triggers:
            yield self.wording("change-finding", {"finding": statement.labels})
        for reading in explained.readings:
            label = self.read.named(NamedNode(reading["iri"])).labels
            yield self.wording("change-reading", {"reading": label})
        if explained.action:
            for link in explained.links:
                said = {"action": explained.action.labels, "theme": link.theme.labels}
                yield self.wording("change-mapping", said)
        if explained.peer:
            yield self.wording("change-peer", names)
        if explained.kind is Kind.DATA_REQUEST:
            yield self.wording("change-answer", names)
