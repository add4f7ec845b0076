"""Going back: each earlier version comes out exactly as it was published."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from lcgraph.store import EmbeddedStore, Patch, PlainStore
from lcgraph.store.moments import Publication, UnknownVersion
from lcgraph.vocabulary import ADMS, DCTERMS, GRAPH, RDFS, RECORD, STATUS

FIRST, SECOND = RECORD["th-yala-v1"], RECORD["th-yala-v2"]
CITY = NamedNode("urn:x:yala")
CATALOGUE = GRAPH["catalogue"]
OWN = "urn:x:own"


def label(text: str, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(CITY, RDFS.label, Literal(text, language="th"), graph)


def status(record: NamedNode, name: str) -> Quad:
    return Quad(record, ADMS.status, STATUS[name], CATALOGUE)


V1 = [
    label("ยะลา", FIRST),
    label("ยะลา", DefaultGraph()),
    status(FIRST, "published"),
]
# As a publication does: a new graph, the old one left, the view and the catalogue moved.
SUPERSEDED = Patch(
    frozenset([label("ยะลา", DefaultGraph()), status(FIRST, "published")]),
    frozenset(
        [
            label("นครยะลา\n", SECOND),
            label("นครยะลา\n", DefaultGraph()),
            status(SECOND, "published"),
            status(FIRST, "superseded"),
            Quad(FIRST, DCTERMS.isReplacedBy, SECOND, CATALOGUE),
        ]
    ),
)
BLANK = f'INSERT DATA {{ GRAPH <{OWN}> {{ _:a <urn:x:p> _:b , "ก" . _:b <urn:x:q> 1 }} }}'
LINKED = (
    f"INSERT {{ GRAPH <{OWN}> {{ ?a <urn:x:r> ?b }} }} WHERE {{ GRAPH <{OWN}> {{ ?a ?p ?b }} }}"
)
CLEARED = f"CLEAR GRAPH <{OWN}>"


def past(store: EmbeddedStore, version: int) -> bytes:
    """The dump of an earlier version, by the way that readers take."""
    path = store.past(version, store.directory / "past")
    return pyoxigraph.Store.read_only(str(path)).dump(format=RdfFormat.N_QUADS) or b""


def assert_same(one: bytes, other: bytes) -> None:
    """More than isomorphic: blank nodes have the same labels."""
    assert sorted(one.splitlines()) == sorted(other.splitlines())


@pytest.fixture
def published(tmp_path: Path) -> tuple[EmbeddedStore, list[bytes]]:
    """A store with six versions, and what each held when it was current."""
    store = EmbeddedStore.create(tmp_path, V1)
    dumps = [b"", store.dump()]
    store.apply(SUPERSEDED)
    dumps.append(store.dump())
    for update in (BLANK, LINKED, CLEARED):
        store.update(update, None, [OWN])
        dumps.append(store.dump())
    # Names quads that make no difference, as a careless caller might.
    store.apply(
        Patch(
            frozenset([label("ไม่มี", FIRST), label("ยะลา", FIRST)]),
            frozenset([status(SECOND, "published"), label("ยะลา ๒", FIRST)]),
        )
    )
    dumps.append(store.dump())
    return store, dumps


def test_each_version_is_as_it_was(published: tuple[EmbeddedStore, list[bytes]]) -> None:
    store, dumps = published
    for version in (1, 4, 3, 5, 2, 6):
        assert_same(past(store, version), dumps[version])
    assert_same(store.dump(), dumps[6])


def test_it_is_so_after_a_restart(published: tuple[EmbeddedStore, list[bytes]]) -> None:
    store, dumps = published
    store.close()
    reopened = EmbeddedStore(store.directory)
    assert_same(past(reopened, 3), dumps[3])
    reopened.apply(Patch(added=frozenset([label("อื่น", FIRST)])))
    assert_same(past(reopened, 4), dumps[4])
    assert_same(past(reopened, 6), dumps[6])


def test_publications_are_listed_with_their_records(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    store = EmbeddedStore.create(tmp_path, V1)
    store.apply(SUPERSEDED)
    store.update(BLANK, None, [OWN])
    assert store.history is not None
    listed = store.history.publications(store.version)
    assert [(each.version, each.records) for each in listed] == [
        (1, (FIRST.value,)),
        (2, (SECOND.value,)),
        (3, ()),
    ]
    times = [each.published for each in listed]
    assert before <= times[0] <= times[1] <= times[2] <= datetime.now(UTC)
    assert {each.microsecond for each in times} == {0}


def test_no_empty_graph_is_remembered(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, V1)
    filled = {graph.value for graph in store.graphs()}
    for update in (BLANK, CLEARED, "CREATE GRAPH <urn:x:later>"):
        store.update(update, None, [OWN, "urn:x:later"])
    assert {graph.value for graph in store.graphs()} == {*filled, OWN, "urn:x:later"}
    for version, expected in ((3, filled), (2, {*filled, OWN}), (1, filled)):
        copy = store.past(version, tmp_path / "past")
        found = pyoxigraph.Store.read_only(str(copy)).named_graphs()
        assert {graph.value for graph in found} == expected


def test_an_update_of_unknown_reach_is_undone_too(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, V1)
    first = store.dump()
    store.update(f"DROP ALL ; {BLANK}")
    second = store.dump()
    store.update("DROP ALL")
    assert_same(past(store, 1), first)
    assert_same(past(store, 2), second)


def test_graphs_too_large_to_compare_are_kept_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmbeddedStore, "compared", 3)
    store = EmbeddedStore.create(tmp_path, V1)
    store.update(BLANK, None, [OWN])
    before = store.dump()
    store.update(
        f"{LINKED} ; DELETE DATA {{ GRAPH <{OWN}> {{ <urn:x:a> <urn:x:b> 1 }} }}", None, [OWN]
    )
    assert_same(past(store, 2), before)


@pytest.mark.parametrize("most", [1, 100_000])
def test_data_inserted_and_deleted_is_undone_without_the_graph_that_it_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(EmbeddedStore, "compared", most)
    store = EmbeddedStore.create(tmp_path, V1)
    one, other = (f"GRAPH <{OWN}> {{ <urn:x:a> <urn:x:p> {number} }}" for number in (1, 2))
    store.update(f"INSERT DATA {{ {one} }}")
    dump = store.dump()
    inserted = f"INSERT DATA {{ {one} {other} }}"
    store.update(f"{inserted} ; DELETE DATA {{ {one} }}", None, [OWN], f"{inserted} ; {inserted}")
    assert_same(past(store, 2), dump)
    content = gzip.decompress((tmp_path / "history" / "3.nq.gz").read_bytes())
    assert b'"emptied": []' in content


def test_a_failed_update_leaves_no_trace(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, V1)
    with pytest.raises(RuntimeError):
        store.update(f"{BLANK} ; CREATE GRAPH {FIRST}", None, [OWN])
    with pytest.raises(ValueError, match="blank nodes"):
        store.apply(Patch(added=frozenset(parse(b"_:a <urn:p> 1 .", format=RdfFormat.TURTLE))))
    assert names(tmp_path) == ["1.nq.gz"]
    store.apply(SUPERSEDED)
    assert past(store, 1).count(b"\n") == len(V1) + 2


def test_files_are_n_quads_that_anyone_can_read(tmp_path: Path) -> None:
    EmbeddedStore.create(tmp_path, V1).apply(SUPERSEDED)
    content = gzip.decompress((tmp_path / "history" / "2.nq.gz").read_bytes())
    quads = list(parse(content, format=RdfFormat.N_QUADS))
    assert set(quads[:7]) >= SUPERSEDED.added
    assert set(quads[7:]) >= SUPERSEDED.removed


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "history").iterdir())


def test_a_store_made_before_there_was_history_begins_it(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, V1)
    store.apply(SUPERSEDED)
    store.close()
    for path in (tmp_path / "history").iterdir():
        path.unlink()
    (tmp_path / "history").rmdir()
    reopened = EmbeddedStore(tmp_path)
    dump = reopened.dump()
    assert reopened.history is not None
    assert [each.version for each in reopened.history.publications(2)] == [2]
    found = reopened.history.resolve("1", 2, datetime.now(UTC))
    assert isinstance(found, UnknownVersion)
    assert (found.first.version, found.last.version) == (2, 2)
    reopened.apply(Patch(added=frozenset([label("ใหม่", FIRST)])))
    assert_same(past(reopened, 2), dump)


def test_the_oldest_can_be_dropped(published: tuple[EmbeddedStore, list[bytes]]) -> None:
    store, dumps = published
    assert store.history is not None
    size = store.history.size()
    assert store.history.keep(2, store.version) == 4
    assert [each.version for each in store.history.publications(6)] == [5, 6]
    assert 0 < store.history.size() < size
    assert_same(past(store, 5), dumps[5])
    assert store.history.keep(0, store.version) == 1
    assert names(store.directory) == ["6.nq.gz"]


def test_a_plain_store_keeps_none(tmp_path: Path) -> None:
    store = PlainStore.opened(tmp_path)
    store.update("INSERT DATA { <urn:x:a> <urn:x:p> 1 }")
    assert store.history is None
    assert not (store.directory / "history").exists()


def test_a_new_store_has_nothing_of_one_that_was_removed(tmp_path: Path) -> None:
    old = EmbeddedStore.create(tmp_path, V1)
    old.apply(SUPERSEDED)
    old.close()
    (tmp_path / "data").rename(tmp_path / "elsewhere")
    new = EmbeddedStore.create(tmp_path, [])
    assert names(tmp_path) == ["1.nq.gz"]
    assert new.history is not None
    assert [each.records for each in new.history.publications(1)] == [()]


def test_readers_of_a_busy_store_see_its_history(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, V1)
    store.snapshot()
    store.apply(SUPERSEDED)
    snapshot = EmbeddedStore.latest_snapshot(tmp_path)
    assert snapshot.history is not None
    now = datetime.now(UTC)
    found = snapshot.history.resolve("1", snapshot.version, now)
    assert isinstance(found, Publication)
    assert found.records == (FIRST.value,)
    assert isinstance(snapshot.history.resolve("2", snapshot.version, now), UnknownVersion)


def test_a_withdrawal_names_its_record(tmp_path: Path) -> None:
    record, catalogue = NamedNode("https://w3id.org/lcgraph/record/th-yala-v1"), GRAPH["catalogue"]
    published, withdrawn = (
        Quad(record, ADMS.status, STATUS[status], catalogue)
        for status in ("published", "withdrawn")
    )
    store = EmbeddedStore.create(tmp_path / "store", [published])
    store.apply(Patch.between([published], [withdrawn]))
    assert store.history is not None
    found = [(each.records, each.withdrawn) for each in store.history.publications(2)]
    store.close()
    assert found == [((record.value,), ()), ((), (record.value,))]
    reopened = EmbeddedStore(tmp_path / "store")
    assert reopened.history is not None
    assert reopened.history.publications(2)[-1].withdrawn == (record.value,)
    reopened.close()
