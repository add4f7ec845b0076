"""The tokens of a query or update from outside, told apart as the engine tells them apart.

What a request may do is decided on its tokens, so nothing may hide from them. Two things need
care: ``<`` begins an IRI or compares, depending on what stands around it, and the engine accepts
keywords without white space between them. Whatever could be read in two ways is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a token is."""

    IRI = "iri"
    NAME = "name"
    VARIABLE = "variable"
    STRING = "string"
    NUMBER = "number"
    BLANK = "blank"
    TAG = "tag"
    WORD = "word"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """A token; comments and white space are none.

    Attributes:
        kind: What it is.
        text: How it is written; a keyword (``WORD``) in upper case.
        start: Where it begins in the text, in characters.
        end: Where it ends.
    """

    kind: Kind
    text: str
    start: int
    end: int


class Unreadable(ValueError):
    """A text that cannot be split into tokens, or that could be in two ways.

    Attributes:
        position: Where, in characters from the beginning.
    """

    def __init__(self, position: int) -> None:
        """Name the place.

        Args:
            position: Where, in characters from the beginning.
        """
        super().__init__(f"unreadable at {position}")
        self.position = position


_BASE: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_START: Final = _BASE + "_"
_INNER: Final = _START + r"0-9\u00b7\u0300-\u036f\u203f-\u2040\-"
_ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX: Final = rf"(?:[{_BASE}](?:[{_INNER}.]*[{_INNER}])?)?:"
_LOCAL_START: Final = rf"(?:[{_START}:0-9]|{_ESCAPED})"
_LOCAL_INNER: Final = rf"(?:[{_INNER}:]|{_ESCAPED})"
_LOCAL: Final = rf"(?:{_LOCAL_START}(?:(?:{_LOCAL_INNER}|\.)*{_LOCAL_INNER})?)?"
_IRI: Final = re.compile(r'<(?:[^\x00-\x20<>"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>')
_TOKEN: Final = re.compile(
    rf"""
      (?P<string>"{{3}}(?:[^"\\]|\\.|"(?!""))*"{{3}} | '{{3}}(?:[^'\\]|\\.|'(?!''))*'{{3}}
               | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$][{_START}0-9][{_START}0-9\u00b7\u0300-\u036f\u203f-\u2040]*)
    | (?P<blank>_:[{_START}0-9](?:[{_INNER}.]*[{_INNER}])?)
    | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
    | (?P<name>{_PREFIX}{_LOCAL})
    | (?P<number>(?:\d+\.\d*|\.?\d+)[eE][+-]?\d+|\d*\.\d+|\d+)
    | (?P<word>[A-Za-z][A-Za-z0-9_]*)
    | (?P<sign>[-{{}}()\[\].,;*/|^+!=<>&?~])
    """,
    re.VERBOSE | re.DOTALL,
)
_SKIPPED: Final = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*")
_TRIPLE: Final = "<<("
_TRIPLE_END: Final = ")>>"
_OPERANDS: Final = {Kind.IRI, Kind.NAME, Kind.VARIABLE, Kind.STRING, Kind.NUMBER, Kind.TAG}


