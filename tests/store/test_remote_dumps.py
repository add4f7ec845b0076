"""Dumps of a graph that a SPARQL server keeps: they are there whole, and gone with the service."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from starlette.testclient import TestClient

from lcgraph.service import Settings, create_application
from lcgraph.store import Patch
from lcgraph.store.address import Address
from lcgraph.store.remote import RemoteStore
from lcgraph.vocabulary import RDFS, RECORD
from tests.store.conftest import emptied

YALA = NamedNode("https://w3id.org/lcgraph/id/city/th-yala")
NAME = Quad(YALA, RDFS.label, Literal("ยะลา", language="th"), RECORD["th-yala-v1"])


def test_dumps_are_written_whole_and_go_with_the_service(
    oxigraph_server: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = RemoteStore(emptied(oxigraph_server))
    store.apply(Patch(added=frozenset({NAME})))
    store.close()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    settings = Settings(tmp_path / "none", workers=1, remote=oxigraph_server)
    with TestClient(create_application(settings)) as client:
        document = client.get("/dumps").json()
        assert document["complete"]
        sums = {each["name"]: each["sha256"] for each in document["files"]}
        answer = client.get("/dumps/lcgraph.nq")
        assert hashlib.sha256(answer.content).hexdigest() == sums["lcgraph.nq"]
        assert NAME in set(parse(answer.content, format=RdfFormat.N_QUADS))
        again = client.get("/dumps/lcgraph.nq", headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304
        assert list(tmp_path.glob("lcgraph-dumps-*"))
    assert not list(tmp_path.glob("lcgraph-dumps-*"))
