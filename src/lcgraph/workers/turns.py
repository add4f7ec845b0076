"""Who is next: turns are shared fairly between clients, and new work is not stuck behind old."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from typing import Final

_HURRY: Final = 0.25
"""Seconds of waiting from which the newest work of a client comes before its oldest.

Who sends more than can be done has some of it given up in any case; if the oldest came first, all
of it would be late.
"""
_IN_A_ROW: Final = 4
"""Turns that the service itself gets before a client that waits gets one.

Somebody waits for each of its documents, and a document takes several turns; but who fetches
hundreds of them at once is not to shut out those who ask queries.
"""


@dataclass(eq=False)
class _Waiting:
    since: float
    turn: asyncio.Future[None]


class Turns:
    """A number of turns, taken and given back."""

    def __init__(self, turns: int) -> None:
        """Make turns.

        Args:
            turns: How many can be taken at once.
        """
        self._free = turns
        self._waiting: dict[str | None, deque[_Waiting]] = {}
        self._in_a_row = 0

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for a turn."""
        return bool(self._waiting)

    @property
    def is_taken(self) -> bool:
        """Whether every turn is taken."""
        return not self._free

    def try_take(self) -> bool:
        """Take a turn if that needs no waiting.

        Returns:
            Whether it was taken.
        """
        if self._free and not self._waiting:
            self._free -= 1
            return True
        return False

    async def take(self, client: str | None, patience: float) -> bool:
        """Take a turn.

        Clients get turns one after another, however much each has waiting; the service itself
        comes before them, though not always.

        Args:
            client: For whom; None for the service itself.
            patience: Seconds to wait at most.

        Returns:
            Whether it was taken.

        Raises:
            asyncio.CancelledError: If whoever waits is cancelled; another takes the turn then.
        """
        if self.try_take():
            return True
        waiting = _Waiting(time.monotonic(), asyncio.get_running_loop().create_future())
        self._waiting.setdefault(client, deque()).append(waiting)
        try:
            async with asyncio.timeout(patience):
                await waiting.turn
        except TimeoutError:
            self._leave(client, waiting)
            return False
        except asyncio.CancelledError:
            self._leave(client, waiting)
            raise
        return True

    def give_back(self) -> None:
        """Give a turn back; whoever is next takes it."""
        self._free += 1
        while self._free and self._waiting:
            chosen = self._next()
            # Who has just given up has not left the queue yet.
            if not chosen.turn.done():
                self._free -= 1
                chosen.turn.set_result(None)

    def _next(self) -> _Waiting:
        clients = (client for client in self._waiting if client is not None)
        client = next(clients, None)
        if None in self._waiting and self._in_a_row < _IN_A_ROW:
            client = None
        self._in_a_row = self._in_a_row + 1 if client is None else 0
        queue = self._waiting.pop(client)
        hurried = client is not None and time.monotonic() - queue[0].since > _HURRY
        chosen = queue.pop() if hurried else queue.popleft()
        if queue:
            self._waiting[client] = queue
        return chosen

    def _leave(self, client: str | None, waiting: _Waiting) -> None:
        if waiting.turn.done() and not waiting.turn.cancelled():
            self.give_back()
            return
        queue = self._waiting.get(client)
        if queue is not None and waiting in queue:
            queue.remove(waiting)
            if not queue:
                del self._waiting[client]
