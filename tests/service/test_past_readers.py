"""Readers of earlier versions: started once, few at a time, ended when they are not needed."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.service import Settings
from lcgraph.service.answers import Answer, LongAnswer
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.past_readers import PastReaders
from lcgraph.service.problems import Problem
from lcgraph.service.questions import Question
from lcgraph.service.readers import READER, started_readers
from lcgraph.store import EmbeddedStore, Patch
from tests.service.carrying_out import carried_out

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from lcgraph.service.past import Past
    from lcgraph.workers import Pool

LONG = "x" * 400_000
COUNT = Question("SELECT (COUNT(*) AS ?count) { ?s <urn:x:p> ?o }", {"solutions": "text/csv"})
SLOW = Question(
    "SELECT (COUNT(*) AS ?count) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . "
    "?p ?q ?r . ?s ?t ?u . ?v ?w ?x . ?y ?z ?aa . ?ab ?ac ?ad . ?ae ?af ?ag . ?ah ?ai ?aj }",
    {"solutions": "text/csv"},
)


def quad(number: int, text: str = "") -> Quad:
    subject, predicate = NamedNode(f"urn:x:{number}"), NamedNode("urn:x:p")
    return Quad(subject, predicate, Literal(text), DefaultGraph())


@pytest.fixture(scope="module")
def five_versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with five versions; version n has n triples of <urn:x:p>."""
    folder = tmp_path_factory.mktemp("five") / "store"
    store = EmbeddedStore.create(folder, [quad(1, LONG)])
    for version in range(2, 6):
        store.apply(Patch(added=frozenset([quad(version)])))
    store.close()
    return folder


@pytest.fixture
def settings(five_versions: Path, tmp_path: Path) -> Settings:
    """A copy of the store with five versions."""
    shutil.copytree(five_versions, tmp_path, dirs_exist_ok=True)
    return Settings(tmp_path, workers=1, patience_seconds=60)


