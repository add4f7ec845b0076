"""What people read is there in Thai and in English, part by part and with the same names in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.house.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^ *```(\w+)\n.*?^ *```$", re.MULTILINE | re.DOTALL)
THAI = re.compile("[\u0e01-\u0e5b]")
CHANGES = re.split(r"^- ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[
    1:
]


def outline(text: str) -> list[str]:
    """Reduce a Markdown text to what kind each of its lines is, paragraphs being one each."""
    kinds: list[str] = []
    for part in BLOCK.sub(r"code \1", text).split("\n"):
        start = re.match(r"#+ |- |\||code \w+|(?=\S)", part)
        kind = "blank" if start is None else start[0].strip() or "text"
        if not (kind == "text" and kinds and kinds[-1] in {"text", "-"}):
            kinds.append(kind)
    return [kind for kind in kinds if kind != "blank"]


def names(text: str) -> set[str]:
    """List what stands as code within the sentences of a Markdown text, but for language tags."""
    return set(re.findall(r"`([^`]+)`", BLOCK.sub("", text))) - {'"th"', '"en"'}


def faults(text: str) -> list[str]:
    """List where the halves of a page differ.

    Args:
        text: The page: its title, the way to the Thai half, the English half, the Thai half.

    Returns:
        One message a fault.
    """
    english, *halves = re.split(r"\n(?:---\n\n)?# ภาษาไทย\n", text)
    if len(halves) != 1:
        return ["no Thai half"]
    (thai,) = halves
    found = []
    if outline(english)[2:] != outline(thai):
        found.append(f"parts: {outline(english)[2:]} and {outline(thai)}")
    if names(english) != names(thai):
        found.append(f"names: {sorted(names(english) ^ names(thai))}")
    prose = [part for part in re.split(r"\n\n|\n(?=- |#)", BLOCK.sub("", thai)) if part.strip()]
    return found + [f"not in Thai: {part}" for part in prose if not THAI.search(part)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_both_halves_of_a_page_have_the_same_parts_and_names(page: Path) -> None:
    assert faults(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("thai", "fault"),
    [
        ("", "no Thai half"),
        ("\n# ภาษาไทย\n\nเปิด `serve`\n\n## หนึ่ง\n", "parts: ['text', '##', '-'] and ['text', '##']"),
        ("\n# ภาษาไทย\n\nเปิด\n\n## หนึ่ง\n\n- สอง\n", "names: ['serve']"),
        ("\n# ภาษาไทย\n\nOpen `serve`\n\n## หนึ่ง\n\n- สอง\n", "not in Thai: \nOpen `serve`"),
    ],
)
def test_a_half_that_lacks_something_is_found(thai: str, fault: str) -> None:
    assert faults(f"# T\n\nThai below.\n\nOpen `serve`.\n\n## One\n\n- Two.\n{thai}") == [fault]


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_each_change_is_told_in_english_and_then_in_thai(change: str) -> None:
    lines = [bool(THAI.search(line)) for line in change.split("\n\n")[0].splitlines()]
    assert set(lines) == {False, True}
    assert lines == sorted(lines)
