"""Where the dumps of a few versions of the graph are kept, each written once."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
import weakref
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fastapi.concurrency import run_in_threadpool

from lcgraph.service.failures import budget_spent, failure_problem, start_for_client
from lcgraph.service.shared import OfGraph
from lcgraph.store.dump_files import DUMPER, finish
from lcgraph.store.unfinished import begun
from lcgraph.workers import Overloaded, Pool, Reply, WorkerLimits

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcgraph.service.asking import AskedGraph
    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings

_MOST: Final = 3
"""How many versions are kept: the current one, and two more."""
_MOST_SECONDS: Final = 600.0


@dataclass(frozen=True)
class Files:
    """The dumps of one data version.

    Attributes:
        version: The data version.
        folder: Where the files are.
        digests: SHA-256 in hexadecimal by name of file.
    """

    version: int
    folder: Path
    digests: Mapping[str, str]


class Dumps(OfGraph):
    """The dumps of the current data version, and of those that were asked for last."""

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Begin without any.

        Args:
            graph: The graph to write.
            settings: Where its store is, and how long work waits.
        """
        super().__init__(graph, settings)
        # What a killed process leaves below a store goes when the store is next opened.
        self._folder = (
            begun(settings.store)
            if settings.remote is None
            else Path(tempfile.mkdtemp(prefix="lcgraph-dumps-"))
        )
        # Goes with the object, at the latest when the process ends.
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._kept: OrderedDict[int, Files] = OrderedDict()
        self._now, self._then = asyncio.Lock(), asyncio.Lock()

    async def of_version(self, graph: AskedGraph, client: str) -> Files:
        """Write a version of the graph, unless that is done.

        Args:
            graph: The graph, as it is or as it was.
            client: For whom; writing an earlier version counts as query time.

        Returns:
            The files.

        Raises:
            Problem: ``budget-spent``, ``overloaded``, ``restarting``, ``deadline-exceeded``,
                ``memory-exceeded`` or ``history-unavailable``.
        """
        kept = self._kept.get(graph.version)
        if kept is not None:
            self._kept.move_to_end(graph.version)
            return kept
        if graph.version == self._graph.version:
            async with self._now:
                return await self._of_version(graph.version)
        return await self._of_earlier(graph.version, client)

    async def _of_earlier(self, version: int, client: str) -> Files:
        patience, budgets = self._settings.patience_seconds, self._graph.budgets
        try:
            # One is written after another, and nobody waits for ever.
            async with asyncio.timeout(patience):
                await self._then.acquire()
        except TimeoutError:
            raise failure_problem(Overloaded(patience), 0) from None
        started = time.monotonic()
        try:
            if version not in self._kept and budgets.left(client) <= 0:
                raise budget_spent(budgets, client)
            return await self._of_version(version)
        finally:
            budgets.charge(client, time.monotonic() - started)
            self._then.release()

    async def _of_version(self, version: int) -> Files:
        if version in self._kept:
            return self._kept[version]
        folder = Path(await run_in_threadpool(tempfile.mkdtemp, dir=self._folder))
        try:
            digests = await self._written(version, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._kept[version] = Files(version, folder, digests)
        await self._make_room()
        return self._kept[version]

    async def _written(self, version: int, folder: Path) -> Mapping[str, str]:
        if self._graph.past is None:
            await run_in_threadpool(self._graph.write_dumps, folder)
            return await run_in_threadpool(finish, folder)
        async with self._graph.past.copied(version) as copy:
            return await _written_apart(copy, folder, self._settings.patience_seconds)

    async def _make_room(self) -> None:
        while len(self._kept) > _MOST:
            current = self._graph.version
            outdated = next(version for version in self._kept if version != current)
            await run_in_threadpool(shutil.rmtree, self._kept.pop(outdated).folder, True)


async def _written_apart(copy: Path, folder: Path, patience: float) -> Mapping[str, str]:
    """Have a process write files, which would keep this one from answering."""
    limits = WorkerLimits(workers=1, spare=0, patience=patience)
    pool = Pool(DUMPER, {}, limits)
    await start_for_client(pool)
    try:
        reply = await pool.run({"copy": str(copy), "folder": str(folder)}, b"", _MOST_SECONDS)
    finally:
        await pool.stop()
    if not isinstance(reply, Reply):
        raise failure_problem(reply, limits.memory)
    digests: Mapping[str, str] = reply.head["digests"]
    return digests
