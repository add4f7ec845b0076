"""Beyond a size readers have the graph on disk: the same answers, and little memory each."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.service import Settings
from lcgraph.service.answers import Answer
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.problems import Problem
from lcgraph.service.questions import Question
from lcgraph.service.readers import READER, started_readers
from lcgraph.store import EmbeddedStore, Patch
from lcgraph.workers import Pool, Reply
from tests.service.carrying_out import carried_out

COUNT = Question("SELECT (COUNT(*) AS ?count) { ?s <urn:x:p> ?o }", {"solutions": "text/csv"})
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
QUADS = 50_000


def quad(number: int) -> Quad:
    return Quad(NamedNode(f"urn:x:{number}"), NamedNode("urn:x:p"), Literal(number), DefaultGraph())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A store with one triple whose readers have it on disk."""
    EmbeddedStore.create(tmp_path, [quad(1)]).close()
    return Settings(tmp_path, workers=1, patience_seconds=60, in_memory_quads=0)


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[PublishedGraph]:
    graph = PublishedGraph(settings)
    await graph.open()
    try:
        yield graph
    finally:
        await graph.close()


def run(test: Coroutine[None, None, None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(300):
            await test

    asyncio.run(bounded())


async def counted(graph: PublishedGraph) -> tuple[int, str]:
    answer = await graph.ask(COUNT)
    assert isinstance(answer, Answer)
    return answer.version, answer.content.decode().split()[1]


def snapshots(settings: Settings) -> set[str]:
    return {path.name for path in (settings.store / "snapshots").iterdir()}


def test_readers_on_disk_have_each_publication_at_its_return(settings: Settings) -> None:
    async def test() -> None:
        async with opened(settings) as graph:
            assert await counted(graph) == (1, "1")
            assert await carried_out(graph, Patch(added=frozenset([quad(2)]))) == 2
            assert await counted(graph) == (2, "2")
            assert await graph.update("DELETE WHERE { ?s ?p 1 }") == 3
            assert await counted(graph) == (3, "1")
            assert graph.past is not None
            before = await graph.past.ask(2, COUNT)
            assert isinstance(before, Answer)
            assert before.content == b"count\r\n2\r\n"

    run(test())


def test_work_that_began_before_two_publications_keeps_its_snapshot(settings: Settings) -> None:
    async def test() -> None:
        store = EmbeddedStore(settings.store)
        store.apply(Patch(added=frozenset(map(quad, range(2, 300)))))
        pool = await started_readers(READER, store.snapshot(), 2, settings, in_memory=False)
        work = {"formats": COUNT.formats}
        long = asyncio.create_task(pool.run(work, LONG.encode(), 50, client="a"))
        while not pool._long.is_taken:
            await pool.run(work, COUNT.text.encode(), 60)
        for version in (3, 4):
            await published(store, pool, version)
        assert snapshots(settings) == {"2", "3", "4"}
        assert not long.done()
        long.cancel()
        await asyncio.gather(long, return_exceptions=True)
        while snapshots(settings) != {"4"}:
            store.snapshot()
        await pool.stop()

    async def published(store: EmbeddedStore, pool: Pool, version: int) -> None:
        store.apply(Patch(added=frozenset([quad(1000 + version)])))
        news = {"version": version, "removed": 0, "snapshot": str(store.snapshot())}
        await pool.update(news, b"")

    run(test())


@pytest.mark.parametrize("in_memory_quads", [0, 1000])
def test_an_update_that_takes_too_long_changes_nothing(
    settings: Settings, in_memory_quads: int
) -> None:
    async def test() -> None:
        given = replace(settings, query_seconds=1.0, in_memory_quads=in_memory_quads)
        async with opened(given) as graph:
            await carried_out(graph, Patch(added=frozenset(map(quad, range(2, 300)))))
            with pytest.raises(Problem) as late:
                await graph.update(f"INSERT {{ <urn:x:s> <urn:x:p> ?n }} WHERE {{ {{ {LONG} }} }}")
            assert late.value.kind == "deadline-exceeded"
            # However slow the machine is, who asks now is answered.
            graph._asking._settings = settings
            assert await counted(graph) == (2, "299")

    run(test())


def test_a_reader_on_disk_takes_a_fraction_of_what_it_takes_in_memory(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, map(quad, range(QUADS)))
    snapshot = store.snapshot()

    async def taken(*, in_memory: bool) -> int:
        limits = Settings(tmp_path, workers=1)
        pool = await started_readers(READER, snapshot, 1, limits, in_memory=in_memory, spare=0)
        try:
            reply = await pool.run({"formats": COUNT.formats}, COUNT.text.encode(), 50)
            assert isinstance(reply, Reply)
            assert reply.body == f"count\r\n{QUADS}\r\n".encode()
            # On a busy machine the work may count as long, and its worker is kept for such work.
            (worker,) = [*pool._crew._idle, *pool._crew._idle_behind]
            return private_memory(worker.process)
        finally:
            await pool.stop()

    on_disk = asyncio.run(taken(in_memory=False))
    in_memory = asyncio.run(taken(in_memory=True))
    assert 2 * on_disk < in_memory


def private_memory(process: int) -> int:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    (line,) = (line for line in rollup.splitlines() if line.startswith("Private_Dirty:"))
    return int(line.split()[1]) << 10


def test_ten_cities_are_in_memory_and_a_thousand_on_disk(tmp_path: Path) -> None:
    # The ten that are shipped are 72,000 quads; with a thousand more there are 1,700,000, of
    # which 382,000 are published.
    assert 382_000 < Settings(tmp_path).in_memory_quads < 1_700_000
