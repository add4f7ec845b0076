"""Publishing one record into a graph of many cities, against loading that graph anew."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks.figures import Figure, Sample, Sense, compared
from benchmarks.processes import LCGRAPH, measure, sample, sides, tell, tree_memory
from benchmarks.stores import cache, dumped, store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

CITIES: Final = 1000
_NAME: Final = (
    "SELECT ?_city_iri ?label "
    "WHERE { ?_city_iri <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
)


class Publishing:
    """A service's graph with its readers, and what prepares publications for it."""

    def __init__(self, folder: str) -> None:
        """Open a copy of a store and make everything ready.

        Args:
            folder: The folder of the store.
        """
        from lcgraph.knowledge import Knowledge
        from lcgraph.knowledge.loading import tools_of
        from lcgraph.publication import Publisher, Tools
        from lcgraph.service import Settings
        from lcgraph.service.graph import PublishedGraph
        from lcgraph.store import WorkingCopy

        self._place = tempfile.TemporaryDirectory(prefix="lcgraph-benchmark-")
        copy = Path(self._place.name) / "store"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("snapshots"))
        self._loop = asyncio.new_event_loop()
        self._graph = PublishedGraph(Settings(store=copy))
        self._loop.run_until_complete(self._graph.open())
        tools = tools_of(Knowledge())
        if not isinstance(tools, Tools):
            raise TypeError(f"the shipped files are refused: {tools}")
        _ = tools.shapes
        self._publisher = Publisher(WorkingCopy(self._graph._opened()), tools)
        self._numbers = itertools.count(CITIES + 1)

    def prepare(self, work: str) -> None:
        """Make the record of one more city.

        Args:
            work: Not used.
        """
        from lcgraph.records import CityRecord, record_of

        made = record_of(_of_city(next(self._numbers)))
        if not isinstance(made, CityRecord):
            raise TypeError(f"no record: {made}")
        self._record = made

    def run(self, work: str) -> dict[str, Any]:
        """Publish the record, and ask the readers for the city.

        Args:
            work: Not used.

        Returns:
            Seconds by part, and how many quads changed.

        Raises:
            ValueError: If it is refused, or a reader does not know the city.
        """
        from lcgraph.publication import Prepared

        begun = time.perf_counter()
        prepared = self._publisher.record(self._record)
        if not isinstance(prepared, Prepared):
            raise ValueError(str(prepared.reasons))
        staged = time.perf_counter()
        version = self._loop.run_until_complete(self._graph.apply(prepared.patch))
        applied = time.perf_counter()
        answer = self._loop.run_until_complete(
            self._graph.query(_NAME, substitutions={"_city_iri": self._record.city})
        )
        if answer.version != version or self._record.key.encode()[-4:] not in answer.content:
            raise ValueError("a reader answered from an earlier version")
        return {
            "prepare": staged - begun,
            "apply": applied - staged,
            "ask": time.perf_counter() - applied,
            "quads": len(prepared.patch.added) + len(prepared.patch.removed),
        }

    def answer(self, result: dict[str, Any]) -> dict[str, Any]:
        """Tell the parts and the memory of all processes together.

        Args:
            result: What :meth:`run` returned.
        """
        return {**result, "memory": tree_memory(os.getpid())}


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
    pairs, details, memory, quads = [], [], 0, 0
    with sides(
        ("benchmarks.publishing:Publishing", folder), ("benchmarks.publishing:Reloading", file)
    ) as (ours, theirs):
        for number in range(repetitions):
            tell(f"publish: {number + 1} of {repetitions}")
            mine, other = ours.run(answer=True), theirs.run(answer=True)
            pairs.append((sample(mine), sample(other)))
            told = mine["answer"]
            memory, quads = max(memory, told["memory"]), other["answer"]["quads"]
            details.append(
                {
                    "milliseconds_to_prepare": round(1000 * told["prepare"]),
                    "to_apply": round(1000 * told["apply"]),
                    "to_ask": round(1000 * told["ask"]),
                    "quads_changed": told["quads"],
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
            f"{quads:,} quads. Validation, inference, recommendations, the transaction on disk and "
            "the readers' change are included; shapes and rules are ready, and publications are "
            "staged on a copy on disk.",
            f"All processes of the publishing side together: {memory >> 20} MiB.",
            "`lcgraph load` of such a record, from the start of the program to its end: "
            f"{cold.seconds:.1f} s, {cold.cpu:.1f} s on the processor, {cold.memory >> 20} MiB.",
        ],
        details=details,
    )
