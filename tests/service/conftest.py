"""A real service on a free port, with the shipped data, for the tests of this folder."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, Quad
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application
from lcgraph.store import EmbeddedStore
from lcgraph.vocabulary import CITY, RDFS
from tests.service.versions import make

_PYTHON = [sys.executable, "-c"]
LCGRAPH = "from lcgraph.cli import main; main()"
# The part of 'serve' behind the loading of the shipped data.
_SERVE = """
import pathlib, sys
from lcgraph.cli.server import run
from lcgraph.service import Settings
settings = Settings(store=pathlib.Path(sys.argv[1]), query_seconds=float(sys.argv[2]))
run(settings, "127.0.0.1", 0, lambda address: print(f"Serving at {address};", file=sys.stderr))
"""


@contextmanager
def running(arguments: list[str], folder: Path) -> Iterator[str]:
    """Run a program that serves; yield its address."""
    with serving(arguments, folder) as (address, _):
        yield address


@contextmanager
def serving(arguments: list[str], folder: Path) -> Iterator[tuple[str, int]]:
    """Run a program that serves; yield its address and its process."""
    log = folder / "log"
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [*_PYTHON, *arguments],
            stderr=errors,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        yield _address(process, log), process.pid
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=60)
        finally:
            process.kill()


@pytest.fixture(scope="session")
def service(shipped_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the service as a user does who has started it before; yield its address."""
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(shipped_store, folder / "store")
    options = ["--port", "0", "--store", str(folder / "store"), "--lang", "en"]
    with running([LCGRAPH, "serve", *options], folder) as address:
        yield address


def administrator(store: Path) -> dict[str, str]:
    """Return what an administrator of a store sends with each request."""
    made = subprocess.run(
        [*_PYTHON, LCGRAPH, "token", "new", "--role", "administrator", "--store", str(store)],
        check=True,
        capture_output=True,
        text=True,
    )
    return {"authorization": f"Bearer {made.stdout.strip()}"}


@pytest.fixture(scope="session")
def unmanaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """An administrator's client of a plain store."""
    folder = tmp_path_factory.mktemp("unmanaged")
    store = folder / "store"
    options = ["--unmanaged", "--port", "0", "--store", str(store), "--lang", "en"]
    with (
        running([LCGRAPH, "serve", *options], folder) as address,
        httpx.Client(base_url=address, timeout=60, headers=administrator(store)) as made,
    ):
        yield made


@pytest.fixture
def emptied(unmanaged: httpx.Client) -> httpx.Client:
    """The same with nothing in the store."""
    headers = {"content-type": "application/sparql-update"}
    assert unmanaged.post("/sparql", content="DROP ALL", headers=headers).status_code == 204
    return unmanaged


@pytest.fixture(scope="session")
def managed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """An administrator's client of a small store that lcgraph manages."""
    with _managed(tmp_path_factory.mktemp("managed"), seconds=60) as made:
        yield made


@pytest.fixture(scope="session")
def hurried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The same of one in which a query may take two seconds."""
    with _managed(tmp_path_factory.mktemp("hurried"), seconds=2) as made:
        yield made


@contextmanager
def _managed(folder: Path, seconds: float) -> Iterator[httpx.Client]:
    store = folder / "store"
    name = Quad(CITY["th-yala"], RDFS.label, Literal("ยะลา", language="th"), DefaultGraph())
    EmbeddedStore.create(store, [name]).close()
    with (
        running([_SERVE, str(store), str(seconds)], folder) as address,
        httpx.Client(base_url=address, timeout=60, headers=administrator(store)) as made,
    ):
        yield made


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a small graph with four versions (:mod:`tests.service.versions`)."""
    folder = tmp_path_factory.mktemp("versions") / "store"
    make(folder)
    with TestClient(create_application(Settings(folder, workers=2), Pages())) as made:
        yield made


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    while True:
        found = re.search(r"Serving at (http://\S+);", log.read_text(encoding="utf-8"))
        if found:
            return found[1]
        # To look without a pause would take a processor from the program that is waited for.
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.05)
            raise AssertionError(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def client(service: str) -> Iterator[httpx.Client]:
    """A client of the service."""
    with httpx.Client(base_url=service, timeout=60) as made:
        yield made
