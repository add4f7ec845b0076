"""What an answer of a server may take, however much the server sends."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar

import httpx

from lcgraph.store.faults import (
    RemoteDeadlock,
    RemoteNonsense,
    RemoteTimeout,
    RemoteTooLong,
    RemoteUnreachable,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

CODING: Final = "gzip"
"""How an answer may be compressed."""
_SHOWN: Final = 100
_ATTEMPTS: Final = 5

T = TypeVar("T")


@dataclass(frozen=True)
class Limits:
    """What an answer may take.

    Attributes:
        seconds: The time until it is there, whole.
        content: The bytes it may have.
    """

    seconds: float
    content: int


IN_MEMORY: Final = Limits(600.0, 1 << 30)
"""For an answer in memory that whoever keeps the graph on a server waits for."""
IN_FILES: Final = Limits(600.0, 1 << 34)
"""For one that goes to the disk."""


def refuse_coding(url: str, response: httpx.Response) -> None:
    """Refuse what is compressed otherwise than asked for.

    Of what is compressed twice, a few bytes may become any number before they can be counted.

    Args:
        url: Where it comes from.
        response: Its status and headers.

    Raises:
        RemoteNonsense: If it is.
    """
    coding = response.headers.get("content-encoding", CODING).strip().lower()
    if coding not in (CODING, "identity", ""):
        raise RemoteNonsense(url, f"Content-Encoding: {coding[:_SHOWN]}")


def insist(send: Callable[[], T]) -> T:
    """Send again what the server gives up in favour of another request, a few times.

    Args:
        send: Sends it, and returns what came back. It may be sent twice without harm: what was
            given up has had no effect, or has the same effect once more.

    Returns:
        What came back.

    Raises:
        RemoteDeadlock: If it is given up each time.
    """
    for _ in range(_ATTEMPTS - 1):
        with suppress(RemoteDeadlock):
            return send()
    return send()


async def insist_async(send: Callable[[], Awaitable[T]]) -> T:
    """Do the same as :func:`insist`.

    Args:
        send: As there.

    Returns:
        What came back.

    Raises:
        RemoteDeadlock: If it is given up each time.
    """
    for _ in range(_ATTEMPTS - 1):
        with suppress(RemoteDeadlock):
            return await send()
    return await send()


def within(url: str, parts: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    """Pass an answer on as far as it is allowed.

    Args:
        url: Where it comes from.
        parts: The answer.
        limits: What it may take.

    Yields:
        Its parts.

    Raises:
        RemoteTooLong: If it is longer.
        RemoteTimeout: If it takes longer.
    """
    length, ends = 0, time.monotonic() + limits.seconds
    for part in parts:
        length += len(part)
        if length > limits.content:
            raise RemoteTooLong(url, f"> {limits.content} bytes")
        if time.monotonic() > ends:
            raise RemoteTimeout(url, f"{limits.seconds:g} s")
        yield part


async def gathered(url: str, parts: AsyncIterator[bytes], limits: Limits) -> bytes:
    """Put an answer together, which has a deadline already.

    Args:
        url: Where it comes from.
        parts: The answer.
        limits: How long it may be.

    Returns:
        The answer.

    Raises:
        RemoteTooLong: If it is longer.
    """
    content = bytearray()
    async for part in parts:
        content += part
        if len(content) > limits.content:
            raise RemoteTooLong(url, f"> {limits.content} bytes")
    return bytes(content)


def give_up(url: str, fault: httpx.HTTPError) -> NoReturn:
    """Say that there is no answer.

    Args:
        url: Where it was to come from.
        fault: What happened on the way.

    Raises:
        RemoteTimeout: If it took too long.
        RemoteUnreachable: If it was something else.
    """
    kind = RemoteTimeout if isinstance(fault, httpx.TimeoutException) else RemoteUnreachable
    raise kind(url, str(fault) or type(fault).__name__) from fault
