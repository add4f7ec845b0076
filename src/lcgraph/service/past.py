"""The graph as it was: readers of earlier versions, and what asks them."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from fastapi.concurrency import run_in_threadpool

from lcgraph.service.answers import LongAnswer
from lcgraph.service.failures import budget_spent, failure_problem, not_started
from lcgraph.service.past_readers import PastReaders
from lcgraph.service.problems import Problem
from lcgraph.service.readers import READER, started_readers
from lcgraph.service.remote_faults import remote_problem
from lcgraph.store.faults import HistoryIncomplete, StoreFault
from lcgraph.store.snapshots import discard_snapshot
from lcgraph.workers import NotStarted, Overloaded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from lcgraph.service.answers import Answer, Extent
    from lcgraph.service.past_readers import Lease
    from lcgraph.service.questions import Question
    from lcgraph.service.readers import Asking
    from lcgraph.service.settings import Settings
    from lcgraph.store.history import History
    from lcgraph.store.moments import Publication
    from lcgraph.workers import Pool

_FOLDER: Final = "past"


class Rewound(Protocol):
    """What makes copies of a store as it was."""

    directory: Path

    def past(self, version: int, folder: Path) -> Path:
        """Write an unchanging copy of a version below a folder and return where it is."""
        ...


class Past:
    """The earlier versions of a store.

    Attributes:
        history: What leads back to them.
    """

    def __init__(
        self,
        store: Rewound,
        history: History,
        settings: Settings,
        asking: Asking,
        *,
        in_memory: bool,
    ) -> None:
        """Start nothing yet.

        Args:
            store: The store, or what stands for one on a server; copies of what it was are kept
                below its folder while somebody reads them.
            history: Its history.
            settings: What readers may use.
            asking: How they are asked.
            in_memory: Whether readers copy the graph into memory.
        """
        self._store = store
        self.history = history
        self._settings = settings
        self._asking = asking
        self._in_memory = in_memory
        self._folder = store.directory / _FOLDER
        self._readers = PastReaders(self._started, self._discarded)
        self._payers: dict[int, str] = {}

    async def open(self) -> None:
        """Clear away what a killed process left."""
        await run_in_threadpool(shutil.rmtree, self._folder, ignore_errors=True)

    @property
    def versions(self) -> tuple[int, ...]:
        """The versions whose readers take memory, the least recently used one first."""
        return self._readers.versions

    async def close(self) -> None:
        """End the readers."""
        await self._readers.close()

    async def publications(self, current: int) -> list[Publication]:
        """List what the history leads back to.

        Args:
            current: The data version that readers have.

        Returns:
            The publications, without a gap, the current one last.
        """
        return await run_in_threadpool(self.history.publications, current)

    @asynccontextmanager
    async def copied(self, version: int) -> AsyncIterator[Path]:
        """Make a copy of the store as it was, or is, which goes afterwards.

        Args:
            version: A data version that the history leads back to, or the current one.

        Yields:
            The folder of the copy.

        Raises:
            Problem: ``history-unavailable`` if the way back is damaged, ``store-unreachable`` if it
                is on a server that does not answer.
        """
        folder = await run_in_threadpool(self._new_folder)
        try:
            yield await run_in_threadpool(self._store.past, version, folder)
        except StoreFault as fault:
            raise self._problem(fault) from fault
        finally:
            await _removed(folder)

    def _new_folder(self) -> Path:
        self._folder.mkdir(exist_ok=True)
        return Path(tempfile.mkdtemp(dir=self._folder))

    async def ask(
        self,
        version: int,
        question: Question,
        *,
        seconds: float | None = None,
        client: str | None = None,
        most: Extent | None = None,
        payer: str | None = None,
    ) -> Answer | LongAnswer:
        """Ask a reader of an earlier version, which is started if need be.

        Args:
            version: A data version that the history leads back to.
            question: What is asked.
            seconds: The deadline, at most the operator's, counted from when readers are there.
            client: For whom, with a budget; None for what the service itself has to know.
            most: How long the answer may be, at most as long as the operator allows.
            payer: Whose query time it takes to start readers; the client's when None.

        Returns:
            The answer; the pieces of a long one have to be read, or their iterator closed.

        Raises:
            Problem: As :meth:`lcgraph.service.asking.AskedGraph.ask`; ``history-unavailable`` if
                the way back is damaged.
        """
        if question.remote:
            raise _no_others()
        kept = self._asking.kept(question, version, most)
        if kept is not None:
            return kept
        lease = await self._leased(version, payer or client)
        try:
            return await self._asking.ask(lease.pool, question, seconds, client, most)
        finally:
            lease.give_back()

    async def _leased(self, version: int, client: str | None) -> Lease:
        budgets, patience = self._asking.budgets, self._settings.patience_seconds
        if client is not None and version not in self._readers.versions:
            if budgets.left(client) <= 0:
                raise budget_spent(budgets, client)
            self._payers[version] = client
        try:
            return await self._readers.lease(version, patience)
        except TimeoutError:
            raise failure_problem(Overloaded(patience), self._settings.query_memory) from None
        except NotStarted:
            raise not_started() from None
        except StoreFault as fault:
            raise self._problem(fault) from fault

    def _problem(self, fault: StoreFault) -> Problem:
        if isinstance(fault, HistoryIncomplete):
            return incomplete(fault.version)
        return remote_problem(fault, self._settings.patience_seconds, self._asking.extent(None))

    async def _started(self, version: int) -> Pool:
        payer, started = self._payers.pop(version, None), time.monotonic()
        try:
            snapshot = await run_in_threadpool(self._store.past, version, self._folder)
            return await started_readers(
                READER, snapshot, version, self._settings, in_memory=self._in_memory, spare=0
            )
        finally:
            # Also what goes on when the client has given up waiting.
            if payer is not None:
                self._asking.budgets.charge(payer, time.monotonic() - started)

    async def _discarded(self, version: int) -> None:
        await run_in_threadpool(discard_snapshot, self._folder / str(version))


async def _removed(folder: Path) -> None:
    """Remove a folder; who is cancelled meanwhile ends only once it is gone."""
    removing = asyncio.create_task(run_in_threadpool(shutil.rmtree, folder, ignore_errors=True))
    try:
        await asyncio.shield(removing)
    finally:
        await removing


def _no_others() -> Problem:
    detail = {
        "th": "ใช้ at ร่วมกับ SERVICE ไม่ได้ เพราะบริการอื่นตอบจากข้อมูลปัจจุบัน",
        "en": "at cannot be combined with SERVICE: others answer from what they have now.",
    }
    return Problem("wrong-parameter", detail, {"parameter": "at"})


def incomplete(version: int) -> Problem:
    """Say that the way back is damaged.

    Args:
        version: Where.

    Returns:
        The problem ``history-unavailable``.
    """
    detail = {
        "th": f"ประวัติขาดหายที่เวอร์ชัน {version} แจ้งผู้ดูแล",
        "en": f"The history is incomplete at version {version}: tell the operator.",
    }
    return Problem("history-unavailable", detail, {"version": version})
