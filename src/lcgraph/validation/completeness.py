"""How complete a record is: checks met out of checks that apply, never a percentage.

A check is a pair of a constraint and a thing it applies to (section 3.5 of the model). A point
that the record declares as not stated by its sources is never counted as met: it has a number
of its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from lcgraph.validation.results import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pyoxigraph import NamedNode

    from lcgraph.validation.constraints import Constraint, Section
    from lcgraph.validation.results import Node, ValidationResult


class Level(StrEnum):
    """How much a check is called for."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


_LEVELS: Final = {
    Severity.VIOLATION: Level.REQUIRED,
    Severity.WARNING: Level.RECOMMENDED,
    Severity.INFO: Level.OPTIONAL,
}


@dataclass(frozen=True)
class Tally:
    """The checks of one level, of one section or of all.

    Attributes:
        level: How much the checks are called for.
        met: How many have no result.
        applicable: How many there are.
        declared_silent: How many the sources are declared silent on.
        missing: The results of the others.
    """

    level: Level
    met: int
    applicable: int
    declared_silent: int
    missing: tuple[ValidationResult, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the tally as plain data for JSON.

        Returns:
            ``level``, ``met``, ``applicable``, ``declaredSilent`` and ``missing``, a list of
            ``identifier``, ``focusNode``, ``path`` and ``messages``.
        """
        return {
            "level": self.level.value,
            "met": self.met,
            "applicable": self.applicable,
            "declaredSilent": self.declared_silent,
            "missing": [
                {
                    key: value
                    for key, value in result.to_dict().items()
                    if key in ("identifier", "focusNode", "path", "messages")
                }
                for result in self.missing
            ],
        }


@dataclass(frozen=True)
class Completeness:
    """The completeness of a record as a vector.

    Attributes:
        sections: Section to its tallies, one for each level; in the order of the sections.
        total: One tally for each level, over all sections.
    """

    sections: tuple[tuple[Section, tuple[Tally, ...]], ...]
    total: tuple[Tally, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the vector as plain data for JSON.

        Returns:
            ``sections``, a list of ``key``, ``labels`` and ``tallies``, and ``total``.
        """
        return {
            "sections": [
                {
                    "key": section.key,
                    "labels": dict(section.labels),
                    "tallies": [tally.to_dict() for tally in tallies],
                }
                for section, tallies in self.sections
            ],
            "total": [tally.to_dict() for tally in self.total],
        }


def completeness_of(
    checks: Mapping[NamedNode, Collection[Node]],
    silent: Collection[tuple[NamedNode, Node]],
    results: Iterable[ValidationResult],
    constraints: Mapping[NamedNode, Constraint],
    sections: Mapping[NamedNode, Section],
) -> Completeness:
    """Count the checks of a record.

    Args:
        checks: Constraint to the things it applies to.
        silent: Constraint and thing where the record declares that its sources are silent and
            nothing is stated.
        results: The results of the record.
        constraints: The constraints by IRI.
        sections: The sections by IRI.

    Returns:
        The vector; for every tally, met, declared silent and the failed checks make up the
        applicable ones.
    """
    failed: dict[tuple[NamedNode, Node], list[ValidationResult]] = defaultdict(list)
    declared = set(silent)
    for result in results:
        check = (result.constraint, result.focus_node)
        if result.declared_silent:
            declared.add(check)
        else:
            failed[check].append(result)
    counted: dict[tuple[NamedNode, Level], _Count] = defaultdict(_Count)
    for iri, nodes in checks.items():
        constraint = constraints[iri]
        count = counted[constraint.section, _LEVELS[constraint.severity]]
        for node in nodes:
            count.add(failed.get((iri, node), []), (iri, node) in declared)
    return Completeness(
        sections=tuple(
            (section, tuple(counted[iri, level].tally(level) for level in Level))
            for iri, section in sections.items()
        ),
        total=tuple(
            _Count.sum(counted[iri, level] for iri in sections).tally(level) for level in Level
        ),
    )


class _Count:
    def __init__(self) -> None:
        self.met = self.applicable = self.silent = 0
        self.missing: list[ValidationResult] = []

    def add(self, failed: list[ValidationResult], is_silent: bool) -> None:
        self.applicable += 1
        if failed:
            self.missing.extend(failed)
        elif is_silent:
            self.silent += 1
        else:
            self.met += 1

    @classmethod
    def sum(cls, counts: Iterable[_Count]) -> _Count:
        total = cls()
        for count in counts:
            total.met += count.met
            total.applicable += count.applicable
            total.silent += count.silent
            total.missing += count.missing
        return total

    def tally(self, level: Level) -> Tally:
        missing = sorted(self.missing, key=lambda result: result.order)
        return Tally(level, self.met, self.applicable, self.silent, tuple(missing))
