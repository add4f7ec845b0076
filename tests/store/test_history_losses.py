"""Histories that are damaged, or were being written when the process was killed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from lcgraph.store import EmbeddedStore, Patch
from lcgraph.store.faults import HistoryIncomplete
from lcgraph.vocabulary import RECORD
from tests.store.test_history import (
    BLANK,
    LINKED,
    OWN,
    SUPERSEDED,
    V1,
    assert_same,
    label,
    names,
    past,
)

if TYPE_CHECKING:
    from pathlib import Path

FIRST = RECORD["th-yala-v1"]


def test_a_gap_hides_what_lies_before_it(tmp_path: Path) -> None:
    """As left by a version of the program that kept no history."""
    store = EmbeddedStore.create(tmp_path, V1)
    for text in ("ก", "ข", "ค"):
        store.apply(Patch(added=frozenset([label(text, FIRST)])))
    (tmp_path / "history" / "2.nq.gz").unlink()
    assert store.history is not None
    assert [each.version for each in store.history.publications(4)] == [3, 4]
    with pytest.raises(HistoryIncomplete):
        store.past(1, tmp_path / "past")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, V1)
    store.apply(SUPERSEDED)
    path = tmp_path / "history" / "2.nq.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(HistoryIncomplete, match="incomplete at version 2") as incomplete:
        store.past(1, tmp_path / "past")
    assert set(incomplete.value.messages) == {"th", "en"}
    assert store.version == 2


def test_history_begins_anew_where_the_way_back_is_lost(tmp_path: Path) -> None:
    """What is left of earlier versions leads nowhere, though it is next to what begins."""
    store = EmbeddedStore.create(tmp_path, V1)
    store.apply(SUPERSEDED)
    dump = store.dump()
    store.close()
    (tmp_path / "history" / "2.nq.gz").write_bytes(b"")
    reopened = EmbeddedStore(tmp_path)
    reopened.apply(Patch(added=frozenset([label("ใหม่", FIRST)])))
    assert reopened.history is not None
    assert [each.version for each in reopened.history.publications(3)] == [2, 3]
    assert_same(past(reopened, 2), dump)


# Writes the history as a publication does, and is killed before the engine is told.
KILLED = """
import os, signal, sys
from pathlib import Path
import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad
from lcgraph.store import EmbeddedStore, Patch

class Deadly:
    def __init__(self, store): self._store = store
    def __getattr__(self, name): return getattr(self._store, name)
    def __contains__(self, quad): return quad in self._store
    def __iter__(self): return iter(self._store)
    def __len__(self): return len(self._store)
    def update(self, *given, **named): os.kill(os.getpid(), signal.SIGKILL)

store = EmbeddedStore(Path(sys.argv[1]))
store._store = Deadly(store._store)
if sys.argv[2] == "apply":
    store.apply(Patch(added=frozenset([Quad(*[NamedNode("urn:x:lost")] * 4)])))
else:
    store.update("INSERT DATA { GRAPH <urn:x:own> { <urn:x:lost> <urn:x:p> 1 } }")
"""


@pytest.mark.parametrize("how", ["apply", "update"])
def test_what_was_killed_before_it_was_done_is_passed_over(tmp_path: Path, how: str) -> None:
    store = EmbeddedStore.create(tmp_path, V1)
    first = store.dump()
    store.close()
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), how], check=False)
    assert done.returncode == -9
    assert names(tmp_path) == ["1.nq.gz", "2.nq.gz"]
    store = EmbeddedStore(tmp_path)
    assert store.version == 1
    assert store.history is not None
    assert [each.version for each in store.history.publications(1)] == [1]
    assert names(tmp_path) == ["1.nq.gz"]
    store.apply(SUPERSEDED)
    assert_same(past(store, 1), first)


# Is killed once the engine has carried the update out, before the difference is written.
KILLED_LATER = """
import os, signal, sys
from pathlib import Path
from lcgraph.store import EmbeddedStore
from lcgraph.store.comparison import Comparison

Comparison.after = lambda self: os.kill(os.getpid(), signal.SIGKILL)
EmbeddedStore(Path(sys.argv[1])).update(sys.argv[2], None, ["urn:x:own"])
"""


def test_an_update_killed_before_its_difference_is_known_is_undone_too(tmp_path: Path) -> None:
    store = EmbeddedStore.create(tmp_path, V1)
    store.update(BLANK, None, [OWN])
    before = store.dump()
    store.close()
    done = subprocess.run([sys.executable, "-c", KILLED_LATER, str(tmp_path), LINKED], check=False)
    assert done.returncode == -9
    store = EmbeddedStore(tmp_path)
    assert store.version == 3
    assert_same(past(store, 2), before)
