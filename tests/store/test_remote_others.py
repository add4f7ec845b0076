"""A service whose graph is on a server sees at once what others publish there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import httpx
import pytest

from lcgraph.store import Patch
from lcgraph.store.address import Address
from lcgraph.store.remote import RemoteStore
from lcgraph.vocabulary import CITY
from tests.service.conftest import serving
from tests.service.versions import label
from tests.store.test_remote_past import published

NAMES = count()
SERVE = """
import pathlib, sys
from lcgraph.cli.server import run
from lcgraph.service import Settings
from lcgraph.store.address import Address
server = Address.of(sys.argv[1])
settings = Settings(pathlib.Path("none"), workers=2, remote=server, validation_seconds=120)
run(settings, "127.0.0.1", 0, lambda address: print(f"Serving at {address};", file=sys.stderr))
"""


@pytest.fixture(scope="module")
def server(oxigraph_server: Address) -> Address:
    """A server with four versions (:mod:`tests.service.versions`)."""
    return published(oxigraph_server)


@pytest.fixture(scope="module")
def one(server: Address, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of one service."""
    with client_of(server, tmp_path_factory.mktemp("one")) as made:
        yield made


@pytest.fixture(scope="module")
def other(server: Address, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of another service over the same server."""
    with client_of(server, tmp_path_factory.mktemp("other")) as made:
        yield made


@contextmanager
def client_of(server: Address, folder: Path) -> Iterator[httpx.Client]:
    """Serve as the command does, but without what is shipped."""
    with (
        serving([SERVE, server.query], folder) as (address, _),
        httpx.Client(base_url=address, timeout=60) as made,
    ):
        yield made


def publish(server: Address) -> int:
    """Publish past both services, as a command does."""
    store = RemoteStore(server)
    version = store.apply(Patch(added=frozenset({label(CITY["th-trang"], f"ตรัง {next(NAMES)}")})))
    store.close()
    return version


LABELS = "/sparql?query=SELECT+(COUNT(*)+AS+?n)+{+?s+?p+?o+}"
PLACES = [
    "/",
    "/.well-known/void",
    "/cities",
    "/cities/th-yala",
    "/doc/city/th-yala",
    "/dumps",
    "/dumps/lcgraph.ttl",
    "/history",
    "/openapi.json",
    "/queries/cities/list",
    "/timemap/link/doc/city/th-yala",
    LABELS,
]


@pytest.mark.parametrize("accept", ["text/html, */*;q=0.1", "*/*"])
@pytest.mark.parametrize("place", PLACES)
def test_what_was_asked_before_is_answered_from_what_others_published(
    server: Address, one: httpx.Client, other: httpx.Client, place: str, accept: str
) -> None:
    headers = {"accept": accept}
    for client in (one, other):
        for _ in range(2):
            before = client.get(place, headers=headers)
            assert before.status_code == 200, before.text
    version = publish(server)
    has = {**headers, "if-none-match": before.headers["etag"]}
    for client, requests in ((one, (headers, has)), (other, (has, headers))):
        for sent in requests:
            answer = client.get(place, headers=sent)
            told = answer.headers["lcgraph-data-version"]
            assert (answer.status_code, int(told)) == (200, version)


def test_what_nobody_changed_need_not_be_sent_again(one: httpx.Client) -> None:
    tag = one.get(LABELS).headers["etag"]
    assert one.get(LABELS, headers={"if-none-match": tag}).status_code == 304
