"""The page of a city with more peers than it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.pages.city import PEERS_SHOWN
from lcgraph.service import Settings, create_application
from lcgraph.store import EmbeddedStore
from lcgraph.vocabulary import LCG, RDF
from tests.recommendations.asker import ASKER, LIMITED
from tests.recommendations.support import background, fully_derived, turtle
from tests.recommendations.test_asking import PEER
from tests.service.versions import record

if TYPE_CHECKING:
    from pathlib import Path

RECORD = "https://w3id.org/lcgraph/record/th-asker-v1"


@pytest.mark.parametrize(
    ("count", "said"),
    [(PEERS_SHOWN, False), (PEERS_SHOWN + 1, True)],
    ids=["as many", "one more"],
)
def test_the_first_peers_are_shown_and_the_rest_led_to(
    tmp_path: Path, count: int, said: bool
) -> None:
    peers = "".join(PEER.format(at=at) for at in range(count))
    derived = fully_derived(background() | turtle(LIMITED + peers))
    of_record = record(NamedNode(RECORD), ASKER) | {
        Quad(ASKER, RDF.type, LCG.LearningCity, DefaultGraph())
    }
    EmbeddedStore.create(tmp_path / "store", [*derived.match(), *of_record]).close()
    with TestClient(create_application(Settings(tmp_path / "store", workers=1), Pages())) as client:
        headers = {"accept": "text/html", "accept-language": "en"}
        page = client.get("/doc/city/th-asker", headers=headers).text
    explained = re.findall(r"\?peer=th-peer-(\d+)", page)
    assert explained == [f"{at:02}" for at in range(PEERS_SHOWN)]
    assert (f"The first {PEERS_SHOWN} of {count} cities" in page) is said
    assert "See all cities on this theme" in page
