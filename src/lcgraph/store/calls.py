"""Calls of functions that a SPARQL server does not know: errors of one expression, not of all.

A server of others is asked in text alone, so what the engine in this process is told by a
definition (:mod:`lcgraph.store.functions`) is written into the query here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, RdfFormat, parse

from lcgraph.store.tokens import Kind, Token, closing, tokens_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_UNKNOWN: Final = 100
"""How many functions of one query may be unknown."""
_SAID: Final = (
    # Oxigraph, then Virtuoso.
    re.compile(r"custom function <([^<>]*)> is not supported"),
    re.compile(r"Undefined procedure DB\.DBA\.(\S+)\.(?=\s|$)"),
)
# COALESCE of nothing is an error everywhere; what was given to the function stays, so that it is
# still seen whether the query aggregates.
_ERROR: Final = ("IF(COALESCE(),COALESCE", ",COALESCE())")


def unknown_function(said: str) -> str | None:
    """Tell whether a server gave a query up for a function that it does not know.

    Args:
        said: Its words.

    Returns:
        The IRI of the function; None if it gave up for another reason.
    """
    for pattern in _SAID:
        found = pattern.search(said)
        if found is not None:
            return found[1]
    return None


def without_calls(text: str, function: str) -> str:
    """Let each call of a function be an error (SPARQL 1.1 Query, section 17.3).

    Args:
        text: A query.
        function: The IRI of the function.

    Returns:
        The query with an expression instead of each call, which evaluates to an error whatever the
        arguments are; the same text if the function is not called.
    """
    tokens = tokens_of(text)
    prologue = _prologue(text, tokens)
    edits: list[tuple[int, int, str]] = []
    for index, token in enumerate(tokens[:-1]):
        opening = tokens[index + 1]
        if token.kind not in (Kind.IRI, Kind.NAME) or opening.text != "(":
            continue
        if _resolved(prologue, text[token.start : token.end]) == function:
            end = tokens[closing(tokens, index + 1)].end
            edits += [(token.start, token.end, _ERROR[0]), (end, end, _ERROR[1])]
    for start, end, instead in sorted(edits, reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def _prologue(text: str, tokens: Sequence[Token]) -> str:
    """Take the declarations of a query, which Turtle reads too."""
    parts = []
    for index, token in enumerate(tokens):
        if token.kind is not Kind.WORD or token.text not in ("BASE", "PREFIX"):
            continue
        last = tokens[min(index + (1 if token.text == "BASE" else 2), len(tokens) - 1)]
        parts.append(text[token.start : last.end])
    return "\n".join(parts)


def _resolved(prologue: str, name: str) -> str | None:
    line = f"{prologue}\n<urn:x-subject:> <urn:x-predicate:> {name} ."
    try:
        quads = list(parse(line.encode(), format=RdfFormat.TURTLE))
    except (SyntaxError, ValueError):
        return None
    term = quads[0].object if quads else None
    return term.value if isinstance(term, NamedNode) else None
