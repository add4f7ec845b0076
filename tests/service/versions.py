"""A store with four versions of the graph, and how tests ask it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.store import EmbeddedStore, Patch
from lcgraph.vocabulary import (
    ADMS,
    CITY,
    DCAT,
    DCTERMS,
    FOAF,
    GRAPH,
    LCG,
    RDF,
    RDFS,
    RECORD,
    STATUS,
    XSD,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx2
    from starlette.testclient import TestClient

    from lcgraph.store import Store

    Answer = httpx.Response | httpx2.Response

YALA, KHON_KAEN, PHAYAO = CITY["th-yala"], CITY["th-khon-kaen"], CITY["th-phayao"]
FIRST, SECOND = RECORD["th-yala-v1"], RECORD["th-yala-v2"]
LABELS = "SELECT ?label { ?city <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
TIMES = {
    1: datetime(2020, 3, 1, 10, tzinfo=UTC),
    2: datetime(2020, 3, 2, 10, tzinfo=UTC),
    3: datetime(2020, 3, 2, 20, 30, tzinfo=UTC),
    4: datetime(2020, 3, 4, 10, tzinfo=UTC),
}
MEMENTO = {2: "Mon, 02 Mar 2020 10:00:00 GMT", 3: "Mon, 02 Mar 2020 20:30:00 GMT"}


def label(city: NamedNode, text: str, graph: NamedNode | DefaultGraph | None = None) -> Quad:
    return Quad(city, RDFS.label, Literal(text, language="th"), graph or DefaultGraph())


def record(iri: NamedNode, city: NamedNode, status: str = "published") -> set[Quad]:
    described: set[tuple[NamedNode, NamedNode | Literal]] = {
        (RDF.type, LCG.CityRecord),
        (ADMS.status, STATUS[status]),
        (FOAF.primaryTopic, city),
        (DCAT.version, Literal(iri.value.rpartition("v")[2])),
        (DCTERMS.modified, Literal("2020-03-01", datatype=XSD.date)),
    }
    graphs = (GRAPH["catalogue"], DefaultGraph())
    return {Quad(iri, p, o, graph) for p, o in described for graph in graphs}


def make(folder: Path) -> None:
    """Make the store in a folder."""
    publish(lambda first: EmbeddedStore.create(folder, first), "lcgraph.store.embedded")


def publish(create: Callable[[set[Quad]], Store], module: str) -> None:
    """Make the store: a city, its record superseded, another city, that one removed.

    Args:
        create: Makes the store of its first version.
        module: What asks for the time.
    """
    inferred = GRAPH["inferred-owl"]
    with pytest.MonkeyPatch.context() as patched:

        def dated(version: int) -> None:
            patched.setattr(f"{module}.this_second", lambda: TIMES[version])

        dated(1)
        first = {label(YALA, "ยะลา"), label(PHAYAO, "อนุมาน ๑", inferred), *record(FIRST, YALA)}
        store = create(first)
        dated(2)
        second = {label(YALA, "นครยะลา"), label(PHAYAO, "อนุมาน ๒", inferred)}
        second |= record(SECOND, YALA) | record(FIRST, YALA, "superseded")
        store.apply(Patch.between(first, second))
        dated(3)
        store.apply(Patch(added=frozenset([label(KHON_KAEN, "ขอนแก่น")])))
        dated(4)
        store.apply(Patch(removed=frozenset([label(KHON_KAEN, "ขอนแก่น")])))
        store.close()


def ask(client: TestClient, at: str | None, **parameters: str) -> Answer:
    asked = {"query": LABELS, "format": "csv", **parameters}
    return client.get("/sparql", params=asked if at is None else {**asked, "at": at})


def labels(answer: Answer) -> list[str]:
    assert answer.status_code == 200, answer.text
    return sorted(answer.text.split("\r\n")[1:-1])


def problem(answer: Answer) -> tuple[int, str]:
    assert set(answer.json()["messages"]) == {"th", "en"}
    return answer.status_code, answer.json()["type"].rpartition("/")[2]
