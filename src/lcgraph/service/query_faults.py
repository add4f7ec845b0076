"""What is wrong with a query that the engine cannot read, in words that help.

The engine names the place that it got to, and whatever its grammar would have taken there. What
people get wrong most often is found here instead: a prefix that is not declared, and brackets and
quotation marks that are not closed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lcgraph.service.prefixes import ALL_PREFIXES
from lcgraph.service.problems import Problem
from lcgraph.store.tokens import Kind, tokens_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lcgraph.store.tokens import Token

_PLACED: Final = re.compile(r"error at (\d+):(\d+): (?:expected )?(?:one of )?(.*)", re.DOTALL)
# What is in square brackets are classes of characters; what has small letters and spaces says
# something about the query as a whole.
_CLASS: Final = re.compile(r"\[[^\]]*\](?:, )?|<unreported>")
_SENTENCE: Final = re.compile(r"[A-Z][A-Za-z*]+(?: [A-Za-z*']+){2,}")
_WORD: Final = re.compile(r"[^\s{}()]{1,60}")
_MOST_EXPECTED: Final = 8
_LONGEST: Final = 60
_MOST_EXPLAINED: Final = 1 << 16
"""Characters of a text in which the reason is looked for; in a longer one it takes too long."""
_UNREADABLE: Final = {"th": "อ่านข้อความตรงนี้ไม่ได้", "en": "the text cannot be read here"}
_CLOSES: Final = {"{": "}", "(": ")", "[": "]"}
_SAID: Final = {
    "The SELECT contains a variable that is unbound": {
        "th": "SELECT มีตัวแปรที่ไม่ได้อยู่ใน GROUP BY หรือไม่มีค่า",
        "en": "SELECT has a variable that is not in GROUP BY, or has no value",
    },
    "The SELECT contains an expression with a variable that is unbound": {
        "th": "SELECT มีนิพจน์ที่ใช้ตัวแปรซึ่งไม่ได้อยู่ใน GROUP BY หรือไม่มีค่า",
        "en": "SELECT has an expression whose variable is not in GROUP BY, or has no value",
    },
    "The SELECT overrides an existing variable using an expression": {
        "th": "ชื่อหลัง AS ใน SELECT เป็นตัวแปรที่มีอยู่แล้ว ให้ใช้ชื่ออื่น",
        "en": "the name behind AS in SELECT is a variable already: use another name",
    },
    "Duplicated variable name in SELECT": {
        "th": "ตัวแปรใน SELECT ซ้ำกัน",
        "en": "a variable stands twice in SELECT",
    },
    "BIND is overriding an existing variable": {
        "th": "ชื่อหลัง AS ใน BIND เป็นตัวแปรที่มีอยู่แล้ว ให้ใช้ชื่ออื่น",
        "en": "the name behind AS in BIND is a variable already: use another name",
    },
    "IRI parsing failed": {"th": "IRI เขียนไม่ถูกต้อง", "en": "this is no IRI"},
    "prefix IRI parsing failed": {
        "th": "IRI ของคำนำหน้าเขียนไม่ถูกต้อง",
        "en": "what the prefix stands for is no IRI",
    },
}


def malformed_query(text: str, words: str) -> Problem:
    """Say what is wrong with a query.

    Args:
        text: A query or an update that the engine cannot read.
        words: What the engine says of it.

    Returns:
        The problem ``malformed-query``, with ``position``: line and column, as in ``3:14``.
    """
    placed = _PLACED.fullmatch(words.strip())
    if placed is None:
        return Problem("malformed-query", {"th": f"อ่านข้อความไม่ได้: {words}", "en": words})
    if len(text) > _MOST_EXPLAINED:
        return _malformed(int(placed[1]), int(placed[2]), _UNREADABLE)
    return malformed_at(text, _offset(text, int(placed[1]), int(placed[2])), placed[3])


def malformed_at(text: str, reached: int, expected: str = "") -> Problem:
    """Say what is wrong with a query that can be read as far as a place.

    Args:
        text: A query or an update.
        reached: The place, in characters from its beginning.
        expected: What might have stood there, in the engine's words.

    Returns:
        As :func:`malformed_query`.
    """
    tokens = tokens_of(text)
    at, reason = (
        _undeclared(tokens, reached)
        or _unclosed(text, tokens, reached)
        or (reached, _unexpected(text, reached, expected))
    )
    return _malformed(*_place(text, at), reason)


def _malformed(line: int, column: int, reason: Mapping[str, str]) -> Problem:
    detail = {
        "th": f"ผิดที่บรรทัด {line} อักขระที่ {column}: {reason['th']}",
        "en": f"error at line {line}, column {column}: {reason['en']}",
    }
    return Problem("malformed-query", detail, {"position": f"{line}:{column}"})


_Found = tuple[int, dict[str, str]]


def _undeclared(tokens: Sequence[Token], reached: int) -> _Found | None:
    declared: set[str] = set()
    before = None
    for token in tokens:
        if token.start > reached:
            return None
        if token.kind is Kind.NAME and not _is_blank_label(before, token):
            prefix = token.text.partition(":")[0]
            if before is not None and before.text == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                return token.start, _not_declared(prefix)
        before = token
    return None


def _is_blank_label(before: Token | None, token: Token) -> bool:
    return before is not None and before.text == "_" and before.end == token.start


def _not_declared(prefix: str) -> dict[str, str]:
    shown = prefix[:_LONGEST]
    line = f"PREFIX {shown}: <{ALL_PREFIXES.get(prefix, '…')}>"
    return {
        "th": f"ยังไม่ได้ประกาศคำนำหน้า {shown}: ให้เขียน {line} ไว้ต้นข้อความ",
        "en": f"the prefix {shown}: is not declared; begin the text with {line}",
    }


def _unclosed(text: str, tokens: Sequence[Token], reached: int) -> _Found | None:
    """Find what is still open where the engine stopped, if it stopped at the end or at a quote."""
    open_: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.OTHER:
            continue
        if token.text in "\"'":
            return token.start, {
                "th": f"ไม่มีเครื่องหมายคำพูดปิด {token.text} ในบรรทัดเดียวกัน",
                "en": f"the quotation mark {token.text} is not closed on its line",
            }
        if token.text in _CLOSES:
            open_.append(token)
        elif open_ and token.text == _CLOSES[open_[-1].text]:
            open_.pop()
    if not open_ or text[reached:].strip():
        return None
    last = open_[-1]
    return last.start, {
        "th": f"เปิด {last.text} ไว้แต่ไม่มี {_CLOSES[last.text]}",
        "en": f"{last.text} is opened, but there is no {_CLOSES[last.text]}",
    }


def _unexpected(text: str, reached: int, words: str) -> dict[str, str]:
    sentence = _SENTENCE.search(words)
    if sentence is not None:
        return _SAID.get(sentence[0], {"th": sentence[0], "en": sentence[0]})
    word = _WORD.match(text, reached)
    before = text[: word.end() if word else reached]
    near = before.rsplit("\n", 1)[-1].strip()[-_LONGEST:]
    expected = [each for each in _CLASS.sub("", words).split(", ") if each.strip()]
    shown = ", ".join(expected[:_MOST_EXPECTED]) + (" …" if len(expected) > _MOST_EXPECTED else "")
    th, en = f"อ่านข้อความใกล้ {near} ไม่ได้", f"the text cannot be read near {near}"
    if not shown:
        return {
            "th": f"{th} ให้ตรวจวงเล็บและเว้นวรรคระหว่างคำ",
            "en": f"{en}; check brackets, and put spaces between words",
        }
    return {"th": f"{th} ตรงนั้นควรเป็น เช่น {shown}", "en": f"{en}; expected, say, {shown}"}


def _offset(text: str, line: int, column: int) -> int:
    lines = text.split("\n")
    return min(len(text), sum(len(each) + 1 for each in lines[: line - 1]) + column - 1)


def _place(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
