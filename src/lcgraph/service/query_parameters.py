"""The parameters of the SPARQL endpoint that the protocol leaves to the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcgraph.service.problems import Problem
from lcgraph.service.single_values import given_twice
from lcgraph.store import Layer
from lcgraph.store.interface import LAYER_GRAPHS
from lcgraph.store.tokens import Kind, tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.datastructures import QueryParams


def at_most_once(fields: QueryParams, name: str) -> str | None:
    """Read a parameter that has one value.

    Args:
        fields: All parameters.
        name: Which one.

    Returns:
        Its value, or None if it is not there.

    Raises:
        Problem: ``wrong-parameter`` if it is there more than once.
    """
    values = fields.getlist(name)
    if len(values) > 1:
        raise given_twice(name)
    return values[0] if values else None


def seconds_of(fields: QueryParams) -> float | None:
    """Read the deadline that a client states.

    Args:
        fields: All parameters.

    Returns:
        Seconds, or None if it states none.

    Raises:
        Problem: ``wrong-parameter``.
    """
    value = at_most_once(fields, "timeout")
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise Problem(
            "wrong-parameter",
            {"th": "timeout เป็นจำนวนวินาที เช่น 5", "en": "timeout is in seconds, such as 5."},
            {"parameter": "timeout", "example": "5"},
        )
    return seconds


def layers_of(fields: QueryParams) -> list[Layer]:
    """Read the layers that a client adds to the default graph.

    Args:
        fields: All parameters.

    Returns:
        The layers, in order.

    Raises:
        Problem: ``wrong-parameter``.
    """
    return [_layer(name) for name in fields.getlist("layer")]


def _layer(name: str) -> Layer:
    try:
        return Layer(name)
    except ValueError:
        raise Problem(
            "wrong-parameter",
            {"th": f"ไม่มีชั้นข้อมูล {name[:80]}", "en": f"There is no layer {name[:80]}."},
            {"parameter": "layer", "supported": list(Layer)},
        ) from None


def with_layers(text: str, layers: Sequence[Layer]) -> str | None:
    """Add layers to the default graph that a query states for itself.

    Args:
        text: A query.
        layers: The layers to add.

    Returns:
        The query with a FROM clause for each layer besides its own, or None if it has none of its
        own (SPARQL 1.1 Query, section 13.2; only the outermost query may have one).
    """
    if not layers or "from" not in text.lower():
        return None
    for token in tokens_of(text):
        # The engine accepts keywords without white space between them.
        if token.kind is Kind.WORD and "FROM" in token.text and not token.text.startswith("@"):
            at = token.start + token.text.index("FROM")
            clauses = "".join(f"FROM <{LAYER_GRAPHS[layer].value}> " for layer in layers)
            return f"{text[:at]} {clauses}{text[at:]}"
    return None
