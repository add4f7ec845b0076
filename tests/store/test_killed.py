"""A process killed at any moment leaves the old state or the new one, never half."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from lcgraph.store import EmbeddedStore

SIZE = 4000
KILLS = 15

# One quad in the default graph and one in a named graph for each number, as a publication has.
WRITER = """
import sys
from pathlib import Path
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from lcgraph.store import EmbeddedStore, Patch

SIZE, directory = int(sys.argv[2]), Path(sys.argv[3])

def state(name):
    value = NamedNode("urn:x:value")
    return frozenset(
        Quad(NamedNode(f"urn:x:{number}"), value, Literal(name), graph)
        for number in range(SIZE)
        for graph in (DefaultGraph(), NamedNode("urn:x:graph"))
    )

print("ready", flush=True)
if sys.argv[1] == "create":
    EmbeddedStore.create(directory, state("1"))
else:
    store = EmbeddedStore(directory)
    for number in range(store.version, 1_000_000):
        store.apply(Patch.between(state(str(number)), state(str(number + 1))))
        print("published", flush=True)
"""


def run_and_kill(command: str, directory: Path, seconds: float, published: int = 0) -> bool:
    """Start a writer, kill it a while after so many publications; tell whether it had finished."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, command, str(SIZE), str(directory)],
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    for _ in range(published):
        assert process.stdout.readline() == b"published\n"
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()
    return process.returncode == 0


def values(directory: Path) -> tuple[int, set[str], int]:
    store = EmbeddedStore(directory)
    quads = [quad for quad in store if quad.predicate.value == "urn:x:value"]
    found = (store.version, {str(quad.object) for quad in quads}, len(quads))
    store.close()
    return found


def test_a_store_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    moments = random.Random(543)
    finished = 0
    for number in range(KILLS):
        directory = tmp_path / str(number)
        # The first is killed before it can have finished, however fast the machine is.
        finished += run_and_kill("create", directory, number and moments.uniform(0, 0.4))
        if EmbeddedStore.exists(directory):
            assert values(directory) == (1, {'"1"'}, 2 * SIZE)
        else:
            EmbeddedStore.create(directory, []).close()
        assert sorted(path.name for path in directory.iterdir()) == ["data", "history"]
    assert finished < KILLS


def test_a_publication_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    moments = random.Random(2567)
    run_and_kill("create", tmp_path, 60)
    before = 1
    for _ in range(KILLS):
        # However slow the machine is, some of them have published.
        published = moments.randrange(2)
        run_and_kill("apply", tmp_path, moments.uniform(0, 0.4), published)
        version, found, count = values(tmp_path)
        assert version >= before + published
        assert found == {f'"{version}"'}
        assert count == 2 * SIZE
        before = version
    assert before > 1
