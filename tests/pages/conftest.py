"""The application with the shipped data, asked without a network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from lcgraph.knowledge import Knowledge
from lcgraph.knowledge.loading import load_shipped
from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client that asks for pages."""
    store = tmp_path_factory.mktemp("pages") / "store"
    assert load_shipped(store, Knowledge(), lambda _: None) is None
    headers = {"Accept": "text/html", "Accept-Language": "en"}
    with TestClient(
        create_application(Settings(store, workers=1), Pages()), headers=headers
    ) as made:
        yield made
