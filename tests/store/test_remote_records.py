"""Records published over HTTP by a service whose graph is on a server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from lcgraph.service import Settings, create_application
from lcgraph.store import Patch
from lcgraph.store.address import Address
from lcgraph.store.remote import RemoteStore
from lcgraph.vocabulary import CITY
from tests.queries.published import published
from tests.service.test_records import TURTLE, later, shipped
from tests.service.versions import label
from tests.store.conftest import emptied

pytestmark = pytest.mark.slow
NAME = '"เมืองยะลา"@th'


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Iterator[Address]:
    """Each server, with the shipped knowledge."""
    address = emptied(request.getfixturevalue(f"{request.param}_server"))
    store = RemoteStore(address)
    store.apply(Patch(added=frozenset(published())))
    yield address
    store.close()
    emptied(address)


@pytest.fixture(scope="module")
def client(server: Address, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An administrator's client of a service that keeps its graph there."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LCGRAPH_ADMIN_TOKEN", "known")
        empty = tmp_path_factory.mktemp("empty")
        settings = Settings(empty, remote=server, validation_seconds=120)
        application = create_application(settings)
        with TestClient(application, headers={"authorization": "Bearer known"}) as made:
            yield made


def publish(client: TestClient, text: str) -> tuple[int, dict[str, Any]]:
    answer = client.post("/records", content=text.encode(), headers=TURTLE)
    return answer.status_code, answer.json()


def test_a_record_is_on_the_server_when_the_answer_comes(
    client: TestClient, server: Address
) -> None:
    status, unchanged = publish(client, shipped("th-yala"))
    assert (status, unchanged["changed"]) == (200, False)
    status, made = publish(client, later("th-yala").replace('"จังหวัดยะลา"@th', NAME))
    assert (status, made["data_version"]) == (201, 2)
    assert client.get("/cities/th-yala").json()["record"]["iri"].endswith("/th-yala-v2")
    store = RemoteStore(server)
    assert store.version == 2
    assert NAME in store.dump().decode()
    status, _ = publish(client, shipped("th-yala"))
    assert (status, store.version) == (409, 2)
    store.close()


def test_advice_is_of_what_others_published(client: TestClient, server: Address) -> None:
    place = "/cities/th-khon-kaen/recommendations"
    if server.query.endswith("/sparql"):
        # Virtuoso's compiler gives up on the question (docs/remote-engines.md).
        assert client.get(place).status_code == 503
        return
    versions = [client.get(place).json()["data_version"] for _ in range(2)]
    store = RemoteStore(server)
    published = store.apply(Patch(added=frozenset({label(CITY["th-khon-kaen"], "นครขอนแก่น")})))
    versions.append(client.get(place).json()["data_version"])
    store.close()
    assert versions == [published - 1, published - 1, published]
