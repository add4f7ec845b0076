"""No tracked file says on which machine it was written or where packages were fetched from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.project import ROOT, tracked_files

# Written so that this file does not hold what it looks for.
REGISTRY = re.compile(
    r"""
    \b(?:files\.)?python[h]osted\.org | \b(?:test\.|upload\.)?py[p]i\.(?:org|python)\b
    | \bnpm[j]s\.(?:org|com)\b | \byarn[p]kg\.com\b | \bunp[k]g\.com\b | \bjsd[e]livr\.net\b
    | (?:index-url|find-links|registry)\W{1,4}\w+:/[/]
    """,
    re.VERBOSE | re.IGNORECASE,
)
MACHINE_PATH = re.compile(
    r"(?<![\w./%*$}>~-])(?:/(?:home|root|Users|work|workspace|mnt|opt)/[\w.]|[A-Z]:\\(?:Users|\w+\\))"
)
BINARY = {".xlsx", ".png", ".woff2", ".ico"}


def texts() -> dict[str, str]:
    """Read every tracked text file, by its path in the project."""
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes().decode("utf-8")
        for path in tracked_files()
        if path.suffix not in BINARY
    }


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    """List the places where a pattern is found in tracked files, as ``path:line: match``."""
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for name, text in texts().items()
        for match in pattern.finditer(text)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert lines_with(REGISTRY) == []


@pytest.mark.parametrize(
    "planted",
    [
        "see https://py{}pi.org/simple/rdflib",
        "https://files.python{}hosted.org/packages/ab/rdflib.whl",
        '"resolved": "https://registry.npm{}js.org/esbuild"',
        "--extra-index-url https{}://packages.example/simple",
        "registry = https{}://packages.example",
    ],
)
def test_a_planted_registry_is_found(planted: str) -> None:
    assert REGISTRY.search(planted.format(""))


def test_no_file_names_a_path_of_a_machine() -> None:
    assert lines_with(MACHINE_PATH) == []


@pytest.mark.parametrize(
    "planted", ["path = /{}/somchai/lcgraph", '"/{}/lcgraph/src"', "file:///{}/lcgraph", "(/{}/x)"]
)
@pytest.mark.parametrize("folder", ["home", "root", "Users", "work"])
def test_a_planted_path_is_found(planted: str, folder: str) -> None:
    assert MACHINE_PATH.search(planted.format(folder).replace("file://", "file "))


@pytest.mark.parametrize("harmless", ["https://example.org/{}/x", "../{}/x", "src/{}/x"])
@pytest.mark.parametrize("folder", ["work", "home", "root"])
def test_an_address_is_not_taken_for_a_path(harmless: str, folder: str) -> None:
    assert MACHINE_PATH.search(harmless.format(folder)) is None


def test_no_file_holds_the_path_of_this_checkout() -> None:
    if len(ROOT.parts) < 3:
        pytest.skip("the checkout stands at the top, where its path is an ordinary word")
    assert [name for name, text in texts().items() if f"{ROOT}/" in text] == []


def test_every_text_is_utf_8_with_plain_line_ends() -> None:
    wrong = [
        name
        for name, text in texts().items()
        if "\r" in text or text.startswith("\ufeff") or (text and not text.endswith("\n"))
    ]
    assert wrong == []


def test_programs_can_be_executed() -> None:
    for name in ("run.py", ".ci/run"):
        assert Path(ROOT, name).stat().st_mode & 0o100, name
