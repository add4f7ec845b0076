"""Stores of the shipped and of generated cities, kept for later runs."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.processes import LCGRAPH, ROOT, environment, load_store, measure, tell


def cache() -> Path:
    """Choose the folder for what is made once: stores and the peers' packages."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "lcgraph-benchmarks"


def store(cities: int, folder: Path) -> Path:
    """Make a store, unless there is one of the same files.

    Args:
        cities: How many generated cities beside the shipped ones.
        folder: Where stores are kept.

    Returns:
        The folder of the store.
    """
    from lcgraph.knowledge import Knowledge

    digest = Knowledge().fingerprint.removeprefix("sha256:")[:12]
    path = folder / f"store-{cities}-{digest}"
    if (path / "data").is_dir():
        return path
    tell(f"making a store with {cities} generated cities")
    path.parent.mkdir(parents=True, exist_ok=True)
    if cities:
        command = [sys.executable, "-m", "benchmarks.stores", str(cities), str(path)]
        subprocess.run(command, env=environment(), cwd=ROOT, check=True)
    else:
        load_store(path)
    return path


def dumped(store: Path, *, published: bool) -> Path:
    """Write a store for others, unless it is written already.

    Args:
        store: The folder of the store.
        published: Whether to write the published view as N-Triples; all graphs as N-Quads if not.

    Returns:
        The file.
    """
    path = store.with_suffix(".nt" if published else ".nq")
    if not path.is_file():
        form = ["--format", "ntriples"] if published else ["--all", "--format", "nquads"]
        making = path.with_suffix(".part")
        measure([*LCGRAPH, "export", *form, "--output", str(making), "--store", store])
        making.rename(path)
    return path


def publish_generated(cities: int, folder: Path) -> None:
    """Publish the shipped and the generated records in one go, by all rules.

    Args:
        cities: How many generated cities.
        folder: The folder of the store.

    Raises:
        ValueError: If something is refused.
    """
    from benchmarks.generate import records
    from lcgraph.knowledge import Knowledge
    from lcgraph.knowledge.loading import rules_of, shipped_graphs, shipped_records
    from lcgraph.publication import Publisher, Refused, Tools
    from lcgraph.records import NotARecord, record_of
    from lcgraph.store import EmbeddedStore, MemoryStore

    knowledge = Knowledge()
    graphs, found = shipped_graphs(knowledge), shipped_records(knowledge)
    tools = Tools.of(graphs, rules_of(knowledge))
    if isinstance(tools, Refused) or isinstance(found, Refused):
        raise ValueError("the shipped files are refused")
    for key, triples in records(cities):
        made = record_of(triples)
        if isinstance(made, NotARecord):
            raise ValueError(f"{key}: {made.messages['en']}")
        found.append(made)
    staged = MemoryStore()
    prepared = Publisher(staged, tools).shipped(
        graphs, found, knowledge.fingerprint, _progress(2 * len(found))
    )
    if isinstance(prepared, Refused):
        raise ValueError(f"{prepared.subject}: {[each['en'] for each in prepared.reasons]}")
    EmbeddedStore.create(folder, staged).close()


def _progress(steps: int) -> Callable[[str], None]:
    """Return what says now and then how far it is."""
    done = itertools.count(1)

    def step(_what: str) -> None:
        if (number := next(done)) % 200 == 0:
            tell(f"  {number} of about {steps} steps")

    return step


if __name__ == "__main__":
    target = Path(sys.argv[2])
    unfinished = target.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    publish_generated(int(sys.argv[1]), unfinished)
    unfinished.rename(target)
