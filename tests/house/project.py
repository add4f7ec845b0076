"""The project as a folder of files: where it stands, what is tracked, how its tools are run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
MADE: Final = {
    ".venv", ".store", "__pycache__", ".hypothesis", ".import_linter_cache", ".mypy_cache",
    ".pytest_cache", ".ruff_cache", "dist",
}  # fmt: skip
KNOWLEDGE: Final = ("ontology", "shapes", "data", "queries")
SHIPPED: Final = (*KNOWLEDGE, "conformance")


def tracked_files() -> list[Path]:
    """List the files under version control, or every file of an unpacked archive."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if names := listed.stdout.split("\0")[:-1]:
        paths = [ROOT / name for name in names]
    else:
        paths = [path for path in ROOT.rglob("*") if MADE.isdisjoint(path.parts)]
    return sorted(path for path in paths if path.is_file())


def turtle_files() -> list[Path]:
    """List the Turtle files that are shipped."""
    return sorted(path for room in SHIPPED for path in (ROOT / room).rglob("*.ttl"))


def run(
    *command: str | Path, cwd: Path = ROOT, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end.

    Args:
        command: The program and its arguments.
        cwd: The folder to run it in.
        variables: Added to the environment.

    Returns:
        The exit code and both outputs, as text.
    """
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def tool(name: str, *arguments: str | Path, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run a tool installed beside this Python, with the sources of ``cwd`` in front.

    Args:
        name: The name of its program, such as ``ruff``.
        arguments: What follows the name.
        cwd: The folder to run it in.

    Returns:
        The exit code and both outputs, as text.
    """
    program = Path(sys.executable).parent / name
    return run(program, *arguments, cwd=cwd, PYTHONPATH=str(cwd / "src"))
