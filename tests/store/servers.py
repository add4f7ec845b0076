"""SPARQL servers for tests, each a process of its own with an empty store."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from lcgraph.store.address import Address

_VIRTUOSO_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = {http}
ServerRoot = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""
_ATTEMPTS = 5


@contextmanager
def silent_port() -> Iterator[int]:
    """Take a port on which nobody listens, and which nobody else gets meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextmanager
def oxigraph(folder: Path, seconds: int = 60) -> Iterator[Address]:
    """Run an Oxigraph server, which ends queries after so many seconds."""
    binary = Path(sysconfig.get_path("scripts")) / "oxigraph"

    def command(port: int, _: int) -> list[str | Path]:
        place = ["--bind", f"127.0.0.1:{port}"]
        return [binary, "serve", "--timeout-s", str(seconds), *place]

    with _started(command, folder, "query") as (url, _):
        yield Address.of(url, {})


@contextmanager
def virtuoso(folder: Path) -> Iterator[Address]:
    """Run a Virtuoso server that lets anybody write; skip where it is not installed."""
    binary, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if binary is None or client is None:
        pytest.skip("Virtuoso is missing: apt-get install virtuoso-opensource")

    def command(port: int, sql: int) -> list[str | Path]:
        ini = folder / "virtuoso.ini"
        ini.write_text(_VIRTUOSO_INI.format(sql=sql, http=port), encoding="utf-8")
        return [binary, "+foreground", "+configfile", ini]

    with _started(command, folder, "sparql") as (url, sql):
        subprocess.run(
            [client, str(sql), "dba", "dba", 'EXEC=GRANT SPARQL_UPDATE TO "SPARQL";'],
            check=True,
            capture_output=True,
        )
        yield Address.of(url, {})


@contextmanager
def _started(
    command: Callable[[int, int], list[str | Path]], folder: Path, path: str
) -> Iterator[tuple[str, int]]:
    """Start a server on the first of two free ports; yield where it answers, and the other port.

    Another program can take a port between its choice and the start, so that a server that ends
    is started again, with others.
    """
    log = folder / "log"
    for _ in range(_ATTEMPTS):
        with silent_port() as port, silent_port() as other:
            pass
        with log.open("wb") as output:
            process = subprocess.Popen(
                command(port, other),
                cwd=folder,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            url = f"http://127.0.0.1:{port}/{path}"
            if _answers(process, url):
                yield url, other
                return
        finally:
            process.kill()
            process.wait(timeout=60)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))


def _answers(process: subprocess.Popen[bytes], url: str) -> bool:
    """Ask a server until it answers, or has ended."""
    with httpx.Client(timeout=60, trust_env=False) as client:
        while process.poll() is None:
            try:
                answer = client.get(url, params={"query": "ASK { }"})
            except httpx.TransportError:
                # To ask without a pause would take a processor from the server.
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=0.05)
                continue
            # Another program may have got the port.
            return process.poll() is None and answer.status_code == httpx.codes.OK
    return False
