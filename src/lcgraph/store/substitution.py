"""Terms in the place of variables: what a planner knows to be bound, it can begin with.

The places are found among the tokens of the query, and what is put there is a term in N-Triples
syntax: no value can end what holds it. Where the grammar wants a variable (SPARQL 1.1 Query,
section 19.8) the text stays as it is, and the engine has to be given the terms beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from lcgraph.store.tokens import Kind, Token, tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pyoxigraph import Variable

    from lcgraph.store.interface import Term

Results = TypeVar("Results")
_BEFORE_ALL: Final = ("SELECT", "DISTINCT", "REDUCED")


class _Place(Enum):
    """Where in a query a token stands."""

    HEAD = auto()
    PROJECTION = auto()
    GROUP = auto()
    MODIFIERS = auto()
    GROUPING = auto()
    ORDER = auto()


class _OnlyVariable(Exception):
    """A variable stands where no term may."""


def substituted(text: str, substitutions: Mapping[str, str]) -> str | None:
    """Write terms in the place of the variables of a query.

    Args:
        text: A query.
        substitutions: Variable, without the question mark, to term in N-Triples syntax.

    Returns:
        The query with the same solutions; a projected variable is a constant. None where a
        variable stands in a place that no term can take.
    """
    return _substituted(text, tuple(sorted(substitutions.items())))


def with_terms(
    ask: Callable[[str, dict[Variable, Term] | None], Results],
    text: str,
    substitutions: Mapping[Variable, Term],
) -> Results:
    """Ask a query whose variables have terms.

    Args:
        ask: Asks the engine; given the text, and terms for variables that are still in it.
        text: A query.
        substitutions: Terms for variables of it.

    Returns:
        What the engine answers.

    Raises:
        SyntaxError: If the text is not a SPARQL query.
    """
    if not substitutions:
        return ask(text, None)
    terms = {variable.value: str(term) for variable, term in substitutions.items()}
    written = substituted(text, terms)
    if written is not None:
        try:
            return ask(written, None)
        except SyntaxError:
            # A literal may be no subject, but a variable that has one is only without a solution.
            pass
    return ask(text, dict(substitutions))


@lru_cache(maxsize=256)
def _substituted(text: str, items: tuple[tuple[str, str], ...]) -> str | None:
    walk = _Walk(tokens_of(text), {f"?{name}": term for name, term in items})
    try:
        walk.run()
    except _OnlyVariable:
        return None
    pieces, done = [], 0
    for start, end, written in walk.changes:
        pieces += [text[done:start], written]
        done = end
    return "".join(pieces) + text[done:]


@dataclass
class _Walk:
    tokens: Sequence[Token]
    terms: Mapping[str, str]
    changes: list[tuple[int, int, str]] = field(default_factory=list)
    place: _Place = _Place.HEAD
    brackets: int = 0
    outer: list[tuple[_Place, int]] = field(default_factory=list)
    in_values: bool = False
    left_of_projection: int = 0

    def run(self) -> None:
        for index, token in enumerate(self.tokens):
            if token.kind is Kind.WORD:
                self._word(token.text)
            elif token.kind is Kind.OTHER:
                self._sign(token.text, self._before(index))
            elif token.kind is Kind.VARIABLE:
                self._variable(index, token)
            self.left_of_projection += token.text == "AS" and self.place is _Place.PROJECTION

    def _word(self, word: str) -> None:
        if word == "SELECT":
            self.place, self.left_of_projection = _Place.PROJECTION, 0
        elif word == "VALUES":
            self.in_values = True
        elif self.place in (_Place.MODIFIERS, _Place.GROUPING, _Place.ORDER):
            places = {
                "GROUP": _Place.GROUPING,
                "ORDER": _Place.ORDER,
                "HAVING": _Place.MODIFIERS,
                "LIMIT": _Place.MODIFIERS,
                "OFFSET": _Place.MODIFIERS,
            }
            self.place = places.get(word, self.place)

    def _sign(self, sign: str, before: str) -> None:
        if sign == "{":
            if self.place is _Place.PROJECTION and not self.left_of_projection:
                raise _OnlyVariable
            self.outer.append((self.place, self.brackets))
            self.place, self.brackets, self.in_values = _Place.GROUP, 0, False
        elif sign == "}" and self.outer:
            place, self.brackets = self.outer.pop()
            self.place = place if place is _Place.GROUP else _Place.MODIFIERS
        elif sign in "()":
            self.brackets += 1 if sign == "(" else -1
        elif sign == "*" and self.place is _Place.PROJECTION and before in _BEFORE_ALL:
            raise _OnlyVariable

    def _variable(self, index: int, token: Token) -> None:
        term = self.terms.get(token.text)
        if term is None:
            self.left_of_projection += self.place is _Place.PROJECTION and not self.brackets
            return
        if self.in_values or self.place is _Place.GROUPING or self._before(index) == "AS":
            raise _OnlyVariable
        start, written = token.start, term
        if self.place is _Place.PROJECTION and not self.brackets:
            is_outermost = not self.outer
            # What a sub-select projects would be a variable of the group around it.
            written = f"({term} AS {token.text})" if is_outermost else ""
            self.left_of_projection += is_outermost
        elif self.place is _Place.ORDER and not self.brackets:
            written = f"({term})"
        elif self._before(index) == "(" and self._before(index - 1) == "BOUND":
            # A term in brackets of its own is no argument of BOUND.
            start, written = self.tokens[index - 2].start, "(true"
        self.changes.append((start, token.end, f" {written} " if written else ""))

    def _before(self, index: int) -> str:
        return self.tokens[index - 1].text if index else ""
