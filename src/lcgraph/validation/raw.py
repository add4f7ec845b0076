"""A result as an engine found it, before messages, drafts and declared silence."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from lcgraph.validation.results import Node, Value


class RawResult(NamedTuple):
    """What SHACL calls a validation result, without its texts.

    Attributes:
        shape: ``sh:sourceShape``.
        focus_node: ``sh:focusNode``.
        path: ``sh:resultPath``, where it is a single property.
        value: ``sh:value``.
        component: ``sh:sourceConstraintComponent``.
        source_constraint: ``sh:sourceConstraint``, for a SPARQL constraint.
    """

    shape: NamedNode
    focus_node: Node
    path: NamedNode | None
    value: Value | None
    component: NamedNode
    source_constraint: NamedNode | None = None
