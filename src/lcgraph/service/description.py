"""What the service says of itself: SPARQL service description, VoID, DCAT 3, example queries.

The words and numbers are those of ``queries/service``; they are computed once a data version.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import NamedNode, Triple

from lcgraph.service.documents import chosen, conditional, links, serialized
from lcgraph.service.graph import triples_of
from lcgraph.service.jsonld import Context
from lcgraph.service.linked_data import context_of
from lcgraph.service.negotiation import GRAPHS
from lcgraph.service.texts import text
from lcgraph.vocabulary import BASE

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from lcgraph.service.graph import PublishedGraph

_PARTS: Final = ("sparql-service", "statistics", "data-catalogue", "example-queries")
_ADDRESSES: Final = re.compile(
    re.escape(BASE) + r"(?:sparql|openapi\.json|dumps/.*|record/.*\?format=.*)"
)
"""Addresses of the service, which are its own; everything else keeps its IRI."""
_HOME: Final = NamedNode(BASE + "home")


async def service_description(request: Request) -> Response:
    """Describe the service in the RDF format that a client likes best.

    Args:
        request: A request for ``/``, ``/.well-known/void``, or ``/sparql`` without a query.

    Returns:
        One document with the SPARQL 1.1 service description, VoID, the DCAT 3 catalogue and the
        stored queries; ``sd:endpoint`` and the downloads have the address that was asked.

    Raises:
        Problem: ``wrong-parameter`` for an unknown ``format``, or ``not-acceptable``.
    """
    media_type = chosen(request, html=False)
    described = await Descriptions.of(request).current()
    graph: PublishedGraph = request.app.state.graph
    context = await context_of(graph) if media_type == GRAPHS["jsonld"] else Context(frozenset())
    version, triples = described
    here = str(request.base_url)

    def body() -> bytes:
        return serialized((_addressed(triple, here) for triple in triples), media_type, context)

    headers = {"Link": links(request, None, html=False)}
    written = await run_in_threadpool(body)
    return conditional(request, written, media_type, version, headers)


class Descriptions:
    """The description of one data version, kept until the next."""

    def __init__(self, graph: PublishedGraph) -> None:
        """Begin without one.

        Args:
            graph: The graph to describe.
        """
        self._graph = graph
        self._lock = asyncio.Lock()
        self._current: tuple[int, frozenset[Triple]] | None = None

    @classmethod
    def of(cls, request: Request) -> Descriptions:
        """Return the descriptions that the application of a request keeps.

        Args:
            request: The request.

        Returns:
            The same object for each request.
        """
        state = request.app.state
        if getattr(state, "descriptions", None) is None:
            state.descriptions = cls(state.graph)
        kept: Descriptions = state.descriptions
        return kept

    async def current(self) -> tuple[int, frozenset[Triple]]:
        """Describe the graph as it is.

        Returns:
            The data version and the description, in which addresses of the service begin like
            IRIs.
        """
        async with self._lock:
            if self._current is None or self._current[0] != self._graph.version:
                version = self._graph.version
                answers = await asyncio.gather(*(self._graph.query(text(p)) for p in _PARTS))
                parts = [await run_in_threadpool(triples_of, answer) for answer in answers]
                self._current = version, frozenset().union(*parts)
            return self._current


def _addressed(triple: Triple, here: str) -> Triple:
    def moved(term: object) -> object:
        if term == _HOME:
            return NamedNode(here)
        if isinstance(term, NamedNode) and _ADDRESSES.fullmatch(term.value):
            return NamedNode(here + term.value.removeprefix(BASE))
        return term

    return Triple(moved(triple.subject), triple.predicate, moved(triple.object))  # type: ignore[arg-type]
