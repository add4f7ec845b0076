"""Where each statement of a Turtle or TriG text stands.

The engine reads the triples but does not say from where. This reads the same text once more,
when there is something to place, and trusts that the engine found it well-formed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urljoin

from pyoxigraph import BlankNode, Literal, NamedNode

from lcgraph.vocabulary import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN: Final = re.compile(
    r"""(?P<skip>[ \t\r\n]+|\#[^\n\r]*)
    |(?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3}
        |"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<iri><[^<>"{}|^`\x00-\x20]*>)
    |(?P<datatype>\^\^)
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<blank>_:[^\s<>"'()\[\]{},;\#\\]+)
    |(?P<name>[^\s:<>"'()\[\]{},;\#\\@^]*:(?:[^\s<>"'()\[\]{},;\#\\|^`]|\\.)*)
    |(?P<number>[+-]?(?:[0-9]*[.][0-9]+|[0-9]+[.](?=[eE])|[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[A-Za-z]+)
    |(?P<mark>[\[\](){},;.])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_MAX_NESTING: Final = 150


class Located(NamedTuple):
    """A statement and where its parts begin, as offsets into the text.

    A blank node without a label is an integer.
    """

    subject: object
    predicate: object
    object: object
    subject_at: int
    predicate_at: int
    object_at: int


class Unplaceable(Exception):
    """The text is nested too deep, or is not the Turtle that this reader knows."""


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def line_and_column(text: str, offsets: list[int]) -> list[tuple[int, int]]:
    """Turn offsets into lines and columns.

    Args:
        text: The text.
        offsets: Offsets in characters, from 0.

    Returns:
        Line and column of each, from 1.
    """
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    placed = []
    for offset in offsets:
        line = bisect_right(starts, offset)
        placed.append((line, offset - starts[line - 1] + 1))
    return placed


class _Reader:
    def __init__(self, text: str) -> None:
        self.found: list[Located] = []
        self._tokens = [token for token in _tokens(text) if token.kind != "skip"]
        self._tokens.append(_Token("end", "", len(text)))
        self._next = 0
        self._base: str | None = None
        self._prefixes: dict[str, str] = {}
        self._blank = 0

    def document(self) -> None:
        while self._peek().kind != "end":
            if not self._directive():
                self._block()

    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        if token.kind == "end":
            raise Unplaceable
        self._next += 1
        return token

    def _takes(self, mark: str) -> bool:
        if self._peek().kind == "mark" and self._peek().text == mark:
            self._next += 1
            return True
        return False

    def _directive(self) -> bool:
        token = self._peek()
        keyword = token.text.lstrip("@").lower()
        if token.kind not in ("tag", "word") or keyword not in ("prefix", "base"):
            return False
        self._take()
        if keyword == "prefix":
            prefix = self._take().text.removesuffix(":")
            self._prefixes[prefix] = self._iri(self._take().text[1:-1])
        else:
            self._base = self._iri(self._take().text[1:-1])
        self._takes(".")
        return True

    def _block(self) -> None:
        token = self._peek()
        if token.kind == "word" and token.text.upper() == "GRAPH":
            self._take()
        if self._takes("{") or self._takes("}") or self._takes("."):
            return
        at = self._peek().at
        subject = self._term(0)
        if self._takes("{"):
            return
        self._predicates(subject, at, 0)

    def _predicates(self, subject: object, subject_at: int, depth: int) -> None:
        while self._peek().kind != "mark" or self._peek().text not in (".", "]", "}"):
            if self._takes(";"):
                continue
            if self._peek().kind == "end":
                return
            token = self._take()
            predicate = RDF.type if token.text == "a" else self._named(token)
            while True:
                object_at = self._peek().at
                places = (subject_at, token.at, object_at)
                self._object(subject, predicate, places, depth)
                if not self._takes(","):
                    break

    def _object(
        self, subject: object, predicate: object, places: tuple[int, int, int], depth: int
    ) -> None:
        if self._peek().text == "(" and self._peek().kind == "mark":
            self._collection(subject, predicate, places, depth)
        else:
            self._say(subject, predicate, self._term(depth), places)

    def _say(
        self, subject: object, predicate: object, value: object, places: tuple[int, int, int]
    ) -> None:
        self.found.append(Located(subject, predicate, value, *places))

    def _term(self, depth: int) -> object:
        if depth > _MAX_NESTING:
            raise Unplaceable
        token = self._take()
        if token.kind == "mark" and token.text == "[":
            node = self._anonymous()
            self._predicates(node, token.at, depth + 1)
            self._take()
            return node
        if token.kind == "mark" and token.text == "(":
            self._next -= 1
            return self._collection(None, None, (token.at, token.at, token.at), depth)
        if token.kind == "string":
            return self._literal(token)
        if token.kind == "number":
            return Literal(token.text, datatype=_number_type(token.text))
        if token.kind == "word" and token.text in ("true", "false"):
            return Literal(token.text, datatype=XSD.boolean)
        return self._named(token)

    def _collection(
        self, subject: object, predicate: object, places: tuple[int, int, int], depth: int
    ) -> object:
        if depth > _MAX_NESTING:
            raise Unplaceable
        opening = self._take()
        head: object = None
        node: object = None
        while not self._takes(")"):
            at = self._peek().at
            following = self._anonymous()
            if node is not None:
                self._say(node, RDF.rest, following, (opening.at, at, at))
            node = following
            self._object(node, RDF.first, (opening.at, at, at), depth + 1)
            if head is None:
                head = node
                if predicate is not None:
                    self._say(subject, predicate, head, places)
        if node is not None:
            self._say(node, RDF.rest, RDF.nil, (opening.at, opening.at, opening.at))
        elif predicate is not None:
            self._say(subject, predicate, RDF.nil, places)
        return head if head is not None else RDF.nil

    def _anonymous(self) -> int:
        self._blank += 1
        return self._blank

    def _literal(self, token: _Token) -> Literal:
        marks = 3 if token.text[:3] in ('"""', "'''") else 1
        value = _unescaped(token.text[marks:-marks])
        following = self._peek()
        if following.kind == "tag":
            return Literal(value, language=self._take().text[1:].lower())
        if following.kind == "datatype":
            self._take()
            datatype = self._named(self._take())
            if isinstance(datatype, NamedNode):
                return Literal(value, datatype=datatype)
            raise Unplaceable
        return Literal(value)

    def _named(self, token: _Token) -> NamedNode | BlankNode:
        if token.kind == "iri":
            return NamedNode(self._iri(token.text[1:-1]))
        if token.kind == "blank":
            return BlankNode(token.text[2:])
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix in self._prefixes:
                return NamedNode(self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))
        raise Unplaceable

    def _iri(self, written: str) -> str:
        iri = _unescaped(written)
        return urljoin(self._base, iri) if self._base else iri


def located_statements(text: str) -> list[Located]:
    """Read the statements of a text with their places.

    Args:
        text: Well-formed Turtle, N-Triples or TriG.

    Returns:
        The statements in reading order.

    Raises:
        Unplaceable: If the text is nested deeper than 150 levels or cannot be followed.
    """
    reader = _Reader(text)
    try:
        reader.document()
    except (ValueError, IndexError) as fault:
        raise Unplaceable from fault
    return reader.found


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            raise Unplaceable
        kind = match.lastgroup or ""
        written = match[0]
        if kind in ("name", "blank"):
            # A full stop at the end of a name ends the statement.
            while written.endswith(".") and not written.endswith("\\."):
                written = written[:-1]
        yield _Token(kind, written, at)
        at += len(written)


def _unescaped(written: str) -> str:
    if "\\" not in written:
        return written
    return _ESCAPE.sub(
        lambda match: (
            chr(int(match[1] or match[2], 16))
            if match[1] or match[2]
            else _LETTERS.get(match[3], match[3])
        ),
        written,
    )


def _number_type(written: str) -> NamedNode:
    if "e" in written.lower():
        return XSD.double
    return XSD.decimal if "." in written else XSD.integer
