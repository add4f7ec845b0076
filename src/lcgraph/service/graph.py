"""The published graph as the service sees it: a store to write to and readers to ask."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from lcgraph.service.asking import AskedGraph
from lcgraph.service.graph_states import GraphStates, names_of
from lcgraph.service.past import Past
from lcgraph.service.problems import Problem
from lcgraph.service.readers import FEDERATED_READER, READER, Asking, started_readers
from lcgraph.store import EmbeddedStore, Patch, PlainStore
from lcgraph.store.comparison import Change, worth_comparing
from lcgraph.store.dump_files import Written, write_dumps
from lcgraph.store.faults import StoreChanged
from lcgraph.store.oxigraph import version_quads
from lcgraph.store.steps import told

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection
    from pathlib import Path

    from lcgraph.service.answers import Answer, Extent, LongAnswer
    from lcgraph.service.questions import Question
    from lcgraph.service.settings import Settings
    from lcgraph.store.moments import Publication
    from lcgraph.workers import Pool


class Overtaken(Exception):
    """The graph has changed since it was looked at."""


class PublishedGraph(AskedGraph):
    """A store and its readers, which move together from version to version.

    Attributes:
        said: How often more became known of a version that was there before, such as the lengths
            of its files.
    """

    said: int = 0

    def __init__(self, settings: Settings) -> None:
        """Describe the graph; nothing is opened before :meth:`open`.

        Args:
            settings: Where the store is and what readers may use.
        """
        self._asking = Asking(settings)
        self.budgets = self._asking.budgets
        self._settings = settings
        self._version = 0
        self.states = GraphStates(None)
        self._store: EmbeddedStore | None = None
        self._pool: Pool | None = None
        self._federated: Pool | None = None
        self._past: Past | None = None
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        """Open the store and start the readers on a snapshot of it."""
        opened = PlainStore.opened if self._settings.unmanaged else EmbeddedStore
        self._store = await run_in_threadpool(opened, self._settings.store)
        self._version = self._store.version
        numbered = () if self._settings.unmanaged else names_of(version_quads(1))
        self.states = GraphStates(self._version, numbered)
        most = self._settings.in_memory_quads
        held = len(self._store)
        in_memory = held <= most
        if not in_memory:
            held = self._store.count_published()
        published = held <= most
        if self._settings.unmanaged:
            self._store.compared = worth_comparing(held) if published else 0
        snapshot = await run_in_threadpool(self._store.snapshot)

        async def started(reader: str) -> Pool:
            return await started_readers(
                reader,
                snapshot,
                self.version,
                self._settings,
                in_memory=in_memory,
                published=published,
            )

        self._pool = await started(READER)
        if self._settings.allowed_services:
            self._federated = await started(FEDERATED_READER)
        history = self._store.history
        if history is not None:
            self._past = Past(
                self._store, history, self._settings, self._asking, in_memory=in_memory
            )
            await self._past.open()

    async def close(self) -> None:
        """Stop the readers and release the store."""
        if self._past is not None:
            await self._past.close()
        for pool in self._pools():
            await pool.stop()
        if self._store is not None:
            self._store.close()

    def _opened(self) -> EmbeddedStore:
        if self._store is None:
            raise RuntimeError("the store was not opened")
        return self._store

    @property
    def version(self) -> int:
        """The data version that the store holds."""
        return self._version

    @property
    def settled_version(self) -> int | None:
        """The data version that the store holds; nobody else writes to it."""
        return self._version

    async def publish(self, prepare: Callable[[], Awaitable[tuple[Patch, int | None]]]) -> int:
        """Prepare a change while nobody else writes, and carry it out.

        Args:
            prepare: Returns the change and the data version that it was made for; None for any.

        Returns:
            The data version with the change; queries that start after the return are answered
            from it.

        Raises:
            Overtaken: If the version is another one by now; nothing has changed.
        """
        # A client that leaves must not keep the readers from what is on disk by then.
        return await asyncio.shield(self._published(prepare))

    async def _published(self, prepare: Callable[[], Awaitable[tuple[Patch, int | None]]]) -> int:
        async with self._writing:
            patch, seen = await prepare()
            try:
                return await self._carried_out(patch, seen) if patch else seen or self._version
            except StoreChanged:
                raise Overtaken from None

    async def _carried_out(self, patch: Patch, seen: int | None) -> int:
        version = await run_in_threadpool(self._opened().apply, patch, seen)
        step = Patch.between(version_quads(version - 1), version_quads(version))
        self.states.step(version, names_of(patch.removed | patch.added))
        change = Change(Patch(patch.removed | step.removed, patch.added | step.added))
        await self._told(version, change)
        return version

    async def update(
        self,
        text: str,
        base: str | None = None,
        written: Collection[str] | None = None,
        seen: int | None = None,
        data: str | None = None,
    ) -> int:
        """Carry out an update: on disk first, then for the readers.

        Args:
            text: One or more SPARQL 1.1 Update operations that may be run, without a semicolon
                or a comment at the end.
            base: What its relative IRIs are resolved against.
            written: The graphs that it may write to, as :mod:`lcgraph.service.update` names them;
                None if they are not known.
            seen: The data version that the update is meant for; None for any.
            data: The same as ``INSERT DATA`` operations, if it only inserts and deletes data.

        Returns:
            The new data version; queries that start after the return are answered from it.

        Raises:
            Overtaken: If the version is another one by now; nothing has changed.
            Problem: ``malformed-query``, ``query-fault`` if an operation fails, or what says that
                it takes too much; nothing has changed then.
        """
        # A client that leaves must not keep the readers from what is on disk by then.
        return await asyncio.shield(self._updated(text, base, written, seen, data))

    async def _updated(
        self,
        text: str,
        base: str | None,
        written: Collection[str] | None,
        seen: int | None,
        data: str | None,
    ) -> int:
        async with self._writing:
            if seen not in (None, self._version):
                raise Overtaken
            if self._pool is not None:
                await self._asking.rehearse(self._pool, text, base)
            try:
                version, change = await run_in_threadpool(
                    self._opened().update, text, base, written, data
                )
            except (SyntaxError, ValueError) as fault:
                raise Problem("malformed-query", _both(str(fault))) from None
            except (OSError, RuntimeError) as fault:
                raise Problem("query-fault", _both(str(fault))) from None
            self.states.step(version, written)
            await self._told(version, change)
        return version

    async def _told(self, version: int, change: Change | None) -> None:
        snapshot = await run_in_threadpool(self._opened().snapshot)
        news = {"version": version, "snapshot": str(snapshot)}
        # Readers that could not be told of a version before have more to take up than the last.
        known = change if version == self._version + 1 else None
        head, body = await run_in_threadpool(told, known)
        for pool in self._pools():
            await pool.update({**news, **head}, body)
        self._version = version

    async def has_graph(self, graph: str) -> bool:
        """Tell whether there is a named graph, be it empty.

        Args:
            graph: Its IRI.

        Returns:
            True from its creation until it is dropped.
        """
        return await run_in_threadpool(self._opened().has_graph, NamedNode(graph))

    def _pools(self) -> list[Pool]:
        return [pool for pool in (self._pool, self._federated) if pool is not None]

    def _readers(self, *, remote: bool) -> Pool:
        pool = self._federated if remote else self._pool
        if pool is None:
            raise RuntimeError("the readers were not started")
        return pool

    async def ask(
        self,
        question: Question,
        *,
        seconds: float | None = None,
        client: str | None = None,
        most: Extent | None = None,
    ) -> Answer | LongAnswer:
        """Ask a reader of the current version, under a deadline.

        Args:
            question: What is asked.
            seconds: The deadline, at most the operator's.
            client: For whom, with a budget; None for what the service itself has to know.
            most: How long the answer may be, at most as long as the operator allows.

        Returns:
            The answer; the pieces of a long one have to be read, or their iterator closed.
        """
        kept = self._asking.kept(question, self.version, most)
        if kept is not None:
            return kept
        pool = self._readers(remote=question.remote)
        return await self._asking.ask(pool, question, seconds, client, most)

    @property
    def past(self) -> Past | None:
        """The earlier versions; None where no history is kept."""
        return self._past

    async def publications(self) -> list[Publication]:
        """List the publications that can be asked.

        Returns:
            By version, without a gap, the current one last; none where no history is kept.
        """
        if self._past is None:
            return []
        return await self._past.publications(self.version)

    def write_dumps(self, folder: Path) -> dict[str, Written]:
        """Write the graph and its layers to files; it takes a while, so not in the event loop.

        Args:
            folder: Where to write, as :func:`lcgraph.store.dump_files.write_dumps` does.

        Returns:
            What was written, by name of file.
        """
        store = self._opened()
        return write_dumps(store, store.graphs(), folder)


def triples_of(answer: Answer) -> set[Triple]:
    """Read the triples of a graph that a reader answered in N-Triples.

    Args:
        answer: The answer to a CONSTRUCT query in :data:`INTERNAL_FORMATS`.

    Returns:
        The triples.
    """
    return {quad.triple for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)}


def _both(text: str) -> dict[str, str]:
    return {"th": text, "en": text}
