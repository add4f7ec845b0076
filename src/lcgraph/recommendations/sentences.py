"""Which sentence a recommendation is told in: the templates of its rules, chosen and filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from lcgraph.recommendations.explanation import Peer
from lcgraph.recommendations.rules import Kind
from lcgraph.recommendations.wording import Texts, enumerated, filled, joined, listed
from lcgraph.vocabulary import DCTERMS, LCG, PROV, SH, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lcgraph.recommendations.explanation import Candidate, Named, Statement, Suggestion
    from lcgraph.recommendations.reading import Reading
    from lcgraph.recommendations.rules import DerivationRule

REQUESTED: Final = {
    "factor": LCG.requestsFactor,
    "step": LCG.requestsStep,
    "path": LCG.requestsPath,
    "constraint": LCG.requestsConstraint,
    "reading": LCG.requestsReading,
}
"""Placeholder to the property by which a request asks for something."""

EDITORIAL: Final = "editorial"
# A sentence of more names than these is no sentence any more.
_NAMED_AT_MOST: Final = 10
_EXAMPLES: Final = 5


class Sentences:
    """Tells one recommendation."""

    def __init__(
        self, read: Reading, recommendation: NamedNode, city: NamedNode, rules: list[DerivationRule]
    ) -> None:
        """Take the recommendation.

        Args:
            read: The triples about it.
            recommendation: The recommendation.
            city: The city it is for.
            rules: Its rules, those that made it first.
        """
        self._read = read
        self._index = read.index
        self._recommendation = recommendation
        self._rules = rules
        self.names = self._names(city)

    def sentence(
        self,
        kind: Kind,
        action: Suggestion | None,
        peers: Peer | Sequence[Sequence[Candidate]],
        reason: str | None,
    ) -> Texts:
        """Say what is recommended, no stronger than the sources do.

        Args:
            kind: What the recommendation is.
            action: The suggested action, for an action.
            peers: The suggested city, for a peer; for all peers on a theme, these in order.
            reason: The reason, for a request.

        Returns:
            The sentence by language tag.
        """
        if kind is Kind.ACTION and action:
            return joined([self._filled(action.modality), *self._remarks(action), *self._links()])
        if isinstance(peers, Peer):
            return joined(self._peer(peers))
        if kind is Kind.PEER:
            return self._all(peers)
        return self._filled("factor-note" if kind is Kind.NOTE else str(reason))

    def notes(self, countries: Sequence[Statement], peer: Peer | None) -> Iterator[Texts]:
        """Say what other rules remark on the recommendation.

        Args:
            countries: What is said of the whole country on the same matter.
            peer: The suggested city, for a peer.

        Yields:
            Remarks by language tag.
        """
        for finding in countries:
            names = {
                "country": finding.place.labels if finding.place else self.names["country"],
                "finding": finding.labels,
                "theme": listed(each.labels for each in self._on_matter(finding)),
            }
            yield self._filled("systemic", names)
        if peer and peer.declared_mentor:
            yield self._filled("declared-mentor")
        if peer and peer.mutual:
            yield self._filled("mutual")

    def _on_matter(self, statement: Statement) -> list[Named]:
        """Return the themes of a statement that the recommendation was matched on, or relatives."""
        matched = self._index.iris(self._recommendation, LCG.matchedTheme)
        return [
            named
            for named in statement.themes
            if any(self._read.relation(NamedNode(named.iri), theme) for theme in matched)
        ]

    def _remarks(self, action: Suggestion) -> Iterator[Texts]:
        """Say how the source prescribes an action, such as by way of example."""
        remark = self._index.texts(NamedNode(action.iri), SKOS.scopeNote)
        if remark and action.modality == "prescribed":
            yield remark

    def _links(self) -> Iterator[Texts]:
        """Say who relates the action to the theme, or how its theme lies to the city's."""
        matched: dict[str, set[NamedNode]] = {}
        related: set[tuple[str, str, str]] = set()
        for basis, mapped, theme, relation in self._mapped():
            if relation == "exact":
                matched.setdefault(basis, set()).add(theme)
            elif self._has(relation):
                related.add((theme.value, relation, mapped.value))
        # What the source states comes before what the editors judged.
        for basis in sorted(matched, reverse=True):
            yield self._filled(basis, {"theme": self._listed(matched[basis])})
        for theme_iri, relation, mapped_iri in sorted(related):
            pair = {"theme": [NamedNode(theme_iri)], "related": [NamedNode(mapped_iri)]}
            names = {name: self._listed(themes) for name, themes in pair.items()}
            yield self._filled(relation, names)

    def _mapped(self) -> Iterator[tuple[str, NamedNode, NamedNode, str]]:
        themes = self._index.iris(self._recommendation, LCG.matchedTheme)
        for mapping in self._index.iris(self._recommendation, LCG.viaMapping):
            basis = self._read.local(mapping, LCG.mappingBasis) or EDITORIAL
            for mapped in self._index.iris(mapping, LCG.mapsTheme):
                for theme in themes:
                    relation = self._read.relation(mapped, theme)
                    if relation:
                        yield basis, mapped, theme, relation

    def _all(self, groups: Sequence[Sequence[Candidate]]) -> Texts:
        peers = [candidate.peer for group in groups for candidate in group]
        is_short = len(peers) <= _NAMED_AT_MOST
        named = sorted(peers if is_short else peers[:_EXAMPLES], key=lambda peer: peer.iri)
        count = str(len(peers))
        names = {
            "peers": enumerated(peer.labels for peer in named),
            "count": {"th": count, "en": count},
        }
        return self._filled("peers" if is_short else "many-peers", names)

    def _peer(self, peer: Peer) -> Iterator[Texts]:
        theme = self._index.iri(self._recommendation, LCG.matchedTheme)
        found = {
            NamedNode(named.iri)
            for statement in peer.statements
            if statement.kind == peer.evidence_kind
            for named in statement.themes
        }
        spoken_of = {
            each
            for each in found
            if theme and self._read.relation(each, theme) in ("exact", "narrower")
        }
        yield self._filled(peer.evidence_kind, {"evidence": self._listed(spoken_of)})
        if theme not in spoken_of:
            yield self._filled("narrower")
        if peer.limited:
            yield self._filled("peer-limited")

    def _names(self, city: NamedNode) -> dict[str, Texts]:
        index, recommendation = self._index, self._recommendation
        country = index.iri(city, LCG.inCountry)
        names = {
            "city": self._read.named(city).labels,
            "country": self._read.named(country or city).labels,
        }
        for placeholder, predicate in {
            "action": LCG.suggestsAction,
            "peer": LCG.suggestsPeer,
            "guideline": LCG.factorNote,
            **REQUESTED,
        }.items():
            if thing := index.iri(recommendation, predicate):
                names[placeholder] = self._read.named(thing).labels
        if themes := index.iris(recommendation, LCG.matchedTheme):
            names["theme"] = self._listed(themes)
        if guideline := index.iri(recommendation, LCG.factorNote):
            names["factor"] = self._listed(index.iris(guideline, LCG.guidelineFor))
        if result := index.iri(recommendation, PROV.wasDerivedFrom):
            names["constraint"] = index.texts(result, SH.resultMessage) or names["constraint"]
            names["thing"] = listed(
                index.texts(thing, DCTERMS.title) or self._read.named(thing).labels
                for thing in sorted(index.iris(recommendation, LCG.triggeredBy), key=str)
            )
        return names

    def _listed(self, things: Iterable[NamedNode]) -> Texts:
        return listed(named.labels for named in self._read.all_named(things))

    def _has(self, case: str) -> bool:
        return any(case in rule.sentences for rule in self._rules)

    def _filled(self, case: str, names: Mapping[str, Texts] | None = None) -> Texts:
        template = next(rule.sentences[case] for rule in self._rules if case in rule.sentences)
        return filled(template, {**self.names, **(names or {})})
