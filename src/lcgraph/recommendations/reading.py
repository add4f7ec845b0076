"""The parts of an explanation, read off the triples that the explanation query answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lcgraph.recommendations.explanation import EVIDENCE_KINDS, MATCHES, Named, Statement
from lcgraph.records.evidence import evidence_of
from lcgraph.records.triples import TripleIndex
from lcgraph.vocabulary import DCTERMS, LCG, OA, RDF, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import NamedNode, Triple

    from lcgraph.recommendations.explanation import Candidate

_POLARITIES: Final = {
    LCG.hasLimitation: "limitation",
    LCG.hasStrength: "strength",
    LCG.hasPractice: "practice",
}


class Reading:
    """Reads statements, passages and names off an answer.

    Attributes:
        index: The answer.
        peers: Peers that were put in order (:func:`lcgraph.recommendations.peers.candidates_of`),
            by recommendation: there may be many.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Take the triples.

        Args:
            triples: The answer of ``queries/rules/explain/recommendations.rq``, to whose index what
                else has to be known may be added.
        """
        self.index = TripleIndex(triples)
        self.peers: dict[NamedNode, tuple[tuple[Candidate, ...], ...]] = {}
        self._named: dict[NamedNode, Named] = {}

    def named(self, thing: NamedNode) -> Named:
        """Name a thing.

        Args:
            thing: Any IRI.

        Returns:
            The thing with its labels, or with its local name where it has none.
        """
        if thing not in self._named:
            self._named[thing] = self._with_labels(thing)
        return self._named[thing]

    def _with_labels(self, thing: NamedNode) -> Named:
        labels = {
            language: text
            for language, text in self.index.labels(thing).items()
            if language != "und"
        }
        if not labels:
            local = thing.value.rpartition("#")[2].rpartition("/")[2]
            labels = {"th": local, "en": local}
        return Named(thing.value, labels)

    def all_named(self, things: Iterable[NamedNode]) -> tuple[Named, ...]:
        """Name several things.

        Args:
            things: Any IRIs.

        Returns:
            Each once, by IRI.
        """
        return tuple(self.named(thing) for thing in sorted(set(things), key=str))

    def local(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        """Return the local name of a value.

        Args:
            subject: Any IRI.
            predicate: A property whose value is a concept.

        Returns:
            The last part of the concept's IRI, or None.
        """
        value = self.index.iri(subject, predicate)
        return value.value.rpartition("/")[2] if value else None

    def evidence(
        self, subject: NamedNode, predicate: NamedNode = LCG.evidencedBy
    ) -> tuple[dict[str, Any], ...]:
        """Describe the passages of a thing.

        Args:
            subject: The thing.
            predicate: The property that leads to the passages.

        Returns:
            One description a passage, with the date of its source where there is one.
        """
        return tuple(self._passage(each) for each in self.index.iris(subject, predicate))

    def _passage(self, passage: NamedNode) -> dict[str, Any]:
        described = evidence_of(self.index, passage)
        source = self.index.iri(passage, OA.hasSource)
        issued = self.index.literals(source, DCTERMS.issued) if source else []
        if issued:
            described["issued"] = max(literal.value for literal in issued)
        return described

    def statement(self, thing: NamedNode) -> Statement:
        """Describe a finding, or something offered.

        Args:
            thing: The finding, programme, space, event or service.

        Returns:
            The statement with its passages.
        """
        kind, observation = "offer", None
        for predicate, polarity in _POLARITIES.items():
            for subject in self.index.subjects(predicate, thing):
                kind, observation = polarity, subject
        factor = self.index.iri(observation, LCG.onFactor) if observation else None
        place = self.index.iri(observation, LCG.aboutPlace) if observation else None
        return Statement(
            thing.value,
            self.named(thing).labels,
            kind,
            self.all_named(self.index.iris(thing, LCG.hasTheme)),
            self.named(factor) if factor else None,
            self.named(place) if place else None,
            self.evidence(thing),
        )

    def statements(self, subject: NamedNode, predicate: NamedNode) -> tuple[Statement, ...]:
        """Describe several findings or offers.

        Args:
            subject: The recommendation.
            predicate: The property that leads to them.

        Returns:
            One statement each, by IRI.
        """
        return tuple(self.statement(thing) for thing in self.index.iris(subject, predicate))

    def relation(self, mapped: NamedNode, theme: NamedNode) -> str | None:
        """Tell how one theme lies to another.

        Args:
            mapped: A theme.
            theme: The theme to compare it with.

        Returns:
            ``exact``, ``narrower`` if the first is, ``broader`` if it is, or None.
        """
        if mapped == theme:
            return "exact"
        if theme in self._above(mapped):
            return "narrower"
        return "broader" if mapped in self._above(theme) else None

    def _above(self, theme: NamedNode) -> set[NamedNode]:
        found: set[NamedNode] = set()
        waiting = [theme]
        while waiting:
            for broader in self.index.iris(waiting.pop(), SKOS.broader):
                if broader not in found:
                    found.add(broader)
                    waiting.append(broader)
        return found

    def text(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        """Return the text of a value.

        Args:
            subject: Any IRI.
            predicate: A property whose value is a literal.

        Returns:
            The first value in order, or None.
        """
        found = self.index.literals(subject, predicate)
        return found[0].value if found else None

    def match(self, subject: NamedNode) -> str | None:
        """Tell how closely something was matched.

        Args:
            subject: A recommendation or a peer on its theme.

        Returns:
            The closest of its matches, or None.
        """
        found = {literal.value for literal in self.index.literals(subject, LCG.matchKind)}
        return next((match for match in MATCHES if match in found), None)

    def evidence_kind(self, subject: NamedNode) -> str:
        """Tell what kind of evidence says most for a peer.

        Args:
            subject: A part of a recommendation, or a peer on its theme.

        Returns:
            ``strength``, ``practice`` or ``offer``.
        """
        held = {literal.value for literal in self.index.literals(subject, LCG.evidenceKind)}
        return next((kind for kind in EVIDENCE_KINDS if kind in held), EVIDENCE_KINDS[-1])

    def is_a(self, thing: NamedNode, kind: NamedNode) -> bool:
        """Tell whether a thing is stated to be of a class.

        Args:
            thing: Any IRI.
            kind: The class.

        Returns:
            True if its type is stated.
        """
        return kind in self.index.iris(thing, RDF.type)
