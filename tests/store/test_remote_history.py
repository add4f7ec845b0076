"""What a server keeps of its history: each version comes out as it was, or not at all."""

from __future__ import annotations

import random
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, parse

from lcgraph.store import Patch
from lcgraph.store.address import Address
from lcgraph.store.faults import HistoryLeftServer, StoreChanged
from lcgraph.store.oxigraph import version_quads
from lcgraph.store.protocol import Client, Dataset
from lcgraph.store.remote import RemoteStore
from lcgraph.store.remote_history import Mirror, mirrored
from lcgraph.store.transfer import HISTORY, Sizes
from lcgraph.vocabulary import RDF, RECORD
from tests.store.conftest import emptied
from tests.store.test_history import SUPERSEDED, V1, label, status

FIRST, SECOND = RECORD["th-yala-v1"], RECORD["th-yala-v2"]
ENTRIES = Dataset(named=(HISTORY.value,))
IN_VAIN = Patch(
    frozenset([label("ไม่มี", FIRST), label("ยะลา", FIRST)]),
    frozenset([status(SECOND, "published"), label("ยะลา ๒", FIRST)]),
)


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Address:
    """Each server, emptied."""
    return emptied(request.getfixturevalue(f"{request.param}_server"))


def quads_of(store: RemoteStore) -> set[Quad]:
    return set(parse(store.dump(), format=RdfFormat.N_QUADS))


def past(mirror: Mirror, version: int) -> set[Quad]:
    copy = mirror.past(version, mirror.directory / "past")
    return set(pyoxigraph.Store.read_only(str(copy)))


def versions(store: RemoteStore) -> list[int]:
    with mirrored(store) as mirror:
        return [each.version for each in mirror.history.publications(store.version)]


def three(server: Address, sizes: Sizes | None = None) -> tuple[RemoteStore, list[set[Quad]]]:
    """Publish three versions; return what each held when it was current, by version."""
    store = RemoteStore(server, sizes)
    held: list[set[Quad]] = [set()]
    for patch in (Patch(added=frozenset(V1)), SUPERSEDED, IN_VAIN):
        store.apply(patch)
        held.append(quads_of(store))
    return store, held


@pytest.mark.parametrize("sizes", [None, Sizes(0, 2)], ids=["usual", "in parts"])
def test_each_version_is_as_it_was(server: Address, sizes: Sizes | None) -> None:
    store, held = three(server, sizes)
    with mirrored(store) as mirror:
        for version in (1, 3, 2):
            assert past(mirror, version) == held[version]
        store.apply(Patch(added=frozenset([label("อื่น", FIRST)])))
        assert mirror.history.refresh() == 4
        assert past(mirror, 2) == held[2]
        assert past(mirror, 4) == quads_of(store)
        assert past(mirror, 3) == held[3]


def test_publications_are_listed_with_their_records(server: Address) -> None:
    store, _ = three(server)
    with mirrored(store) as mirror:
        listed = mirror.history.publications(3)
    assert [(each.version, each.records, each.begins) for each in listed] == [
        (1, (FIRST.value,), False),
        (2, (SECOND.value,), False),
        (3, (), False),
    ]


def test_all_that_publish_there_have_one_history(server: Address) -> None:
    ours, _ = three(server)
    theirs = RemoteStore(server)
    with mirrored(ours) as mirror:
        theirs.apply(Patch(frozenset([label("ยะลา ๒", FIRST)])))
        ours.apply(Patch(added=frozenset([label("ยะลา ๓", FIRST)])))
        assert mirror.history.refresh() == 5
        found = {version: past(mirror, version) for version in (3, 4, 5)}
    second, third = label("ยะลา ๒", FIRST), label("ยะลา ๓", FIRST)
    assert [({second, third} & found[version]) for version in found] == [{second}, set(), {third}]


def test_the_history_is_shown_by_nothing(server: Address) -> None:
    store, held = three(server)

    assert HISTORY not in store.graphs()
    assert len(store) == len(held[3])
    assert not [quad for quad in store if quad.graph_name == HISTORY]
    assert not [quad for quad in store.match(None, RDF.value) if quad.graph_name == HISTORY]
    for text in (
        f"SELECT ?g {{ GRAPH ?g {{ ?s {RDF.value} ?o }} }}",
        f"SELECT ?o {{ GRAPH {HISTORY} {{ ?s ?p ?o }} }}",
        f"SELECT ?o {{ ?s {RDF.value} ?o }}",
    ):
        found = store.query(text)
        assert isinstance(found, QuerySolutions)
        assert list(found) == []


def test_data_from_before_there_was_history_begin_it(server: Address) -> None:
    store, _ = three(server)
    Client(server).update(f"DROP SILENT GRAPH {HISTORY}")
    assert versions(store) == []

    store.apply(Patch(frozenset([label("ยะลา ๒", FIRST)])))
    assert versions(store) == [4]

    Client(server).update(f"DROP SILENT GRAPH {HISTORY}")
    store.begin_history()
    store.begin_history()
    store.apply(Patch(added=frozenset([label("ยะลา ๒", FIRST)])))
    with mirrored(store) as mirror:
        assert [each.begins for each in mirror.history.publications(5)] == [True, False]
        assert past(mirror, 4) - past(mirror, 5) == set(version_quads(4))
        with pytest.raises(HistoryLeftServer):
            past(mirror, 3)


