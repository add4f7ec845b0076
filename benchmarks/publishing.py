"""Publishing one record into a graph of many cities, against loading that graph anew."""

from __future__ import annotations

import atexit
import http.client
import itertools
import os
import secrets
import shutil
import tempfile
import time
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from benchmarks.figures import Figure, Sample, Sense, compared
from benchmarks.processes import (
    LCGRAPH,
    measure,
    sample,
    sides,
    tell,
    tree_memory,
    tree_seconds,
)
from benchmarks.starting import first_answer, free_port, started, stop
from benchmarks.stores import cache, dumped, store
from lcgraph.vocabulary import FOAF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

CITIES: Final = 1000
_NAME: Final = "SELECT ?name WHERE { <CITY> <http://www.w3.org/2000/01/rdf-schema#label> ?name }"


class Publishing:
    """A service to which records are sent, and which is asked for them."""

    def __init__(self, folder: str) -> None:
        """Serve a copy of a store, and publish a first record: it starts what checks records.

        Args:
            folder: The folder of the store.
        """
        place = tempfile.mkdtemp(prefix="lcgraph-benchmark-")
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        copy = Path(place) / "store"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("snapshots"))
        self._token = os.environ["LCGRAPH_ADMIN_TOKEN"] = secrets.token_urlsafe()
        self._port = free_port()
        command = [*LCGRAPH, "serve", "--store", str(copy), "--port", str(self._port)]
        self._process = started(command)
        atexit.register(stop, self._process)
        first_answer(self._port, self._process, "/health")
        self._numbers = itertools.count(CITIES + 1)
        self.prepare("")
        self._first = self.run("")["publish"]
        self._seconds = tree_seconds(self._process.pid)

    def prepare(self, work: str) -> None:
        """Write the record of one more city.

        Args:
            work: Not used.
        """
        from pyoxigraph import RdfFormat, serialize

        number = next(self._numbers)
        triples = list(_of_city(number))
        self._city = next(str(t.object)[1:-1] for t in triples if t.predicate == FOAF.primaryTopic)
        self._record = serialize(triples, format=RdfFormat.TURTLE) or b""

    def run(self, work: str) -> dict[str, Any]:
        """Send the record, and ask the service for the name of its city.

        Args:
            work: Not used.

        Returns:
            Seconds until the service has answered, and until a reader has.

        Raises:
            ValueError: If it is refused, or a reader does not know the city.
        """
        begun = time.perf_counter()
        status, version, body = self._asked("POST", "/records", self._record)
        published = time.perf_counter()
        if status != HTTPStatus.CREATED:
            raise ValueError(f"{status}: {body[:1000]!r}")
        query = _NAME.replace("CITY", self._city)
        status, read, body = self._asked("GET", "/sparql?query=" + quote(query))
        if read != version or b'"value"' not in body:
            raise ValueError(f"a reader answered from version {read}, not {version}: {body!r}")
        return {"publish": published - begun, "ask": time.perf_counter() - published}

    def _asked(self, method: str, path: str, body: bytes = b"") -> tuple[int, str | None, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=600)
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "text/turtle"}
        try:
            connection.request(method, path, body or None, headers if body else {})
            answer = connection.getresponse()
            return answer.status, answer.getheader("Lcgraph-Data-Version"), answer.read()
        finally:
            connection.close()

    def answer(self, result: dict[str, Any]) -> dict[str, Any]:
        """Tell the parts, and what the processes of the service take together.

        Args:
            result: What :meth:`run` returned.
        """
        before, self._seconds = self._seconds, tree_seconds(self._process.pid)
        return {
            **result,
            "first": self._first,
            "cpu": self._seconds - before,
            "memory": tree_memory(self._process.pid),
        }


class Reloading:
    """A reader that takes the whole graph up from a file."""

    def __init__(self, file: str) -> None:
        """Note the file.

        Args:
            file: The graph in N-Quads.
        """
        self._file = file

    def prepare(self, work: str) -> None:
        """Do nothing.

        Args:
            work: Not used.
        """

    def run(self, work: str) -> int:
        """Read the graph as readers do.

        Args:
            work: Not used.

        Returns:
            How many quads there are.
        """
        import pyoxigraph

        read = pyoxigraph.Store()
        read.bulk_load(path=self._file, format=pyoxigraph.RdfFormat.N_QUADS)
        return len(read)

    def answer(self, result: int) -> dict[str, int]:
        """Tell the size of the graph.

        Args:
            result: What :meth:`run` returned.
        """
        return {"quads": result}


def _of_city(number: int) -> Iterable[Triple]:
    from benchmarks.generate import record, templates

    made_from = templates()
    return record(made_from[number % len(made_from)], number)[1]


def _from_the_command_line(folder: Path, number: int) -> Sample:
    """Publish one record by a program of its own, from its start to its end."""
    from pyoxigraph import RdfFormat, serialize

    with tempfile.TemporaryDirectory(prefix="lcgraph-benchmark-") as place:
        file, copy = Path(place) / "record.ttl", Path(place) / "store"
        serialize(_of_city(number), str(file), format=RdfFormat.TURTLE)
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("snapshots"))
        return measure([*LCGRAPH, "load", file, "--store", copy])


def run(repetitions: int, cities: int = CITIES, place: Path | None = None) -> Figure:
    """Measure, from handing over a record until readers answer from it.

    Args:
        repetitions: How many records.
        cities: How many generated cities there are already, at most :data:`CITIES`.
        place: Where stores are kept; of the user's own when None.
    """
    folder = store(cities, place or cache())
    file = dumped(folder, published=False)
    pairs, details, memory, quads, first = [], [], 0, 0, 0.0
    with sides(
        ("benchmarks.publishing:Publishing", folder), ("benchmarks.publishing:Reloading", file)
    ) as (ours, theirs):
        for number in range(repetitions):
            tell(f"publish: {number + 1} of {repetitions}")
            mine, other = ours.run(answer=True), theirs.run(answer=True)
            told = mine["answer"]
            service = {name: told[name] for name in ("cpu", "memory")}
            pairs.append((replace(sample(mine), **service), sample(other)))
            memory, quads = max(memory, told["memory"]), other["answer"]["quads"]
            first = told["first"]
            details.append(
                {
                    "milliseconds_to_publish": round(1000 * told["publish"]),
                    "to_ask": round(1000 * told["ask"]),
                    "reload_seconds": round(other["seconds"], 2),
                }
            )
    tell("publish: from the command line")
    cold = _from_the_command_line(folder, CITIES + 1)
    return compared(
        "publish",
        f"One record into a graph of {cities} generated cities, until readers answer from it",
        "a reader that takes the whole graph up from N-Quads",
        Sense.FASTER,
        10,
        pairs,
        notes=[
            f"{quads:,} quads. A record is sent to a running service with POST /records, then the "
            "name of its city is asked for. Reading and checking it, inference, recommendations, "
            "the transaction on disk and the readers' change are included; a first record had "
            f"started what checks records, which took {first:.1f} s.",
            f"All processes of the service together: {memory >> 20} MiB.",
            "`lcgraph load` of such a record, from the start of the program to its end: "
            f"{cold.seconds:.1f} s, {cold.cpu:.1f} s on the processor, {cold.memory >> 20} MiB.",
        ],
        details=details,
    )
