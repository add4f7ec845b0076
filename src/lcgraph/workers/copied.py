"""How much of what it shares with its host a worker has copied.

A fork shares memory until it is written to. Such copies do not count as more resident memory, since
what was shared counted before; the kernel tells them apart as private.
"""

from __future__ import annotations

import contextlib
import resource
from typing import Final

_LOOK: Final = 16 << 20
"""Bytes that may have been copied since the last look: a look takes about a millisecond."""


class CopiedMemory:
    """The private memory of this process."""

    def __init__(self) -> None:
        """Begin; done before the process may open no more files."""
        self._rollup = None
        self._faults = 0
        # Where the system does not tell, nothing is known to be copied.
        with contextlib.suppress(OSError):
            self._rollup = open("/proc/self/smaps_rollup", "rb", buffering=0)  # noqa: PTH123, SIM115

    def exceeds(self, most: int) -> bool:
        """Tell whether the process holds more memory of its own than it may.

        Args:
            most: How many bytes; that a few more are not noticed does no harm.

        Returns:
            True if it does.
        """
        faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        # No page is copied without a fault.
        if self._rollup is None or (faults - self._faults) * resource.getpagesize() < _LOOK:
            return False
        self._faults = faults
        self._rollup.seek(0)
        for line in self._rollup.read(1 << 16).splitlines():
            if line.startswith(b"Private_Dirty:"):
                return int(line.split()[1]) << 10 > most
        return False
