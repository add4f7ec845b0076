"""The store on disk: made whole, changed in one transaction, open once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.store import (
    EmbeddedStore,
    Layer,
    MemoryStore,
    Patch,
    StoreBusy,
    StoreDamaged,
    StoreMissing,
)
from lcgraph.store.snapshots import Hold
from lcgraph.vocabulary import GRAPH

LABEL = NamedNode("urn:x:label")
YALA = NamedNode("urn:x:yala")
NAMED = Quad(YALA, LABEL, Literal("ยะลา", language="th"), DefaultGraph())
INFERRED = Quad(YALA, LABEL, Literal("inferred"), GRAPH["inferred-owl"])


def labels(store: EmbeddedStore | MemoryStore, *layers: Layer) -> list[str]:
    found = store.query(
        "SELECT ?label { ?city <urn:x:label> ?label } ORDER BY ?label", layers=layers
    )
    return [row["label"].value for row in found]  # type: ignore[union-attr]


def test_what_is_created_is_there_after_a_restart(tmp_path: Path) -> None:
    EmbeddedStore.create(tmp_path, [NAMED]).close()
    store = EmbeddedStore(tmp_path)
    assert store.version == 1
    assert labels(store) == ["ยะลา"]


def test_creating_leaves_nothing_else_behind(tmp_path: Path) -> None:
    EmbeddedStore.create(tmp_path, [NAMED])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "history"]


def test_creating_over_a_store_is_refused_and_loses_nothing(tmp_path: Path) -> None:
    EmbeddedStore.create(tmp_path, [NAMED]).close()
    with pytest.raises(StoreBusy):
        EmbeddedStore.create(tmp_path, [])
    assert labels(EmbeddedStore(tmp_path)) == ["ยะลา"]


def test_what_a_killed_process_left_is_cleared(tmp_path: Path) -> None:
    ended = tmp_path / "unfinished-999999999-x"
    ended.mkdir()
    EmbeddedStore.create(tmp_path, [NAMED])
    assert not ended.exists()


def test_each_patch_is_one_more_version(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, [NAMED])
    changed = Quad(YALA, LABEL, Literal("Yala", language="en"), DefaultGraph())
    assert store.apply(Patch(frozenset([NAMED]), frozenset([changed]))) == 2
    assert store.version == 2
    assert labels(store) == ["Yala"]


def test_layers_are_added_to_what_is_published(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, [NAMED, INFERRED])
    assert labels(store) == ["ยะลา"]
    assert labels(store, Layer.INFERRED) == ["inferred", "ยะลา"]
    assert labels(store, Layer.DERIVED) == ["ยะลา"]


def test_a_second_process_is_told_what_to_do(tmp_path: Path) -> None:
    first = EmbeddedStore.create(tmp_path, [NAMED])
    with pytest.raises(StoreBusy) as busy:
        EmbeddedStore(tmp_path)
    assert str(busy.value) == (
        f"The store {tmp_path} is in use by a service or another program. To read, ask that "
        "service over HTTP; to publish, send the record to its POST /records, or stop it, "
        "publish, and start it again."
    )
    assert set(busy.value.messages) == {"th", "en"}
    first.close()


def test_a_folder_without_a_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing, match="make one with 'lcgraph load'"):
        EmbeddedStore(tmp_path)


def test_a_damaged_store_is_named(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, [NAMED])
    store.close()
    current = tmp_path / "data" / "CURRENT"
    current.write_text("nonsense", encoding="utf-8")
    with pytest.raises(StoreDamaged, match="cannot be opened"):
        EmbeddedStore(tmp_path)


def test_a_snapshot_does_not_change_with_the_store(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, [NAMED])
    assert store.snapshot() == tmp_path / "snapshots" / "1"
    store.apply(Patch(removed=frozenset([NAMED])))
    assert labels(EmbeddedStore.latest_snapshot(tmp_path)) == ["ยะลา"]
    assert labels(store) == []


def test_a_snapshot_that_is_read_is_not_made_anew(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, [])
    first = store.snapshot()
    files = {file.name: file.stat().st_ino for file in first.iterdir()}
    hold = Hold(first)
    assert store.snapshot() == first
    assert {file.name: file.stat().st_ino for file in first.iterdir()} == files
    hold.end()
    (first / "left.behind").touch()
    assert not (store.snapshot() / "left.behind").exists()


def test_only_the_newest_snapshot_is_kept(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, [NAMED])
    store.snapshot()
    store.apply(Patch(removed=frozenset([NAMED])))
    store.snapshot()
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == ["2"]
    assert labels(EmbeddedStore.latest_snapshot(tmp_path)) == []


def test_a_busy_store_without_a_snapshot_is_busy(tmp_path: Path) -> None:
    EmbeddedStore.create(tmp_path, [NAMED])
    with pytest.raises(StoreBusy):
        EmbeddedStore.latest_snapshot(tmp_path)


def test_memory_and_disk_hold_the_same(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, [NAMED, INFERRED])
    assert frozenset(MemoryStore.loaded(store.dump())) == frozenset(store)


def test_staging_is_not_a_publication() -> None:
    store = MemoryStore()
    store.stage(Patch(added=frozenset([NAMED])))
    assert store.version == 0
    assert store.apply(Patch(removed=frozenset([NAMED]))) == 1
