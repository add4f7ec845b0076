"""A document that a format cannot hold is refused with the formats that can."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from starlette.testclient import TestClient

from lcgraph.service import Settings, create_application
from lcgraph.store import EmbeddedStore
from lcgraph.vocabulary import CITY, RDFS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMED = Triple(CITY["xx-bell"], RDFS.label, Literal("ระฆัง\u0007", language="th"))
NUMBERED = Triple(CITY["xx-number"], NamedNode("urn:x:1"), Literal("หนึ่ง", language="th"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a store with a name that holds a control character, and a nameless property."""
    store: Path = tmp_path_factory.mktemp("unwritable") / "store"
    quads = [Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in (NAMED, NUMBERED)]
    EmbeddedStore.create(store, quads).close()
    with TestClient(create_application(Settings(store, workers=1))) as made:
        yield made


@pytest.mark.parametrize("said", [NAMED, NUMBERED], ids=["a character", "a property"])
def test_what_xml_cannot_hold_is_refused(client: TestClient, said: Triple) -> None:
    path = "/doc/" + str(said.subject)[1:-1].partition("/id/")[2]
    refused = client.get(path, headers={"accept": "application/rdf+xml"})
    assert refused.status_code == 406
    document = refused.json()
    assert document["type"].endswith("/not-acceptable")
    assert "application/rdf+xml" not in document["supported"]
    assert set(document["messages"]) == {"th", "en"}
    for media_type in ("text/turtle", "application/n-triples"):
        held = client.get(path, headers={"accept": media_type})
        syntax = RdfFormat.from_media_type(media_type)
        assert said in {quad.triple for quad in parse(held.content, format=syntax)}
