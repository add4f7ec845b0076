"""The tokens of a SPARQL query, as far as the rules about parameters need them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Kind(StrEnum):
    """What a token is."""

    IRI = "iri"
    STRING = "string"
    VARIABLE = "variable"
    NAME = "name"
    WORD = "word"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query; comments and white space are none.

    Attributes:
        kind: What it is.
        text: How it is written; a keyword (``WORD``) in upper case.
        start: Where it begins in the query, in characters.
        end: Where it ends.
    """

    kind: Kind
    text: str
    start: int
    end: int


_TOKEN: Final = re.compile(
    r"""
      (?P<skipped>\s+|\#[^\n\r]*)
    | (?P<iri><[^\x00-\x20<>"{}|^`]*>)
    | (?P<string>"{3}(?:[^"\\]|\\.|"(?!""))*"{3}
               | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
               | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w%:-]|\.(?=[\w%:-])|\\.)*)
    | (?P<word>@?[^\W\d_]\w*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens_of(text: str) -> list[Token]:
    """Split a query into tokens (SPARQL 1.1 Query, section 19.8).

    Args:
        text: A query.

    Returns:
        Its tokens in order. A variable is written with ``?``, whichever sign it has in the text.
    """
    return list(tokens_in(text))


def tokens_in(text: str) -> Iterator[Token]:
    """Split as much of a query into tokens as is looked at.

    Args:
        text: A query.

    Yields:
        Its tokens, as :func:`tokens_of`.
    """
    for match in _TOKEN.finditer(text):
        if match.lastgroup is None or match.lastgroup == "skipped":
            continue
        kind, written = Kind(match.lastgroup), match.group()
        if kind is Kind.WORD:
            written = written.upper()
        elif kind is Kind.VARIABLE:
            written = "?" + written[1:]
        yield Token(kind, written, match.start(), match.end())


def closing(tokens: Sequence[Token], opening: int) -> int:
    """Find the bracket that closes another one.

    Args:
        tokens: The tokens of a query.
        opening: The index of ``{`` or ``(``.

    Returns:
        The index of its counterpart, or of the last token if there is none.
    """
    opens = tokens[opening].text
    closes = {"{": "}", "(": ")"}[opens]
    depth = 0
    for index in range(opening, len(tokens)):
        token = tokens[index]
        if token.kind is Kind.OTHER:
            depth += (token.text == opens) - (token.text == closes)
            if depth == 0:
                return index
    return len(tokens) - 1


def variables_in(tokens: Sequence[Token]) -> set[str]:
    """Name the variables among some tokens.

    Args:
        tokens: Any tokens.

    Returns:
        The names, without the question mark.
    """
    return {token.text[1:] for token in tokens if token.kind is Kind.VARIABLE}
