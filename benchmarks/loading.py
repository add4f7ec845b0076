"""The first load of the shipped data, against reading the same files into rdflib."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Figure, Sense, compared
from benchmarks.processes import LCGRAPH, ROOT, measure, tell

_FOLDERS = ("ontology", "shapes", "data")


def turtle_files() -> list[Path]:
    """List the Turtle files that lcgraph loads."""
    return sorted(path for folder in _FOLDERS for path in (ROOT / folder).rglob("*.ttl"))


def read_into_rdflib() -> None:
    """Read each file into a named graph of its own in memory; the peer's whole work."""
    import rdflib

    dataset = rdflib.Dataset()
    for path in turtle_files():
        dataset.graph(path.as_uri()).parse(path, format="turtle")


def run(repetitions: int) -> Figure:
    """Measure, from the start of each process to its end.

    Args:
        repetitions: How often.
    """
    peer = [sys.executable, "-c", "from benchmarks.loading import *; read_into_rdflib()"]
    folder = Path(tempfile.mkdtemp(prefix="lcgraph-benchmark-"))
    pairs = []
    try:
        for number in range(repetitions):
            tell(f"load: {number + 1} of {repetitions}")
            store = folder / str(number)
            pairs.append((measure([*LCGRAPH, "load", "--store", store]), measure(peer)))
            shutil.rmtree(store)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return compared(
        "load",
        "First load of the shipped data: read, validate, infer, recommend, write to disk",
        "rdflib reading the same Turtle files into memory, nothing else",
        Sense.SLOWER,
        None,
        pairs,
        notes=[f"{len(turtle_files())} files; both from the start of the process to its end."],
    )
