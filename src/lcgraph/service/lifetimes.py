"""When documents were there, and since when they no longer are, by what the graph mentions."""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from fastapi.concurrency import run_in_threadpool

from lcgraph.service.answers import Extent
from lcgraph.service.asking import graph_of
from lcgraph.service.budgets import client_of
from lcgraph.service.failures import budget_spent, failure_problem
from lcgraph.service.past import incomplete
from lcgraph.service.remote_faults import remote_problem
from lcgraph.service.shared import OfGraph
from lcgraph.service.standing import city_of, withdrawals
from lcgraph.service.texts import text
from lcgraph.store.endings import Endings
from lcgraph.store.faults import HistoryIncomplete, StoreFault
from lcgraph.store.mentions import publications_mentioning
from lcgraph.workers import DeadlineExceeded, Overloaded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pyoxigraph import NamedNode
    from starlette.requests import Request

    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.past import Past
    from lcgraph.service.settings import Settings
    from lcgraph.store.moments import Publication

_MOST_REMEMBERED: Final = 200

Found = TypeVar("Found")


class Lifetimes(OfGraph):
    """In which publications things were mentioned; what was asked for last is remembered."""

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Begin without any.

        Args:
            graph: The graph.
            settings: How long looking through the history may take.
        """
        super().__init__(graph, settings)
        self._seconds = settings.query_seconds
        self._patience = settings.patience_seconds
        self._known: OrderedDict[tuple[str, int], Sequence[Publication]] = OrderedDict()
        self._endings: Endings | None = None
        self._one = asyncio.Lock()

    async def of_thing(self, request: Request, thing: NamedNode) -> Sequence[Publication]:
        """Tell in which publications a document of a thing was there.

        Args:
            request: For whom; looking through the history counts as query time.
            thing: An IRI of our own.

        Returns:
            The publications, by version; none for a thing that no version mentions, nor where no
            history is kept.

        Raises:
            Problem: ``budget-spent``, ``deadline-exceeded``, ``overloaded`` or
                ``history-unavailable``, or what becomes of a query.
        """
        past, client = self._graph.past, client_of(request)
        if past is None:
            return ()
        known = self._known.get((thing.value, await self._graph.current_version()))
        if known is not None:
            return known
        answer = await self._graph.query(
            text("mentions"), substitutions={"_thing_iri": thing}, client=client
        )
        counts = {
            row["graph"]["value"]: int(row["mentions"]["value"])
            for row in json.loads(answer.content)["results"]["bindings"]
        }
        mentioned = await self._followed(past, thing, counts, answer.version, client)
        found = await self._standing(thing, mentioned)
        self._known[thing.value, answer.version] = found
        while len(self._known) > _MOST_REMEMBERED:
            self._known.popitem(last=False)
        return found

    async def _standing(
        self, thing: NamedNode, mentioned: Sequence[Publication]
    ) -> Sequence[Publication]:
        """Leave out versions in which a city is only mentioned, as its record was withdrawn."""
        key = city_of(thing)
        if key is None:
            return mentioned
        withdrawn = withdrawals(key, await self._graph.publications())
        return [each for each in mentioned if each.version not in withdrawn]

    async def ending(self, request: Request, thing: NamedNode) -> Publication | None:
        """Tell with which publication a thing ceased to be mentioned.

        Each publication is looked through once for all things, so that one more unknown name costs
        next to nothing.

        Args:
            request: For whom; looking through the history counts as query time.
            thing: An IRI of our own, which the version that is asked does not mention.

        Returns:
            The publication; None for what was mentioned in no version before, and where no history
            is kept.

        Raises:
            Problem: As for :meth:`of_thing`.
        """
        past = self._graph.past
        if past is None:
            return None
        publications = await self._graph.publications()
        if self._endings is None:
            self._endings = Endings(past.history)
        if not self._endings.knows(publications):
            learn = partial(self._endings.learn, publications, self._seconds)
            await self._looking(client_of(request), learn)
        asked = graph_of(request).version
        before = [each for each in publications if each.version <= asked]
        return self._endings.of_thing(thing, before)

    async def _followed(
        self, past: Past, thing: NamedNode, counts: Mapping[str, int], version: int, client: str
    ) -> Sequence[Publication]:
        look = partial(publications_mentioning, past.history, thing, counts, version, self._seconds)
        return await self._looking(client, look)

    async def _looking(self, client: str, look: Callable[[], Found]) -> Found:
        """Look through the history, which counts as query time of a client."""
        budgets = self._graph.budgets
        if budgets.left(client) <= 0:
            raise budget_spent(budgets, client)
        try:
            # One after another, and nobody waits for ever.
            async with asyncio.timeout(self._patience):
                await self._one.acquire()
        except TimeoutError:
            raise failure_problem(Overloaded(self._patience), 0) from None
        started = time.monotonic()
        try:
            return await run_in_threadpool(look)
        except TimeoutError:
            raise failure_problem(DeadlineExceeded(self._seconds), 0) from None
        except HistoryIncomplete as fault:
            raise incomplete(fault.version) from fault
        except StoreFault as fault:
            extent = Extent(self._settings.answer_rows, self._settings.answer_bytes)
            raise remote_problem(fault, self._seconds, extent) from fault
        finally:
            self._one.release()
            budgets.charge(client, time.monotonic() - started)
