"""Triples in memory, asked from subject or object."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import Literal, NamedNode

from lcgraph.vocabulary import RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from lcgraph.store.interface import Term

_Term = TypeVar("_Term")


class TripleIndex:
    """A small graph that is walked, not queried."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Index the triples.

        Args:
            triples: The graph; only triples with IRIs as subjects are kept.
        """
        self._of_subject: dict[NamedNode, list[Triple]] = {}
        self._of_object: dict[Term, list[Triple]] | None = None
        # Most of a graph is never looked at: what is looked at is put in order then.
        self._said: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
        self._saying: dict[tuple[NamedNode, Term], list[NamedNode]] = {}
        self.add(triples)

    def add(self, triples: Iterable[Triple]) -> None:
        """Index further triples.

        Args:
            triples: A graph; only triples with IRIs as subjects, and those not there, are added.
        """
        of_subject, of_object, said = self._of_subject, self._of_object, self._said
        for triple in triples:
            subject = triple.subject
            if not isinstance(subject, NamedNode):
                continue
            of_subject.setdefault(subject, []).append(triple)
            if said:
                said.pop(subject, None)
            if of_object is not None:
                of_object.setdefault(triple.object, []).append(triple)
        self._saying.clear()

    def properties(self, subject: NamedNode) -> dict[NamedNode, list[Term]]:
        """Return what is said of a subject.

        Args:
            subject: Any IRI.

        Returns:
            Predicate to objects, sorted; empty when nothing is said.
        """
        if subject not in self._said:
            said: dict[NamedNode, list[Term]] = {}
            for triple in self._of_subject.get(subject, ()):
                said.setdefault(triple.predicate, []).append(triple.object)
            self._said[subject] = {
                predicate: values if len(values := said[predicate]) == 1 else _in_order(values)
                for predicate in _in_order(said)
            }
        return self._said[subject]

    def objects(self, subject: NamedNode, predicate: NamedNode) -> list[Term]:
        """Return the objects of a subject and a predicate, sorted.

        Args:
            subject: Any IRI.
            predicate: The property.

        Returns:
            IRIs and literals.
        """
        return self.properties(subject).get(predicate, [])

    def subjects(self, predicate: NamedNode, value: Term) -> list[NamedNode]:
        """Return the subjects that have a value.

        Args:
            predicate: The property.
            value: Its value.

        Returns:
            The subjects, sorted.
        """
        key = (predicate, value)
        if key not in self._saying:
            saying = (t for t in self._by_object().get(value, ()) if t.predicate == predicate)
            subjects = (triple.subject for triple in saying)
            self._saying[key] = _in_order(s for s in subjects if isinstance(s, NamedNode))
        return self._saying[key]

    def _by_object(self) -> dict[Term, list[Triple]]:
        if self._of_object is None:
            self._of_object = {}
            for triple in chain.from_iterable(self._of_subject.values()):
                self._of_object.setdefault(triple.object, []).append(triple)
        return self._of_object

    def iris(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """Return those objects that are IRIs, sorted.

        Args:
            subject: Any IRI.
            predicate: The property.

        Returns:
            The IRIs.
        """
        return [term for term in self.objects(subject, predicate) if isinstance(term, NamedNode)]

    def iri(self, subject: NamedNode, predicate: NamedNode) -> NamedNode | None:
        """Return the first object that is an IRI.

        Args:
            subject: Any IRI.
            predicate: The property.

        Returns:
            An IRI, or None.
        """
        found = self.iris(subject, predicate)
        return found[0] if found else None

    def literals(self, subject: NamedNode, predicate: NamedNode) -> list[Literal]:
        """Return those objects that are literals, sorted.

        Args:
            subject: Any IRI.
            predicate: The property.

        Returns:
            The literals.
        """
        return [term for term in self.objects(subject, predicate) if isinstance(term, Literal)]

    def texts(self, subject: NamedNode, predicate: NamedNode) -> dict[str, str]:
        """Return the texts of a property by language.

        Args:
            subject: Any IRI.
            predicate: The property.

        Returns:
            Language tag to text; a text without a language is under ``und``.
        """
        return {text.language or "und": text.value for text in self.literals(subject, predicate)}

    def number(self, subject: NamedNode, predicate: NamedNode) -> int | None:
        """Return an integer.

        Args:
            subject: Any IRI.
            predicate: The property.

        Returns:
            The first value that is an integer, or None.
        """
        for literal in self.literals(subject, predicate):
            if literal.value.lstrip("-").isdigit():
                return int(literal.value)
        return None

    def labels(self, subject: NamedNode) -> dict[str, str]:
        """Return the names of a thing.

        Args:
            subject: Any IRI.

        Returns:
            Language tag to ``rdfs:label``, or else ``skos:prefLabel``.
        """
        return self.texts(subject, RDFS.label) or self.texts(subject, SKOS.prefLabel)


def _in_order(terms: Iterable[_Term]) -> list[_Term]:
    found = set(terms)
    return sorted(found, key=str) if len(found) > 1 else list(found)
