"""The command as a user types it, with a store of the shipped data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
_COMMAND = [sys.executable, "-c", "from lcgraph.cli import main; main()"]


@pytest.fixture(scope="session")
def store(shipped_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that an earlier command has filled."""
    folder = tmp_path_factory.mktemp("cli") / "store"
    shutil.copytree(shipped_store, folder)
    return folder


@pytest.fixture
def run(store: Path, tmp_path: Path) -> Run:
    """Run a command from another folder and return what it said."""

    def command(*arguments: object, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*_COMMAND, *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "LCGRAPH_STORE": str(store), "LCGRAPH_LANG": "en", **settings},
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return command
