"""Where a text says something, found when it is asked."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from lcgraph.ingest.formats import TextFormat
from lcgraph.ingest.turtle_places import Unplaceable, line_and_column, located_statements

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Triple

    from lcgraph.ingest.turtle_places import Located

_TURTLE: Final = {TextFormat.TURTLE, TextFormat.N_TRIPLES, TextFormat.TRIG}


def find_in(
    text: str,
    text_format: TextFormat,
    triples: Sequence[Triple],
    focus: object,
    path: object,
    value: object,
) -> tuple[int, int] | None:
    """Find where a text says something.

    Args:
        text: The text.
        text_format: Its syntax. In Turtle, N-Triples and TriG places are exact; in JSON-LD and
            RDF/XML the words of the statement are looked for.
        triples: What the engine read from the text, in its order.
        focus: The subject.
        path: The property, or None.
        value: The value, or None.

    Returns:
        Line and column, from 1; None if the text does not name the subject.
    """
    offset = None
    if text_format in _TURTLE:
        try:
            offset = _in_turtle(_indexed(text), _key(focus, text, triples), path, value)
        except Unplaceable:
            offset = _in_words(text, focus, path, value)
    else:
        offset = _in_words(text, focus, path, value)
    return line_and_column(text, [offset])[0] if offset is not None else None


class _Index:
    def __init__(self, statements: Sequence[Located], order: dict[object, int]) -> None:
        self.order = order
        self.exact: dict[tuple[object, object, object], int] = {}
        self.property: dict[tuple[object, object], int] = {}
        self.subject: dict[object, int] = {}
        self.mention: dict[object, int] = {}
        for said in statements:
            self.exact.setdefault((said.subject, said.predicate, said.object), said.object_at)
            self.property.setdefault((said.subject, said.predicate), said.predicate_at)
            self.subject.setdefault(said.subject, said.subject_at)
            self.mention.setdefault(said.object, said.object_at)


@lru_cache(maxsize=4)
def _indexed(text: str) -> _Index:
    statements, order = located_statements(text)
    return _Index(statements, order)


def _key(term: object, text: str, triples: Sequence[Triple]) -> object:
    """Return the name of a blank node in the index: its label, or its number."""
    if not isinstance(term, BlankNode):
        return term
    index = _indexed(text)
    if term in index.subject or term in index.mention:
        return term
    labelled = index.subject.keys() | index.mention.keys()
    anonymous = dict.fromkeys(
        t.subject for t in triples if isinstance(t.subject, BlankNode) and t.subject not in labelled
    )
    place = list(anonymous).index(term) if term in anonymous else -1
    numbered = {number: node for node, number in index.order.items()}
    return numbered.get(place, term)


def _in_turtle(index: _Index, focus: object, path: object, value: object) -> int | None:
    for found in (
        index.exact.get((focus, path, _comparable(value))),
        index.property.get((focus, path)),
        index.subject.get(focus),
        index.mention.get(focus),
    ):
        if found is not None:
            return found
    return None


def _comparable(value: object) -> object:
    if isinstance(value, Literal) and value.language:
        return Literal(value.value, language=value.language.lower())
    return value


def _in_words(text: str, focus: object, path: object, value: object) -> int | None:
    start = _first(text, 0, focus)
    if start is None:
        return None
    for term in (value, path):
        found = _first(text, start, term)
        if found is not None:
            return found
    return start


def _first(text: str, start: int, term: object) -> int | None:
    for written in _ways_to_write(term):
        found = text.find(written, start)
        if found >= 0:
            return found
    return None


def _ways_to_write(term: object) -> list[str]:
    if isinstance(term, NamedNode):
        local = term.value.replace("#", "/").rpartition("/")[2]
        return [f'"{term.value}"', f":{local}", f'"{local}"', f"/{local}", f"#{local}"]
    if isinstance(term, Literal) and term.value:
        return [
            json.dumps(term.value, ensure_ascii=False),
            json.dumps(term.value),
            f">{term.value}<",
            term.value,
        ]
    return []
