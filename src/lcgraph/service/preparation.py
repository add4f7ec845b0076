"""What a first request would have to wait for, done before it comes.

A start is not held up by it, nor is a stop: it is done beside, one step after the other.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from fastapi.concurrency import run_in_threadpool

from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable

_log: Final = logging.getLogger("lcgraph")
_QUIET: Final = 10.0
"""Seconds after a publication in which the next one may come and is not to be held up."""


@asynccontextmanager
async def prepared(steps: Iterable[Callable[[], object]]) -> AsyncIterator[None]:
    """Prepare while something else goes on.

    Args:
        steps: What to do in turn, each in a thread; what is left at the end is not done. A step
            that fails is told in the log, for the request that needs it fails on its own.

    Yields:
        Nothing, at once.
    """
    async with _beside(_taken(steps)):
        yield


@asynccontextmanager
async def kept_ready(
    version: Callable[[], object],
    prepare: Callable[[], Awaitable[object]],
    quiet: float = _QUIET,
) -> AsyncIterator[None]:
    """Prepare anew after each change, while something else goes on.

    Args:
        version: Tells which version there is.
        prepare: What to do for a version. If it has no turn now it is done later; if it fails
            otherwise, that is told in the log.
        quiet: Seconds for which a version has to stay: of many in a row the last one is prepared.

    Yields:
        Nothing, at once.
    """
    async with _beside(_followed(version, prepare, quiet)):
        yield


@asynccontextmanager
async def _beside(work: Coroutine[object, object, None]) -> AsyncIterator[None]:
    running = asyncio.create_task(work)
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])


async def _followed(
    version: Callable[[], object], prepare: Callable[[], Awaitable[object]], quiet: float
) -> None:
    seen, ready = version(), None
    while True:
        await asyncio.sleep(quiet)
        now = version()
        if now == seen != ready:
            try:
                await prepare()
            except Problem:
                continue
            except Exception:
                _log.exception("could not prepare what a version needs")
            ready = now
        seen = now


async def _taken(steps: Iterable[Callable[[], object]]) -> None:
    for step in steps:
        try:
            await run_in_threadpool(step)
        except Exception:
            _log.exception("could not prepare what pages need")
