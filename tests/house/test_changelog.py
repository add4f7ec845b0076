"""The changelog keeps the form that people and programs read it in."""

from __future__ import annotations

import re
import tomllib
from datetime import date

import pytest
from packaging.version import Version

from tests.house.project import ROOT

CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
RELEASE = re.compile(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2})")
KINDS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")


def faults(text: str) -> list[str]:
    """List what is wrong with the form of a changelog.

    Args:
        text: The changelog, in Markdown.

    Returns:
        One message a fault.
    """
    found = []
    if not text.startswith("# ") or len(re.findall(r"^# ", text, re.MULTILINE)) != 1:
        found.append("the first line is not the only title")
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    if re.search(r"^#{3,} ", head, re.MULTILINE):
        found.append("changes stand before the first version")
    titles = [section.partition("\n")[0] for section in sections]
    if not titles or titles[0] != "[Unreleased]":
        found.append("the first section is not [Unreleased]")
    releases = [RELEASE.fullmatch(title) for title in titles[1:]]
    found += [
        f"not a version with its date: {title}"
        for title, release in zip(titles[1:], releases, strict=True)
        if release is None
    ]
    known = [
        (Version(release[1]), date.fromisoformat(release[2])) for release in releases if release
    ]
    if known != sorted(known, reverse=True):
        found.append("versions are not newest first")
    for title, section in zip(titles, sections, strict=True):
        kinds = re.findall(r"^### (.*)$", section, re.MULTILINE)
        if kinds != [kind for kind in KINDS if kind in kinds]:
            found.append(f"kinds of change in {title}: {', '.join(kinds)}")
        if re.search(r"^### .*\n+(?:##|\Z)", section, re.MULTILINE):
            found.append(f"a kind of change without a change in {title}")
    return found


def test_changelog_keeps_its_form() -> None:
    assert faults(CHANGELOG) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Changes\n\n## [Unreleased]\n", "the first line is not the only title"),
        ("# C\n\n## [0.1.0] - 2026-01-01\n", "the first section is not [Unreleased]"),
        ("# C\n\n## [Unreleased]\n\n## 0.1.0\n", "not a version with its date: 0.1.0"),
        (
            "# C\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n\n## [0.2.0] - 2026-02-01\n",
            "versions are not newest first",
        ),
        (
            "# C\n\n## [Unreleased]\n\n### New\n\n- One.\n",
            "kinds of change in [Unreleased]: New",
        ),
        (
            "# C\n\n## [Unreleased]\n\n### Fixed\n\n- One.\n\n### Added\n\n- Two.\n",
            "kinds of change in [Unreleased]: Fixed, Added",
        ),
        (
            "# C\n\n## [Unreleased]\n\n### Added\n\n## [0.1.0] - 2026-01-01\n",
            "a kind of change without a change in [Unreleased]",
        ),
    ],
)
def test_a_planted_fault_is_found(text: str, fault: str) -> None:
    assert faults(text) == [fault]


def test_no_release_is_newer_than_the_package() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    released = [Version(number) for number, _ in RELEASE.findall(CHANGELOG)]
    assert all(number <= Version(version) for number in released)
