"""Readers give the same answers wherever they have the graph, and move with the store."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.store import EmbeddedStore, Patch
from lcgraph.store.oxigraph import version_quads
from lcgraph.store.reader import Reader
from lcgraph.vocabulary import GRAPH
from lcgraph.workers.frames import Head

FORMATS = {
    "boolean": "text/csv",
    "solutions": "text/csv",
    "graph": "application/n-triples",
}
LABEL, YALA = NamedNode("urn:x:label"), NamedNode("urn:x:ยะลา")
OLD = Quad(YALA, LABEL, Literal("ยะลา", language="th"), DefaultGraph())
NEW = Quad(YALA, LABEL, Literal("Yala", language="en"), DefaultGraph())
INFERRED = Quad(YALA, LABEL, Literal("inferred"), GRAPH["inferred-owl"])
NAMED = Quad(YALA, LABEL, Literal("named"), NamedNode("urn:x:g"))
LABELS = "SELECT ?label { ?city <urn:x:label> ?label } ORDER BY ?label"
# Whether the graph is in memory, and whether what is published is.
WHERE = [(False, False), (False, True), (True, False), (True, True)]
EVERYTHING = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?g ?p ?o"


def on(snapshot: Path, *, in_memory: bool, published: bool = False) -> Reader:
    where = {"snapshot": str(snapshot), "in_memory": in_memory, "published": published}
    return Reader({**where, "version": int(snapshot.name)})


def answer(reader: Reader, text: str, **more: object) -> tuple[Head, bytes]:
    return reader.handle({"formats": FORMATS, **more}, text.encode())


def n_quads(quads: Iterable[Quad]) -> bytes:
    return "".join(f"{quad} .\n" for quad in quads).encode()


def labels(reader: Reader) -> list[str]:
    return answer(reader, LABELS)[1].decode().split("\r\n")[1:-1]


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore.create(tmp_path, [OLD, INFERRED, NAMED])


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (LABELS, {}),
        (LABELS, {"layers": ["inferred"]}),
        (LABELS, {"default": ["urn:x:g"]}),
        (LABELS, {"substitutions": {"city": "<urn:x:ยะลา>"}}),
        (EVERYTHING, {}),
        (EVERYTHING, {"named": ["urn:x:g"]}),
        ("SELECT ?label FROM <urn:x:g> { ?city <urn:x:label> ?label }", {}),
        ("SELECT (<urn:x:unknown>(1) AS ?unbound) {}", {}),
        ("CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?label BIND(<urn:x:o> AS ?o) }", {}),
        ("DESCRIBE <urn:x:ยะลา>", {}),
        ("ASK { <urn:x:ยะลา> ?p 'named' }", {}),
        ("SELECT * { ?s ?p }", {}),
        ("SELECT * { ?s ?p ?o }", {"most": {"rows": 0, "bytes": 1000}}),
    ],
)
def test_readers_in_memory_and_on_disk_answer_alike(
    store: EmbeddedStore, text: str, more: dict[str, object]
) -> None:
    snapshot = store.snapshot()
    found = []
    for in_memory, published in WHERE:
        said, body = answer(on(snapshot, in_memory=in_memory, published=published), text, **more)
        found.append((said, sorted(body.splitlines())))
    assert found == [found[0]] * len(WHERE)
    assert found[0][0]["outcome"] in {"answer", "syntax", "too-long"}


@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.parametrize(("in_memory", "published"), WHERE)
def test_a_reader_moves_to_the_next_version(
    store: EmbeddedStore, in_memory: bool, published: bool, anew: bool
) -> None:
    reader = on(store.snapshot(), in_memory=in_memory, published=published)
    patch = Patch(frozenset([OLD]), frozenset([NEW, Quad(YALA, LABEL, OLD.object, GRAPH["g"])]))
    store.apply(patch)
    whole = patch.then(Patch.between(version_quads(1), version_quads(2)))
    removed, added = n_quads(whole.removed), n_quads(whole.added)
    snapshot = store.snapshot()
    news = {"version": 2, "snapshot": str(snapshot)}
    assert labels(reader) == ["ยะลา"]
    if anew:
        reader.update({**news, "removed": None}, b"")
    else:
        reader.update({**news, "removed": len(removed)}, removed + added)
    assert labels(reader) == ["Yala"]
    expected = on(snapshot, in_memory=False)
    for text in (EVERYTHING, "SELECT * { ?s ?p ?o } ORDER BY ?p ?o"):
        assert answer(reader, text) == answer(expected, text)


def test_a_snapshot_stays_as_long_as_a_reader_has_it(store: EmbeddedStore, tmp_path: Path) -> None:
    reader = on(store.snapshot(), in_memory=False)
    kept = []
    for version in (2, 3):
        store.apply(Patch(added=frozenset([Quad(YALA, LABEL, Literal(version), DefaultGraph())])))
        news = {"version": version, "snapshot": str(store.snapshot()), "removed": 0}
        kept.append(sorted(path.name for path in (tmp_path / "snapshots").iterdir()))
        reader.update(news, b"")
    assert kept == [["1", "2"], ["2", "3"]]


def test_a_snapshot_stays_for_a_process_that_was_forked_and_goes_after_it(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    reader = on(store.snapshot(), in_memory=False)
    ended, to_end = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(to_end)
        os.read(ended, 1)
        os._exit(0)
    store.apply(Patch(frozenset([OLD]), frozenset([NEW])))
    reader.update({"version": 2, "snapshot": str(store.snapshot()), "removed": 0}, b"")
    store.snapshot()
    assert (tmp_path / "snapshots" / "1").is_dir()
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    store.snapshot()
    assert not (tmp_path / "snapshots" / "1").exists()


@pytest.mark.parametrize("in_memory", [True, False])
def test_an_update_is_tried_out_and_nothing_else_changes(
    store: EmbeddedStore, tmp_path: Path, in_memory: bool
) -> None:
    reader = on(store.snapshot(), in_memory=in_memory)
    tried = [
        answer(reader, text, update=True)
        for text in (
            "INSERT DATA { <urn:x:s> <urn:x:label> 1 }",
            "CREATE GRAPH <urn:x:g>",
            "INSERT DATA { ?s <urn:x:label> 1 }",
        )
    ]
    assert [said["outcome"] for said, _ in tried] == ["done", "fault", "syntax"]
    assert all(said["retire"] for said, _ in tried)
    assert (len(store), store.version) == (5, 1)
    assert [path.name for path in (tmp_path / "snapshots").iterdir() if path.is_dir()] == ["1"]
    if not in_memory:
        assert labels(reader) == ["ยะลา"]


def test_what_was_left_of_a_trial_goes_with_the_next_snapshot(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    store.snapshot()
    (tmp_path / "snapshots" / "1-trial-1").mkdir()
    store.snapshot()
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == ["1"]


def test_only_a_graph_in_memory_is_dumped_and_loaded(store: EmbeddedStore, tmp_path: Path) -> None:
    snapshot = store.snapshot()
    on(snapshot, in_memory=False)
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == ["1"]
    on(snapshot, in_memory=True)
    assert sorted(path.name for path in (tmp_path / "snapshots").iterdir()) == ["1", "1.nq"]
