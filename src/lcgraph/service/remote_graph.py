"""The published graph on a SPARQL server: it is asked directly, without readers of our own."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fastapi.concurrency import run_in_threadpool

from lcgraph.service.failures import budget_spent
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.query_faults import malformed_query
from lcgraph.service.refusals import unacceptable
from lcgraph.service.remote import asks_others
from lcgraph.service.remote_answers import answer_of, solutions_of
from lcgraph.service.remote_faults import kept_elsewhere, no_others, remote_problem
from lcgraph.service.remote_past import RemotePast
from lcgraph.store import StoreFault
from lcgraph.store.binding import bound, with_base
from lcgraph.store.calls import MOST_UNKNOWN, unknown_function, without_calls
from lcgraph.store.dump_files import Written, write_dumps
from lcgraph.store.faults import RemoteFault, StoreChanged
from lcgraph.store.operands import form_of, words_of
from lcgraph.store.protocol import AsyncClient, Dataset, Limits
from lcgraph.store.received import read_answer
from lcgraph.store.remote import RemoteStore
from lcgraph.store.remote_view import (
    NAMES,
    STATE,
    STATE_DATASET,
    dataset_of,
    read_state,
    shown_names,
)
from lcgraph.store.stated import named_dataset, without_hidden_stated

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from lcgraph.service.answers import Answer, Extent, LongAnswer
    from lcgraph.service.past import Past
    from lcgraph.service.problems import Problem
    from lcgraph.service.questions import Question
    from lcgraph.service.settings import Settings
    from lcgraph.store import Layer, Patch
    from lcgraph.store.address import Address
    from lcgraph.store.interface import Term
    from lcgraph.store.moments import Publication
    from lcgraph.store.received import Answered, Received

_KINDS: Final = {"SELECT": "solutions", "ASK": "boolean"}
_ATTEMPTS: Final = 3
_HOUSEKEEPING: Final = Limits(seconds=30.0)


class RemoteGraph(PublishedGraph):
    """A server that holds the graph, and what was last known of it."""

    def __init__(self, settings: Settings, address: Address) -> None:
        """Describe the graph; nothing is asked before :meth:`open`.

        Args:
            settings: What queries may take.
            address: The server.
        """
        super().__init__(settings)
        self._address = address
        self._client: AsyncClient | None = None
        self._server: RemoteStore | None = None
        self._names: tuple[int, tuple[str, ...]] | None = None
        self._earlier: RemotePast | None = None
        self._mark: str | None = None

    async def open(self) -> None:
        """Reach the server and learn its data version."""
        server = self._server = await run_in_threadpool(RemoteStore, self._address)
        self._client = AsyncClient(self._address)
        self._earlier = RemotePast(server, self._settings, self._asking)
        await self.publications()

    async def close(self) -> None:
        """Close the connections, and remove what was fetched."""
        if self._earlier is not None:
            await self._earlier.close()
        if self._client is not None:
            await self._client.close()
        if self._server is not None:
            self._server.close()

    @property
    def version(self) -> int:
        """The data version of the last answer."""
        return self._version

    @property
    def past(self) -> Past | None:
        """The earlier versions; None where the server keeps none yet."""
        earlier = self._earlier
        return earlier if earlier is not None and earlier.is_known(self._version) else None

    async def publications(self) -> list[Publication]:
        """List the publications that can be asked, also those of others.

        Returns:
            By version, without a gap, the current one last; none where no history is kept.
        """
        if self._earlier is None:
            return []
        with self._telling():
            await self._learn_version()
            await self._earlier.refresh(self._mark)
        return await self._earlier.publications(self._version)

    async def _carried_out(self, patch: Patch, seen: int | None) -> int:
        try:
            self._version = await run_in_threadpool(self._reached().apply, patch, seen)
        except StoreChanged:
            raise
        except StoreFault as fault:
            raise self._problem(fault) from fault
        return self._version

    async def update(
        self,
        text: str,
        base: str | None = None,
        written: Collection[str] | None = None,
        seen: int | None = None,
        data: str | None = None,
    ) -> int:
        """Refuse an update: the server has an endpoint of its own for its administrators.

        Args:
            text: Not looked at.
            base: Not looked at.
            written: Not looked at.
            seen: Not looked at.
            data: Not looked at.

        Raises:
            Problem: ``update-refused``, always.
        """
        raise kept_elsewhere()

    async def has_graph(self, graph: str) -> bool:
        """Tell whether a named graph holds something.

        Args:
            graph: Its IRI.

        Returns:
            True if it has a triple; servers need not keep empty graphs.
        """
        with self._telling():
            return graph in await self._shown(_HOUSEKEEPING)

    async def current_version(self) -> int:
        """Return the data version that the server has now; others may have published there."""
        with self._telling():
            await self._learn_version()
        return self._version

    async def ask(
        self,
        question: Question,
        *,
        seconds: float | None = None,
        client: str | None = None,
        most: Extent | None = None,
    ) -> Answer | LongAnswer:
        """Ask the server, under a deadline, and find out from which version it answered.

        Args:
            question: What is asked.
            seconds: The deadline, at most the operator's.
            client: For whom, with a budget; None for what the service itself has to know.
            most: How long the answer may be, at most as long as the operator allows.

        Returns:
            The answer.

        Raises:
            Problem: As for a graph of our own, but for ``memory-exceeded`` and ``overloaded``.
        """
        # The server cannot be told to stop early, so nothing is let through without a budget.
        if client is not None and self.budgets.left(client) <= 0:
            raise budget_spent(self.budgets, client)
        started = time.monotonic()
        try:
            return await self._asked_of_server(
                question, self._asking.deadline(seconds), self._asking.extent(most)
            )
        finally:
            if client is not None:
                self.budgets.charge(client, time.monotonic() - started)

    async def _asked_of_server(self, question: Question, deadline: float, extent: Extent) -> Answer:
        text, formats, layers = question.text, question.formats, question.layers
        limits = Limits(deadline, extent.bytes)
        try:
            kind = _KINDS.get(form_of(text), "graph")
            if kind not in formats:
                raise unacceptable(kind)
            if asks_others(text) and not question.remote:
                raise no_others()
            terms = question.substitutions or {}
            written = without_hidden_stated(bound(text, terms), question.base)
            written = with_base(written, question.base)
            if question.default is not None or question.named is not None:
                dataset: Dataset | None = named_dataset(question.default, question.named)
            elif "FROM" in words_of(text) and not layers:
                dataset = None
            else:
                dataset = await self._dataset(text, layers, terms, limits)
            received = await self._received(written, dataset, limits)
            version = self._version
            return await run_in_threadpool(
                lambda: answer_of(
                    self._read(form_of(text), received), kind, formats[kind], version, extent
                )
            )
        except SyntaxError as fault:
            raise malformed_query(text, str(fault)) from None
        except StoreFault as fault:
            raise remote_problem(fault, deadline, extent) from fault

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except StoreFault as fault:
            raise self._problem(fault) from fault

    def _problem(self, fault: StoreFault) -> Problem:
        return remote_problem(fault, _HOUSEKEEPING.seconds, self._asking.extent(None))

    def write_dumps(self, folder: Path) -> dict[str, Written]:
        """Write the graph and its layers to files; it takes a while, so not in the event loop.

        Args:
            folder: Where to write, as :func:`lcgraph.store.dump_files.write_dumps` does.

        Returns:
            What was written, by name of file.
        """
        store = self._reached()
        with self._telling():
            return write_dumps(store, store.graphs(), folder)

    def _reached(self) -> RemoteStore:
        if self._server is None:
            raise RuntimeError("the server was not reached")
        return self._server

    def _asked(self) -> AsyncClient:
        if self._client is None:
            raise RuntimeError("the server was not reached")
        return self._client

    async def _received(self, text: str, dataset: Dataset | None, limits: Limits) -> Received:
        """Ask anew for each function that the server does not know, within the same time."""
        ends = time.monotonic() + limits.seconds
        for _ in range(MOST_UNKNOWN):
            try:
                return await self._consistent(text, dataset, limits)
            except RemoteFault as fault:
                unknown = unknown_function(fault.reason)
                known = text if unknown is None else without_calls(text, unknown)
                if known == text:
                    raise
            text = known
            limits = replace(limits, seconds=max(0.0, ends - time.monotonic()))
        return await self._consistent(text, dataset, limits)

    async def _consistent(self, text: str, dataset: Dataset | None, limits: Limits) -> Received:
        """Ask until the data version is the same before and after the answer."""
        for _ in range(_ATTEMPTS - 1):
            before = self._version
            received = await self._asked().query(text, dataset, limits)
            await self._learn_version()
            if self._version == before:
                return received
        return await self._asked().query(text, dataset, limits)

    async def _learn_version(self) -> None:
        received = await self._asked().query(STATE, STATE_DATASET, _HOUSEKEEPING)
        self._version, self._mark = read_state(solutions_of(self._read("SELECT", received)))

    async def _dataset(
        self, text: str, layers: Sequence[Layer], terms: Mapping[str, Term], limits: Limits
    ) -> Dataset | None:
        found = dataset_of(text, layers, terms, None)
        if found is None:
            found = dataset_of(text, layers, terms, await self._shown(limits))
        return found

    async def _shown(self, limits: Limits) -> tuple[str, ...]:
        if self._names is None or self._names[0] != self._version:
            received = await self._asked().query(NAMES, Dataset(), limits)
            names = shown_names(solutions_of(self._read("SELECT", received)))
            self._names = (self._version, names)
        return self._names[1]

    def _read(self, form: str, received: Received) -> Answered:
        return read_answer(self._address.query, form, received)
