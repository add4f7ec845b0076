"""Everything that is to be said about one file with a record, with file and line."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, Protocol

from pyoxigraph import BlankNode, NamedNode

from lcgraph.records import CityRecord, record_of
from lcgraph.validation.files import file_results
from lcgraph.validation.finding import Finding
from lcgraph.validation.neighbourhood import EmptyView
from lcgraph.validation.results import Report, Severity
from lcgraph.vocabulary import BASE, LCG, RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from pyoxigraph import Literal, Triple

    from lcgraph.validation.compiled import CompiledShapes
    from lcgraph.validation.files import FileResult
    from lcgraph.validation.neighbourhood import PublishedView
    from lcgraph.validation.results import Node, ValidationResult, Value

_SUGGESTIONS: Final = 25
_CUTOFF: Final = 0.8


class Place(Protocol):
    """A place in a file."""

    @property
    def line(self) -> int:
        """The line, from 1."""
        ...

    @property
    def column(self) -> int:
        """The character within the line, from 1."""
        ...


class PlacedTriples(Protocol):
    """What was read from a file, with its places; ingest hands it over."""

    @property
    def name(self) -> str:
        """The name that the file was given."""
        ...

    @property
    def triples(self) -> Sequence[Triple]:
        """The triples, in the order of the text."""
        ...

    def place(
        self,
        focus: NamedNode | BlankNode,
        path: NamedNode | None = None,
        value: NamedNode | BlankNode | Literal | None = None,
    ) -> Place | None:
        """Find where the text says something."""
        ...


@dataclass(frozen=True)
class CheckedRecord:
    """A file that was read and checked.

    Attributes:
        name: The name of the file.
        record: The record it holds; None if a violation of F01, F02 or F04 says why not.
        report: What the shapes say, with the completeness.
        findings: Everything to be said, the gravest first, then by line.
    """

    name: str
    record: CityRecord | None
    report: Report
    findings: tuple[Finding, ...]

    @property
    def publishable(self) -> bool:
        """True if there is a record and no violation."""
        return self.record is not None and not any(
            finding.severity is Severity.VIOLATION for finding in self.findings
        )


def check_record(
    parsed: PlacedTriples,
    shapes: CompiledShapes,
    view: PublishedView | None = None,
    *,
    now: datetime | None = None,
) -> CheckedRecord:
    """Check a file with a record.

    Args:
        parsed: What :func:`lcgraph.ingest.read_record` read; its faults are to be shown as they
            are.
        shapes: The compiled shapes.
        view: The published graph, which is only read.
        now: The moment that dates are compared with; by default the present.

    Returns:
        The record with everything to be said about it.
    """
    # A view that counts its quads to tell whether it is empty would do so for each record.
    published = EmptyView() if view is None else view
    report = shapes.validate(parsed.triples, view=published, now=now)
    results = [
        *(_said(result) for result in report.results),
        *_untyped_blank_nodes(parsed.triples, shapes, report),
        *_of_file(parsed.triples, shapes, published, report),
    ]
    suggest = _Suggestions(shapes)
    findings = [_finding(said, parsed, suggest) for said in results]
    found = record_of(parsed.triples)
    return CheckedRecord(
        name=parsed.name,
        record=found if isinstance(found, CityRecord) else None,
        report=report,
        findings=tuple(sorted(findings, key=_order)),
    )


@dataclass(frozen=True)
class _Said:
    identifier: str
    constraint: NamedNode
    severity: Severity
    messages: Mapping[str, str]
    advice: Mapping[str, str]
    focus_node: Node | None
    path: NamedNode | None
    value: Value | None


def _said(result: ValidationResult) -> _Said:
    return _Said(
        result.identifier,
        result.constraint,
        result.severity,
        result.messages,
        result.advice,
        result.focus_node,
        result.path,
        result.value,
    )


def _untyped_blank_nodes(
    triples: Iterable[Triple], shapes: CompiledShapes, report: Report
) -> Iterator[_Said]:
    """Yield C50 for blank nodes that no shape can reach: without a type and never referred to."""
    constraint = shapes.constraint("C50")
    reported = {term for r in report.results for term in (r.focus_node, r.value)}
    subjects = dict.fromkeys(t.subject for t in triples if isinstance(t.subject, BlankNode))
    referred = {t.object for t in triples}
    for node in subjects:
        if node not in reported and node not in referred and isinstance(node, BlankNode):
            yield _Said(
                constraint.identifier,
                constraint.iri,
                constraint.severity,
                constraint.messages,
                constraint.advice,
                node,
                None,
                None,
            )


def _of_file(
    triples: Sequence[Triple], shapes: CompiledShapes, view: PublishedView, report: Report
) -> Iterator[_Said]:
    unknown = {(r.focus_node, r.path) for r in report.results if r.identifier == "C51"}
    for result in file_results(triples, shapes, shapes.terms, view):
        if result.identifier == "F07" and (result.focus_node, result.path) in unknown:
            continue
        yield _of_check(result, shapes)


def _of_check(result: FileResult, shapes: CompiledShapes) -> _Said:
    check = shapes.file_checks[result.identifier]
    return _Said(
        check.identifier,
        check.iri,
        check.severity,
        check.messages,
        check.advice,
        result.focus_node,
        result.path,
        result.value,
    )


def _finding(said: _Said, parsed: PlacedTriples, suggest: _Suggestions) -> Finding:
    place = (
        parsed.place(said.focus_node, said.path, said.value)
        if said.focus_node is not None
        else None
    )
    return Finding(
        identifier=said.identifier,
        constraint=said.constraint,
        severity=said.severity,
        file=parsed.name,
        line=place.line if place else None,
        column=place.column if place else None,
        messages=said.messages,
        advice=said.advice,
        focus_node=said.focus_node,
        path=said.path,
        value=said.value,
        suggestion=suggest.of(said),
    )


def _order(finding: Finding) -> tuple[int, int, int, str, str, str]:
    return (
        finding.severity.rank,
        finding.line or 0,
        finding.column or 0,
        finding.identifier,
        str(finding.path or ""),
        str(finding.value or ""),
    )


class _Suggestions:
    """What a misspelt identifier may have been, for the first few of them."""

    def __init__(self, shapes: CompiledShapes) -> None:
        self._shapes = shapes
        self._left = _SUGGESTIONS

    def of(self, said: _Said) -> NamedNode | None:
        written, candidates = self._misspelt(said)
        if written is None or self._left == 0:
            return None
        self._left -= 1
        close = get_close_matches(written.value, candidates, n=1, cutoff=_CUTOFF)
        return NamedNode(close[0]) if close else None

    def _misspelt(self, said: _Said) -> tuple[NamedNode | None, list[str]]:
        if said.identifier in ("C51", "F07"):
            term = said.value if said.path == RDF.type else said.path
            if isinstance(term, NamedNode) and term in LCG:
                return term, sorted(known.value for known in self._shapes.terms)
        if said.identifier == "C48" and isinstance(said.value, NamedNode):
            namespace = said.value.value.rpartition("/")[0] + "/"
            if namespace.startswith(BASE):
                return said.value, self._shapes.reference_names(namespace)
        return None, []
