"""A city whose record was withdrawn is gone; one that never had a record is not found."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application
from lcgraph.store import EmbeddedStore, Patch
from tests.service.versions import FIRST, KHON_KAEN, SECOND, TIMES, YALA, label, problem, record

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESSES = (
    "/cities/th-yala",
    "/cities/th-yala/recommendations",
    "/doc/city/th-yala",
    "/record/th-yala",
)
JSON = {"accept": "application/json, text/turtle"}
SAID = {
    "th": "ระเบียนของเมือง th-yala ถูกถอนเมื่อ 2020-03-02T10:00:00Z เวอร์ชันข้อมูลสุดท้ายที่มีระเบียนนี้คือ 1",
    "en": "The record of the city th-yala was withdrawn at 2020-03-02T10:00:00Z. "
    "The last data version that held it is 1.",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A city whose record was withdrawn, then published again, and a city without a record."""
    folder = tmp_path_factory.mktemp("withdrawn-cities") / "store"
    # Another city mentions both, whatever becomes of their records.
    beside = {label(KHON_KAEN, "ขอนแก่น"), label(YALA, "ยะลา")}
    states = [
        beside | record(FIRST, YALA),
        beside | record(FIRST, YALA, "withdrawn"),
        beside | record(FIRST, YALA, "withdrawn") | {label(KHON_KAEN, "นครขอนแก่น")},
        beside | record(FIRST, YALA, "withdrawn") | record(SECOND, YALA),
    ]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("lcgraph.store.embedded.this_second", lambda: TIMES[1])
        store = EmbeddedStore.create(folder, states[0])
        for version, (before, after) in enumerate(itertools.pairwise(states), 2):
            time = TIMES[version]
            patched.setattr("lcgraph.store.embedded.this_second", lambda time=time: time)
            store.apply(Patch.between(before, after))
        store.close()
    with TestClient(create_application(Settings(folder, workers=1), Pages())) as made:
        yield made


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("at", [2, 3])
def test_a_withdrawn_city_is_gone_and_leads_to_its_last_version(
    client: TestClient, address: str, at: int
) -> None:
    answer = client.get(f"{address}?at={at}", headers=JSON)
    assert problem(answer) == (410, "gone")
    document = answer.json()
    assert {tag: said["detail"] for tag, said in document["messages"].items()} == SAID
    assert document["withdrawn"] == {"version": 2, "published": "2020-03-02T10:00:00Z"}
    last = f"http://testserver{address}?at=1"
    assert document["last"] == {
        "version": 1,
        "published": "2020-03-01T10:00:00Z",
        "memento": last,
    }
    assert (
        f'<{last}>; rel="memento"; datetime="Sun, 01 Mar 2020 10:00:00 GMT"'
        in answer.headers["link"]
    )
    assert "memento-datetime" in answer.headers


def test_documents_of_a_withdrawn_city_lead_to_their_time_maps(client: TestClient) -> None:
    links = client.get("/doc/city/th-yala?at=2", headers=JSON).headers["link"]
    assert 'rel="timemap"; type="application/link-format"' in links
    assert 'rel="original timegate"' in links
    # The version that is asked has nothing to show.
    assert "?at=2>" not in links


def test_a_time_map_lists_what_there_was(client: TestClient) -> None:
    mementos = client.get("/timemap/json/doc/city/th-yala?format=turtle").json()["mementos"]
    statuses = {each["version"]: client.get(each["memento"]).status_code for each in mementos}
    assert statuses == {1: 200, 4: 200}
    then = {"accept": "text/turtle", "accept-datetime": "Tue, 03 Mar 2020 00:00:00 GMT"}
    led = client.get("/doc/city/th-yala", headers=then)
    assert (led.status_code, led.headers["lcgraph-data-version"]) == (200, "1")


def test_the_page_says_so_too(client: TestClient) -> None:
    page = client.get("/doc/city/th-yala?at=2&lang=en", headers={"accept": "text/html"})
    assert page.status_code == 410
    assert SAID["en"] in page.text
    assert 'href="http://testserver/doc/city/th-yala?lang=en&amp;at=1"' in page.text


def test_a_city_that_is_published_again_is_there(client: TestClient) -> None:
    for address in ("/cities/th-yala", "/doc/city/th-yala"):
        assert client.get(address, headers=JSON).status_code == 200
        assert client.get(f"{address}?at=1", headers=JSON).status_code == 200


def test_a_city_that_never_had_a_record_is_not_found(client: TestClient) -> None:
    for key in ("th-khon-kaen", "th-nowhere", "th-yal"):
        for address in (f"/cities/{key}", f"/cities/{key}/recommendations"):
            assert problem(client.get(f"{address}?at=2")) == (404, "not-found")
    assert problem(client.get("/doc/city/th-nowhere?at=2")) == (404, "not-found")
    assert client.get("/doc/city/th-khon-kaen?at=2", headers=JSON).status_code == 200
