"""The engines that the tests of this folder run on, each with an empty store for each test."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions

from lcgraph.store import EmbeddedStore, Patch, Store
from lcgraph.store.address import Address
from lcgraph.store.protocol import Client, Dataset
from lcgraph.store.remote import RemoteStore
from lcgraph.store.remote_view import NAMES
from lcgraph.store.transfer import dropping
from lcgraph.vocabulary import BASE
from tests.store.servers import oxigraph, virtuoso

ENGINES = ("embedded", "oxigraph", "virtuoso")
Filled = Callable[[Iterable[Quad]], Store]


@pytest.fixture(scope="session")
def oxigraph_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """An Oxigraph server for all tests."""
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as address:
        yield address


@pytest.fixture(scope="session")
def virtuoso_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    """A Virtuoso server for all tests."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as address:
        yield address


@contextmanager
def engine(name: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Filled]:
    """Make stores at data version 1 on an engine, of which the last made can be used."""
    made: list[Store] = []

    def fill(quads: Iterable[Quad]) -> Store:
        if name == "embedded":
            made.append(EmbeddedStore.create(folder / uuid.uuid4().hex, quads))
        else:
            store = RemoteStore(emptied(request.getfixturevalue(f"{name}_server")))
            store.apply(Patch(added=frozenset(quads)))
            made.append(store)
        return made[-1]

    yield fill
    for store in made:
        store.close()


def emptied(address: Address) -> Address:
    """Remove every graph of ours from a server."""
    client = Client(address)
    found = client.query(NAMES, Dataset())
    assert isinstance(found, QuerySolutions)
    names = [row["g"] for row in found if isinstance(row["g"], NamedNode)]
    ours = [name for name in names if name.value.startswith(BASE)]
    if ours:
        client.update(dropping(ours))
    client.close()
    return address


@pytest.fixture(params=ENGINES)
def filled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Filled]:
    """Make a store for one test, on each engine."""
    with engine(request.param, request, tmp_path) as fill:
        yield fill


@pytest.fixture(scope="module", params=ENGINES)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """A store on each engine that the tests of a module only read; its QUADS are in it."""
    with engine(request.param, request, tmp_path_factory.mktemp("asked")) as fill:
        yield fill(request.module.QUADS)
