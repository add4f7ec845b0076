"""What servers cannot do, found by trying; and how they are addressed."""

from __future__ import annotations

import pytest

from lcgraph.store.address import Address, update_url
from lcgraph.store.probing import shortcomings
from lcgraph.store.protocol import Client


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ("oxigraph_server", []),
        ("virtuoso_server", ["union-default-graph", "request-not-atomic", "literals-changed"]),
    ],
)
def test_the_shortcomings_of_a_server_are_found(
    request: pytest.FixtureRequest, server: str, expected: list[str]
) -> None:
    client = Client(request.getfixturevalue(server))

    found = shortcomings(client)

    assert [shortcoming.name for shortcoming in found] == expected
    assert all(shortcoming.usable for shortcoming in found)
    assert all(shortcoming.messages.keys() == {"th", "en"} for shortcoming in found)


@pytest.mark.parametrize(
    ("query", "update"),
    [
        ("http://localhost:7878/query", "http://localhost:7878/update"),
        ("http://localhost:3030/cities/query", "http://localhost:3030/cities/update"),
        ("https://h/repositories/cities", "https://h/repositories/cities/statements"),
        ("http://localhost:8890/sparql", "http://localhost:8890/sparql"),
        ("https://h:8182/sparql", "https://h:8182/sparql"),
    ],
    ids=["Oxigraph", "Fuseki", "GraphDB", "Virtuoso", "Neptune"],
)
def test_the_update_url_follows_from_the_query_url(query: str, update: str) -> None:
    assert update_url(query) == update


def test_urls_and_credentials_come_from_the_environment() -> None:
    address = Address.of(
        "http://localhost/q",
        {
            "LCGRAPH_REMOTE_UPDATE": "http://localhost/u",
            "LCGRAPH_REMOTE_GRAPH_STORE": "http://localhost/g",
            "LCGRAPH_REMOTE_USER": "writer",
            "LCGRAPH_REMOTE_PASSWORD": "very secret",
            "LCGRAPH_REMOTE_TOKEN": "as secret",
        },
    )

    assert (address.update, address.graph_store) == ("http://localhost/u", "http://localhost/g")
    assert address.credentials.user == "writer"
    assert "secret" not in repr(address)
    assert Address.read(address.described()) == address


@pytest.mark.parametrize(
    "url", ["localhost:7878/query", "file:///etc/passwd", "http://", "http://me:secret@host/query"]
)
def test_a_url_that_cannot_be_used_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ValueError, match=r".") as fault:
        Address.of(url, {})

    assert "secret" not in str(fault.value)
