"""What a publication changes is what readers answer from, all of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.service import Settings
from lcgraph.service.graph import PublishedGraph
from lcgraph.store import EmbeddedStore, Patch
from lcgraph.vocabulary import CITY, RDFS
from tests.service.carrying_out import carried_out

_OLD = Quad(CITY["th-yala"], RDFS.label, Literal("ยะลา", language="th"), DefaultGraph())
_NEW = Quad(CITY["th-yala"], RDFS.label, Literal("Yala", language="en"), DefaultGraph())
_NAMES = f"SELECT ?name {{ ?city <{RDFS.label.value}> ?name }}"
_EVERYTHING = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def test_readers_hold_what_the_store_holds(tmp_path: Path) -> None:
    store = tmp_path / "store"
    EmbeddedStore.create(store, [_OLD]).close()

    async def published() -> tuple[int, set[tuple[str, ...]]]:
        graph = PublishedGraph(Settings(store=store))
        await graph.open()
        try:
            assert await carried_out(graph, Patch(frozenset({_OLD}), frozenset({_NEW}))) == 2
            rows = await graph.rows(_EVERYTHING)
        finally:
            await graph.close()
        return graph.version, {
            tuple(row[name]["value"] if name in row else "" for name in "gspo") for row in rows
        }

    version, held = asyncio.run(published())
    opened = EmbeddedStore(store)
    kept = {
        tuple(
            term.value if isinstance(term, NamedNode | Literal) else ""
            for term in (quad.graph_name, quad.subject, quad.predicate, quad.object)
        )
        for quad in opened
    }
    opened.close()
    assert (version, held) == (2, kept)


@pytest.mark.parametrize("in_memory_quads", [0, 1000], ids=["on disk", "in memory"])
def test_readers_take_up_what_they_could_not_be_told_of(
    tmp_path: Path, in_memory_quads: int
) -> None:
    store, snapshots = tmp_path / "store", tmp_path / "store" / "snapshots"
    EmbeddedStore.create(store, [_OLD]).close()

    async def names() -> list[set[str]]:
        graph = PublishedGraph(Settings(store=store, in_memory_quads=in_memory_quads))
        await graph.open()
        found = []
        try:
            snapshots.rename(store / "elsewhere")
            snapshots.write_bytes(b"There is no room for snapshots.")
            with pytest.raises(FileExistsError):
                await carried_out(graph, Patch(frozenset(), frozenset({_NEW})))
            found.append({row["name"]["value"] for row in await graph.rows(_NAMES)})
            snapshots.unlink()
            (store / "elsewhere").rename(snapshots)
            assert await carried_out(graph, Patch(frozenset({_OLD}), frozenset())) == 3
            found.append({row["name"]["value"] for row in await graph.rows(_NAMES)})
        finally:
            await graph.close()
        return found

    assert asyncio.run(names()) == [{"ยะลา"}, {"Yala"}]
