"""The published graph as the service sees it: a store to write to and readers to ask."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from lcgraph.service.answers import Answer, Extent, KeptAnswers, LongAnswer
from lcgraph.service.budgets import Budgets
from lcgraph.service.failures import budget_spent, failure_problem
from lcgraph.service.negotiation import GRAPHS, SOLUTIONS
from lcgraph.service.problems import Problem
from lcgraph.service.questions import INTERNAL_FORMATS, Question
from lcgraph.store import EmbeddedStore, Layer, Patch, PlainStore
from lcgraph.store.dumps import write_dumps
from lcgraph.workers import LongReply, NotQuick, Overloaded, Pool, Reply, WorkerLimits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from lcgraph.service.settings import Settings
    from lcgraph.store.interface import Term

_READER: Final = "lcgraph.store.reader:Reader"
_FEDERATED_READER: Final = "lcgraph.store.reader:FederatedReader"


_QUICK_SECONDS: Final = 0.1
_LIMITED: Final = {
    "bytes": {"th": "ไบต์", "en": "bytes"},
    "rows": {"th": "แถว", "en": "rows"},
}


class PublishedGraph:
    """A store and its readers, which move together from version to version."""

    def __init__(self, settings: Settings) -> None:
        """Describe the graph; nothing is opened before :meth:`open`.

        Args:
            settings: Where the store is and what readers may use.
        """
        self.budgets = Budgets(settings.client_seconds)
        self._settings = settings
        self._kept = KeptAnswers(settings.kept_bytes)
        self._version = 0
        self._store: EmbeddedStore | None = None
        self._pool: Pool | None = None
        self._federated: Pool | None = None
        self._in_memory = True
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        """Open the store and start the readers on a snapshot of it."""
        opened = PlainStore.opened if self._settings.unmanaged else EmbeddedStore
        self._store = await run_in_threadpool(opened, self._settings.store)
        self._version = self._store.version
        self._in_memory = len(self._store) <= self._settings.in_memory_quads
        snapshot = await run_in_threadpool(self._store.snapshot)
        self._pool = await self._started(_READER, snapshot)
        if self._settings.allowed_services:
            self._federated = await self._started(_FEDERATED_READER, snapshot)

    async def _started(self, reader: str, snapshot: Path) -> Pool:
        configuration = {
            "snapshot": str(snapshot),
            "in_memory": self._in_memory,
            "version": self.version,
        }
        limits = WorkerLimits(
            self._settings.workers,
            self._settings.query_memory,
            quick=_QUICK_SECONDS,
            patience=self._settings.patience_seconds,
        )
        pool = Pool(reader, configuration, limits)
        await pool.start()
        return pool

    async def close(self) -> None:
        """Stop the readers and release the store."""
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

    async def apply(self, patch: Patch) -> int:
        """Carry out a publication: on disk first, then for the readers.

        Args:
            patch: The change.

        Returns:
            The new data version; queries that start after the return are answered from it.
        """
        removed, added = _n_quads(patch.removed), _n_quads(patch.added)
        async with self._writing:
            version = await run_in_threadpool(self._opened().apply, patch)
            await self._told({"version": version, "removed": len(removed)}, removed + added)
            self._version = version
        return version

    async def update(self, text: str, base: str | None = None) -> int:
        """Carry out an update: on disk first, then for the readers, which take it up anew.

        Args:
            text: One or more SPARQL 1.1 Update operations that may be run, without a semicolon
                or a comment at the end.
            base: What its relative IRIs are resolved against.

        Returns:
            The new data version; queries that start after the return are answered from it.

        Raises:
            Problem: ``malformed-query``, or ``query-fault`` if an operation fails; nothing has
                changed then.
        """
        async with self._writing:
            try:
                version = await run_in_threadpool(self._opened().update, text, base)
            except (SyntaxError, ValueError) as fault:
                raise Problem("malformed-query", _both(str(fault))) from None
            except (OSError, RuntimeError) as fault:
                raise Problem("query-fault", _both(str(fault))) from None
            await self._told({"version": version, "removed": None}, b"")
            self._version = version
        return version

    async def _told(self, news: dict[str, object], body: bytes) -> None:
        snapshot = await run_in_threadpool(self._opened().snapshot)
        for pool in self._pools():
            await pool.update({**news, "snapshot": str(snapshot)}, body)

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

    async def current_version(self) -> int:
        """Return the data version that a question asked now is answered from."""
        return self.version

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
        repeatable = question.is_repeatable
        if repeatable:
            kept = self._kept.get(self.version, question.digest)
            if kept is not None:
                return kept
        extent = self._extent(most)
        answer = await self._answered(question, self._deadline(seconds), client, extent)
        if repeatable and isinstance(answer, Answer):
            self._kept.keep(answer.version, question.digest, answer)
        return answer

    def _deadline(self, seconds: float | None) -> float:
        allowed = self._settings.query_seconds
        return min(seconds or allowed, allowed)

    def _extent(self, most: Extent | None) -> Extent:
        rows, length = self._settings.answer_rows, self._settings.answer_bytes
        return (
            Extent(min(rows, most.rows), min(length, most.bytes)) if most else Extent(rows, length)
        )

    async def _answered(
        self, question: Question, deadline: float, client: str | None, extent: Extent
    ) -> Answer | LongAnswer:
        pool = self._readers(remote=question.remote)
        reply = await pool.converse(
            {**question.head, "most": asdict(extent)},
            question.text.encode(),
            deadline,
            client=client,
            may_be_long=lambda: client is None or self.budgets.left(client) > 0,
        )
        if client is not None and not isinstance(reply, Overloaded):
            self.budgets.charge(client, reply.seconds)
        if not isinstance(reply, Reply | LongReply):
            if isinstance(reply, NotQuick) and client is not None:
                raise budget_spent(self.budgets, client)
            raise failure_problem(reply, self._settings.query_memory)
        said = reply.head
        if said["outcome"] == "answer":
            media_type = question.formats[said["kind"]]
            if isinstance(reply, LongReply):
                return LongAnswer(
                    said["kind"], media_type, reply.length, reply.pieces, said["version"]
                )
            return Answer(said["kind"], media_type, reply.body, said["version"])
        raise _refusal(said, extent, reply.body.decode() if isinstance(reply, Reply) else "")

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

    def write_dumps(self, folder: Path) -> None:
        """Write the graph and its layers to files; it takes a while, so not in the event loop.

        Args:
            folder: Where to write, as :func:`lcgraph.store.dumps.write_dumps` does.
        """
        store = self._opened()
        write_dumps(store, store.graphs(), folder)

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


def triples_of(answer: Answer) -> set[Triple]:
    """Read the triples of a graph that a reader answered in N-Triples.

    Args:
        answer: The answer to a CONSTRUCT query in :data:`INTERNAL_FORMATS`.

    Returns:
        The triples.
    """
    return {quad.triple for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)}


def _refusal(said: Mapping[str, Any], extent: Extent, words: str) -> Problem:
    match said["outcome"]:
        case "unacceptable":
            supported = GRAPHS if said["kind"] == "graph" else SOLUTIONS
            return Problem("not-acceptable", {}, {"supported": list(supported.values())})
        case "too-long":
            return too_long(said["limit"], extent)
        case "syntax":
            return Problem("malformed-query", _both(words))
        case _:
            return Problem("query-fault", _both(words))


def too_long(limited: str, extent: Extent) -> Problem:
    """Say that an answer is longer than allowed.

    Args:
        limited: ``rows`` or ``bytes``.
        extent: How long it may be.

    Returns:
        The problem ``answer-too-long``.
    """
    limit: int = getattr(extent, limited)
    detail = {
        "th": f"คำตอบยาวเกิน {limit:,} {_LIMITED[limited]['th']}",
        "en": f"The answer has more than {limit:,} {_LIMITED[limited]['en']}.",
    }
    return Problem("answer-too-long", detail, {"limit": limit, "limited": limited})


def _n_quads(quads: Iterable[Quad]) -> bytes:
    return b"".join(f"{quad} .\n".encode() for quad in quads)


def _both(text: str) -> dict[str, str]:
    return {"th": text, "en": text}
