"""What validation says: one result a cause, in both languages, sorted."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from lcgraph.vocabulary import SH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcgraph.validation.completeness import Completeness

Node = NamedNode | BlankNode
Value = NamedNode | BlankNode | Literal


class Severity(StrEnum):
    """How much a result weighs (section 3.1 of the model)."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def term(self) -> NamedNode:
        """The SHACL term of the same name."""
        return SH[self.value]

    @property
    def rank(self) -> int:
        """The place in the order of weight, 0 for a violation."""
        return list(Severity).index(self)


SEVERITIES: Final = {severity.term: severity for severity in Severity}


@dataclass(frozen=True)
class ValidationResult:
    """One thing that is wrong, missing or could be better.

    Attributes:
        constraint: The IRI of the constraint, ``lcs:C30``.
        identifier: Its identifier, ``C30``.
        severity: How much it weighs, after drafts and declared silence are taken into account.
        focus_node: The thing that the result is about.
        path: The property that the result is about, if it is about one.
        value: The value that is wrong, if one is.
        messages: The message by language tag, ``th`` and ``en``.
        advice: What to do, by language tag.
        shape: The shape that reported it; differs from the constraint where one constraint has
            several shapes.
        component: The SHACL constraint component.
        source_constraint: The SPARQL constraint, if it was one.
        declared_silent: True if the record says that its sources do not state the property.
    """

    constraint: NamedNode
    identifier: str
    severity: Severity
    focus_node: Node
    path: NamedNode | None
    value: Value | None
    messages: Mapping[str, str] = field(hash=False)
    advice: Mapping[str, str] = field(hash=False)
    shape: NamedNode
    component: NamedNode
    source_constraint: NamedNode | None = None
    declared_silent: bool = False

    @property
    def order(self) -> tuple[int, str, str, str, str]:
        """The place in a report: the gravest first, then by constraint, focus, path and value."""
        return (
            self.severity.rank,
            self.identifier,
            str(self.focus_node),
            str(self.path or ""),
            str(self.value or ""),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the result as plain data for JSON.

        Returns:
            ``constraint``, ``identifier``, ``severity``, ``focusNode``, ``path``, ``value`` (a
            string, or a dictionary with ``value`` and ``language`` or ``datatype`` for a literal),
            ``messages``, ``advice``, ``shape`` and ``declaredSilent``; ``path`` and ``value`` are
            None where there is none.
        """
        return {
            "constraint": self.constraint.value,
            "identifier": self.identifier,
            "severity": self.severity.value,
            "focusNode": plain_value(self.focus_node),
            "path": self.path.value if self.path else None,
            "value": plain_value(self.value),
            "messages": dict(self.messages),
            "advice": dict(self.advice),
            "shape": self.shape.value,
            "declaredSilent": self.declared_silent,
        }


@dataclass(frozen=True)
class Report:
    """The outcome of validating one record or source.

    Attributes:
        results: Every result once, sorted by :attr:`ValidationResult.order`.
        completeness: Which checks apply, which are met, and what is missing.
        truncated: Identifiers of constraints of which only the first results were kept.
    """

    results: tuple[ValidationResult, ...]
    completeness: Completeness
    truncated: tuple[str, ...] = ()

    @property
    def conforms(self) -> bool:
        """True without any result, as SHACL defines it (section 3.6 of the recommendation)."""
        return not self.results

    @property
    def publishable(self) -> bool:
        """True without a violation: severity decides what blocks."""
        return not self.of(Severity.VIOLATION)

    def of(self, severity: Severity) -> tuple[ValidationResult, ...]:
        """Return the results of one severity.

        Args:
            severity: The severity to keep.

        Returns:
            The results, in the order of the report.
        """
        return tuple(result for result in self.results if result.severity is severity)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data for JSON.

        Returns:
            ``conforms``, ``publishable``, ``results``, ``completeness`` and ``truncated``.
        """
        return {
            "conforms": self.conforms,
            "publishable": self.publishable,
            "results": [result.to_dict() for result in self.results],
            "completeness": self.completeness.to_dict(),
            "truncated": list(self.truncated),
        }


def plain_value(value: Value | None) -> str | dict[str, str] | None:
    """Return a term as plain data for JSON.

    Args:
        value: A term, or None.

    Returns:
        An IRI or blank node as a string, a literal as a dictionary of ``value`` and ``language``
        or ``datatype``, None as None.
    """
    if value is None:
        return None
    if isinstance(value, NamedNode):
        return value.value
    if isinstance(value, BlankNode):
        return str(value)
    if value.language:
        return {"value": value.value, "language": value.language}
    return {"value": value.value, "datatype": value.datatype.value}
