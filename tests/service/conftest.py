"""A real service on a free port, with the shipped data, for the tests of this folder."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

_COMMAND = [sys.executable, "-c", "from lcgraph.cli import main; main()", "serve", "--port", "0"]


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the service as a user does; yield its address."""
    folder = tmp_path_factory.mktemp("service")
    log = folder / "log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [*_COMMAND, "--store", str(folder / "store"), "--timeout", "3", "--lang", "en"],
            stderr=errors,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        yield _address(process, log)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    while process.poll() is None:
        found = re.search(r"Serving at (http://\S+);", log.read_text(encoding="utf-8"))
        if found:
            return found[1]
    raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def client(service: str) -> Iterator[httpx.Client]:
    """A client of the service."""
    with httpx.Client(base_url=service, timeout=60) as made:
        yield made
