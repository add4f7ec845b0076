"""What a publication changes is what readers answer from, all of it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.service import Settings
from lcgraph.service.graph import PublishedGraph
from lcgraph.store import EmbeddedStore, Patch
from lcgraph.vocabulary import CITY, RDFS

_OLD = Quad(CITY["th-yala"], RDFS.label, Literal("ยะลา", language="th"), DefaultGraph())
_NEW = Quad(CITY["th-yala"], RDFS.label, Literal("Yala", language="en"), DefaultGraph())
_EVERYTHING = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"


def test_readers_hold_what_the_store_holds(tmp_path: Path) -> None:
    store = tmp_path / "store"
    EmbeddedStore.create(store, [_OLD]).close()

    async def published() -> tuple[int, set[tuple[str, ...]]]:
        graph = PublishedGraph(Settings(store=store))
        await graph.open()
        try:
            assert await graph.apply(Patch(frozenset({_OLD}), frozenset({_NEW}))) == 2
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
