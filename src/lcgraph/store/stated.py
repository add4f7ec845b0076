"""The dataset that a client states, in its query or beside it, without the store's own graphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lcgraph.store.protocol import Dataset
from lcgraph.store.remote_view import without_hidden
from lcgraph.store.tokens import Kind, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lcgraph.store.tokens import Token


def named_dataset(default: Iterable[str] | None, named: Iterable[str] | None) -> Dataset:
    """Take the dataset that a client names beside its query.

    Args:
        default: The graphs that make up the default graph.
        named: The graphs that ``GRAPH`` sees.

    Returns:
        The dataset, in which graphs of the store's own are empty.
    """
    return Dataset(without_hidden(default or ()), without_hidden(named or ()))


def without_hidden_stated(text: str, base: str | None) -> str:
    """Keep what stands after ``FROM`` and ``FROM NAMED`` from graphs of the store's own.

    Some servers add what a query states to what they are told beside it, so it is changed there
    (SPARQL 1.1 Query, section 13.2; SPARQL 1.1 Protocol, section 2.1.4).

    Args:
        text: A query.
        base: What its relative IRIs are resolved against before it says so itself.

    Returns:
        The query, with the name of an empty graph in place of theirs.
    """
    pieces: list[str] = []
    done = 0
    for token, iri in _stated(tokens_of(text), base or ""):
        (shown,) = without_hidden([iri])
        if shown != iri:
            pieces += [text[done : token.start], f"<{shown}>"]
            done = token.end
    return "".join(pieces) + text[done:]


def _stated(tokens: list[Token], base: str) -> Iterator[tuple[Token, str]]:
    prefixes: dict[str, str] = {}
    for token, first, second in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.kind is not Kind.WORD:
            continue
        if token.text == "BASE":
            base = _iri(first, base, prefixes)
        elif token.text == "PREFIX":
            prefixes[first.text] = _iri(second, base, prefixes)
        elif token.text == "FROM":
            named = second if first.text == "NAMED" else first
            yield named, _iri(named, base, prefixes)


def _iri(token: Token, base: str, prefixes: dict[str, str]) -> str:
    if token.kind is Kind.IRI:
        return urljoin(base, _unescaped(token.text[1:-1]))
    prefix, colon, local = token.text.partition(":")
    return prefixes.get(prefix + colon, "") + local.replace("\\", "")


def _unescaped(text: str) -> str:
    return re.sub(
        r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})",
        lambda found: chr(int(found[1] or found[2], 16) % 0x110000),
        text,
    )
