"""How the processes that a host forked have ended."""

from __future__ import annotations

import contextlib
import os
import signal
from collections import OrderedDict
from typing import Final

_MOST_REMEMBERED: Final = 100


class Children:
    """Processes that were forked: none stays as a zombie, and how each ended is known a while."""

    def __init__(self) -> None:
        """Begin without any."""
        self._codes: OrderedDict[int, int] = OrderedDict()

    def watch(self) -> None:
        """Be told by the kernel from now on whenever one ends."""
        signal.signal(signal.SIGCHLD, self._noted)

    def begun(self, process: int) -> None:
        """Forget how an earlier process with the same number ended.

        Args:
            process: A process that was forked just now.
        """
        self._codes.pop(process, None)

    def code(self, process: int) -> int | None:
        """Tell how a process ended, which is about to if it has not yet.

        Args:
            process: The process.

        Returns:
            What it said when it ended, or the negative number of the signal that ended it; None
            for a process that is not known.
        """
        if process not in self._codes:
            with contextlib.suppress(ChildProcessError):
                self._note(*os.waitpid(process, 0))
        return self._codes.get(process)

    def _noted(self, *_: object) -> None:
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                self._note(*found)

    def _note(self, process: int, status: int) -> None:
        self._codes[process] = os.waitstatus_to_exitcode(status)
        while len(self._codes) > _MOST_REMEMBERED:
            self._codes.popitem(last=False)
