"""A working copy: staged on without the store, and gone when it is done with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.store import EmbeddedStore, Patch, WorkingCopy, staged

YALA = NamedNode("urn:x:yala")
LABEL = NamedNode("urn:x:label")
THAI = Quad(YALA, LABEL, Literal("ยะลา", language="th"), DefaultGraph())
ENGLISH = Quad(YALA, LABEL, Literal("Yala", language="en"), NamedNode("urn:x:graph"))
MALAY = Quad(YALA, LABEL, Literal("Jala", language="ms"), DefaultGraph())

STAGER = """
import os, signal, sys
from pathlib import Path
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from lcgraph.store import EmbeddedStore, Patch, WorkingCopy

copy = WorkingCopy(EmbeddedStore(Path(sys.argv[1])))
label = NamedNode("urn:x:label")
copy.stage(Patch(added=frozenset({Quad(label, label, Literal("staged"), DefaultGraph())})))
print(len(list(Path(sys.argv[1]).glob("unfinished-*"))), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def content(store: EmbeddedStore | WorkingCopy) -> set[Quad]:
    return {quad for quad in store if quad.predicate == LABEL}


def test_what_is_staged_is_not_in_the_store(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, [THAI, ENGLISH])
    copy = WorkingCopy(store)
    copy.stage(Patch(frozenset({ENGLISH}), frozenset({MALAY})))
    assert content(copy) == {THAI, MALAY}
    assert content(store) == {THAI, ENGLISH}
    assert copy.version == store.version == 1


def test_what_is_published_later_is_not_in_the_copy(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, [THAI])
    copy = WorkingCopy(store)
    store.apply(Patch(frozenset({THAI}), frozenset({MALAY})))
    assert content(copy) == {THAI}
    assert content(store) == {MALAY}


def test_staging_leaves_the_store_whole_and_nothing_behind(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, [THAI, ENGLISH])
    with staged(store) as copy:
        copy.stage(Patch(frozenset({THAI, ENGLISH}), frozenset({MALAY})))
    store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "history"]
    assert content(EmbeddedStore(tmp_path)) == {THAI, ENGLISH}


def test_the_copy_of_a_killed_process_is_cleared_away(tmp_path: Path) -> None:
    EmbeddedStore.create(tmp_path, [THAI]).close()
    killed = subprocess.run(
        [sys.executable, "-c", STAGER, str(tmp_path)], stdout=subprocess.PIPE, check=False
    )
    assert (killed.returncode, killed.stdout) == (-9, b"1\n")
    assert content(EmbeddedStore(tmp_path)) == {THAI}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "history"]
