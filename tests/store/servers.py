"""SPARQL servers for tests, each a process of its own with an empty store."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
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


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def oxigraph(folder: Path) -> Iterator[Address]:
    """Run an Oxigraph server, which ends queries after two seconds."""
    binary = Path(sysconfig.get_path("scripts")) / "oxigraph"
    port = free_port()
    command: list[str | Path] = [binary, "serve", "--timeout-s", "2", "--bind", f"127.0.0.1:{port}"]
    with (folder / "log").open("wb") as log, _running(command, folder, log.fileno()) as process:
        url = f"http://127.0.0.1:{port}/query"
        _wait_for(process, url)
        yield Address.of(url, {})


@contextmanager
def virtuoso(folder: Path) -> Iterator[Address]:
    """Run a Virtuoso server that lets anybody write; skip where it is not installed."""
    binary, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if binary is None or client is None:
        pytest.skip("Virtuoso is missing: apt-get install virtuoso-opensource")
    sql, port = free_port(), free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(_VIRTUOSO_INI.format(sql=sql, http=port), encoding="utf-8")
    command: list[str | Path] = [binary, "+foreground", "+configfile", ini]
    with (folder / "output").open("wb") as log, _running(command, folder, log.fileno()) as process:
        url = f"http://127.0.0.1:{port}/sparql"
        _wait_for(process, url)
        subprocess.run(
            [client, str(sql), "dba", "dba", 'EXEC=GRANT SPARQL_UPDATE TO "SPARQL";'],
            check=True,
            capture_output=True,
        )
        yield Address.of(url, {})


@contextmanager
def _running(
    command: list[str | Path], folder: Path, log: int
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, cwd=folder, stdout=log, stderr=log, env=dict(os.environ), start_new_session=True
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)


def _wait_for(process: subprocess.Popen[bytes], url: str) -> None:
    transport = httpx.HTTPTransport(retries=12)
    with httpx.Client(transport=transport, timeout=60, trust_env=False) as client:
        answer = client.get(url, params={"query": "ASK { }"})
    assert process.poll() is None
    assert answer.status_code == httpx.codes.OK, answer.text
