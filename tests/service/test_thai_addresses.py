"""Things whose IRIs are in Thai: headers can only hold them percent-encoded."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from pyoxigraph import DefaultGraph, Literal, Quad
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application
from lcgraph.store import EmbeddedStore
from lcgraph.vocabulary import CITY, DCTERMS, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

YALA, NEXT = CITY["ยะลา"], CITY["นครยะลา"]
PATH = "doc/city/" + quote("ยะลา")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("thai") / "store"
    name = Quad(YALA, RDFS.label, Literal("ยะลา", language="th"), DefaultGraph())
    successor = Quad(YALA, DCTERMS.isReplacedBy, NEXT, DefaultGraph())
    EmbeddedStore.create(folder, [name, successor]).close()
    with TestClient(create_application(Settings(folder, workers=1), Pages())) as made:
        yield made


@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
@pytest.mark.parametrize("at", ["", "?at=1"])
def test_a_document_links_to_itself(client: TestClient, accept: str, at: str) -> None:
    answer = client.get("/doc/city/ยะลา" + at, headers={"accept": accept})
    assert answer.status_code == 200
    links = answer.headers["link"]
    assert f'<https://w3id.org/lcgraph/id/city/{quote("ยะลา")}>; rel="canonical"' in links
    assert f'<http://testserver/{PATH}>; rel="original timegate"' in links
    assert f'{quote("นครยะลา")}>; rel="successor-version"' in links


def test_a_thing_leads_through_time_to_its_document(client: TestClient) -> None:
    headers = {"accept": "text/turtle", "accept-datetime": "Mon, 23 Nov 2026 10:00:00 GMT"}
    answer = client.get("/id/city/ยะลา", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["lcgraph-data-version"] == "1"
    assert str(answer.url) == f"http://testserver/{PATH}?at=1"


def test_a_time_map_has_addresses_in_ascii(client: TestClient) -> None:
    answer = client.get("/timemap/link/doc/city/ยะลา")
    assert f'<http://testserver/{PATH}?at=1>; rel="first last memento"' in answer.text
    assert answer.text.isascii()
