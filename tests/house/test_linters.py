"""The code passes its linters, and each linter still catches what it is there for."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.house.project import ROOT, tool

PLANTED_STYLE = {
    "src/lcgraph/wide.py": ('"""Wide."""\n\nTEXT = "' + "x" * 100 + '"\n', {"E501"}),
    "src/lcgraph/unused.py": ('"""Unused."""\n\nimport json\n', {"F401"}),
    "src/lcgraph/order.py": (
        '"""Order."""\n\nimport json\nimport abc\n\n__all__ = ["abc", "json"]\n',
        {"I001"},
    ),
    "src/lcgraph/named.py": (
        '"""Named."""\n\n\ndef BadName() -> None:\n    """Do."""\n',
        {"N802"},
    ),
    "src/lcgraph/old.py": (
        '"""Old."""\n\nfrom typing import List\n\nNAMES: List[str] = []\n',
        {"UP006", "UP035"},
    ),
    "src/lcgraph/shared.py": (
        '"""Shared."""\n\n\ndef add(to: list[int] = []) -> None:\n    """Add."""\n',
        {"B006"},
    ),
    "src/lcgraph/checked.py": (
        '"""Checked."""\n\n\ndef check(n: int) -> None:\n    """Check."""\n    assert n\n',
        {"S101"},
    ),
    "src/lcgraph/branches.py": (
        '"""Branches."""\n\n\ndef pick(n: int) -> None:\n    """Pick."""\n'
        + "".join(f"    if n == {n}:\n        pick({n})\n" for n in range(10)),
        {"C901"},
    ),
    "src/lcgraph/dead.py": ('"""Dead."""\n\n# value = compute(1)\n', {"ERA001"}),
    "src/lcgraph/loud.py": ('"""Loud."""\n\nprint("here")\n', {"T201"}),
    "src/lcgraph/silent.py": (
        '"""Silent."""\n\n\ndef answer() -> int:\n    return 1\n',
        {"D103"},
    ),
    "src/lcgraph/vague.py": (
        '"""Vague."""\n\n\ndef answer() -> int:\n    """Answer.\n\n    At length.\n    """\n'
        "    raise KeyError\n    return 1\n",
        {"DOC201", "DOC501"},
    ),
    "src/lcgraph/mutable.py": (
        '"""Mutable."""\n\n\nclass Rules:\n    """Rules."""\n\n    names = [1]\n',
        {"RUF012"},
    ),
    "src/lcgraph/nested.py": (
        '"""Nested."""\n\n\ndef pick(a: int, b: int) -> None:\n    """Pick."""\n'
        "    if a:\n        if b:\n            pick(a, b)\n",
        {"SIM102"},
    ),
    "src/lcgraph/opened.py": (
        '"""Opened."""\n\nimport os\n\nHERE = os.path.dirname(__file__)\n',
        {"PTH120"},
    ),
    "src/lcgraph/attic/lost.py": ('"""Lost."""\n', {"INP001"}),
    "src/lcgraph/records/storing.py": (
        '"""Storing."""\n\nfrom pyoxigraph import Store\n\n__all__ = ["Store"]\n',
        {"TID251"},
    ),
    "src/lcgraph/validation/early.py": (
        '"""Early."""\n\nimport rdflib\n\nGRAPH = rdflib.Dataset()\n',
        {"TID251", "TID253"},
    ),
}
ALLOWED_STYLE = {
    "src/lcgraph/store/storing.py": PLANTED_STYLE["src/lcgraph/records/storing.py"][0],
    "src/lcgraph/thai.py": '"""เมืองแห่งการเรียนรู้ – ๑๐ เมือง."""\n',
    "tests/test_checked.py": "def test_one() -> None:\n    assert abs(-1) == 1\n",
}
# Imports that must not be.
PLANTED_IMPORTS = """
vocabulary->lcgraph.records
workers->lcgraph.store
store->lcgraph.records
records->lcgraph.publication
inference->lcgraph.knowledge
publication->lcgraph.service
service->lcgraph.cli
records->fastapi
publication->typer
inference->rdflib
"""


def plant(root: Path, name: str, text: str) -> None:
    """Write a file into a copy."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a folder with the rules of the project and none of its code."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for room in (".", "records", "store", "validation"):
        plant(tmp_path, f"src/lcgraph/{room}/__init__.py", '"""A room."""\n')
    plant(tmp_path, "benchmarks/__init__.py", '"""Measurements."""\n')
    return tmp_path


