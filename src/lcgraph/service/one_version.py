"""Several questions, answered from one data version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from lcgraph.service.asking import AskedGraph

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from lcgraph.service.answers import Answer, Extent, LongAnswer
    from lcgraph.service.questions import Question

Found = TypeVar("Found")
_ATTEMPTS: Final = 3


async def of_one_version(
    graph: AskedGraph, ask: Callable[[AskedGraph], Awaitable[Found]]
) -> tuple[Found, int]:
    """Ask anew what was answered from several versions, because one was published meanwhile.

    Args:
        graph: The graph, which may change between two questions.
        ask: Asks the graph that it is given; called again if need be, but not for ever.

    Returns:
        What it found, and the newest data version that it was answered from.
    """
    for _ in range(_ATTEMPTS):
        observed = _Observed(graph)
        found = await ask(observed)
        if len(observed.versions) == 1:
            break
    return found, observed.version


class _Observed(AskedGraph):
    """A graph that notes which versions it was answered from, as it may change in between."""

    def __init__(self, graph: AskedGraph) -> None:
        self.budgets = graph.budgets
        self.versions: set[int] = set()
        self._graph = graph

    @property
    def version(self) -> int:
        return max(self.versions)

    async def ask(
        self,
        question: Question,
        *,
        seconds: float | None = None,
        client: str | None = None,
        most: Extent | None = None,
    ) -> Answer | LongAnswer:
        answer = await self._graph.ask(question, seconds=seconds, client=client, most=most)
        self.versions.add(answer.version)
        return answer
