"""One Thai word for one concept: the label of the ontology, and none of the words it replaced."""

from __future__ import annotations

import re
from typing import Final

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from lcgraph.vocabulary import RDFS, SH, SKOS
from tests.house.project import ROOT, SHIPPED, tracked_files

DISCARDED: Final = {
    "การชำระคำ": "การอ่านแก้",
    "แก่นเรื่อง": "ประเด็น",
    "การดำเนินงานที่บรรยายไว้": "การปฏิบัติที่พบ",
    "ข้อเสนอแนะ": "ข้อแนะนำ",
    "ภววิทยา": "ออนโทโลยี",
    r"(?<!ขั้น)ตอน(?:ที่ยกมา|ที่เป็นหลักฐาน|\*\*)": "ข้อความอ้างอิง",
}
"""What was said before, and the label that is said now."""

IN_SHAPES: Final = {
    **DISCARDED,
    "แหล่งเรียนรู้": "พื้นที่การเรียนรู้",
    r"(?<!การ)พื้นที่เรียนรู้": "พื้นที่การเรียนรู้",
}
"""Sources say these of things that need not be a learning space; shapes speak of nothing else."""

TOLD: Final = {RDFS.label, SKOS.prefLabel, SKOS.definition, SKOS.scopeNote}
TOLD_BY_SHAPES: Final = {RDFS.label, SH.message, SH.name, SH.description}


def discarded(text: str, words: dict[str, str]) -> list[str]:
    """List the words of a text that another took the place of.

    Args:
        text: Any text.
        words: Pattern of a discarded word to the one that is said now.

    Returns:
        One message a pattern that is found.
    """
    return [f"{old}: {new}" for old, new in words.items() if re.search(old, text)]


def turtle(room: str) -> list[str]:
    """List the tracked Turtle files of a room."""
    names = [path.relative_to(ROOT).as_posix() for path in tracked_files()]
    return [name for name in names if name.startswith(f"{room}/") and name.endswith(".ttl")]


# What a source says, and what a statement calls it, is in the words of the source.
WRITTEN_BY_US: Final = [name for room in SHIPPED for name in turtle(room) if room != "data"]


READ: Final = [
    path.relative_to(ROOT).as_posix()
    for room, form in (("docs", "*.md"), ("src/lcgraph/cli", "*.py"))
    for path in sorted((ROOT / room).glob(form))
]


def test_the_words_that_are_said_now_are_labels() -> None:
    ontology = parse(path=ROOT / "ontology/lcgraph.ttl", format=RdfFormat.TURTLE)
    labels = {quad.object.value for quad in ontology if quad.predicate == RDFS.label}
    assert [word for word in IN_SHAPES.values() if not any(word in label for label in labels)] == []


@pytest.mark.parametrize("name", WRITTEN_BY_US)
def test_labels_and_messages_use_the_words_of_the_ontology(name: str) -> None:
    of_shapes = name.startswith("shapes/")
    words, told = (IN_SHAPES, TOLD_BY_SHAPES) if of_shapes else (DISCARDED, TOLD)
    texts = [
        quad.object.value
        for quad in parse(path=ROOT / name, format=RdfFormat.TURTLE)
        if quad.predicate in told and isinstance(quad.object, Literal)
    ]
    assert [fault for text in texts for fault in discarded(text, words)] == []


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "data/LICENSE.md", *READ])
def test_what_people_read_first_uses_the_words_of_the_ontology(name: str) -> None:
    assert discarded((ROOT / name).read_text(encoding="utf-8"), IN_SHAPES) == []


@pytest.mark.parametrize(
    "name", [path.relative_to(ROOT).as_posix() for path in (ROOT / "queries/rules").rglob("*.rq")]
)
def test_rules_use_the_words_of_the_ontology(name: str) -> None:
    assert discarded((ROOT / name).read_text(encoding="utf-8"), IN_SHAPES) == []


@pytest.mark.parametrize(
    "text", ["การชำระคำ", "**ตอน** (passage)", "พร้อมตอนที่ยกมา", "ข้อเสนอแนะ (กฎ)", "แหล่งเรียนรู้"]
)
def test_a_discarded_word_is_found(text: str) -> None:
    assert len(discarded(text, IN_SHAPES)) == 1


@pytest.mark.parametrize("text", ["ขั้นตอนที่ยกมา", "ข้อแนะนำ", "พื้นที่การเรียนรู้", "ข้อเสนอ"])
def test_other_words_are_left_alone(text: str) -> None:
    assert discarded(text, IN_SHAPES) == []
