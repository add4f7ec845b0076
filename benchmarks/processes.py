"""Starting the sides of a comparison and measuring them."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from benchmarks.figures import Sample

ROOT: Final = Path(__file__).parents[1]
LCGRAPH: Final = [sys.executable, "-c", "from lcgraph.cli import main; main()"]
_STATUS: Final = Path("/proc")


def environment() -> dict[str, str]:
    """Return the environment in which children find lcgraph and the benchmarks."""
    inherited = os.environ.get("PYTHONPATH")
    paths = [str(ROOT / "src"), str(ROOT), *([inherited] if inherited else [])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUNBUFFERED": "1"}


def tell(message: str) -> None:
    """Say on standard error what is being done."""
    print(message, file=sys.stderr, flush=True)


def measure(command: Sequence[str | Path]) -> Sample:
    """Run a program to its end.

    Args:
        command: The program and its arguments.

    Returns:
        Its time from start to end, its processor time, and its own greatest memory.

    Raises:
        RuntimeError: If it fails.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        env=environment(),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    errors = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command}: {errors.decode(errors='replace')}")
    return Sample(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10)


class Side:
    """One side of a comparison, kept running so that what it made ready stays ready."""

    def __init__(self, factory: str, argument: object) -> None:
        """Start it.

        Args:
            factory: Where the task is made, as ``module:name``.
            argument: What the factory is given, as text.

        Raises:
            RuntimeError: If it does not get ready.
        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.child", factory, str(argument)],
            env=environment(),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._factory = factory
        self._read()

    def _read(self) -> dict[str, Any]:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError(f"{self._factory} ended")
        said: dict[str, Any] = json.loads(line)
        return said

    def run(self, work: str = "", *, limit: float = 0.0, answer: bool = False) -> dict[str, Any]:
        """Have a piece of work done.

        Args:
            work: What to do.
            limit: Seconds after which it is given up; 0 for none.
            answer: Whether to tell what came out.

        Returns:
            ``seconds``, ``cpu``, ``memory`` (bytes, the greatest so far), ``exceeded`` and, if
            asked for, ``answer``.

        Raises:
            RuntimeError: If the process is gone.
        """
        if self._process.stdin is None:
            raise RuntimeError(f"{self._factory} has no input")
        request = {"work": work, "limit": limit, "answer": answer}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._read()

    def close(self) -> None:
        """End it."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()


@contextmanager
def sides(ours: tuple[str, object], theirs: tuple[str, object]) -> Iterator[tuple[Side, Side]]:
    """Start both sides of a comparison and end them afterwards.

    Args:
        ours: Factory and argument of lcgraph's side.
        theirs: Factory and argument of the peer's.

    Yields:
        Both.
    """
    first = Side(*ours)
    try:
        second = Side(*theirs)
        try:
            yield first, second
        finally:
            second.close()
    finally:
        first.close()


def sample(said: dict[str, Any]) -> Sample:
    """Read what a side tells as a measurement."""
    return Sample(said["seconds"], said["cpu"], said["memory"])


def load_store(folder: Path) -> None:
    """Make a store of the shipped data.

    Args:
        folder: Where to make it.
    """
    shutil.copytree(_loaded(), folder, dirs_exist_ok=True)


@cache
def _loaded() -> Path:
    """Load the shipped data once a process; the folder goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="lcgraph-benchmark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    measure([*LCGRAPH, "load", "--store", folder / "store"])
    return folder / "store"


def tree_memory(process: int) -> int:
    """Return what a process and its descendants hold, shared pages counted once.

    Args:
        process: The identifier of the process.

    Returns:
        The sum of their proportional set sizes, in bytes.
    """
    return sum(_proportional(each) for each in descendants(process))


def tree_seconds(process: int) -> float:
    """Return the processor time of a process and its descendants, of those that ended too.

    Args:
        process: The identifier of the process.

    Returns:
        Seconds of user and system time.
    """
    ticks = 0
    for each in descendants(process):
        with contextlib.suppress(OSError):
            stat = (_STATUS / str(each) / "stat").read_text(encoding="utf-8", errors="replace")
            ticks += sum(map(int, stat.rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def descendants(process: int) -> list[int]:
    """List a process and all that it has started, directly or not.

    Args:
        process: The identifier of the process.
    """
    parents: dict[int, int] = {}
    for entry in _STATUS.iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [process]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def _proportional(process: int) -> int:
    try:
        rollup = (_STATUS / str(process) / "smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    for line in rollup.splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) << 10
    return 0
