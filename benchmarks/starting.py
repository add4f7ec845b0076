"""The second start of the service, against the least service that opens the same store."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from benchmarks.figures import Figure, Sample, Sense, compared
from benchmarks.processes import LCGRAPH, ROOT, environment, load_store, tell, tree_memory

_QUERY = (
    "SELECT ?label WHERE { <https://w3id.org/lcgraph/id/city/th-yala> "
    "<http://www.w3.org/2000/01/rdf-schema#label> ?label }"
)
_SECONDS = 60.0
_TAKEN: list[socket.socket] = []


def free_port() -> int:
    """Find a port of the loopback that nothing listens on.

    As long as this process lives, nobody else gets it who wants any port; who asks for it by number
    and reuses addresses, as servers do, can listen there (socket(7), SO_REUSEADDR).
    """
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind(("127.0.0.1", 0))
    _TAKEN.append(taken)
    port: int = taken.getsockname()[1]
    return port


def first_answer(port: int, process: subprocess.Popen[bytes], path: str) -> bytes:
    """Ask until the service answers.

    Args:
        port: Where it is to listen.
        process: The service.
        path: What to ask.

    Returns:
        The body of the first answer.

    Raises:
        RuntimeError: If the service ends, refuses, or takes too long.
    """
    limit = time.monotonic() + _SECONDS
    while time.monotonic() < limit and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
        except ConnectionError:
            time.sleep(0.002)
            continue
        finally:
            connection.close()
        if response.status != 200:
            raise RuntimeError(f"port {port} answered {response.status}: {body[:500]!r}")
        return body
    raise RuntimeError(f"no answer from port {port}")


def stop(process: subprocess.Popen[bytes]) -> float:
    """End a service.

    Args:
        process: The service.

    Returns:
        The processor time that it and its children took.
    """
    process.send_signal(signal.SIGTERM)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def started(command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
    """Start a service.

    Args:
        command: The program and its arguments.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        env=environment(),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _start(command: Sequence[str | Path], port: int) -> tuple[Sample, bytes]:
    begin = time.perf_counter()
    process = started(command)
    try:
        body = first_answer(port, process, "/sparql?query=" + quote(_QUERY))
        seconds = time.perf_counter() - begin
        memory = tree_memory(process.pid)
    finally:
        cpu = stop(process)
    return Sample(seconds, cpu, memory), body


def run(repetitions: int) -> Figure:
    """Measure, from the start of the process to the first answer.

    Args:
        repetitions: How often.
    """
    folder = Path(tempfile.mkdtemp(prefix="lcgraph-benchmark-"))
    pairs = []
    faults = set()
    try:
        load_store(folder)
        for number in range(repetitions + 1):
            tell(f"start: {number} of {repetitions}")
            port = free_port()
            ours, said = _start([*LCGRAPH, "serve", "--store", folder, "--port", str(port)], port)
            port = free_port()
            bare = [sys.executable, "-m", "benchmarks.bare", str(folder / "data"), str(port)]
            theirs, expected = _start(bare, port)
            if _rows(said) != _rows(expected):
                faults.add("the two services answer differently")
            # The first pair only brings files into the machine's cache.
            if number:
                pairs.append((ours, theirs))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return compared(
        "start",
        "Second start of `lcgraph serve`, to the first answer",
        "bare FastAPI application that opens the same store with pyoxigraph",
        Sense.SLOWER,
        3.0,
        pairs,
        faults=sorted(faults),
        notes=["Memory: all processes once they have answered, shared pages counted once."],
    )


def _rows(body: bytes) -> list[str]:
    bindings = json.loads(body)["results"]["bindings"]
    return sorted(json.dumps(row, sort_keys=True) for row in bindings)
