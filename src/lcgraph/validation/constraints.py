"""The constraints as the shapes describe them: identifiers, messages, advice, sections."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode

from lcgraph.validation.results import SEVERITIES, Severity
from lcgraph.vocabulary import DCTERMS, LCS, RDF, RDFS, SH

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple

LANGUAGES: Final = ("th", "en")


@dataclass(frozen=True)
class Constraint:
    """One constraint of section 3.2 of the model.

    Attributes:
        iri: ``lcs:C30``.
        identifier: ``C30``.
        severity: How much a result weighs.
        draft_severity: How much it weighs while the record is a draft.
        messages: The message by language tag.
        names: The name by language tag.
        advice: What to do, by language tag.
        section: The property group it belongs to.
        order: Its place within forms.
        path: The property it is about, if it is about one.
        passes_when_silent: True if it does not report what the record declares as not stated.
        shapes: The shapes that report it: itself, or its parts.
    """

    iri: NamedNode
    identifier: str
    severity: Severity
    draft_severity: Severity
    messages: Mapping[str, str]
    names: Mapping[str, str]
    advice: Mapping[str, str]
    section: NamedNode
    order: int
    path: NamedNode | None
    passes_when_silent: bool
    shapes: tuple[NamedNode, ...]


@dataclass(frozen=True)
class Section:
    """A group of constraints, and of fields in a form.

    Attributes:
        iri: ``lcs:group-identity``.
        key: ``identity``.
        labels: The heading by language tag.
        order: Its place.
    """

    iri: NamedNode
    key: str
    labels: Mapping[str, str]
    order: int


class ShapeTriples:
    """The triples of the shapes graph, looked up by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Index the triples.

        Args:
            triples: The shapes graph.
        """
        self.triples: Final = tuple(triples)
        self._objects: dict[tuple[object, NamedNode], list[object]] = defaultdict(list)
        self._subjects: dict[tuple[NamedNode, object], list[object]] = defaultdict(list)
        for triple in self.triples:
            self._objects[triple.subject, triple.predicate].append(triple.object)
            self._subjects[triple.predicate, triple.object].append(triple.subject)

    def nodes(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode]:
        """Return the IRIs that a shape names with a property.

        Args:
            subject: The shape.
            predicate: The property.

        Returns:
            The IRIs, sorted.
        """
        found = [term for term in self._objects[subject, predicate] if isinstance(term, NamedNode)]
        return sorted(found, key=str)

    def node(self, subject: NamedNode, predicate: NamedNode) -> NamedNode | None:
        """Return the one IRI that a shape names with a property.

        Args:
            subject: The shape.
            predicate: The property.

        Returns:
            The first of them, or None.
        """
        found = self.nodes(subject, predicate)
        return found[0] if found else None

    def text(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        """Return the one literal that a shape has for a property.

        Args:
            subject: The shape.
            predicate: The property.

        Returns:
            The lexical form of the first of them, or None.
        """
        found = [
            term.value for term in self._objects[subject, predicate] if isinstance(term, Literal)
        ]
        return min(found) if found else None

    def texts(self, subject: NamedNode, predicate: NamedNode) -> dict[str, str]:
        """Return the texts that a shape has for a property.

        Args:
            subject: The shape.
            predicate: The property.

        Returns:
            Language tag to text, Thai first.
        """
        found = {
            term.language: term.value
            for term in self._objects[subject, predicate]
            if isinstance(term, Literal) and term.language
        }
        return {tag: found[tag] for tag in LANGUAGES if tag in found}

    def subjects(self, predicate: NamedNode, value: NamedNode | Literal) -> list[NamedNode]:
        """Return the named shapes that have a value.

        Args:
            predicate: The property.
            value: The value.

        Returns:
            The IRIs, sorted; blank nodes are left out.
        """
        found = [term for term in self._subjects[predicate, value] if isinstance(term, NamedNode)]
        return sorted(found, key=str)


def constraints_of(shapes: ShapeTriples) -> dict[NamedNode, Constraint]:
    """Read the constraints from the shapes graph.

    Args:
        shapes: The shapes graph.

    Returns:
        Constraint IRI to constraint, in the order of the identifiers.

    Raises:
        ValueError: If a constraint lacks a severity or a section.
    """
    identified = {
        triple.subject: triple.object.value
        for triple in shapes.triples
        if triple.predicate == DCTERMS.identifier
        and isinstance(triple.object, Literal)
        and isinstance(triple.subject, NamedNode)
    }
    return {
        iri: _constraint(shapes, iri, identifier)
        for iri, identifier in sorted(identified.items(), key=lambda item: item[1])
    }


def _constraint(shapes: ShapeTriples, iri: NamedNode, identifier: str) -> Constraint:
    severity = SEVERITIES.get(shapes.node(iri, SH.severity) or iri)
    section = shapes.node(iri, SH.group)
    if severity is None or section is None:
        raise ValueError(f"{iri} needs sh:severity and sh:group")
    draft = shapes.node(iri, LCS.draftSeverity)
    parts = shapes.subjects(DCTERMS.isPartOf, iri)
    return Constraint(
        iri=iri,
        identifier=identifier,
        severity=severity,
        draft_severity=SEVERITIES[draft] if draft else severity,
        messages=shapes.texts(iri, SH.message),
        names=shapes.texts(iri, SH.name),
        advice=shapes.texts(iri, SH.description),
        section=section,
        order=int(shapes.text(iri, SH.order) or 0),
        path=shapes.node(iri, SH.path),
        passes_when_silent=shapes.text(iri, LCS.passesWhenSilent) == "true",
        shapes=tuple(parts) or (iri,),
    )


def tally(constraints: Iterable[Constraint]) -> dict[Severity, int]:
    """Count constraints.

    Args:
        constraints: The constraints of the compiled shapes.

    Returns:
        Severity to number, the gravest first.
    """
    severities = [constraint.severity for constraint in constraints]
    return {severity: severities.count(severity) for severity in Severity}


def sections_of(shapes: ShapeTriples) -> dict[NamedNode, Section]:
    """Read the property groups from the shapes graph.

    Args:
        shapes: The shapes graph.

    Returns:
        Group IRI to section, in their order.
    """
    found = [
        Section(
            iri=iri,
            key=LCS.local(iri).removeprefix("group-"),
            labels=shapes.texts(iri, RDFS.label),
            order=int(shapes.text(iri, SH.order) or 0),
        )
        for iri in shapes.subjects(RDF.type, SH.PropertyGroup)
    ]
    return {section.iri: section for section in sorted(found, key=lambda section: section.order)}
