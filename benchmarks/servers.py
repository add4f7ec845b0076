"""The servers that are measured over HTTP, each started on a free port of the loopback."""

from __future__ import annotations

import configparser
import http.client
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from benchmarks.processes import LCGRAPH, ROOT, environment, tell, tree_memory
from benchmarks.starting import free_port, started, stop
from benchmarks.stores import dumped

_PACKAGES: Final = ("oxigraph==0.5.13", "rdflib-endpoint==0.6.3", "uvicorn==0.54.0")
_PATIENCE: Final = 900.0
_KEEPING_NOTHING: Final = ("--kept-megabytes", "0", "--kept-file-megabytes", "0")
_PUBLISHED: Final = "urn:x-published"


@dataclass
class Server:
    """A running server.

    Attributes:
        name: What the table calls it.
        port: Where it listens, on the loopback.
        path: The path of its SPARQL endpoint.
        extra: Parameters that each request needs, with a leading ``&``.
        has_named_graphs: Whether it was given the named graphs.
        process: Its process.
    """

    name: str
    port: int
    path: str
    process: subprocess.Popen[bytes]
    extra: str = ""
    has_named_graphs: bool = False

    @property
    def memory(self) -> int:
        """What it holds with all its processes, in bytes; shared pages counted once."""
        return tree_memory(self.process.pid)

    def stop(self) -> None:
        """End it."""
        if self.process.poll() is None:
            stop(self.process)


Starter = Callable[[Path, Path], Server | None]


def lcgraph(store: Path, folder: Path) -> Server:
    """Start lcgraph.

    Args:
        store: The folder of the store.
        folder: Not needed.
    """
    return _lcgraph("lcgraph", store)


def lcgraph_anew(store: Path, folder: Path) -> Server:
    """Start lcgraph so that it keeps no answer.

    Requests for the same that arrive while it is evaluated still share one evaluation, so only over
    one connection is each request a query that is evaluated.

    Args:
        store: The folder of the store, which no other process may have open.
        folder: Below it a copy of the store is made.
    """
    copy = folder / f"{store.name}-copy"
    if not copy.is_dir():
        shutil.copytree(store, copy)
    return _lcgraph("lcgraph, keeping no answers", copy, *_KEEPING_NOTHING)


def _lcgraph(name: str, store: Path, *options: str) -> Server:
    port = free_port()
    # One client asks all there is to ask, so it must not have a budget.
    limits = ["--client-seconds", "0", *options]
    command = [*LCGRAPH, "serve", "--store", str(store), "--port", str(port), *limits]
    return _ready(Server(name, port, "/sparql", started(command), "", True))


def constant(store: Path, folder: Path) -> Server:
    """Start a FastAPI application whose only route returns a constant.

    Args:
        store: Not needed.
        folder: Not needed.
    """
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.bare", "-", str(port)]
    return _ready(Server("FastAPI, a constant", port, "/sparql", started(command)))


def oxigraph(store: Path, folder: Path) -> Server:
    """Start Oxigraph's server in memory and give it all graphs.

    Args:
        store: The folder of the store.
        folder: Where the peers' packages are.
    """
    port = free_port()
    program = _installed(folder, "oxigraph")
    process = started([program, "serve", "--bind", f"127.0.0.1:{port}"])
    server = Server("Oxigraph server", port, "/query", process, "", True)
    _wait(server)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    with dumped(store, published=False).open("rb") as body:
        headers = {"Content-Type": "application/n-quads"}
        connection.request("POST", "/store", body, headers, encode_chunked=True)
        response = connection.getresponse()
        said = response.read()
    connection.close()
    if response.status >= 300:
        server.stop()
        raise RuntimeError(f"Oxigraph does not take the data: {response.status} {said!r}")
    return _ready(server)


def rdflib_endpoint(store: Path, folder: Path) -> Server:
    """Start rdflib-endpoint with the published view in memory.

    Args:
        store: The folder of the store.
        folder: Where the peers' packages are.
    """
    port = free_port()
    program = _installed(folder, "rdflib-endpoint")
    file = dumped(store, published=True)
    process = started([program, "serve", "--host", "127.0.0.1", "--port", str(port), file])
    return _ready(Server("rdflib-endpoint", port, "/", process))


