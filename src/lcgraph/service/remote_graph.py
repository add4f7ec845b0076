"""The published graph on a SPARQL server: it is asked directly, without readers of our own."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fastapi.concurrency import run_in_threadpool

from lcgraph.service.failures import budget_spent
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.remote_asking import RemoteAsking
from lcgraph.service.remote_faults import kept_elsewhere, remote_problem
from lcgraph.service.remote_past import RemotePast
from lcgraph.store import StoreFault
from lcgraph.store.dump_files import write_dumps
from lcgraph.store.faults import StoreChanged
from lcgraph.store.remote import RemoteStore
from lcgraph.store.remote_limits import Limits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from lcgraph.service.answers import Answer, Extent, LongAnswer
    from lcgraph.service.past import Past
    from lcgraph.service.problems import Problem
    from lcgraph.service.questions import Question
    from lcgraph.service.settings import Settings
    from lcgraph.store import Patch
    from lcgraph.store.address import Address
    from lcgraph.store.dump_files import Written
    from lcgraph.store.moments import Publication


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
        self._limits = Limits(settings.query_seconds, settings.answer_bytes)
        self._server: RemoteStore | None = None
        self._earlier: RemotePast | None = None
        self._asked = RemoteAsking(address, self._limits)

    async def open(self) -> None:
        """Reach the server and learn its data version."""
        server = self._server = await run_in_threadpool(RemoteStore, self._address)
        self._earlier = RemotePast(server, self._settings, self._asking, self._limits)
        await self.publications()

    async def close(self) -> None:
        """Close the connections, and remove what was fetched."""
        if self._earlier is not None:
            await self._earlier.close()
        await self._asked.close()
        if self._server is not None:
            self._server.close()

    @property
    def version(self) -> int:
        """The data version that the server was last seen to have."""
        return self._asked.state[0]

    @property
    def settled_version(self) -> None:
        """None: others may publish on the server at any time."""

    @property
    def past(self) -> Past | None:
        """The earlier versions; None where the server keeps none yet."""
        earlier = self._earlier
        return earlier if earlier is not None and earlier.is_known(self.version) else None

    async def publications(self) -> list[Publication]:
        """List the publications that can be asked, also those of others.

        Returns:
            By version, without a gap, the current one last; none where no history is kept.
        """
        if self._earlier is None:
            return []
        return await self._earlier.publications(await self.current_version())

    async def _carried_out(self, patch: Patch, seen: int | None) -> int:
        try:
            return await run_in_threadpool(self._reached().apply, patch, seen)
        except StoreChanged:
            raise
        except StoreFault as fault:
            raise self._problem(fault) from fault

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
            await self._asked.learn()
            return graph in await self._asked.names()

    async def current_version(self) -> int:
        """Return the data version that the server has now; others may have published there."""
        with self._telling():
            version, mark = await self._asked.learn()
            if self._earlier is not None:
                await self._earlier.refresh(mark)
        return version

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
            Problem: As for a graph of our own, but for ``memory-exceeded``, and
                ``store-unreachable``.
        """
        # The server cannot be told to stop early, so nothing is let through without a budget.
        if client is not None and self.budgets.left(client) <= 0:
            raise budget_spent(self.budgets, client)
        started = time.monotonic()
        try:
            return await self._asked.answer(
                question, self._asking.deadline(seconds), self._asking.extent(most)
            )
        finally:
            if client is not None:
                self.budgets.charge(client, time.monotonic() - started)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except StoreFault as fault:
            raise self._problem(fault) from fault

    def _problem(self, fault: StoreFault) -> Problem:
        return remote_problem(fault, self._settings.query_seconds, self._asking.extent(None))

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
