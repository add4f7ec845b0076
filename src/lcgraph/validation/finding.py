"""One thing that is to be said about a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lcgraph.validation.results import plain_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import NamedNode

    from lcgraph.validation.results import Node, Severity, Value


@dataclass(frozen=True)
class Finding:
    """One thing to be said about a file.

    Attributes:
        identifier: ``C30`` for a constraint, ``F05`` for a check of the file.
        constraint: Its IRI, which explains it.
        severity: How much it weighs.
        file: The name of the file.
        line: The line, from 1; None if the text has no such place.
        column: The character within the line, from 1.
        messages: What is wrong, by language tag (``th``, ``en``).
        advice: What to do, by language tag.
        focus_node: The thing it is about.
        path: The property it is about.
        value: The value it is about.
        suggestion: The identifier that may have been meant, for a misspelt one.
    """

    identifier: str
    constraint: NamedNode
    severity: Severity
    file: str
    line: int | None
    column: int | None
    messages: Mapping[str, str] = field(hash=False)
    advice: Mapping[str, str] = field(hash=False)
    focus_node: Node | None
    path: NamedNode | None
    value: Value | None
    suggestion: NamedNode | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data for JSON.

        Returns:
            ``identifier``, ``constraint``, ``severity``, ``file``, ``line``, ``column``,
            ``messages``, ``advice``, ``focusNode``, ``path``, ``value`` and ``suggestion``.
        """
        return {
            "identifier": self.identifier,
            "constraint": self.constraint.value,
            "severity": self.severity.value,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "messages": dict(self.messages),
            "advice": dict(self.advice),
            "focusNode": plain_value(self.focus_node),
            "path": plain_value(self.path),
            "value": plain_value(self.value),
            "suggestion": plain_value(self.suggestion),
        }
