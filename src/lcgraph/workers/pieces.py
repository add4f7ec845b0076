"""The pieces of a long answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from lcgraph.workers.processes import Worker

_TIME_TO_READ: Final = 300.0
"""Seconds after which the worker of an answer that has not come to its end is ended."""


class Pieces:
    """What a worker still has to say; it is given back with the last piece."""

    def __init__(self, worker: Worker, length: int, give_back: Callable[[Worker], None]) -> None:
        """Begin to read.

        Args:
            worker: Who says it.
            length: How many bytes there are.
            give_back: Told when the worker is not needed any more; it has ended if it was not heard
                out.
        """
        self._worker: Worker | None = worker
        self._left = length
        self._give_back = give_back
        # Nobody's deadline holds any more for a worker that is stopped in the middle.
        self._timer = asyncio.get_running_loop().call_later(_TIME_TO_READ, worker.end)

    def __aiter__(self) -> Pieces:
        """Return the iterator itself.

        Returns:
            It.
        """
        return self

    async def __anext__(self) -> bytes:
        """Read the next piece.

        Returns:
            At least one byte.

        Raises:
            StopAsyncIteration: After the last piece.
            ConnectionError: If the worker has ended before.
        """
        if self._worker is None:
            raise StopAsyncIteration
        try:
            piece = await self._worker.read_some(self._left)
        except BaseException:
            await self.aclose()
            raise
        self._left -= len(piece)
        if not self._left:
            self._end()
        return piece

    async def aclose(self) -> None:
        """Give the worker back, whatever it still has to say."""
        if self._worker is not None:
            self._worker.end()
            self._end()

    def _end(self) -> None:
        if self._worker is not None:
            self._timer.cancel()
            worker, self._worker = self._worker, None
            self._give_back(worker)
