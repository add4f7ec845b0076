"""What is prepared beside a start: in turn, without holding up a start or a stop."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from lcgraph.pages.site import Pages
from lcgraph.pages.templating import compiled, template_names
from lcgraph.service import Settings
from lcgraph.service.description import Descriptions
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.preparation import kept_ready, prepared
from lcgraph.service.problems import Problem
from lcgraph.store import EmbeddedStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lcgraph.service.answers import Answer, Extent, LongAnswer
    from lcgraph.service.questions import Question


def test_neither_a_start_nor_a_stop_waits_and_what_is_left_is_not_done() -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()
    taken: list[str] = []

    def slow() -> None:
        begun.set()
        may_end.wait()
        taken.append("slow")
        ended.set()

    async def served() -> None:
        async with prepared([slow, lambda: taken.append("never")]):
            assert taken == []
            await asyncio.to_thread(begun.wait)
        # What is under way may end long after the stop.
        assert taken == []
        may_end.set()

    asyncio.run(served())
    ended.wait()
    assert taken == ["slow"]


def test_what_cannot_be_prepared_is_told_and_the_rest_is_done(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = threading.Event()

    def broken() -> None:
        raise ValueError("no such template")

    async def served() -> None:
        async with prepared([broken, done.set]):
            await asyncio.to_thread(done.wait)

    asyncio.run(served())
    assert [record.exc_text.splitlines()[-1] for record in caplog.records if record.exc_text] == [
        "ValueError: no such template"
    ]


def followed(versions: list[int], results: list[Exception | None]) -> list[int]:
    """Keep ready what has these versions whenever it is looked at; return what was prepared."""
    made: list[int] = []
    seen = iter(versions)
    current = [0]

    async def followed_to_the_end() -> None:
        over = asyncio.Event()

        def version() -> int:
            current[0] = next(seen, -1)
            if current[0] < 0:
                over.set()
            return current[0]

        async def prepare() -> None:
            made.append(current[0])
            result = results.pop(0) if results else None
            if result is not None:
                raise result

        async with kept_ready(version, prepare, quiet=0):
            await over.wait()

    asyncio.run(followed_to_the_end())
    return made


def test_what_stays_is_prepared_once() -> None:
    assert followed([1, 1, 1, 1], []) == [1]


def test_of_many_versions_in_a_row_the_last_is_prepared() -> None:
    assert followed([1, 2, 3, 4, 4, 4], []) == [4]


def test_each_version_that_stays_is_prepared() -> None:
    assert followed([1, 1, 2, 2], []) == [1, 2]


def test_what_has_no_turn_now_is_prepared_later() -> None:
    assert followed([1, 1, 1, 1], [Problem("overloaded")]) == [1, 1]


def test_what_fails_is_told_and_not_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    assert followed([1, 1, 1, 2, 2], [ValueError("no")]) == [1, 2]
    assert [record.exc_text.splitlines()[-1] for record in caplog.records if record.exc_text] == [
        "ValueError: no"
    ]


class Counting(PublishedGraph):
    """A graph that remembers for whom it was asked."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.clients: list[str | None] = []

    async def ask(
        self,
        question: Question,
        *,
        seconds: float | None = None,
        client: str | None = None,
        most: Extent | None = None,
    ) -> Answer | LongAnswer:
        self.clients.append(client)
        return await super().ask(question, seconds=seconds, client=client, most=most)


def test_a_description_that_is_prepared_is_made_of_nothing_further(tmp_path: Path) -> None:
    EmbeddedStore.create(tmp_path / "store", []).close()

    async def described() -> tuple[int, int, int]:
        settings = Settings(tmp_path / "store", workers=1)
        graph = Counting(settings)
        await graph.open()
        try:
            descriptions = Descriptions(graph, settings)
            await descriptions.prepare()
            # What pages ask is asked for nobody, and comes before what is asked for somebody.
            assert None not in graph.clients
            before = len(graph.clients)
            version, description = await descriptions.of_version(graph)
            assert description.fixed
            return version, before, len(graph.clients)
        finally:
            await graph.close()

    version, before, after = asyncio.run(described())
    assert version == 1
    assert 0 < before == after


def test_pages_prepare_every_template() -> None:
    steps: list[Callable[[], object]] = list(Pages().preparations())
    made = [step() for step in steps]
    assert "city.html" in template_names()
    assert all(compiled(name) in made for name in template_names())
