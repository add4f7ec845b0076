"""What can be asked: the graph as it is, and as it was."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from lcgraph.service.answers import Answer
from lcgraph.service.questions import INTERNAL_FORMATS, Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request

    from lcgraph.service.answers import Extent, LongAnswer
    from lcgraph.service.budgets import Budgets
    from lcgraph.store.interface import Layer, Term


class AskedGraph(ABC):
    """A graph that answers questions.

    Attributes:
        budgets: How much query time clients may use.
    """

    budgets: Budgets

    @property
    @abstractmethod
    def version(self) -> int:
        """The data version that questions are answered from."""

    @property
    def settled_version(self) -> int | None:
        """The data version, if it cannot change without this process; None otherwise."""
        return None

    async def current_version(self) -> int:
        """Find out from which data version a question asked now is answered.

        Returns:
            The data version.
        """
        return self.version

    @abstractmethod
    async def ask(
        self,
        question: Question,
        *,
        seconds: float | None = None,
        client: str | None = None,
        most: Extent | None = None,
    ) -> Answer | LongAnswer:
        """Ask a reader, under a deadline.

        Args:
            question: What is asked.
            seconds: The deadline, at most the operator's.
            client: For whom, with a budget; None for what the service itself has to know.
            most: How long the answer may be, at most as long as the operator allows.

        Returns:
            The answer; the pieces of a long one have to be read, or their iterator closed.

        Raises:
            Problem: ``malformed-query``, ``query-fault``, ``not-acceptable``,
                ``deadline-exceeded``, ``memory-exceeded``, ``answer-too-long``,
                ``budget-spent`` or ``overloaded``.
        """

    async def query(
        self,
        text: str,
        *,
        formats: Mapping[str, str] = INTERNAL_FORMATS,
        layers: Sequence[Layer] = (),
        substitutions: Mapping[str, Term] | None = None,
        default: Sequence[str] | None = None,
        client: str | None = None,
    ) -> Answer:
        """Ask a question and read the whole answer.

        Args:
            text: A SPARQL query, trusted or not.
            formats: The media type to answer in, for ``boolean``, ``solutions`` and ``graph``.
            layers: Layers added to the published view as the default graph.
            substitutions: Terms for variables of the query.
            default: Graph IRIs that make up the default graph instead of the published view.
            client: For whom, with a budget; None for what the service itself has to know.

        Returns:
            The answer.

        Raises:
            Problem: As :meth:`ask`.
        """
        question = Question(text, formats, layers, substitutions, default)
        answer = await self.ask(question, client=client)
        return answer if isinstance(answer, Answer) else await answer.read()

    async def rows(
        self,
        text: str,
        substitutions: Mapping[str, Term] | None = None,
        layers: Sequence[Layer] = (),
    ) -> list[dict[str, Any]]:
        """Ask a trusted SELECT query.

        Args:
            text: The query.
            substitutions: Terms for variables of the query.
            layers: Layers added to the published view as the default graph.

        Returns:
            One dictionary a row: variable to a term as in SPARQL 1.1 Query Results JSON; a
            variable without a value is missing.
        """
        answer = await self.query(text, layers=layers, substitutions=substitutions)
        rows: list[dict[str, Any]] = json.loads(answer.content)["results"]["bindings"]
        return rows


def graph_of(request: Request) -> AskedGraph:
    """Return the graph that a request asks.

    Args:
        request: The request.

    Returns:
        The graph as it was at the moment that the request names
        (:mod:`lcgraph.service.history`), or as it is.
    """
    found: AskedGraph = getattr(request.state, "graph", None) or request.app.state.graph
    return found
