"""Asking the reader processes of one version of the graph."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Final

from lcgraph.service.answers import Answer, Extent, LongAnswer
from lcgraph.service.budgets import Budgets
from lcgraph.service.failures import NOT_CHARGED, budget_spent, failure_problem
from lcgraph.service.kept import KeptAnswers
from lcgraph.service.long_answers import LongAnswerFile, LongAnswers, NoRoom
from lcgraph.service.refusals import query_failed, refusal
from lcgraph.workers import (
    Killed,
    LongReply,
    NotQuick,
    Overloaded,
    Pool,
    Reply,
    WorkerLimits,
)

if TYPE_CHECKING:
    from pathlib import Path

    from lcgraph.service.questions import Question
    from lcgraph.service.settings import Settings
    from lcgraph.workers import Failure

_log: Final = logging.getLogger("lcgraph")

READER: Final = "lcgraph.store.reader:Reader"
FEDERATED_READER: Final = "lcgraph.store.reader:FederatedReader"
_QUICK_SECONDS: Final = 0.1
_NO_ROOM_SECONDS: Final = 1.0
"""When there may be room again for a long answer."""
_MOST_SENT: Final = 8
"""How many answers of the greatest length may be on their way; shorter ones as many more."""

_Given = Answer | LongAnswerFile


async def started_readers(
    reader: str,
    snapshot: Path,
    version: int,
    settings: Settings,
    *,
    in_memory: bool,
    published: bool | None = None,
    spare: int = 1,
) -> Pool:
    """Start readers.

    Args:
        reader: :data:`READER` or :data:`FEDERATED_READER`.
        snapshot: What they read.
        version: The data version of it.
        settings: How many there are, and what they may use.
        in_memory: Whether to copy the graph into memory; if not it is read from the snapshot.
        published: Whether to copy what is published, too; as ``in_memory`` when None.
        spare: How many are kept ready beyond those that work.

    Returns:
        The pool.
    """
    configuration = {
        "snapshot": str(snapshot),
        "in_memory": in_memory,
        "published": in_memory if published is None else published,
        "version": version,
    }
    limits = WorkerLimits(
        settings.workers,
        settings.query_memory,
        spare=spare,
        quick=_QUICK_SECONDS,
        patience=settings.patience_seconds,
    )
    pool = Pool(reader, configuration, limits)
    try:
        await pool.start()
    except BaseException:
        await pool.stop()
        raise
    return pool


class Asking:
    """How readers are asked: for whom, for how long, and what is kept of their answers.

    Attributes:
        budgets: How much query time clients may use.
    """

    def __init__(self, settings: Settings) -> None:
        """Begin without any answer.

        Args:
            settings: What queries may use.
        """
        self.budgets = Budgets(settings.client_seconds)
        self._settings = settings
        # What is kept of whole responses takes the other half (lcgraph.service.repeats).
        self._kept = KeptAnswers(settings.kept_bytes // 2)
        folder = settings.store if settings.remote is None else None
        self._long = LongAnswers(
            settings.kept_file_bytes, _MOST_SENT * settings.answer_bytes, folder
        )
        self._running: dict[tuple[Pool, int, str], asyncio.Future[_Given | None]] = {}

    def kept(
        self, question: Question, version: int, most: Extent | None
    ) -> Answer | LongAnswer | None:
        """Find an answer that was given before.

        Args:
            question: What is asked.
            version: The data version that is asked.
            most: How long the answer may be, at most as long as the operator allows.

        Returns:
            The same answer, or None if it has to be asked.
        """
        if not question.is_repeatable:
            return None
        digest = question.digest
        return self._kept.get(version, digest) or self._long.get(version, digest, self.extent(most))

    def deadline(self, seconds: float | None) -> float:
        """Choose the deadline of a query.

        Args:
            seconds: What the client says.

        Returns:
            Seconds, at most what the operator allows.
        """
        allowed = self._settings.query_seconds
        return min(seconds or allowed, allowed)

    def extent(self, most: Extent | None) -> Extent:
        """Choose how long an answer may be.

        Args:
            most: How long it may be for whoever asks.

        Returns:
            That, or less if the operator allows less.
        """
        rows, length = self._settings.answer_rows, self._settings.answer_bytes
        if most is None:
            return Extent(rows, length)
        return Extent(min(rows, most.rows), min(length, most.bytes))

    async def ask(
        self,
        pool: Pool,
        question: Question,
        seconds: float | None,
        client: str | None,
        most: Extent | None,
    ) -> Answer | LongAnswer:
        """Ask readers.

        Args:
            pool: The readers.
            question: What is asked.
            seconds: The deadline, at most the operator's.
            client: For whom, with a budget; None for what the service itself has to know.
            most: How long the answer may be, at most as long as the operator allows.

        Returns:
            The answer; the pieces of a long one have to be read, or their iterator closed.

        Raises:
            Problem: As :meth:`lcgraph.service.asking.AskedGraph.ask`.
        """
        deadline, extent = self.deadline(seconds), self.extent(most)
        if not question.is_repeatable:
            return _from_beginning(await self._given(pool, question, deadline, client, extent))
        key = (pool, pool.epoch, question.digest)
        # Many ask the same when an answer is new: one after another tries, until it is there.
        ends = time.monotonic() + deadline
        while key in self._running and (left := ends - time.monotonic()) > 0:
            running = self._running[key]
            await asyncio.wait([running], timeout=left)
            given = running.result() if running.done() else None
            if isinstance(given, Answer) or (given is not None and given.fits(extent)):
                return _from_beginning(given)
        running = asyncio.get_running_loop().create_future()
        self._running[key] = running
        given = None
        try:
            given = await self._given(pool, question, deadline, client, extent)
        finally:
            running.set_result(given)
            if self._running.get(key) is running:
                del self._running[key]
        if isinstance(given, LongAnswerFile):
            self._long.keep(question.digest, given)
        else:
            self._kept.keep(given.version, question.digest, given)
        return _from_beginning(given)

    async def rehearse(self, pool: Pool, text: str, base: str | None) -> None:
        """Try an update on the copy that a reader has, under the deadline and limits of queries.

        Args:
            pool: Readers of the current version.
            text: The update.
            base: What its relative IRIs are resolved against.

        Raises:
            Problem: ``malformed-query``, ``query-fault``, ``deadline-exceeded``,
                ``memory-exceeded`` or ``overloaded``.
        """
        head = {"update": True, "base": base}
        reply = await pool.run(head, text.encode(), self._settings.query_seconds)
        if not isinstance(reply, Reply):
            raise query_failed(reply, self._settings.query_memory, text)
        if reply.head["outcome"] != "done":
            raise refusal(reply.head, self.extent(None), text, reply.body.decode())

    async def _given(
        self, pool: Pool, question: Question, deadline: float, client: str | None, extent: Extent
    ) -> _Given:
        reply = await pool.converse(
            {**question.head, "most": asdict(extent)},
            question.text.encode(),
            deadline,
            client=client,
            may_be_long=lambda: client is None or self.budgets.left(client) > 0,
            departed=None if client is None else partial(self.budgets.charge, client),
        )
        if client is not None and not isinstance(reply, NOT_CHARGED):
            self.budgets.charge(client, reply.seconds)
        if not isinstance(reply, Reply | LongReply):
            if isinstance(reply, NotQuick) and client is not None:
                raise budget_spent(self.budgets, client)
            raise query_failed(reply, self._settings.query_memory, question.text)
        said = reply.head
        if said["outcome"] == "answer":
            media_type = question.formats[said["kind"]]
            if isinstance(reply, LongReply):
                answer = LongAnswer(
                    said["kind"], media_type, reply.length, reply.pieces, said["version"]
                )
                return await self._taken(answer, extent)
            return Answer(said["kind"], media_type, reply.body, said["version"])
        words = reply.body.decode() if isinstance(reply, Reply) else ""
        raise refusal(said, extent, question.text, words)

    async def _taken(self, answer: LongAnswer, extent: Extent) -> LongAnswerFile:
        try:
            return await self._long.take(answer, extent.rows)
        except NoRoom:
            _log.warning("no room for a long answer of %d bytes", answer.length, exc_info=True)
            failure: Failure = Overloaded(_NO_ROOM_SECONDS)
        except ConnectionError:
            failure = Killed(0.0)
        raise failure_problem(failure, self._settings.query_memory)


def _from_beginning(given: _Given) -> Answer | LongAnswer:
    return given.answer() if isinstance(given, LongAnswerFile) else given
