"""What a query says of itself: its form, its keywords, the endpoints and the graphs it names."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from lcgraph.store.tokens import Kind, Token, tokens_in, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lcgraph.store.interface import Term

FORMS: Final = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True)
class Operands:
    """The graphs that a query names in its patterns.

    Attributes:
        graphs: The IRIs after ``GRAPH``.
        any: Whether a variable follows ``GRAPH`` somewhere, or a name that only the server can
            read, so that every named graph may be meant.
    """

    graphs: frozenset[str]
    any: bool


def form_of(text: str) -> str:
    """Tell which form a query has.

    Args:
        text: A query.

    Returns:
        ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.

    Raises:
        SyntaxError: If it has none of these forms.
    """
    for token in tokens_in(text):
        if token.kind is Kind.WORD and token.text in FORMS:
            return token.text
    raise SyntaxError("expected one of " + ", ".join(FORMS))


def words_of(text: str) -> frozenset[str]:
    """Name the keywords of a query.

    Args:
        text: A query.

    Returns:
        Its words outside names, strings and comments, in upper case.
    """
    return frozenset(token.text for token in tokens_of(text) if token.kind is Kind.WORD)


def services_of(text: str) -> tuple[str, ...]:
    """Name the endpoints that a query asks.

    Args:
        text: A query.

    Returns:
        What stands after each ``SERVICE``, as it is written.
    """
    tokens = [token for token in tokens_of(text) if token.text != "SILENT"]
    return tuple(
        following.text
        for token, following in pairwise(tokens)
        if token.kind is Kind.WORD and token.text == "SERVICE"
    )


def graph_operands(text: str, substitutions: Mapping[str, Term]) -> Operands:
    """Find out which named graphs a query may look into.

    Args:
        text: A query.
        substitutions: The terms of its variables, by name.

    Returns:
        What follows ``GRAPH`` in it.
    """
    tokens = tokens_of(text)
    prefixes = _prefixes(tokens)
    graphs: set[str] = set()
    anything = False
    for token in _after_graph(tokens):
        iri = _iri(token, prefixes, substitutions)
        if iri is None:
            anything = True
        else:
            graphs.add(iri)
    return Operands(frozenset(graphs), anything)


def _after_graph(tokens: Sequence[Token]) -> Iterator[Token]:
    for token, following in pairwise(tokens):
        if token.kind is Kind.WORD and token.text == "GRAPH":
            yield following


def _prefixes(tokens: Sequence[Token]) -> dict[str, str]:
    return {
        name.text: iri.text[1:-1]
        for word, name, iri in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if word.text == "PREFIX" and name.kind is Kind.NAME and iri.kind is Kind.IRI
    }


def _iri(
    token: Token, prefixes: Mapping[str, str], substitutions: Mapping[str, Term]
) -> str | None:
    written: str | None = None
    if token.kind is Kind.VARIABLE:
        term = substitutions.get(token.text[1:])
        written = term.value if isinstance(term, NamedNode) else None
    elif token.kind is Kind.IRI:
        written = token.text[1:-1]
    elif token.kind is Kind.NAME and "\\" not in token.text:
        prefix, _, local = token.text.partition(":")
        start = prefixes.get(f"{prefix}:")
        written = None if start is None else start + local
    return written if written and _is_absolute(written) else None


def _is_absolute(iri: str) -> bool:
    try:
        NamedNode(iri)
    except ValueError:
        return False
    return True
