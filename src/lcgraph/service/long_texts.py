"""Queries and updates that are too long to be looked through between two other requests.

What a request may do is decided on its tokens. A text of some megabytes has millions, which take
seconds to tell apart: this is done by a worker then, on the client's account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lcgraph.service.budgets import client_of
from lcgraph.service.on_demand import WorkersOnDemand
from lcgraph.service.problems import Problem
from lcgraph.service.query_parameters import with_layers
from lcgraph.service.remote import federation_of
from lcgraph.service.shared import OfGraph
from lcgraph.service.update import UpdateRequest, update_request
from lcgraph.store import Layer
from lcgraph.workers import WorkerLimits

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from starlette.requests import Request

    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.operation import Operation
    from lcgraph.service.settings import Settings
    from lcgraph.workers import Reply
    from lcgraph.workers.frames import Head

SHORT: Final = 1 << 14
"""Characters of a text that is looked through at once, in some 20 ms at most."""
_HANDLER: Final = "lcgraph.service.long_texts:TextReader"
_QUICK_SECONDS: Final = 0.1


@dataclass(frozen=True)
class QueryRead:
    """A query that may be run.

    Attributes:
        text: The query to be run.
        remote: Whether it asks endpoints that the operator allows.
        layers: The layers that it does not name itself.
    """

    text: str
    remote: bool
    layers: Sequence[Layer]


def query_read(text: str, allowed: Collection[str], layers: Sequence[Layer]) -> QueryRead:
    """Find out what a query asks of others, and add layers to the dataset that it states.

    Args:
        text: A query from outside.
        allowed: IRIs of the endpoints that may be asked.
        layers: The layers to add to its default graph.

    Returns:
        The query to be run.

    Raises:
        Problem: ``service-refused`` or ``malformed-query``.
    """
    federation = federation_of(text, allowed)
    layered = with_layers(federation.text, layers)
    if layered is None:
        return QueryRead(federation.text, federation.remote, layers)
    return QueryRead(layered, federation.remote, ())


def has_many_tokens(text: str, layers: Sequence[Layer]) -> bool:
    """Tell whether :func:`query_read` would take long.

    Args:
        text: A query.
        layers: The layers to add to its default graph.

    Returns:
        True for a long text of which every token has to be looked at.
    """
    if len(text) <= SHORT:
        return False
    lowered = text.lower()
    return "service" in lowered or (bool(layers) and "from" in lowered)


class TextReader:
    """What a worker does: it looks through one text after another."""

    descriptors = 0

    def __init__(self, configuration: Head) -> None:
        """Take note of what may be asked.

        Args:
            configuration: ``allowed``: IRIs of the endpoints that SERVICE may ask.
        """
        self._allowed = frozenset(configuration["allowed"])

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        """Look through a text.

        Args:
            head: ``layers`` of a query; ``base``, ``default`` and ``named`` of an update.
            body: The text.

        Returns:
            The members of :class:`QueryRead` or of
            :class:`lcgraph.service.update.UpdateRequest`, and the text to be run; or ``problem``:
            kind, details and further members.
        """
        text = body.decode()
        try:
            if "layers" in head:
                layers = [Layer(layer) for layer in head["layers"]]
                read = query_read(text, self._allowed, layers)
                return {"remote": read.remote, "layers": list(read.layers)}, read.text.encode()
            update = update_request(text, head["base"], head["default"], head["named"])
        except Problem as problem:
            return {"problem": [problem.kind, problem.detail, problem.more]}, b""
        found = {"written": sorted(update.written), "operations": update.operations}
        return {**found, "data": update.data}, update.text.encode()


class LongTexts(OfGraph):
    """What looks through long texts."""

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Describe the workers; they are started when the first long text comes.

        Args:
            graph: The graph of the application.
            settings: What queries may take.
        """
        super().__init__(graph, settings)
        limits = WorkerLimits(
            settings.workers,
            settings.query_memory,
            spare=0,
            quick=_QUICK_SECONDS,
            patience=settings.patience_seconds,
        )
        self._workers = WorkersOnDemand(
            _HANDLER, {"allowed": sorted(settings.allowed_services)}, limits
        )

    async def close(self) -> None:
        """End the workers."""
        await self._workers.close()

    async def query(self, request: Request, text: str, layers: Sequence[Layer]) -> QueryRead:
        """Look through a query, as :func:`query_read`.

        Args:
            request: For whom.
            text: The query.
            layers: The layers to add to its default graph.

        Returns:
            The query to be run.

        Raises:
            Problem: As :func:`query_read`, or what becomes of the work.
        """
        reply = await self._read(request, {"layers": list(layers)}, text)
        left = [Layer(layer) for layer in reply.head["layers"]]
        return QueryRead(reply.body.decode(), reply.head["remote"], left)

    async def update(self, request: Request, operation: Operation) -> UpdateRequest:
        """Look through an update, as :func:`lcgraph.service.update.update_request`.

        Args:
            request: For whom.
            operation: The update.

        Returns:
            The update to be run.

        Raises:
            Problem: As :func:`lcgraph.service.update.update_request`, or what becomes of the work.
        """
        head = {"base": operation.base, "default": operation.default, "named": operation.named}
        reply = await self._read(request, head, operation.text)
        said, written = reply.head, frozenset(reply.head["written"])
        return UpdateRequest(reply.body.decode(), written, said["operations"], said["data"])

    async def _read(self, request: Request, head: Head, text: str) -> Reply:
        reply = await self._workers.run_for(
            client_of(request),
            self._graph.budgets,
            head,
            text.encode(),
            self._settings.query_seconds,
        )
        if "problem" in reply.head:
            raise Problem(*reply.head["problem"])
        return reply
