"""A publication is the same whether it is staged in memory or on links to the store's files."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Quad

from lcgraph.publication import Prepared, Publisher, Tools
from lcgraph.store import EmbeddedStore, MemoryStore, Patch, StagedStore, staged
from lcgraph.vocabulary import PROV
from tests.recommendations.shipped import advised, compiled, graphs, records
from tests.recommendations.support import rules


def prepared(store: StagedStore, tools: Tools) -> Patch:
    outcome = Publisher(store, tools).record(records()["th-yala"])
    assert isinstance(outcome, Prepared)
    return outcome.patch


def timeless(quads: frozenset[Quad]) -> set[Quad]:
    return {quad for quad in quads if quad.predicate != PROV.endedAtTime}


def test_staging_on_disk_prepares_what_staging_in_memory_does(tmp_path: Path) -> None:
    tools = Tools(*compiled(), graphs(), rules())
    store = EmbeddedStore.create(tmp_path, advised())
    before = set(store)
    with staged(store) as copy:
        on_disk = prepared(copy, tools)
    assert set(store) == before
    in_memory = prepared(MemoryStore(advised()), tools)
    assert len(on_disk.added) > len(records()["th-yala"].content)
    assert timeless(on_disk.added) == timeless(in_memory.added)
    assert timeless(on_disk.removed) == timeless(in_memory.removed)
    assert store.apply(on_disk) == 2
    with staged(store) as copy:
        assert timeless(prepared(copy, tools).added) == set()
