"""What a page has to know itself is no query of its reader's."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application
from lcgraph.service.budgets import client_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A_MICROSECOND = 1e-6


@pytest.fixture
def reader(shipped_store: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A client whose budget any query uses up."""
    store = tmp_path / "store"
    shutil.copytree(shipped_store, store)
    settings = Settings(store, workers=1, client_seconds=A_MICROSECOND)
    with TestClient(create_application(settings, Pages())) as made:
        yield made


def left(reader: TestClient) -> float:
    found = reader.app.state.graph.budgets.left(client_at("testclient"))  # type: ignore[attr-defined]
    assert isinstance(found, float)
    return found


def test_pages_and_documents_of_cities_are_not_charged_and_stored_queries_are(
    reader: TestClient,
) -> None:
    for path in ("/", "/cities", "/doc/city/th-yala", "/queries"):
        assert reader.get(path, headers={"accept": "text/html"}).status_code == 200
    for path in ("/cities", "/cities/th-yala", "/cities/th-yala/recommendations"):
        assert reader.get(path, headers={"accept": "application/json"}).status_code == 200
    assert left(reader) == A_MICROSECOND
    reader.get("/queries/cities/leads", headers={"accept": "application/json"})
    after = left(reader)
    assert after < 0
    reader.get("/query/cities-partner-counts", headers={"accept": "text/html"})
    assert left(reader) < after
