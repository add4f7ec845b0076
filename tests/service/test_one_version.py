"""What takes several questions is told of one version, though one is published in between."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.service import Settings
from lcgraph.service.asking import AskedGraph
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.one_version import of_one_version
from lcgraph.store import EmbeddedStore, Patch

if TYPE_CHECKING:
    from pathlib import Path

    from lcgraph.service.answers import Answer, Extent, LongAnswer
    from lcgraph.service.questions import Question

COUNT = "SELECT (COUNT(*) AS ?count) { <urn:x:s> ?p ?o }"


def quad(number: int) -> Quad:
    return Quad(NamedNode("urn:x:s"), NamedNode("urn:x:p"), Literal(str(number)), DefaultGraph())


class Changing(AskedGraph):
    """A graph into which something is published after each of the first questions."""

    def __init__(self, graph: PublishedGraph, publications: int) -> None:
        self._graph = graph
        self._left = publications
        self.budgets = graph.budgets

    @property
    def version(self) -> int:
        return self._graph.version

    async def ask(
        self,
        question: Question,
        *,
        seconds: float | None = None,
        client: str | None = None,
        most: Extent | None = None,
    ) -> Answer | LongAnswer:
        answer = await self._graph.ask(question, seconds=seconds, client=client, most=most)
        if self._left:
            self._left -= 1
            await self._graph.apply(Patch(added=frozenset([quad(self._left)])))
        return answer


def counted(folder: Path, publications: int) -> tuple[list[tuple[int, int]], int]:
    """Count twice, as often as it takes, while something is published."""
    EmbeddedStore.create(folder / "store", []).close()
    counts: list[tuple[int, int]] = []

    async def counted_twice(graph: AskedGraph) -> None:
        one, two = [int((await graph.rows(COUNT))[0]["count"]["value"]) for _ in range(2)]
        counts.append((one, two))

    async def run() -> int:
        graph = PublishedGraph(Settings(folder / "store", workers=1))
        await graph.open()
        try:
            return (await of_one_version(Changing(graph, publications), counted_twice))[1]
        finally:
            await graph.close()

    return counts, asyncio.run(run())


def test_what_does_not_change_is_asked_once(tmp_path: Path) -> None:
    assert counted(tmp_path, 0) == ([(0, 0)], 1)


def test_what_changed_in_between_is_asked_anew(tmp_path: Path) -> None:
    assert counted(tmp_path, 1) == ([(0, 1), (1, 1)], 2)


def test_what_changes_all_the_time_is_not_asked_for_ever(tmp_path: Path) -> None:
    assert counted(tmp_path, 100)[0] == [(0, 1), (2, 3), (4, 5)]
