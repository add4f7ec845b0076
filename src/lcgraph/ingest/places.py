"""Where a text says something, found when it is asked."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pyoxigraph import BlankNode, Literal, NamedNode

from lcgraph.ingest.formats import TextFormat
from lcgraph.ingest.turtle_places import Unplaceable, line_and_column, located_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pyoxigraph import Triple

    from lcgraph.ingest.turtle_places import Located

_TURTLE: Final = {TextFormat.TURTLE, TextFormat.N_TRIPLES, TextFormat.TRIG}


def find_in(
    text: str,
    text_format: TextFormat,
    triples: tuple[Triple, ...],
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
            offset = _in_turtle(
                _indexed(text), _key(focus, text, triples), path, _key(value, text, triples)
            )
        except Unplaceable:
            offset = _in_words(text, focus, path, value)
    else:
        offset = _in_words(text, focus, path, value)
    return line_and_column(text, [offset])[0] if offset is not None else None


class _Index:
    def __init__(self, statements: Sequence[Located]) -> None:
        self.exact: dict[tuple[object, object, object], int] = {}
        self.property: dict[tuple[object, object], int] = {}
        self.subject: dict[object, int] = {}
        self.mention: dict[object, int] = {}
        for said in statements:
            self.exact.setdefault((said.subject, said.predicate, said.object), said.object_at)
            self.property.setdefault((said.subject, said.predicate), said.predicate_at)
            self.subject.setdefault(said.subject, said.subject_at)
            self.mention.setdefault(said.object, said.object_at)
        labels = self.subject.keys() | self.mention.keys()
        self.labels = frozenset(label for label in labels if isinstance(label, BlankNode))
        self.numbered = _Unlabelled(
            [(said.subject, said.predicate, said.object) for said in statements],
            lambda term: isinstance(term, int),
        )


class _Unlabelled:
    """Blank nodes without a label, by what leads to them.

    The engine names such nodes as it pleases, and the order of its triples within a bracket
    varies. Values of one property of one thing keep their order, and so do brackets that stand
    as subjects.
    """

    def __init__(
        self, statements: Sequence[tuple[object, object, object]], is_one: Callable[[object], bool]
    ) -> None:
        self.below: dict[object, dict[object, list[object]]] = {}
        values = set()
        for subject, predicate, value in statements:
            if is_one(value):
                values.add(value)
                found = self.below.setdefault(subject, {}).setdefault(predicate, [])
                if value not in found:
                    found.append(value)
        subjects = dict.fromkeys(subject for subject, _, _ in statements if is_one(subject))
        self.roots = [subject for subject in subjects if subject not in values]

    def matched_with(
        self, other: _Unlabelled, is_one: Callable[[object], bool]
    ) -> dict[object, object]:
        """Pair these nodes with those of another reading of the same text."""
        pairs = dict(zip(self.roots, other.roots, strict=False))
        waiting = list(pairs.items())
        waiting += [(subject, subject) for subject in self.below if not is_one(subject)]
        while waiting:
            mine, theirs = waiting.pop()
            for predicate, values in self.below.get(mine, {}).items():
                for pair in zip(
                    values, other.below.get(theirs, {}).get(predicate, []), strict=False
                ):
                    if pair[0] not in pairs:
                        pairs[pair[0]] = pair[1]
                        waiting.append(pair)
        return pairs


@lru_cache(maxsize=4)
def _indexed(text: str) -> _Index:
    return _Index(located_statements(text))


@lru_cache(maxsize=4)
def _numbers(text: str, triples: tuple[Triple, ...]) -> dict[object, object]:
    """Return the number in the index for each unlabelled blank node of the engine."""
    index = _indexed(text)

    def is_one(term: object) -> bool:
        return isinstance(term, BlankNode) and term not in index.labels

    engine = _Unlabelled([(t.subject, t.predicate, t.object) for t in triples], is_one)
    return engine.matched_with(index.numbered, is_one)


def _key(term: object, text: str, triples: tuple[Triple, ...]) -> object:
    if isinstance(term, BlankNode) and term not in _indexed(text).labels:
        return _numbers(text, triples).get(term, term)
    return term


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
        return [
            f'"{term.value}"',
            f"<{term.value}>",
            f":{local}",
            f'"{local}"',
            f"/{local}",
            f"#{local}",
        ]
    if isinstance(term, Literal) and term.value:
        return [
            json.dumps(term.value, ensure_ascii=False),
            json.dumps(term.value),
            f">{term.value}<",
            term.value,
        ]
    return []