def copy_sources(root: Path) -> None:
    """Copy the sources, without what other processes may be compiling them to just now."""
    compiled = shutil.ignore_patterns("__pycache__")
    sources = Path("src", "lcgraph")
    shutil.copytree(ROOT / sources, root / sources, ignore=compiled, dirs_exist_ok=True)


def test_ruff_finds_nothing() -> None:
    found = tool("ruff", "check", "--no-cache", "--output-format=concise", ".")
    assert found.returncode == 0, found.stdout + found.stderr


def test_ruff_catches_each_planted_violation_and_nothing_else(copy: Path) -> None:
    for name, (text, _) in PLANTED_STYLE.items():
        plant(copy, name, text)
    for name, text in ALLOWED_STYLE.items():
        plant(copy, name, text)

    found = tool("ruff", "check", "--no-cache", "--output-format=json", ".", cwd=copy)

    caught: dict[str, set[str]] = {}
    for violation in json.loads(found.stdout):
        name = violation["filename"].removeprefix(f"{copy.resolve()}/")
        caught.setdefault(name, set()).add(violation["code"])
    assert caught == {name: codes for name, (_, codes) in PLANTED_STYLE.items()}


def test_every_file_is_formatted() -> None:
    found = tool("ruff", "format", "--no-cache", "--check", ".")
    assert found.returncode == 0, found.stdout + found.stderr


def test_ruff_catches_a_file_that_is_not_formatted(copy: Path) -> None:
    plant(copy, "src/lcgraph/loose.py", '"""Loose."""\nA = {  "a":1 }\n')
    found = tool("ruff", "format", "--no-cache", "--check", ".", cwd=copy)
    assert found.returncode == 1
    assert "loose.py" in found.stdout


def test_mypy_finds_nothing() -> None:
    found = tool("mypy")
    assert found.returncode == 0, found.stdout + found.stderr


def test_mypy_is_strict_about_sources_and_tests(copy: Path) -> None:
    shutil.copy(ROOT / "run.py", copy)
    plant(copy, "src/lcgraph/untyped.py", '"""Untyped."""\n\n\ndef same(x):\n    return x\n')
    plant(copy, "src/lcgraph/wrong.py", '"""Wrong."""\n\nN: int = "one"\n')
    plant(copy, "tests/area/test_untyped.py", "def test_one():\n    pass\n")
    plant(copy, "conformance/__init__.py", "")

    found = tool("mypy", cwd=copy)

    assert found.returncode == 1
    caught = {line.split(":")[0] for line in found.stdout.splitlines() if ": error:" in line}
    assert caught == {
        "src/lcgraph/untyped.py",
        "src/lcgraph/wrong.py",
        "tests/area/test_untyped.py",
    }


def test_imports_keep_to_the_rooms() -> None:
    found = tool("lint-imports", "--no-cache")
    assert found.returncode == 0, found.stdout


def test_import_linter_catches_each_planted_import(copy: Path) -> None:
    copy_sources(copy)
    planted = []
    for number, line in enumerate(PLANTED_IMPORTS.split()):
        room, imported = line.split("->")
        path = copy / "src" / "lcgraph" / room
        name = f"lcgraph.{room}"
        if path.is_dir():
            path, name = path / f"planted{number}", f"{name}.planted{number}"
        with path.with_suffix(".py").open("a") as module:
            module.write(f"\nimport {imported}\n")
        planted.append(f"{name} -> {imported} (l.")

    found = tool("lint-imports", "--no-cache", cwd=copy)

    assert found.returncode == 1
    assert [arrow for arrow in planted if arrow not in found.stdout] == []


def test_import_linter_catches_a_room_without_a_place(copy: Path) -> None:
    copy_sources(copy)
    plant(copy, "src/lcgraph/attic/__init__.py", "")
    found = tool("lint-imports", "--no-cache", cwd=copy)
    assert found.returncode == 1
    assert "- lcgraph.attic" in found.stdout
