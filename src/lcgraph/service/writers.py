"""Turning answers into other forms: short ones at once, long ones in processes of their own.

That takes up to a hundred times as long as sending an answer as it is. Done in this process it
would hold up all other requests, and no deadline would end it.
"""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from lcgraph.queries.writing import TOO_DEEP, AnswerForm, Shortening
from lcgraph.service.answers import Answer
from lcgraph.service.failures import failure_problem
from lcgraph.service.on_demand import WorkersOnDemand
from lcgraph.service.problems import Problem
from lcgraph.service.shared import OfGraph
from lcgraph.workers import Overloaded, WorkerLimits
from lcgraph.workers.turns import Turns

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from lcgraph.service.answers import LongAnswer
    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings
    from lcgraph.workers import Reply

_HANDLER: Final = "lcgraph.queries.writing:AnswerWriter"
_SHORT: Final = 64 << 10
"""Bytes up to which an answer takes no more than some 2 ms, less than to have a worker do it."""
_QUICK_SECONDS: Final = 0.1


@dataclass(frozen=True)
class AnswerBeginning:
    """As much of an answer as a page shows.

    Attributes:
        answer: What is left of the answer.
        count: How many solutions or triples the whole of it has.
    """

    answer: Answer
    count: int


class Writers(OfGraph):
    """What turns answers into other forms."""

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Start nothing yet.

        Args:
            graph: The graph of the application.
            settings: How many workers there are, and what they may use.
        """
        super().__init__(graph, settings)
        limits = WorkerLimits(
            settings.workers,
            settings.query_memory,
            spare=0,
            quick=_QUICK_SECONDS,
            patience=settings.patience_seconds,
        )
        self._workers = WorkersOnDemand(_HANDLER, {}, limits)
        self._in_hand = Turns(settings.workers)

    async def close(self) -> None:
        """End the workers."""
        await self._workers.close()

    async def written(self, answer: Answer | LongAnswer, form: AnswerForm, client: str) -> bytes:
        """Write solutions in another form.

        Args:
            answer: The solutions; those of a long answer are read or closed.
            form: The form.
            client: For whom, with a budget.

        Returns:
            The body of the response.

        Raises:
            Problem: ``deadline-exceeded``, ``memory-exceeded``, ``budget-spent``, ``overloaded``
                or ``restarting``.
        """
        if form.name != "xlsx" and isinstance(answer, Answer) and len(answer.content) <= _SHORT:
            with shallow():
                return form.of(answer.content)
        return (await self._worked(form.head, answer, client)).body

    async def beginning(
        self, answer: Answer | LongAnswer, shortening: Shortening, client: str
    ) -> AnswerBeginning:
        """Cut an answer for a page.

        Args:
            answer: The answer in SPARQL JSON or N-Triples; a long one is read or closed.
            shortening: How it is cut.
            client: For whom, with a budget.

        Returns:
            Its beginning.

        Raises:
            Problem: As :meth:`written`.
        """
        if isinstance(answer, Answer) and len(answer.content) <= _SHORT:
            with shallow():
                cut = shortening.of(answer.content)
            return AnswerBeginning(replace(answer, content=cut.content), cut.count)
        reply = await self._worked(shortening.head, answer, client)
        left = Answer(answer.kind, answer.media_type, reply.body, answer.version)
        return AnswerBeginning(left, reply.head["count"])

    async def _worked(
        self, head: dict[str, object], answer: Answer | LongAnswer, client: str
    ) -> Reply:
        async with self._content(answer, client) as content:
            reply = await self._workers.run_for(
                client, self._graph.budgets, head, content, self._settings.query_seconds
            )
        if TOO_DEEP in reply.head:
            raise Problem("query-too-complex")
        return reply

    @asynccontextmanager
    async def _content(self, answer: Answer | LongAnswer, client: str) -> AsyncIterator[bytes]:
        """Yield the content; of long answers no more are in memory at once than are written."""
        if isinstance(answer, Answer):
            yield answer.content
            return
        patience = self._settings.patience_seconds
        try:
            if not await self._in_hand.take(client, patience):
                raise failure_problem(Overloaded(patience), 0)
            try:
                yield (await answer.read()).content
            finally:
                self._in_hand.give_back()
        finally:
            await answer.close()


@contextmanager
def shallow() -> Iterator[None]:
    """Say of an answer whose terms are nested too deeply that its query is too complex.

    Raises:
        Problem: ``query-too-complex``.
    """
    try:
        yield
    except RecursionError:
        raise Problem("query-too-complex") from None
