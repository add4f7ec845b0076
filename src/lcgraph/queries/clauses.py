"""The SELECT clauses of a query, found among its tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcgraph.store.tokens import Kind, closing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcgraph.store.tokens import Token


@dataclass(frozen=True)
class SelectClause:
    """A SELECT and what belongs to it.

    Attributes:
        first: The index of the token SELECT.
        body: The index of the brace that opens its WHERE.
        last: The index of the last token that belongs to it, solution modifiers included.
        projection_at: Where its list of columns begins in the text, in characters.
        projected: The variables that it shows, in order, without the question mark.
        shows_everything: Whether it is ``SELECT *``.
        grouping_at: Where its list after GROUP BY begins in the text; None without GROUP BY.
    """

    first: int
    body: int
    last: int
    projection_at: int
    projected: tuple[str, ...]
    shows_everything: bool
    grouping_at: int | None


def select_clauses(tokens: Sequence[Token]) -> list[SelectClause]:
    """Find the SELECT clauses of a query.

    Args:
        tokens: The tokens of a query.

    Returns:
        The clauses in reading order: for a SELECT query the outermost comes first.
    """
    return [
        _clause(tokens, index)
        for index, token in enumerate(tokens)
        if token.kind is Kind.WORD and token.text == "SELECT"
    ]


def _clause(tokens: Sequence[Token], first: int) -> SelectClause:
    columns = first + 1
    if tokens[columns].text in {"DISTINCT", "REDUCED"}:
        columns += 1
    body, projected = _projection(tokens, columns)
    group_end = closing(tokens, body)
    last = _end_of_modifiers(tokens, group_end)
    grouping = None
    for index in range(group_end + 1, last):
        if tokens[index].text == "GROUP":
            grouping = tokens[index + 1].end
            break
    return SelectClause(
        first=first,
        body=body,
        last=last,
        projection_at=tokens[columns - 1].end,
        projected=tuple(projected),
        shows_everything=tokens[columns].text == "*",
        grouping_at=grouping,
    )


def _projection(tokens: Sequence[Token], index: int) -> tuple[int, list[str]]:
    projected = []
    while index < len(tokens) - 1 and tokens[index].text != "{":
        token = tokens[index]
        if token.kind is Kind.VARIABLE:
            projected.append(token.text[1:])
        elif token.text == "(":
            index = closing(tokens, index)
            projected.append(tokens[index - 1].text[1:])
        index += 1
    return index, projected


def _end_of_modifiers(tokens: Sequence[Token], group_end: int) -> int:
    depth = 0
    for index in range(group_end + 1, len(tokens)):
        text = tokens[index].text
        depth += (text == "{") - (text == "}")
        if depth < 0:
            return index - 1
    return len(tokens) - 1
