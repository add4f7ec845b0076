"""With which publication a thing ceased to be mentioned, told by the history alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.store import EmbeddedStore, Patch
from lcgraph.store.endings import Endings
from lcgraph.vocabulary import BASE, GRAPH, RDFS, RECORD

if TYPE_CHECKING:
    from pathlib import Path

A, B, NEVER = (NamedNode(f"{BASE}id/city/{name}") for name in ("a", "b", "never"))
REPORT = NamedNode(f"{BASE}id/report/a")
PART, DRAFT = GRAPH["quality/a"], RECORD["a-v2"]


def quad(subject: NamedNode, value: NamedNode | Literal, graph: NamedNode | None = None) -> Quad:
    return Quad(subject, RDFS.seeAlso, value, graph or DefaultGraph())


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedStore:
    """A store in which things come and go, in graphs that count and in some that do not."""
    monkeypatch.setattr("lcgraph.store.endings._LINES_AT_ONCE", 2)
    text = Literal(f"<{NEVER.value}>")
    store = EmbeddedStore.create(tmp_path, [quad(A, text), quad(B, A), quad(B, Literal("1"))])
    quality = {quad(REPORT, A, GRAPH["quality"]), quad(REPORT, A, PART)}
    store.apply(Patch(added=frozenset(quality | {quad(NEVER, NEVER, DRAFT)})))
    # Something else is said of one, and nothing of the other.
    store.apply(
        Patch(frozenset({quad(A, text), quad(B, A), *quality}), frozenset({quad(A, text, PART)}))
    )
    store.apply(Patch(frozenset({quad(NEVER, NEVER, DRAFT), quad(A, text, PART)})))
    store.apply(Patch(added=frozenset({quad(A, B)})))
    store.update("DROP ALL", None)
    return store


def endings(store: EmbeddedStore) -> Endings:
    assert store.history is not None
    found = Endings(store.history)
    found.learn(store.history.publications(store.version), 60)
    return found


@pytest.mark.parametrize(
    ("thing", "version", "expected"),
    [
        (A, 6, 6),
        (A, 4, 3),
        (A, 3, 3),
        (B, 6, 6),
        (REPORT, 6, 3),
        (REPORT, 3, 3),
        (REPORT, 1, None),
        (PART, 6, 4),
        (NEVER, 6, None),
        (DRAFT, 6, None),
        (RDFS.seeAlso, 6, None),
    ],
)
def test_it_is_the_last_that_took_a_mention_away(
    store: EmbeddedStore, thing: NamedNode, version: int, expected: int | None
) -> None:
    assert store.history is not None
    known = store.history.publications(store.version)
    found = endings(store).of_thing(thing, [each for each in known if each.version <= version])
    assert (None if found is None else found.version) == expected


def test_what_was_read_is_read_once(store: EmbeddedStore) -> None:
    assert store.history is not None
    found, known = endings(store), store.history.publications(store.version)
    assert found.knows(known)
    path = store.history.path(3)
    damaged = path.read_bytes()[:-20]
    path.write_bytes(damaged)
    store.apply(Patch(added=frozenset({quad(A, B)})))
    store.apply(Patch(frozenset({quad(A, B)})))
    later = store.history.publications(store.version)
    assert not found.knows(later)
    found.learn(later, 60)
    last = found.of_thing(A, later)
    assert last is not None
    assert last.version == 8


def test_what_is_damaged_hides_nothing_else(store: EmbeddedStore) -> None:
    assert store.history is not None
    path = store.history.path(4)
    path.write_bytes(path.read_bytes()[:-20])
    found, known = endings(store), store.history.publications(store.version)
    assert found.of_thing(PART, known) is None
    last = found.of_thing(REPORT, known)
    assert last is not None
    assert last.version == 3


def test_it_takes_no_longer_than_allowed(store: EmbeddedStore) -> None:
    assert store.history is not None
    known = store.history.publications(store.version)
    found = Endings(store.history)
    with pytest.raises(TimeoutError):
        found.learn(known, -1)
    assert not found.knows(known)


def test_publications_that_are_gone_are_forgotten(store: EmbeddedStore) -> None:
    found = endings(store)
    assert store.history is not None
    store.history.keep(2, store.version)
    known = store.history.publications(store.version)
    found.learn(known, 60)
    assert [each.version for each in known] == [5, 6]
    assert found.of_thing(REPORT, known) is None
