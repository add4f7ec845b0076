"""A file checked as a whole: read, compared with the shapes, and judged fit to publish or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lcgraph.ingest import Fault, read_record
from lcgraph.validation import Severity, check_record

if TYPE_CHECKING:
    from lcgraph.records import CityRecord
    from lcgraph.validation import CompiledShapes, PublishedView


@dataclass(frozen=True)
class Outcome:
    """What is to be said about a file.

    Attributes:
        name: The name of the file.
        record: The record it holds, if it holds one.
        publishable: Whether the record can be published.
        findings: What was found, the gravest first: ``identifier``, ``severity``, ``line``,
            ``column``, ``focusNode``, ``path``, ``value``, ``messages`` and ``advice``. A file that
            cannot be read has one finding that says why.
        completeness: Which checks apply and which are met; None for a file that cannot be read.
    """

    name: str
    record: CityRecord | None
    publishable: bool
    findings: tuple[dict[str, Any], ...]
    completeness: dict[str, Any] | None

    @property
    def violations(self) -> tuple[dict[str, str], ...]:
        """What forbids publication and what to do, with file and line, by language tag."""
        return tuple(
            {
                tag: f"{self.name}:{finding['line'] or '?'}: {finding['identifier'] or ''} "
                f"{message} {finding['advice'][tag]}".replace("  ", " ")
                for tag, message in finding["messages"].items()
            }
            for finding in self.findings
            if finding["severity"] == Severity.VIOLATION.value
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the outcome as plain data for JSON.

        Returns:
            ``name``, ``record`` (its IRI), ``publishable``, ``findings`` and ``completeness``.
        """
        return {
            "name": self.name,
            "record": None if self.record is None else self.record.iri.value,
            "publishable": self.publishable,
            "findings": list(self.findings),
            "completeness": self.completeness,
        }


def outcome_of(
    content: bytes,
    name: str,
    shapes: CompiledShapes,
    view: PublishedView | None = None,
    media_type: str | None = None,
) -> Outcome:
    """Check a file.

    Args:
        content: The file.
        name: What it is called.
        shapes: The compiled shapes.
        view: The published graph, which is only read.
        media_type: The syntax; by default the name tells it.

    Returns:
        What is to be said about it. No content makes it raise.
    """
    parsed = read_record(content, name, media_type)
    if isinstance(parsed, Fault):
        finding = {
            "identifier": None,
            "constraint": None,
            "severity": Severity.VIOLATION.value,
            "line": parsed.line,
            "column": parsed.column,
            "focusNode": None,
            "path": None,
            "value": None,
            "messages": dict(parsed.messages),
            "advice": dict(parsed.advice),
        }
        return Outcome(name, None, False, (finding,), None)
    checked = check_record(parsed, shapes, view)
    return Outcome(
        name,
        checked.record,
        checked.publishable,
        tuple(finding.to_dict() for finding in checked.findings),
        checked.report.completeness.to_dict(),
    )
