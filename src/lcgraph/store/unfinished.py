"""Folders that a process fills before they take their place, and what a killed one leaves."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

_PREFIX: Final = "unfinished-"


def begun(directory: Path) -> Path:
    """Make a folder to fill.

    Args:
        directory: The folder of a store; made if missing.

    Returns:
        An empty folder in it, named after this process.
    """
    directory.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=directory))


def clear_unfinished(directory: Path) -> None:
    """Remove what a killed process left half-made.

    Args:
        directory: The folder of a store; only leftovers of processes that have ended are removed.
    """
    for leftover in directory.glob(_PREFIX + "*"):
        if not _is_alive(leftover.name):
            shutil.rmtree(leftover, ignore_errors=True)


def _is_alive(name: str) -> bool:
    process = name.removeprefix(_PREFIX).partition("-")[0]
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
