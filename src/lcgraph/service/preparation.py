"""What a first request would have to wait for, done before it comes.

A start is not held up by it, nor is a stop: it is done beside, one step after the other.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from fastapi.concurrency import run_in_threadpool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

_log: Final = logging.getLogger("lcgraph")


@asynccontextmanager
async def prepared(steps: Iterable[Callable[[], object]]) -> AsyncIterator[None]:
    """Prepare while something else goes on.

    Args:
        steps: What to do in turn, each in a thread; what is left at the end is not done. A step
            that fails is told in the log, for the request that needs it fails on its own.

    Yields:
        Nothing, at once.
    """
    running = asyncio.create_task(_taken(steps))
    try:
        yield
    finally:
        running.cancel()
        await asyncio.wait([running])


async def _taken(steps: Iterable[Callable[[], object]]) -> None:
    for step in steps:
        try:
            await run_in_threadpool(step)
        except Exception:
            _log.exception("could not prepare what pages need")
