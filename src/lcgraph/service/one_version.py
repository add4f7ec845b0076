"""What takes several questions, answered from one data version.

Something may be published between two questions. A page or a document that would consist of two
versions is then made anew: :class:`OneVersionRoute` sees to it for everything that its handlers
ask of :func:`lcgraph.service.asking.graph_of`, so that they need not think of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from fastapi.routing import APIRoute

from lcgraph.service.answers import LongAnswer
from lcgraph.service.asking import AskedGraph
from lcgraph.service.failures import failure_problem
from lcgraph.workers import Overloaded

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from typing import Any

    from fastapi import Request, Response

    from lcgraph.service.answers import Answer, Extent
    from lcgraph.service.questions import Question

Found = TypeVar("Found")
_ATTEMPTS: Final = 3
_QUIETER_AFTER: Final = 1.0


class OneVersionRoute(APIRoute):
    """A route whose answers consist of one data version each, however many questions they take.

    What a handler gets from :func:`lcgraph.service.asking.graph_of` has one version, which is that
    of every answer. Handlers may be called again, so they change nothing and read no body.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request.

        Returns:
            The handler.
        """
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            return await made_of_one_version(request, lambda: handle(request))

        return handled


async def made_of_one_version(request: Request, make: Callable[[], Awaitable[Found]]) -> Found:
    """Make something of what a request asks, all of it from one version.

    Args:
        request: The request; from now on :func:`lcgraph.service.asking.graph_of` returns a graph
            that has one version for it.
        make: Makes it; called again if something is published before it is made.

    Returns:
        What was made.

    Raises:
        Problem: ``overloaded``, where things are published faster than it can be made.
    """

    async def ask(graph: AskedGraph) -> Found:
        request.state.graph = graph
        return await make()

    return await of_one_version(request.app.state.graph, ask)


async def of_one_version(graph: AskedGraph, ask: Callable[[AskedGraph], Awaitable[Found]]) -> Found:
    """Ask several questions of one version, and anew as soon as a publication overtakes them.

    Args:
        graph: The graph, which may change between two questions.
        ask: Asks the graph that it is given, whose version stays the same.

    Returns:
        What it found.

    Raises:
        Problem: ``overloaded``, where each attempt is overtaken.
    """
    for _ in range(_ATTEMPTS):
        try:
            return await ask(_OneVersion(graph))
        except _OvertakenError:
            # Straight after a publication there is most time until the next one.
            continue
    raise failure_problem(Overloaded(_QUIETER_AFTER), 0)


class _OvertakenError(Exception):
    """Something was published after the first question."""


class _OneVersion(AskedGraph):
    """A graph that answers all questions from the version of the first, or not at all."""

    def __init__(self, graph: AskedGraph) -> None:
        self.budgets = graph.budgets
        self._graph = graph
        self._version: int | None = None

    def _noted(self, version: int) -> int:
        if self._version is None:
            self._version = version
        elif self._version != version:
            raise _OvertakenError
        return version

    @property
    def version(self) -> int:
        return self._noted(self._graph.version) if self._version is None else self._version

    async def current_version(self) -> int:
        return self._noted(await self._graph.current_version())

    async def ask(
        self,
        question: Question,
        *,
        seconds: float | None = None,
        client: str | None = None,
        most: Extent | None = None,
    ) -> Answer | LongAnswer:
        answer = await self._graph.ask(question, seconds=seconds, client=client, most=most)
        try:
            self._noted(answer.version)
        except _OvertakenError:
            if isinstance(answer, LongAnswer):
                await answer.close()
            raise
        return answer
