"""From what SHACL found in a file to what is reported: texts, drafts and declared silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from lcgraph.validation.completeness import completeness_of
from lcgraph.validation.results import Report, Severity, ValidationResult
from lcgraph.vocabulary import ADMS, LCS, STATUS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pyoxigraph import NamedNode, Triple

    from lcgraph.validation.constraints import Constraint, Section
    from lcgraph.validation.raw import RawResult
    from lcgraph.validation.results import Node

_C48: Final = LCS["C48"]


class Found(NamedTuple):
    """What SHACL found in one file.

    Attributes:
        focus: The nodes that each shape applies to.
        results: What it says of them, each thing once.
        truncated: The identifiers of constraints of which not all results are kept.
        silent: Property and thing wherever a value is called for and the sources give none.
    """

    focus: Mapping[NamedNode, tuple[Node, ...]]
    results: list[RawResult]
    truncated: tuple[str, ...]
    silent: frozenset[tuple[NamedNode | None, Node]]


class Reporting:
    """The constraints of the model as they report what their shapes find.

    Attributes:
        by_shape: The constraint that reports what a shape finds.
    """

    def __init__(
        self,
        constraints: Mapping[NamedNode, Constraint],
        sections: Mapping[NamedNode, Section],
    ) -> None:
        """Find out which constraint reports for which shape.

        Args:
            constraints: The constraints by IRI.
            sections: The sections by IRI.
        """
        self._constraints: Final = constraints
        self._sections: Final = sections
        self.by_shape: Final = {
            shape: constraint for constraint in constraints.values() for shape in constraint.shapes
        }

    def report(self, given: Collection[Triple], found: Found) -> Report:
        """Say what was found in a file.

        Args:
            given: The triples of the file.
            found: What SHACL found in them.

        Returns:
            The report. Drafts and declared silence are taken into account, and a value that does
            not exist is reported once, by C48.
        """
        is_draft = any((t.predicate, t.object) == (ADMS.status, STATUS["draft"]) for t in given)
        dangling = {(raw.focus_node, raw.value) for raw in found.results if raw.shape == _C48}
        results = []
        for raw in found.results:
            if raw.shape != _C48 and (raw.focus_node, raw.value) in dangling:
                continue
            results.append(self._result(raw, is_draft, found.silent))
        unique = {(r.constraint, r.focus_node, r.path, r.value): r for r in results}
        ordered = tuple(sorted(unique.values(), key=lambda result: result.order))
        return Report(
            results=ordered,
            completeness=completeness_of(
                self._checks(found.focus),
                set(self._silent_checks(found)),
                ordered,
                self._constraints,
                self._sections,
            ),
            truncated=found.truncated,
        )

    def _result(
        self,
        raw: RawResult,
        is_draft: bool,
        silent: Collection[tuple[NamedNode | None, Node]],
    ) -> ValidationResult:
        constraint = self.by_shape[raw.shape]
        severity = constraint.draft_severity if is_draft else constraint.severity
        declared = (
            constraint.severity is not Severity.VIOLATION and (raw.path, raw.focus_node) in silent
        )
        return ValidationResult(
            constraint=constraint.iri,
            identifier=constraint.identifier,
            severity=Severity.INFO if declared else severity,
            focus_node=raw.focus_node,
            path=raw.path,
            value=raw.value,
            messages=constraint.messages,
            advice=constraint.advice,
            shape=raw.shape,
            component=raw.component,
            source_constraint=raw.source_constraint,
            declared_silent=declared,
        )

    def _checks(
        self, focus: Mapping[NamedNode, Collection[Node]]
    ) -> Mapping[NamedNode, Collection[Node]]:
        checks: dict[NamedNode, set[Node]] = {}
        for shape, nodes in focus.items():
            constraint = self.by_shape.get(shape)
            if constraint is not None:
                checks.setdefault(constraint.iri, set()).update(nodes)
        return checks

    def _silent_checks(self, found: Found) -> Iterable[tuple[NamedNode, Node]]:
        for shape, nodes in found.focus.items():
            constraint = self.by_shape.get(shape)
            if constraint is not None and constraint.passes_when_silent:
                for node in nodes:
                    if (constraint.path, node) in found.silent:
                        yield constraint.iri, node
