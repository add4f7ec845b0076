"""After which publications a thing was mentioned, told by the history alone."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.store import EmbeddedStore, Patch
from lcgraph.store.faults import HistoryIncomplete
from lcgraph.store.mentions import OWN, SHOWN, publications_mentioning
from lcgraph.vocabulary import GRAPH

if TYPE_CHECKING:
    from pathlib import Path

A, B, P = (NamedNode(f"urn:x:{name}") for name in "abp")
LONG = Literal("<urn:x:a> ก " * 200_000)


def quad(subject: NamedNode, value: NamedNode | Literal, graph: NamedNode | None = None) -> Quad:
    return Quad(subject, P, value, graph or DefaultGraph())


def counted(store: EmbeddedStore, thing: NamedNode) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in store.match():
        name = "" if isinstance(each.graph_name, DefaultGraph) else str(each.graph_name)[1:-1]
        found[OWN] += each.graph_name == thing
        found[name] += (name in SHOWN) * [each.subject, each.object].count(thing)
    return +found


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedStore:
    """A store in which two things come and go, in graphs that count and in one that does not."""
    monkeypatch.setattr("lcgraph.store.mentions._PIECE", 1000)
    monkeypatch.setattr(EmbeddedStore, "compared", 50)
    store = EmbeddedStore.create(tmp_path, [quad(B, LONG)])
    store.apply(Patch(added=frozenset([quad(A, A), quad(A, LONG), quad(B, B, A)])))
    store.apply(Patch(frozenset([quad(A, A)]), frozenset([quad(B, A, GRAPH["derived"])])))
    store.apply(Patch(frozenset([quad(A, LONG), quad(B, A, GRAPH["derived"])])))
    store.update("CLEAR GRAPH <urn:x:a>", None, ["urn:x:a"])
    store.apply(Patch(added=frozenset([quad(A, Literal(1), GRAPH["catalogue"])])))
    many = " ".join(f"<urn:x:b> <urn:x:p> {n} ." for n in range(60))
    store.update(f"INSERT DATA {{ {many} <urn:x:a> <urn:x:p> <urn:x:b> }}", None, [""])
    store.update("DELETE WHERE { <urn:x:a> ?p ?o } ", None, [""])
    store.update(f"DROP ALL ; INSERT DATA {{ {many} }}")
    return store


@pytest.mark.parametrize(("thing", "expected"), [(A, [2, 3, 4, 7]), (B, [*range(1, 10)])])
def test_it_is_as_counting_each_version_says(
    store: EmbeddedStore, thing: NamedNode, expected: list[int]
) -> None:
    assert store.history is not None
    found = publications_mentioning(store.history, thing, counted(store, thing), store.version, 60)
    assert [each.version for each in found] == expected


def test_a_damaged_way_back_is_said_so(store: EmbeddedStore) -> None:
    assert store.history is not None
    path = store.directory / "history" / "4.nq.gz"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(HistoryIncomplete, match="incomplete at version 4"):
        publications_mentioning(store.history, A, counted(store, A), store.version, 60)


def test_it_takes_no_longer_than_allowed(store: EmbeddedStore) -> None:
    assert store.history is not None
    with pytest.raises(TimeoutError):
        publications_mentioning(store.history, A, counted(store, A), store.version, -1)