def virtuoso(store: Path, folder: Path) -> Server | None:
    """Start Virtuoso with the published view, if it is installed.

    Args:
        store: The folder of the store.
        folder: Below it the database is made.

    Returns:
        The server, or None where there is no ``virtuoso-t`` and ``isql-vt``.
    """
    program, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or shell is None:
        return None
    place = folder / f"virtuoso-{store.name}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    port, sql_port = free_port(), free_port()
    data = dumped(store, published=True)
    _configure(place, port, sql_port, data.parent)
    process = started([program, "+foreground", "+configfile", place / "virtuoso.ini"])
    extra = f"&default-graph-uri={quote(_PUBLISHED, safe='')}"
    server = Server("Virtuoso", port, "/sparql", process, extra)
    _wait(server)
    for statement in (
        f"ld_dir('{data.parent}', '{data.name}', '{_PUBLISHED}');",
        "rdf_loader_run();",
        "checkpoint;",
    ):
        command = [shell, str(sql_port), "dba", "dba", f"exec={statement}"]
        subprocess.run(command, check=True, capture_output=True)
    return _ready(server)


def _configure(place: Path, port: int, sql_port: int, readable: Path) -> None:
    made = configparser.ConfigParser()
    made.optionxform = str  # type: ignore[assignment, method-assign]
    made["Database"] = {
        "DatabaseFile": str(place / "virtuoso.db"),
        "ErrorLogFile": str(place / "virtuoso.log"),
        "LockFile": str(place / "virtuoso.lck"),
        "TransactionFile": str(place / "virtuoso.trx"),
        "xa_persistent_file": str(place / "virtuoso.pxa"),
    }
    made["TempDatabase"] = {
        "DatabaseFile": str(place / "temporary.db"),
        "TransactionFile": str(place / "temporary.trx"),
    }
    # For 4 GiB of memory, as its manual advises.
    made["Parameters"] = {
        "ServerPort": f"127.0.0.1:{sql_port}",
        "DirsAllowed": str(readable),
        "NumberOfBuffers": "340000",
        "MaxDirtyBuffers": "250000",
    }
    made["HTTPServer"] = {"ServerPort": f"127.0.0.1:{port}", "ServerThreads": "70"}
    made["SPARQL"] = {"ResultSetMaxRows": "1000000"}
    with (place / "virtuoso.ini").open("w", encoding="utf-8") as file:
        made.write(file)


def _installed(folder: Path, program: str) -> Path:
    """Return a peer's program, installed into an environment of its own when first needed."""
    place = folder / "peers"
    path = place / "bin" / program
    if not path.is_file():
        tell(f"installing {', '.join(_PACKAGES)}")
        venv.create(place, with_pip=True)
        install = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", *_PACKAGES]
        subprocess.run(install, cwd=ROOT, env=environment(), check=True)
    return path


def _wait(server: Server) -> None:
    """Wait until a server listens."""
    _until(server, lambda _status: True)


def _ready(server: Server) -> Server:
    """Wait until a server answers queries."""
    _until(server, lambda status: status == 200)
    return server


def _until(server: Server, is_enough: Callable[[int], bool]) -> None:
    limit = time.monotonic() + _PATIENCE
    query = quote("ASK { <urn:x-s:> <urn:x-p:> <urn:x-o:> }", safe="")
    while time.monotonic() < limit and server.process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=_PATIENCE)
        try:
            connection.request("GET", f"{server.path}?query={query}{server.extra}")
            response = connection.getresponse()
            response.read()
            if is_enough(response.status):
                return
            if response.status < 500:
                break
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    server.stop()
    raise RuntimeError(f"{server.name} does not answer")


STARTERS: Final[dict[str, Starter]] = {
    "lcgraph": lcgraph,
    "lcgraph-anew": lcgraph_anew,
    "constant": constant,
    "oxigraph": oxigraph,
    "rdflib-endpoint": rdflib_endpoint,
    "virtuoso": virtuoso,
}
