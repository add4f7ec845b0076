"""What the service says of itself: SPARQL service description, VoID, DCAT 3, example queries.

The words and numbers are those of ``queries/service``; they are computed once a data version.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import NamedNode, Triple

from lcgraph.service.asking import graph_of
from lcgraph.service.budgets import client_of
from lcgraph.service.documents import chosen, conditional, links, serialized
from lcgraph.service.dump_facts import facts_of
from lcgraph.service.dump_folders import Dumps
from lcgraph.service.graph import triples_of
from lcgraph.service.history import GraphAt
from lcgraph.service.jsonld import Context
from lcgraph.service.linked_data import context_of
from lcgraph.service.mementos import memento_headers
from lcgraph.service.negotiation import GRAPHS
from lcgraph.service.one_version import of_one_version
from lcgraph.service.shared import OfGraph
from lcgraph.service.texts import text
from lcgraph.vocabulary import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from lcgraph.service.asking import AskedGraph
    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings

_PARTS: Final = (
    ("sparql-service", "versions", "example-queries"),
    ("data-catalogue", "statistics"),
)
"""What is asked one after another, beside the others: counting is long, and no more at once than
there are turns for long work at the least, so that what clients ask keeps its turns."""
_BESIDE: Final = "preparation"
"""As whom the service asks what nobody waits for, so that it takes its turn among clients."""
_PLAIN: Final = (("plain-service",),)
_UPDATES: Final = ("updates",)
_ADDRESSES: Final = re.compile(
    re.escape(BASE) + r"(?:sparql(?:#.*)?|openapi\.json|dumps/.*|record/.*\?format=.*)"
)
"""Addresses of the service, which are its own; everything else keeps its IRI."""
_BEGINNINGS: Final = tuple(
    BASE + path for path in ("sparql", "openapi", "dumps/", "record/", "home")
)
"""How all of these begin, so that few IRIs need a closer look."""
_OF_A_VERSION: Final = re.compile(r"dumps/|record/")
_MOST: Final = 4
"""How many descriptions are kept: the current one, and three more."""
_HOME: Final = BASE + "home"


async def service_description(request: Request) -> Response:
    """Describe the service in the RDF format that a client likes best.

    Args:
        request: A request for ``/``, ``/.well-known/void``, or ``/sparql`` without a query;
            :func:`lcgraph.service.history.graph_at` has seen it.

    Returns:
        One document with the SPARQL 1.1 service description, VoID, the DCAT 3 catalogue and the
        stored queries, of the version that is asked; ``sd:endpoint`` and the downloads have the
        address that was asked.

    Raises:
        Problem: ``wrong-parameter`` for an unknown ``format``, or ``not-acceptable``.
    """
    media_type = chosen(request, html=False)
    graph = graph_of(request)
    # To describe an earlier version counts as query time.
    payer = client_of(request) if isinstance(graph, GraphAt) else None
    version, described = await Descriptions.of(request).of_version(graph, payer)
    context = await context_of(graph) if media_type == GRAPHS["jsonld"] else Context(frozenset())
    here = str(request.base_url)
    at = version if isinstance(graph, GraphAt) else None
    files = await Dumps.of(request).known(version)

    def body() -> bytes:
        moving = described.moving.union(facts_of(described.moving, files))
        moved = {_addressed(triple, here, at) for triple in moving}
        return serialized(described.fixed | moved, media_type, context)

    memento = memento_headers(request)
    found = [links(request, None, html=False), memento.pop("Link", "")]
    headers = {"Link": ", ".join(filter(None, found)), **memento}
    written = await run_in_threadpool(body)
    return conditional(request, written, media_type, version, headers)


@dataclass(frozen=True)
class Description:
    """A description of one data version.

    Attributes:
        fixed: What is the same at whatever address the service is asked.
        moving: What names addresses of the service, which begin like IRIs here.
    """

    fixed: frozenset[Triple]
    moving: frozenset[Triple]

    @classmethod
    def of(cls, triples: Iterable[Triple]) -> Description:
        """Tell what names addresses from what does not.

        Args:
            triples: What the queries of the service answer.

        Returns:
            The description.
        """
        everything = frozenset(triples)
        moving = frozenset(triple for triple in everything if _moves(triple))
        return cls(everything - moving, moving)


class Descriptions(OfGraph):
    """The descriptions of the current data version, and of those that were asked for last."""

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Begin without one.

        Args:
            graph: The graph to describe.
            settings: Whether it is a plain store, and whether it can be written to.
        """
        super().__init__(graph, settings)
        self._parts = _PLAIN if settings.unmanaged else _PARTS
        if settings.remote is None:
            self._parts = (*self._parts, _UPDATES)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._kept: OrderedDict[int, Description] = OrderedDict()

    async def prepare(self) -> None:
        """Describe the graph as it is, for whoever will ask; what is asked now comes before."""
        await of_one_version(self._graph, lambda graph: self.of_version(graph, _BESIDE))

    async def of_version(
        self, graph: AskedGraph, payer: str | None = None
    ) -> tuple[int, Description]:
        """Describe the graph as it is, or as it was.

        Args:
            graph: The graph that is asked, which has one version (:mod:`.one_version`).
            payer: Whose query time it takes; None for what the service itself has to know.

        Returns:
            The data version and the description.
        """
        version = await graph.current_version()
        # One describes a version for all who ask meanwhile.
        async with self._locks.setdefault(version, asyncio.Lock()):
            if version not in self._kept:

                async def asked(parts: Sequence[str]) -> list[set[Triple]]:
                    answers = [await graph.query(text(part), client=payer) for part in parts]
                    return [await run_in_threadpool(triples_of, answer) for answer in answers]

                parts = [tuple(chain(*self._parts))] if payer == _BESIDE else self._parts
                found = await asyncio.gather(*map(asked, parts))
                triples = chain.from_iterable(chain(*found))
                self._kept[version] = await run_in_threadpool(Description.of, triples)
                self._make_room()
            self._kept.move_to_end(version)
            return version, self._kept[version]

    def _make_room(self) -> None:
        while len(self._kept) > _MOST:
            current = self._graph.version
            del self._kept[next(version for version in self._kept if version != current)]


def _moves(triple: Triple) -> bool:
    return any(
        isinstance(term, NamedNode)
        and term.value.startswith(_BEGINNINGS)
        and (term.value == _HOME or _ADDRESSES.fullmatch(term.value))
        for term in (triple.subject, triple.object)
    )


def _addressed(triple: Triple, here: str, at: int | None) -> Triple:
    def moved(term: object) -> object:
        if not isinstance(term, NamedNode):
            return term
        iri = term.value
        if iri == _HOME:
            return NamedNode(here)
        if _ADDRESSES.fullmatch(iri):
            path, mark, part = iri.removeprefix(BASE).partition("#")
            if at is not None and _OF_A_VERSION.match(path):
                path += f"{'&' if '?' in path else '?'}at={at}"
            return NamedNode(here + path + mark + part)
        return term

    return Triple(moved(triple.subject), triple.predicate, moved(triple.object))  # type: ignore[arg-type]