class Opened:
    """The readers of a store, what was started and what was discarded."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = EmbeddedStore(settings.store)
        self.started: list[int] = []
        self.discarded: list[int] = []
        self.gone = asyncio.Event()

    async def start(self, version: int) -> Pool:
        self.started.append(version)
        path = self.store.past(version, self.settings.store / "past")
        return await started_readers(READER, path, version, self.settings, in_memory=True, spare=0)

    async def discard(self, version: int) -> None:
        self.discarded.append(version)
        self.gone.set()

    def readers(self, unused_seconds: float = 600.0) -> PastReaders:
        return PastReaders(self.start, self.discard, unused_seconds)


def run(test: Coroutine[None, None, None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(300):
            await test

    asyncio.run(bounded())


def test_who_comes_second_waits_for_the_same_start(settings: Settings) -> None:
    async def test() -> None:
        opened = Opened(settings)
        readers = opened.readers()
        one, two = await asyncio.gather(readers.lease(2, 60), readers.lease(2, 60))
        assert one.pool is two.pool
        assert opened.started == [2]
        one.give_back()
        two.give_back()
        await readers.close()
        assert opened.discarded == [2]

    run(test())


def test_the_least_recently_used_goes_first(settings: Settings) -> None:
    async def test() -> None:
        opened = Opened(settings)
        readers = opened.readers()
        for version in (1, 2, 1, 3):
            (await readers.lease(version, 60)).give_back()
        assert opened.started == [1, 2, 3]
        assert opened.discarded == [2]
        assert readers.versions == (1, 3)
        await readers.close()
        # All that are left end at the same time, and which is done first is nobody's promise.
        assert (opened.discarded[0], sorted(opened.discarded[1:])) == (2, [1, 3])

    run(test())


def test_none_ends_while_it_is_used(settings: Settings) -> None:
    async def test() -> None:
        opened = Opened(settings)
        readers = opened.readers()
        one, two = await readers.lease(1, 60), await readers.lease(2, 60)
        with pytest.raises(TimeoutError):
            await readers.lease(3, 0.05)
        assert opened.discarded == []
        # The place of version 1 is wanted, so whoever comes later waits for it too.
        waiting = asyncio.gather(readers.lease(3, 60), readers.lease(2, 60))
        await asyncio.sleep(0)
        one.give_back()
        one.give_back()
        three, again = await waiting
        assert opened.discarded == [1]
        assert opened.started == [1, 2, 3]
        assert again.pool is two.pool
        for lease in (two, three, again):
            lease.give_back()
        await readers.close()

    run(test())


def test_readers_that_nobody_uses_end(settings: Settings) -> None:
    async def test() -> None:
        opened = Opened(settings)
        readers = opened.readers(unused_seconds=0)
        (await readers.lease(1, 60)).give_back()
        await opened.gone.wait()
        (await readers.lease(1, 60)).give_back()
        assert opened.started == [1, 1]
        await readers.close()

    run(test())


def test_a_start_that_fails_can_be_tried_again(settings: Settings) -> None:
    async def test() -> None:
        opened = Opened(settings)
        readers = opened.readers()
        way = settings.store / "history" / "3.nq.gz"
        content = way.read_bytes()
        way.write_bytes(b"")
        results = await asyncio.gather(
            readers.lease(2, 60), readers.lease(2, 60), return_exceptions=True
        )
        assert [type(result).__name__ for result in results] == ["HistoryIncomplete"] * 2
        way.write_bytes(content)
        (await readers.lease(2, 60)).give_back()
        assert opened.started == [2, 2]
        await readers.close()

    run(test())


def test_who_gives_up_does_not_take_the_readers_from_others(settings: Settings) -> None:
    async def test() -> None:
        opened = Opened(settings)
        readers = opened.readers()
        leaving = asyncio.ensure_future(readers.lease(2, 60))
        staying = asyncio.ensure_future(readers.lease(2, 60))
        await asyncio.sleep(0)
        leaving.cancel()
        (await staying).give_back()
        assert opened.started == [2]
        await readers.close()

    run(test())


async def past_of(graph: PublishedGraph) -> Past:
    await graph.open()
    assert graph.past is not None
    return graph.past


def test_copies_go_with_their_readers(settings: Settings) -> None:
    async def test() -> None:
        graph = PublishedGraph(settings)
        past = await past_of(graph)
        for version in (1, 2, 3):
            answer = await past.ask(version, COUNT)
            assert isinstance(answer, Answer)
            assert (answer.version, answer.content) == (version, f"count\r\n{version}\r\n".encode())
        folder = settings.store / "past"
        assert {path.name.removesuffix(".nq") for path in folder.iterdir()} == {"2", "3"}
        await graph.close()
        assert list(folder.iterdir()) == []

    run(test())


def test_a_long_answer_needs_its_readers_no_more(settings: Settings) -> None:
    async def test() -> None:
        graph = PublishedGraph(settings)
        past = await past_of(graph)
        text = Question("SELECT ?o { <urn:x:1> ?p ?o }", {"solutions": "text/csv"})
        answer = await past.ask(1, text)
        assert isinstance(answer, LongAnswer)
        await past.ask(2, COUNT)
        await past.ask(3, COUNT)
        assert set(past.versions) == {2, 3}
        assert len((await answer.read()).content) == len(LONG) + 5
        await graph.close()

    run(test())


def test_starting_readers_counts_as_query_time(settings: Settings) -> None:
    async def test() -> None:
        graph = PublishedGraph(settings)
        # What comes back as time passes could hide what was used.
        graph.budgets._clock = lambda: 0.0
        past = await past_of(graph)
        await past.ask(1, COUNT, client="a")
        used = settings.client_seconds - graph.budgets.left("a")
        assert used > 0.01
        graph.budgets.charge("a", 2 * settings.client_seconds)
        with pytest.raises(Problem) as spent:
            await past.ask(2, COUNT, client="a")
        assert spent.value.kind == "budget-spent"
        with pytest.raises(Problem) as unpaid:
            await past.ask(3, COUNT, payer="a")
        assert unpaid.value.kind == "budget-spent"
        await past.ask(1, COUNT, client="a", payer="a")
        await graph.close()

    run(test())


def test_starting_readers_counts_though_the_client_has_given_up(settings: Settings) -> None:
    async def test() -> None:
        graph = PublishedGraph(replace(settings, patience_seconds=0))
        graph.budgets._clock = lambda: 0.0
        past = await past_of(graph)
        with pytest.raises(Problem) as late:
            await past.ask(1, COUNT, payer="a")
        assert late.value.kind == "overloaded"
        while graph.budgets.left("a") > settings.client_seconds - 0.01:
            await asyncio.sleep(0)
        await graph.close()

    run(test())


def test_a_query_of_the_past_has_a_deadline_too(settings: Settings) -> None:
    async def test() -> None:
        graph = PublishedGraph(settings)
        past = await past_of(graph)
        with pytest.raises(Problem) as late:
            await past.ask(4, SLOW, seconds=0.2)
        assert late.value.kind == "deadline-exceeded"
        await graph.close()

    run(test())


def test_a_damaged_history_is_said_without_paths(settings: Settings) -> None:
    async def test() -> None:
        graph = PublishedGraph(settings)
        past = await past_of(graph)
        (settings.store / "history" / "3.nq.gz").write_bytes(b"")
        with pytest.raises(Problem) as damaged:
            await past.ask(2, COUNT)
        assert damaged.value.kind == "history-unavailable"
        assert str(settings.store) not in str(damaged.value.detail)
        await graph.close()

    run(test())


def test_a_publication_does_not_touch_the_past(settings: Settings) -> None:
    async def test() -> None:
        graph = PublishedGraph(settings)
        past = await past_of(graph)
        await past.ask(2, COUNT)
        assert await carried_out(graph, Patch(added=frozenset([quad(6)]))) == 6
        for version in (2, 5):
            answer = await past.ask(version, COUNT)
            assert isinstance(answer, Answer)
            assert answer.content == f"count\r\n{version}\r\n".encode()
        assert [each.version for each in await graph.publications()] == [1, 2, 3, 4, 5, 6]
        await graph.close()

    run(test())
