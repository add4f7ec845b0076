"""Where the dumps of a few versions of the graph are kept, each written once."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import shutil
import tempfile
import time
import weakref
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph
from fastapi.concurrency import run_in_threadpool

from lcgraph import __version__
from lcgraph.service.dump_writing import Files, write_apart
from lcgraph.service.failures import budget_spent, failure_problem, not_started
from lcgraph.service.problems import Problem
from lcgraph.service.shared import OfGraph
from lcgraph.store.dump_files import FORM, SUMS, dumps_of_copy, files_of, sum_up
from lcgraph.workers import Overloaded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lcgraph.service.asking import AskedGraph
    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings
    from lcgraph.store.dump_files import Written

_MOST: Final = 3
"""How many versions are kept: the current one, and two more."""
_FOLDER: Final = "dumps"
_log: Final = logging.getLogger("lcgraph")


class Dumps(OfGraph):
    """The dumps of the current data version, and of those that were asked for last.

    They are written when somebody first asks for any of them, and then kept below the store, for
    later processes too. Nobody has to wait for all of them: what is written meanwhile is added to
    :class:`lcgraph.service.dump_writing.Files` one by one.
    """

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Begin without any.

        Args:
            graph: The graph to write.
            settings: Where its store is, and how long work waits.
        """
        super().__init__(graph, settings)
        if settings.remote is None:
            self._folder = settings.store / _FOLDER
        else:
            # Others may write to a server without this one noticing: nothing outlasts the process.
            self._folder = Path(tempfile.mkdtemp(prefix="lcgraph-dumps-"))
            self._forget = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._kept: OrderedDict[int, Files] = OrderedDict()
        self._begun: dict[int, asyncio.Future[Files]] = {}
        self._writing: set[asyncio.Task[None]] = set()
        self._adopting, self._then = asyncio.Lock(), asyncio.Lock()
        self._is_adopted = settings.remote is not None

    async def close(self) -> None:
        """Give up what is being written."""
        for task in self._writing:
            task.cancel()
        await asyncio.gather(*self._writing, return_exceptions=True)
        if self._settings.remote is not None:
            self._forget()

    async def of_version(self, graph: AskedGraph, client: str) -> Files:
        """Begin to write a version of the graph, unless that was done before.

        Args:
            graph: The graph, as it is or as it was.
            client: For whom; writing an earlier version counts as query time.

        Returns:
            The files, some of which may be written only later.

        Raises:
            Problem: ``budget-spent``, ``overloaded``, ``restarting``, ``deadline-exceeded``,
                ``memory-exceeded`` or ``history-unavailable``.
        """
        version = await graph.current_version()
        await self._adopt()
        if version in self._kept or version in self._begun:
            return await self._known(version)
        if version == self._graph.version:
            return await self._begin(version, _nothing)
        return await self._of_earlier(version, client)

    async def known(self, version: int) -> Mapping[str, Written]:
        """Tell what is known of the files of a version, without having any written.

        Args:
            version: A data version.

        Returns:
            What is known of each, by name; nothing until all are written.
        """
        await self._adopt()
        files = self._kept.get(version)
        return files.written if files is not None and files.is_complete else {}

    async def _known(self, version: int) -> Files:
        if version in self._begun:
            return await asyncio.shield(self._begun[version])
        self._kept.move_to_end(version)
        return self._kept[version]

    async def _of_earlier(self, version: int, client: str) -> Files:
        patience, budgets = self._settings.patience_seconds, self._graph.budgets
        try:
            # One is written after another, and nobody waits for ever.
            async with asyncio.timeout(patience):
                await self._then.acquire()
        except TimeoutError:
            raise failure_problem(Overloaded(patience), 0) from None
        started = time.monotonic()

        def ended() -> None:
            budgets.charge(client, time.monotonic() - started)
            self._then.release()

        if version in self._kept or version in self._begun:
            self._then.release()
            return await self._known(version)
        if budgets.left(client) <= 0:
            self._then.release()
            raise budget_spent(budgets, client)
        return await self._begin(version, ended)

    async def _begin(self, version: int, ended: Callable[[], None]) -> Files:
        """Begin to write a version, and call ``ended`` once that is over."""
        begun = self._begun[version] = asyncio.get_running_loop().create_future()
        # It goes on when the client does not.
        task = asyncio.create_task(self._write(version, begun))
        self._writing.add(task)

        def over(task: asyncio.Task[None]) -> None:
            self._writing.discard(task)
            self._begun.pop(version, None)
            ended()
            fault = None if task.cancelled() else task.exception()
            if fault is not None and not isinstance(fault, Problem):
                _log.error("dumps of version %d were not written", version, exc_info=fault)
            if fault is None:
                begun.cancel()
            elif not begun.done():
                begun.set_exception(fault)
                # Those who asked may have left.
                begun.exception()

        task.add_done_callback(over)
        return await asyncio.shield(begun)

    async def _write(self, version: int, begun: asyncio.Future[Files]) -> None:
        past = self._graph.past
        if past is None or (self._settings.remote and version == self._graph.version):
            files = await run_in_threadpool(self._written_here, version)
            if past is None or await self._graph.current_version() == version:
                begun.set_result(await self._keep(files))
                return
            # Others have published there meanwhile.
            await run_in_threadpool(shutil.rmtree, files.folder, ignore_errors=True)
        key = _key((await self._published())[version])
        folder = self._folder / f"{version}-{key}"
        async with past.copied(version) as copy:
            planned = await run_in_threadpool(dumps_of_copy, copy)
            names = [name for dumps in planned for name in files_of(dumps)]
            files = Files(version, key, folder, names)
            await run_in_threadpool(_emptied, folder)
            begun.set_result(await self._keep(files))
            try:
                await write_apart(files, planned, copy, self._settings.patience_seconds)
                files.add({SUMS: await run_in_threadpool(files.finish)})
                self._graph.said += 1
            except BaseException as fault:
                del self._kept[version]
                files.fail(fault if isinstance(fault, Problem) else not_started())
                shutil.rmtree(folder, ignore_errors=True)
                raise

    def _written_here(self, version: int) -> Files:
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        try:
            written = self._graph.write_dumps(folder)
            written[SUMS] = sum_up(folder, written)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return Files.whole(version, None, folder, written)

    async def _published(self) -> dict[int, str]:
        """Tell when each version was published."""
        publications = await self._graph.publications()
        return {each.version: str(each.published) for each in publications}

    async def _adopt(self) -> None:
        """Take up what an earlier process has written, and clear away the rest."""
        async with self._adopting:
            if not self._is_adopted:
                published = await self._published()
                for files in await run_in_threadpool(_left, self._folder, published):
                    await self._keep(files)
                self._is_adopted = True

    async def _keep(self, files: Files) -> Files:
        self._kept[files.version] = files
        outdated = [
            version
            for version, each in self._kept.items()
            if each.is_complete and version != self._graph.version
        ]
        for version in outdated[: max(0, len(self._kept) - _MOST)]:
            await run_in_threadpool(shutil.rmtree, self._kept.pop(version).folder, True)
        return files


def _key(published: str) -> str:
    """Name what files depend on: what was published, and what writes it."""
    made_of = f"{published} {FORM} {__version__} {pyoxigraph.__version__}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:16]


def _left(folder: Path, published: Mapping[int, str]) -> list[Files]:
    keys = {f"{version}-{_key(time_)}": version for version, time_ in published.items()}
    found = []
    for each in sorted(folder.glob("*"), key=lambda each: each.stat().st_mtime):
        version = keys.get(each.name)
        kept = None if version is None else Files.kept(version, each.name.partition("-")[2], each)
        if kept is None:
            shutil.rmtree(each, ignore_errors=True)
        else:
            found.append(kept)
    return found


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _nothing() -> None:
    pass
