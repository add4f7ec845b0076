"""Proof that every quote stands in its source, at its offset (section 1.9 of the model)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcgraph.records.triples import TripleIndex
from lcgraph.vocabulary import LCG, OA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Literal, NamedNode, Triple


@dataclass(frozen=True)
class OtherText:
    """The text is not the one that the source's offsets count in.

    Attributes:
        expected: The digest that the source states.
        found: The digest of the text.
    """

    expected: str
    found: str

    @property
    def messages(self) -> dict[str, str]:
        """What is wrong, by language tag."""
        return {
            "th": f"ไฟล์นี้ไม่ใช่ข้อความต้นฉบับ: ค่าตรวจสอบ {self.found} ไม่ตรงกับ {self.expected}",
            "en": f"This file is another text: its digest {self.found} is not {self.expected}.",
        }


@dataclass(frozen=True)
class Misquoted:
    """A quote that the text does not have where the graph says.

    Attributes:
        passage: The passage.
        quote: Its words.
        start: The offset that the graph states, in code points; None when it states none.
        found_at: Where the words do stand, white space aside; empty when nowhere.
    """

    passage: NamedNode
    quote: str
    start: int | None
    found_at: tuple[int, ...]

    @property
    def messages(self) -> dict[str, str]:
        """What is wrong, by language tag."""
        if self.found_at:
            places = ", ".join(str(place) for place in self.found_at[:5])
            return {
                "th": f"{self.passage.value}: ข้อความอยู่ที่ตำแหน่ง {places} ไม่ใช่ {self.start}",
                "en": f"{self.passage.value}: the quote stands at {places}, not at {self.start}.",
            }
        return {
            "th": f"{self.passage.value}: ไม่พบข้อความ “{self.quote}” ในต้นฉบับ",
            "en": f"{self.passage.value}: the text does not have “{self.quote}”.",
        }


@dataclass(frozen=True)
class Verification:
    """What came of comparing a source's passages with its text.

    Attributes:
        passages: How many passages have quotes.
        quotes: How many quotes were compared.
        wrong: The quotes that are not where the graph says.
    """

    passages: int
    quotes: int
    wrong: tuple[Misquoted, ...]


def verify_quotes(
    source: NamedNode, triples: Iterable[Triple], text: str
) -> Verification | OtherText:
    """Compare every quote of a source with its text.

    Args:
        source: The source.
        triples: The graph of the source: ``lcg:textDigest``, passages and selectors.
        text: The text of the source, as the digest covers it.

    Returns:
        The comparison, white space aside; or that the text is another one.
    """
    index = TripleIndex(triples)
    expected = index.texts(source, LCG["textDigest"]).get("und", "")
    digest = "sha256:" + hashlib.sha256(text.encode()).hexdigest()
    if digest != expected:
        return OtherText(expected, digest)
    squeezed = _Squeezed(text)
    passages, quotes, wrong = 0, 0, []
    for passage in index.subjects(OA["hasSource"], source):
        selectors = [
            (selector, quote)
            for selector in index.iris(passage, OA["hasSelector"])
            for quote in index.literals(selector, OA["exact"])
        ]
        passages += bool(selectors)
        quotes += len(selectors)
        for selector, quote in selectors:
            misquoted = _compare(index, passage, selector, quote, squeezed)
            if misquoted is not None:
                wrong.append(misquoted)
    return Verification(passages, quotes, tuple(wrong))


def _compare(
    index: TripleIndex,
    passage: NamedNode,
    selector: NamedNode,
    quote: Literal,
    squeezed: _Squeezed,
) -> Misquoted | None:
    starts = [
        start
        for position in index.subjects(LCG["positions"], selector)
        if (start := index.number(position, OA["start"])) is not None
        and squeezed.has(quote.value, start, index.number(position, OA["end"]))
    ]
    if starts:
        return None
    positions = index.subjects(LCG["positions"], selector)
    stated = index.number(positions[0], OA["start"]) if positions else None
    return Misquoted(passage, quote.value, stated, squeezed.find(quote.value))


class _Squeezed:
    """A text without its white space, which knows where each character came from."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offsets = [place for place, character in enumerate(text) if not character.isspace()]
        self._characters = "".join(text[place] for place in self._offsets)

    def has(self, quote: str, start: int, end: int | None) -> bool:
        return _squeeze(self._text[start:end]) == _squeeze(quote)

    def find(self, quote: str) -> tuple[int, ...]:
        wanted = _squeeze(quote)
        found, place = [], self._characters.find(wanted)
        while wanted and place >= 0:
            found.append(self._offsets[place])
            place = self._characters.find(wanted, place + 1)
        return tuple(found)


def _squeeze(text: str) -> str:
    return "".join(text.split())
