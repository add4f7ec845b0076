"""The first page in a graph of more cities than it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, Quad, Triple
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.pages.front import CITIES_SHOWN
from lcgraph.service import Settings, create_application
from lcgraph.store import EmbeddedStore
from lcgraph.vocabulary import ADMS, CITY, DCAT, DCTERMS, FOAF, LCG, RDF, RDFS, RECORD, STATUS, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def published(number: int) -> Iterator[Triple]:
    city, record = CITY[f"xx-{number:03}"], RECORD[f"xx-{number:03}-v1"]
    yield Triple(city, RDFS.label, Literal(f"เมือง {number}", language="th"))
    yield Triple(record, RDF.type, LCG.CityRecord)
    yield Triple(record, ADMS.status, STATUS["published"])
    yield Triple(record, FOAF.primaryTopic, city)
    yield Triple(record, DCAT.version, Literal("1"))
    yield Triple(record, DCTERMS.modified, Literal("2026-01-01", datatype=XSD.date))


@pytest.mark.parametrize(
    ("count", "said"),
    [(CITIES_SHOWN, False), (CITIES_SHOWN + 1, True)],
    ids=["as many", "one more"],
)
def test_the_first_cities_are_shown_and_the_rest_led_to(
    tmp_path: Path, count: int, said: bool
) -> None:
    quads = [
        Quad(t.subject, t.predicate, t.object, DefaultGraph())
        for number in range(count)
        for t in published(number)
    ]
    EmbeddedStore.create(tmp_path / "store", quads).close()
    with TestClient(create_application(Settings(tmp_path / "store", workers=1), Pages())) as client:
        page = client.get("/", headers={"accept": "text/html", "accept-language": "th"}).text
        cities = client.get("/cities", headers={"accept": "text/html"}).text
    shown = [number for number in range(count) if f'/doc/city/xx-{number:03}"' in page]
    assert shown == list(range(CITIES_SHOWN))
    first = f"แสดง {CITIES_SHOWN} เมืองแรกตามรหัสเมือง จากทั้งหมด {count} เมือง"
    assert (first in page) is said
    assert 'href="/cities"' in page
    assert all(f'/doc/city/xx-{number:03}"' in cities for number in range(count))
