"""How a publication reaches a server: whole or not at all, and on every engine alike."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from lcgraph.store import Patch, StoreFault
from lcgraph.store.address import Address
from lcgraph.store.faults import StoreChanged
from lcgraph.store.oxigraph import version_quads
from lcgraph.store.protocol import Client
from lcgraph.store.remote import RemoteStore
from lcgraph.store.transfer import Sizes, Switch, in_one, in_parts
from tests.store.conftest import Filled, emptied

E = "http://example.org/"
RECORD = NamedNode("https://w3id.org/lcgraph/record/th-a-v1")


def node(name: str) -> NamedNode:
    return NamedNode(E + name)


LABEL = Quad(node("a"), node("label"), Literal("ยะลา", language="th"))
DRAFTED = Quad(node("b"), node("type"), node("City"), RECORD)
QUADS = [LABEL, DRAFTED, Quad(node("a"), node("next"), node("b"))]


def test_a_new_store_is_at_version_one_and_holds_what_was_given(filled: Filled) -> None:
    store = filled(QUADS)

    assert store.version == 1
    assert set(parse(store.dump(), format=RdfFormat.N_QUADS)) == {*QUADS, *version_quads(1)}
    assert len(store) == len(QUADS) + 2


def test_a_patch_makes_the_next_version(filled: Filled) -> None:
    store = filled(QUADS)
    added = Quad(node("c"), node("label"), Literal('"ค" \\ \n'), RECORD)

    version = store.apply(Patch(frozenset({LABEL, DRAFTED}), frozenset({added})))

    assert version == store.version == 2
    expected = {*QUADS, added, *version_quads(2)} - {LABEL, DRAFTED}
    assert set(parse(store.dump(), format=RdfFormat.N_QUADS)) == expected


def test_a_patch_made_for_another_version_is_refused_and_nothing_changes(filled: Filled) -> None:
    store = filled(QUADS)
    seen = store.version
    store.apply(Patch(frozenset({LABEL})), seen)

    with pytest.raises(StoreChanged):
        store.apply(Patch(frozenset({DRAFTED})), seen)

    assert store.version == 2
    assert len(store) == len(QUADS) + 1


def test_blank_nodes_are_refused_and_nothing_changes(filled: Filled) -> None:
    store = filled(QUADS)
    text = b"_:x <http://example.org/next> <http://example.org/a> ."
    blank = frozenset(parse(text, format=RdfFormat.N_TRIPLES))

    with pytest.raises(ValueError, match="blank nodes"):
        store.apply(Patch(added=blank))

    assert store.version == 1
    assert len(store) == len(QUADS) + 2


def written(store: RemoteStore) -> set[Quad]:
    return set(parse(store.dump(), format=RdfFormat.N_QUADS))


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Address:
    """Each server, emptied."""
    return emptied(request.getfixturevalue(f"{request.param}_server"))


def test_a_patch_in_parts_has_the_same_effect(server: Address) -> None:
    store = RemoteStore(server, Sizes(patch=0, request=2))
    many = {Quad(node("a"), node("size"), Literal(str(n)), RECORD) for n in range(7)}

    store.apply(Patch(added=frozenset(QUADS)))
    store.apply(Patch(frozenset({LABEL, DRAFTED}), frozenset(many)))

    assert written(store) == {QUADS[2], *many, *version_quads(2)}


def test_what_a_killed_load_left_is_seen_by_nobody_and_cleared_by_the_next(
    server: Address,
) -> None:
    switch = Switch(0, None, "killed")
    patch = Patch(added=frozenset(QUADS))
    staged = in_parts(patch, switch, Sizes(0, 2))
    client = Client(server)
    for request in staged.preparing:
        client.update(request)
    store = RemoteStore(server)

    assert (store.version, len(store), store.graphs()) == (0, 0, [])

    store.apply(patch)
    store.apply(Patch(added=frozenset({Quad(node("c"), node("next"), node("a"))})))
    RemoteStore(server, Sizes(0, 10)).apply(Patch(frozenset({LABEL})))

    for graph in staged.graphs:
        assert list(store.match(graph=graph)) == []


@pytest.mark.parametrize("whole", [True, False], ids=["in one", "in parts"])
def test_a_patch_for_another_version_changes_nothing(server: Address, whole: bool) -> None:
    store = RemoteStore(server)
    store.apply(Patch(added=frozenset(QUADS)))
    late = Switch(7, None, "late")
    patch = Patch(frozenset({LABEL}), frozenset({Quad(node("c"), node("next"), node("a"))}))
    step = Patch.between(version_quads(7), version_quads(8))
    staged = in_parts(patch, late, Sizes(0, 10))

    requests = (
        [in_one(patch.then(step), late)] if whole else [*staged.preparing, staged.switching(step)]
    )
    for request in requests:
        store.client.update(request)

    assert store.version == 1
    assert written(store) == {*QUADS, *version_quads(1)}


def test_a_server_that_is_not_there_is_named() -> None:
    address = Address.of("http://127.0.0.1:9/query", {})

    with pytest.raises(StoreFault, match=r"http://127\.0\.0\.1:9/query does not answer"):
        RemoteStore(address)
