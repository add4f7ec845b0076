"""The published graph as the service sees it: a store to write to and readers to ask."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from lcgraph.service.negotiation import ALIASES, GRAPHS, SOLUTIONS
from lcgraph.service.problems import Problem
from lcgraph.store import EmbeddedStore, Layer, Patch, PlainStore
from lcgraph.store.dumps import write_dumps
from lcgraph.workers import Crashed, DeadlineExceeded, Pool, WorkerLimits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from lcgraph.service.settings import Settings
    from lcgraph.store.interface import Term

_READER: Final = "lcgraph.store.reader:Reader"
_FEDERATED_READER: Final = "lcgraph.store.reader:FederatedReader"
INTERNAL_FORMATS: Final = {
    "boolean": SOLUTIONS["json"],
    "solutions": SOLUTIONS["json"],
    "graph": GRAPHS["ntriples"],
}


@dataclass(frozen=True)
class Answer:
    """What a reader answered.

    Attributes:
        kind: ``boolean``, ``solutions`` or ``graph``.
        media_type: The format of the content.
        content: The answer.
        version: The data version it was given from.
    """

    kind: str
    media_type: str
    content: bytes
    version: int


class PublishedGraph:
    """A store and its readers, which move together from version to version."""

    def __init__(self, settings: Settings) -> None:
        """Describe the graph; nothing is opened before :meth:`open`.

        Args:
            settings: Where the store is and what readers may use.
        """
        self._settings = settings
        self._store: EmbeddedStore | None = None
        self._pool: Pool | None = None
        self._federated: Pool | None = None
        self._in_memory = True
        self._writing = asyncio.Lock()

    async def open(self) -> None:
        """Open the store and start the readers on a snapshot of it."""
        opened = PlainStore.opened if self._settings.unmanaged else EmbeddedStore
        self._store = await run_in_threadpool(opened, self._settings.store)
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
        limits = WorkerLimits(self._settings.workers, self._settings.query_memory)
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
        return self._opened().version

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

    async def query(
        self,
        text: str,
        *,
        formats: Mapping[str, str] = INTERNAL_FORMATS,
        layers: Sequence[Layer] = (),
        substitutions: Mapping[str, Term] | None = None,
        default: Sequence[str] | None = None,
        named: Sequence[str] | None = None,
        base: str | None = None,
        seconds: float | None = None,
        remote: bool = False,
    ) -> Answer:
        """Ask a reader, under a deadline.

        Args:
            text: A SPARQL query, trusted or not.
            formats: The media type to answer in, for ``boolean``, ``solutions`` and ``graph``.
            layers: Layers added to the published view as the default graph.
            substitutions: Terms for variables of the query.
            default: Graph IRIs that make up the default graph instead of the published view.
            named: Graph IRIs that ``GRAPH`` sees; all when None.
            base: What relative IRIs of the query are resolved against.
            seconds: The deadline, at most the operator's.
            remote: Whether the query may ask other endpoints; it was let through then
                (:mod:`lcgraph.service.remote`).

        Returns:
            The answer.

        Raises:
            Problem: ``malformed-query``, ``query-fault``, ``not-acceptable``, ``deadline-exceeded``
                or ``memory-exceeded``.
        """
        allowed = self._settings.query_seconds
        head = {
            "formats": {kind: ALIASES.get(media, media) for kind, media in formats.items()},
            "layers": [layer.value for layer in layers],
            "substitutions": {name: str(term) for name, term in (substitutions or {}).items()},
            "default": None if default is None else list(default),
            "named": None if named is None else list(named),
            "base": base,
        }
        deadline = min(seconds or allowed, allowed)
        reply = await self._readers(remote=remote).run(head, text.encode(), deadline)
        match reply:
            case DeadlineExceeded(seconds=limit):
                raise Problem("deadline-exceeded", _both(f"{limit:g} s"), {"limit": limit})
            case Crashed():
                raise Problem("memory-exceeded", {}, {"limit": self._settings.query_memory})
        said = reply.head
        if said["outcome"] == "unacceptable":
            supported = GRAPHS if said["kind"] == "graph" else SOLUTIONS
            raise Problem("not-acceptable", {}, {"supported": list(supported.values())})
        if said["outcome"] != "answer":
            kind = "malformed-query" if said["outcome"] == "syntax" else "query-fault"
            raise Problem(kind, _both(reply.body.decode()))
        return Answer(said["kind"], formats[said["kind"]], reply.body, said["version"])

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


def _n_quads(quads: Iterable[Quad]) -> bytes:
    return b"".join(f"{quad} .\n".encode() for quad in quads)


def _both(text: str) -> dict[str, str]:
    return {"th": text, "en": text}
