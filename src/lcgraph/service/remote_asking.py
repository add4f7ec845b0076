"""Questions to a SPARQL server: each within its deadline, and answered from one data version."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from fastapi.concurrency import run_in_threadpool

from lcgraph.service.failures import failure_problem
from lcgraph.service.query_faults import malformed_query
from lcgraph.service.refusals import unacceptable
from lcgraph.service.remote import asks_others
from lcgraph.service.remote_answers import answer_of
from lcgraph.service.remote_faults import malformed, no_others, remote_problem
from lcgraph.store import StoreFault
from lcgraph.store.binding import bound, with_base
from lcgraph.store.calls import MOST_UNKNOWN, unknown_function, without_calls
from lcgraph.store.faults import RemoteFault, RemoteTimeout, RemoteTooLong
from lcgraph.store.operands import form_of, words_of
from lcgraph.store.protocol import AsyncClient, Dataset
from lcgraph.store.received import rows_of
from lcgraph.store.remote_limits import Limits
from lcgraph.store.remote_view import (
    NAMES,
    STATE,
    STATE_DATASET,
    dataset_of,
    read_state,
    shown_names,
)
from lcgraph.store.stated import named_dataset, without_hidden_stated
from lcgraph.workers import Overloaded

if TYPE_CHECKING:
    from lcgraph.service.answers import Answer, Extent
    from lcgraph.service.questions import Question
    from lcgraph.store.address import Address
    from lcgraph.store.received import Received

_KINDS: Final = {"SELECT": "solutions", "ASK": "boolean"}
_ATTEMPTS: Final = 3
_QUIETER_AFTER: Final = 1.0
_STATE_BYTES: Final = 1 << 16

State = tuple[int, str | None]
"""The data version of a server, and the mark of its last publication."""


@dataclass(frozen=True)
class _Sent:
    """What the server is asked; whether the names of all graphs belong to the dataset."""

    form: str
    kind: str
    text: str
    dataset: Dataset | None
    names_graphs: bool = False


class _OvertakenError(Exception):
    """Something was published during each attempt to answer."""


class RemoteAsking:
    """A server that is asked; what it says of its state is believed for one answer only.

    Attributes:
        state: The state that was learned last.
    """

    def __init__(self, address: Address, limits: Limits) -> None:
        """Prepare to ask; nothing is sent yet.

        Args:
            address: The server.
            limits: What finding out what the service itself has to know may take.
        """
        self.state: State = (0, None)
        self._url = address.query
        self._client = AsyncClient(address)
        self._limits = limits
        self._names: tuple[State, tuple[str, ...]] | None = None

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def learn(self) -> State:
        """Ask for the state: others may have published.

        Returns:
            The state.

        Raises:
            StoreFault: If the server does not say.
        """
        limits = Limits(self._limits.seconds, _STATE_BYTES)
        self.state = found = read_state(await self._rows(STATE, STATE_DATASET, limits))
        return found

    async def names(self) -> tuple[str, ...]:
        """Name the graphs that lcgraph shows.

        Returns:
            The IRIs in alphabetical order, as they are in :attr:`state` or later.

        Raises:
            StoreFault: If the server does not say.
        """
        if self._names is None or self._names[0] != self.state:
            state = self.state
            found = await self._rows(NAMES, Dataset(), self._limits)
            self._names = (state, shown_names(found))
        return self._names[1]

    async def answer(self, question: Question, deadline: float, extent: Extent) -> Answer:
        """Answer a question.

        Args:
            question: What is asked.
            deadline: Seconds for all of it.
            extent: How long the answer may be.

        Returns:
            The answer, with the data version that it is from.

        Raises:
            Problem: As :meth:`lcgraph.service.asking.AskedGraph.ask`, but for
                ``memory-exceeded``; ``store-unreachable`` for whatever the server does wrong.
        """
        try:
            # All that is asked of the server for one question has one deadline.
            async with asyncio.timeout(deadline):
                return await self._answered(question, Limits(deadline, extent.bytes), extent)
        except TimeoutError:
            fault = RemoteTimeout(self._url, f"{deadline:g} s")
            raise remote_problem(fault, deadline, extent) from None
        except StoreFault as fault:
            raise remote_problem(fault, deadline, extent) from fault
        except _OvertakenError:
            raise failure_problem(Overloaded(_QUIETER_AFTER), 0) from None

    async def _answered(self, question: Question, limits: Limits, extent: Extent) -> Answer:
        try:
            # A long text takes a while.
            sent = await run_in_threadpool(_prepared, question)
        except SyntaxError as fault:
            raise malformed_query(question.text, str(fault)) from None
        try:
            received, version = await self._known(sent, limits)
        except SyntaxError as fault:
            # A server that refuses everything does not say this of the query.
            await self.learn()
            if question.base is None:
                # Only what clients write is resolved against an address.
                raise RemoteFault(self._url, str(fault), 400) from fault
            raise malformed(question, sent.text, str(fault), self._url) from None
        media_type = question.formats[sent.kind]
        return await run_in_threadpool(
            answer_of, self._url, sent.form, received, sent.kind, media_type, version, extent
        )

    async def _known(self, sent: _Sent, limits: Limits) -> tuple[Received, int]:
        """Ask anew for each function that the server does not know."""
        for _ in range(MOST_UNKNOWN):
            try:
                return await self._consistent(sent, limits)
            except RemoteFault as fault:
                unknown = unknown_function(fault.reason)
                if unknown is None:
                    raise
                text = await run_in_threadpool(without_calls, sent.text, unknown)
                if text == sent.text:
                    raise
            sent = replace(sent, text=text)
        return await self._consistent(sent, limits)

    async def _consistent(self, sent: _Sent, limits: Limits) -> tuple[Received, int]:
        """Ask until the state is the same before and after the answer."""
        for _ in range(_ATTEMPTS):
            before, dataset = self.state, sent.dataset
            if dataset is not None and sent.names_graphs:
                dataset = replace(dataset, named=await self.names())
            received = await self._client.query(sent.text, sent.form, dataset, limits)
            if await self.learn() == before:
                return received, before[0]
        raise _OvertakenError

    async def _rows(self, text: str, dataset: Dataset, limits: Limits) -> list[dict[str, Any]]:
        try:
            received = await self._client.query(text, "SELECT", dataset, limits)
        except SyntaxError as fault:
            raise RemoteFault(self._url, str(fault), 400) from fault
        except RemoteTooLong as fault:
            # Nobody who asks a question of their own could ask for less.
            raise RemoteFault(self._url, fault.reason) from fault
        if len(received.content) <= _STATE_BYTES:
            return rows_of(self._url, text, received)
        return await run_in_threadpool(rows_of, self._url, text, received)


def _prepared(question: Question) -> _Sent:
    text, terms = question.text, question.substitutions or {}
    form = form_of(text)
    kind = _KINDS.get(form, "graph")
    if kind not in question.formats:
        raise unacceptable(kind)
    if asks_others(text) and not question.remote:
        raise no_others()
    written = without_hidden_stated(bound(text, terms), question.base)
    written = with_base(written, question.base)
    if question.default is not None or question.named is not None:
        return _Sent(form, kind, written, named_dataset(question.default, question.named))
    if "FROM" in words_of(text) and not question.layers:
        return _Sent(form, kind, written, None)
    found = dataset_of(text, question.layers, terms, None)
    if found is not None:
        return _Sent(form, kind, written, found)
    found = dataset_of(text, question.layers, terms, ())
    return _Sent(form, kind, written, found, names_graphs=True)
