"""The past of a server, as clients of the service see it: as they see that of a folder.

The tests of the folder are run again; what they expect is theirs.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Quad
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application
from lcgraph.store import Patch
from lcgraph.store.address import Address
from lcgraph.store.remote import RemoteStore
from tests.service import test_history, test_history_wholes, test_mementos
from tests.service.versions import publish
from tests.store.conftest import emptied


def published(address: Address) -> Address:
    """Give a server the four versions of :mod:`tests.service.versions`."""
    store = RemoteStore(emptied(address))

    def create(first: set[Quad]) -> RemoteStore:
        store.apply(Patch(added=frozenset(first)))
        return store

    publish(create, "lcgraph.store.remote_publishing")
    return address


# Its compiler gives up on pages of things as they are now (docs/remote-engines.md).
REFUSED_BY_VIRTUOSO = (
    "test_documents_are_of_their_version_of_history[virtuoso-text/html]",
    "test_only_the_original_varies_by_time_of_mementos[virtuoso]",
)


@pytest.fixture(autouse=True)
def losses(request: pytest.FixtureRequest) -> None:
    """Expect of Virtuoso what it is known not to answer."""
    if request.node.name in REFUSED_BY_VIRTUOSO:
        request.applymarker(pytest.mark.xfail(strict=True))


@pytest.fixture(
    scope="module", params=["oxigraph", pytest.param("virtuoso", marks=pytest.mark.slow)]
)
def versions(request: pytest.FixtureRequest) -> Iterator[TestClient]:
    """A client of a graph with four versions on each server."""
    address = published(request.getfixturevalue(f"{request.param}_server"))
    settings = Settings(Path("none"), workers=2, remote=address)
    with TestClient(create_application(settings, Pages())) as made:
        yield made


for module in (test_history, test_history_wholes, test_mementos):
    for name, value in vars(module).items():
        if name.startswith("test_") and "versions" in inspect.signature(value).parameters:
            globals()[f"{name}_of_{module.__name__.rpartition('_')[2]}"] = value