@dataclass
class _Reading:
    """What is known at one place: the brackets open there, and whether a clause or a pattern."""

    found: list[Token] = field(default_factory=list)
    brackets: list[str] = field(default_factory=list)
    clause: list[bool] = field(default_factory=lambda: [True])

    @property
    def in_expression(self) -> bool:
        return bool(self.brackets) and self.brackets[-1] == "expression"

    @property
    def after_operand(self) -> bool:
        last = self.found[-1]
        return (
            last.kind in _OPERANDS
            or last.text in (")", "}", _TRIPLE_END)
            or (last.kind is Kind.WORD and last.text.endswith(("TRUE", "FALSE")))
        )

    def sign_of_triple(self, text: str, position: int) -> str | None:
        """Find where a triple term of an expression begins or ends (SPARQL 1.2, section 19.8).

        Within it ``<`` begins an IRI and does not compare.
        """
        inside = bool(self.brackets) and self.brackets[-1] == "triple"
        if text.startswith("<<", position):
            sign, is_here = _TRIPLE, inside or (self.in_expression and not self.after_operand)
        else:
            sign, is_here = _TRIPLE_END, inside and text[position] == ")"
        if is_here and not text.startswith(sign, position):
            raise Unreadable(position)
        return sign if is_here else None

    def take(self, token: Token) -> None:
        if token.kind is Kind.WORD and token.text.startswith("SELECT"):
            self.clause[-1] = True
        elif token.kind is Kind.SIGN and token.text == "(":
            self.brackets.append("expression" if self._opens_expression() else "list")
        elif token.kind is Kind.SIGN and token.text == "{":
            self.brackets.append("group")
            self.clause.append(False)
        elif token.text == _TRIPLE:
            self.brackets.append("triple")
        elif token.kind is Kind.SIGN and token.text in (")", "}", _TRIPLE_END):
            self._close(token)
        self.found.append(token)

    def _close(self, token: Token) -> None:
        if not self.brackets or (self.brackets[-1] == "group") != (token.text == "}"):
            raise Unreadable(token.start)
        self.brackets.pop()
        if token.text == "}":
            self.clause.pop()

    def _opens_expression(self) -> bool:
        if self.in_expression:
            return True
        if self.brackets and self.brackets[-1] in ("list", "triple"):
            return False
        last = self.found[-1] if self.found else None
        before = self.found[-2] if len(self.found) > 1 else None
        if last is not None and last.kind is Kind.WORD:
            return last.text not in ("A", "VALUES")
        if self.clause[-1]:
            return True
        if last is None or last.kind not in (Kind.IRI, Kind.NAME):
            return False
        if before is not None and before.kind is Kind.WORD and before.text.endswith("FILTER"):
            return True
        # The engine would read "FILTERex:f(" as the keyword before a name.
        if last.kind is Kind.NAME and "FILTER" in last.text.partition(":")[0].upper():
            raise Unreadable(last.start)
        return False


def tokens_of(text: str) -> list[Token]:
    """Split a query or update into tokens (SPARQL 1.1 Query, section 19.8).

    Args:
        text: A query or update.

    Returns:
        Its tokens in order; the signs of an operator such as ``&&`` are one token each.

    Raises:
        Unreadable: Where no token begins, or brackets do not match.
    """
    reading = _Reading()
    position = 0
    while (position := _end_of_gap(text, position)) < len(text):
        token = _token(text, position, reading)
        reading.take(token)
        position = token.end
    if reading.brackets:
        raise Unreadable(len(text))
    return reading.found


def _end_of_gap(text: str, position: int) -> int:
    gap = _SKIPPED.match(text, position)
    return gap.end() if gap else position


def _token(text: str, position: int, reading: _Reading) -> Token:
    sign = reading.sign_of_triple(text, position)
    if sign is not None:
        return Token(Kind.SIGN, sign, position, position + len(sign))
    if text[position] == "<" and not (reading.in_expression and reading.after_operand):
        iri = _IRI.match(text, position)
        if iri:
            return Token(Kind.IRI, iri.group(), position, iri.end())
    match = _TOKEN.match(text, position)
    if match is None or match.lastgroup is None:
        raise Unreadable(position)
    kind, written = Kind(match.lastgroup), match.group()
    return Token(kind, written.upper() if kind is Kind.WORD else written, position, match.end())


def without_comments(text: str, tokens: list[Token]) -> str:
    """Blank the comments of a text, so that what is appended to it is not part of one.

    Args:
        text: A query or update.
        tokens: Its tokens.

    Returns:
        The same text with spaces for comments: every token keeps its place.
    """
    parts, position = [], 0
    for token in tokens:
        parts.append(_blanked(text[position : token.start]))
        parts.append(text[token.start : token.end])
        position = token.end
    return "".join([*parts, _blanked(text[position:])])


def _blanked(gap: str) -> str:
    return "".join(sign if sign in "\r\n" else " " for sign in gap)


def place(text: str, position: int) -> str:
    """Say where a position is, as people count.

    Args:
        text: The text.
        position: Characters from its beginning.

    Returns:
        Line and column, both from 1, as in ``3:14``.
    """
    before = text[:position]
    return f"{before.count(chr(10)) + 1}:{position - before.rfind(chr(10))}"
