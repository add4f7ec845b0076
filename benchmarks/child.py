"""One side of a comparison in a process of its own; :mod:`benchmarks.processes` is the other end.

Called as ``python -m benchmarks.child MODULE:FACTORY ARGUMENT``. The factory makes a task ready;
each line on standard input then names one piece of work, and each line on standard output tells
the time it took. Making ready is not timed.
"""

from __future__ import annotations

import importlib
import json
import signal
import sys
import time
from pathlib import Path
from typing import Any, Protocol


class Task(Protocol):
    """What one side does."""

    def prepare(self, work: str) -> None:
        """Make ready for a piece of work; not timed."""

    def run(self, work: str) -> Any:
        """Do a piece of work; timed."""

    def answer(self, result: Any) -> Any:
        """Write a result in a form that both sides share and JSON can hold; not timed."""


class LimitExceeded(Exception):
    """A piece of work took longer than it may."""


def peak_memory() -> int:
    """Return the greatest resident memory of this process so far, in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) << 10
    return 0


def forget_peak() -> None:
    """Let the greatest memory be counted from now on."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def _on_alarm(_number: int, _frame: object) -> None:
    raise LimitExceeded


def _measured(task: Task, request: dict[str, Any], peak: int) -> dict[str, Any]:
    work = request["work"]
    task.prepare(work)
    exceeded = False
    result: Any = None
    cpu, start = time.process_time(), time.perf_counter()
    try:
        # Whenever the alarm comes, it is caught here.
        signal.setitimer(signal.ITIMER_REAL, request["limit"])
        result = task.run(work)
        signal.setitimer(signal.ITIMER_REAL, 0)
    except LimitExceeded:
        exceeded = True
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    said = {
        "seconds": seconds,
        "cpu": cpu,
        "exceeded": exceeded,
        "memory": max(peak, peak_memory()),
    }
    if request["answer"] and not exceeded:
        said["answer"] = task.answer(result)
        del result
        forget_peak()
    return said


def main() -> None:
    """Make the task ready and do what is asked until standard input closes."""
    module, _, name = sys.argv[1].partition(":")
    task: Task = getattr(importlib.import_module(module), name)(sys.argv[2])
    signal.signal(signal.SIGALRM, _on_alarm)
    peak = 0
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        said = _measured(task, json.loads(line), peak)
        peak = said["memory"]
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