def test_nothing_is_kept_of_data_that_were_replaced(server: Address) -> None:
    store, _ = three(server)
    with mirrored(store) as mirror:
        past(mirror, 1)
        emptied_of_data(server)
        again = RemoteStore(server)
        again.apply(Patch(added=frozenset([label("ใหม่", FIRST)])))
        mirror.history.refresh()
        assert [each.version for each in mirror.history.publications(9)] == [1]
        assert past(mirror, 1) == quads_of(again)


def emptied_of_data(server: Address) -> None:
    """Drop what was published, but not the history."""
    store = RemoteStore(server)
    names = [*store.graphs(), NamedNode("https://w3id.org/lcgraph/graph/published")]
    names.append(NamedNode("https://w3id.org/lcgraph/graph/publication"))
    for name in names:
        store.client.update(f"DROP SILENT GRAPH {name}")


def test_a_publication_that_came_too_late_leaves_no_trace(
    server: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, held = three(server)
    late = RemoteStore(server, Sizes(0, 100))
    update = late.client.update

    def overtaken(request: str) -> None:
        if "dataVersion" in request:
            monkeypatch.undo()
            store.apply(Patch(added=frozenset([label("ก่อน", FIRST)])))
        update(request)

    monkeypatch.setattr(late.client, "update", overtaken)
    with pytest.raises(StoreChanged):
        late.apply(Patch(added=frozenset([label("สาย", FIRST)])))
    assert versions(store) == [1, 2, 3, 4]
    assert label("สาย", FIRST) not in quads_of(store)
    with mirrored(store) as mirror:
        assert past(mirror, 3) == held[3]


def test_what_was_changed_on_the_server_itself_is_not_passed_off(server: Address) -> None:
    store, held = three(server)
    client = Client(server)
    client.update(f"DELETE DATA {{ GRAPH {FIRST} {{ {label('ยะลา ๒', FIRST).triple} }} }}")
    with mirrored(store) as mirror, pytest.raises(HistoryLeftServer) as incomplete:
        past(mirror, 1)
    assert incomplete.value.version == 3
    client.update(f"INSERT DATA {{ GRAPH {FIRST} {{ {label('ยะลา ๒', FIRST).triple} }} }}")
    with mirrored(store) as mirror:
        assert past(mirror, 1) == held[1]


def test_a_part_that_is_missing_is_noticed(server: Address) -> None:
    store, held = three(server)
    Client(server).update(f"DELETE WHERE {{ GRAPH {HISTORY} {{ ?s {RDF.value} ?o }} }}")
    with mirrored(store) as mirror:
        assert past(mirror, 3) == held[3]
        with pytest.raises(HistoryLeftServer, match="from version 3"):
            past(mirror, 2)


def test_what_fills_several_literals_is_put_together(server: Address) -> None:
    store, held = three(server)
    chosen = random.Random(1)
    texts = [f"{chosen.getrandbits(4000):x}" for _ in range(300)]
    store.apply(Patch(added=frozenset(label(text, FIRST) for text in texts)))
    parts = Client(server).rows(
        f"SELECT ?s {{ GRAPH {HISTORY} {{ ?s {RDF.value} ?o FILTER(STRENDS(STR(?s), '/2')) }} }}",
        ENTRIES,
    )
    assert len(list(parts)) == 1
    with mirrored(store) as mirror:
        assert past(mirror, 3) == held[3]


def test_the_oldest_can_be_dropped(server: Address) -> None:
    store, held = three(server)
    with mirrored(store) as mirror:
        assert mirror.history.keep(2, 3) == 1
        assert past(mirror, 2) == held[2]
    assert versions(store) == [2, 3]
    left = Client(server).rows(f"SELECT ?s {{ GRAPH {HISTORY} {{ ?s ?p ?o }} }}", ENTRIES)
    assert len(list(left)) == 4


def test_copies_go_with_whoever_made_them(
    oxigraph_server: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store, _ = three(emptied(oxigraph_server))
    left = tmp_path / "lcgraph-past-killed"
    left.mkdir()
    with mirrored(store) as first, mirrored(store) as second:
        past(first, 1)
        folders = set(tmp_path.iterdir())
        assert folders == {first.directory, second.directory}
    assert list(tmp_path.iterdir()) == []


def test_the_published_view_is_in_its_place(server: Address) -> None:
    store, _ = three(server)
    with mirrored(store) as mirror:
        first = past(mirror, 1)
    assert label("ยะลา", DefaultGraph()) in first
    assert Literal("นครยะลา\n", language="th") not in {quad.object for quad in first}
