"""The application with the shipped data, asked without a network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application


@pytest.fixture(scope="session")
def pages(shipped_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client that asks for pages."""
    store = tmp_path_factory.mktemp("pages") / "store"
    shutil.copytree(shipped_store, store)
    headers = {"Accept": "text/html", "Accept-Language": "en"}
    with TestClient(
        create_application(Settings(store, workers=1), Pages()), headers=headers
    ) as made:
        yield made
