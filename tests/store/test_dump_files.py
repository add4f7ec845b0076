"""The files of a dump: what they hold, and what is known of them."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from lcgraph.store import EmbeddedStore
from lcgraph.store.dump_files import (
    SUMS,
    Dumper,
    Written,
    dumps_of_copy,
    files_of,
    sum_up,
    write_dumps,
)
from lcgraph.store.dumps import Dump
from lcgraph.vocabulary import ADMS, GRAPH, RDFS, RECORD, STATUS

YALA = NamedNode("https://example.org/yala")
DRAFT, PUBLISHED = RECORD["th-yala-v2"], RECORD["th-yala-v1"]
OWN = NamedNode("https://example.org/graph")


def named(graph: NamedNode | DefaultGraph, text: str) -> Quad:
    return Quad(YALA, RDFS.label, Literal(text, language="th"), graph)


QUADS = {
    named(DefaultGraph(), "ยะลา"),
    named(PUBLISHED, "ยะลา"),
    named(DRAFT, "นครยะลา"),
    named(OWN, "ของผู้ดูแล"),
    Quad(BlankNode("node"), RDFS.label, Literal("ไม่มีชื่อ"), OWN),
    named(GRAPH["derived"], "ข้อแนะนำ"),
    named(GRAPH["quality/th-yala"], "ผลการตรวจ"),
    named(GRAPH["quality"], "ผลการตรวจ"),
    Quad(DRAFT, ADMS.status, STATUS["draft"], GRAPH["catalogue"]),
}


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore.create(tmp_path / "store", QUADS)


@pytest.fixture
def copy(store: EmbeddedStore) -> Path:
    return store.snapshot()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "dumps"
    made.mkdir()
    return made


def test_each_layer_is_a_file_of_either_syntax_and_drafts_are_in_none(copy: Path) -> None:
    layers = {
        "catalogue": (GRAPH["catalogue"].value,),
        "derived": (GRAPH["derived"].value,),
        "other": (OWN.value,),
        "quality": (GRAPH["quality"].value,),
        "records": (PUBLISHED.value,),
    }
    whole = (
        OWN.value,
        GRAPH["catalogue"].value,
        GRAPH["derived"].value,
        GRAPH["quality/th-yala"].value,
        GRAPH["quality"].value,
        PUBLISHED.value,
    )
    assert dumps_of_copy(copy) == [
        (Dump("lcgraph.nq", whole), *(Dump(f"{name}.nq", held) for name, held in layers.items())),
        (Dump("lcgraph.ttl", None),),
        *((Dump(f"{name}.ttl", held),) for name, held in layers.items()),
    ]


def written_one_by_one(copy: Path, folder: Path) -> dict[str, Written]:
    planned = dumps_of_copy(copy)
    graphs = {dump.name: dump.graphs for dumps in planned for dump in dumps}
    dumper = Dumper({"copy": str(copy), "folder": str(folder), "graphs": graphs})
    found: dict[str, Written] = {}
    for dumps in planned:
        head, body = dumper.handle({"names": [dump.name for dump in dumps]}, b"")
        assert (set(head["written"]), body) == (set(files_of(dumps)), b"")
        found |= {each: Written(**known) for each, known in head["written"].items()}
    return found


def test_what_is_known_of_files_is_so(copy: Path, folder: Path) -> None:
    written = written_one_by_one(copy, folder)
    contents = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert written == {
        name: Written(len(content), hashlib.sha256(content).hexdigest())
        for name, content in contents.items()
    }
    quads = set(parse(contents["lcgraph.nq"], format=RdfFormat.N_QUADS))
    assert {named(OWN, "ของผู้ดูแล"), named(PUBLISHED, "ยะลา")} < quads
    assert not {quad for quad in quads if quad.graph_name in (DRAFT, DefaultGraph())}
    for name in {name for name in contents if not name.endswith(".gz")}:
        assert gzip.decompress(contents[name + ".gz"]) == contents[name]


@pytest.mark.parametrize("layer", ["catalogue", "derived", "other", "quality", "records"])
def test_the_quads_of_a_layer_are_those_of_the_whole_that_name_its_graphs(
    copy: Path, folder: Path, layer: str
) -> None:
    written_one_by_one(copy, folder)
    held = {dump.name: dump.graphs for dumps in dumps_of_copy(copy) for dump in dumps}
    names = {f"<{graph}>" for graph in held[f"{layer}.nq"] or ()}
    whole = (folder / "lcgraph.nq").read_text(encoding="utf-8").splitlines()
    quads = (folder / f"{layer}.nq").read_text(encoding="utf-8")
    assert quads.splitlines() == [line for line in whole if line.split()[-2] in names] != []
    triples = parse((folder / f"{layer}.ttl").read_bytes(), format=RdfFormat.TURTLE)
    told = parse(quads, format=RdfFormat.N_QUADS)
    assert sorted(str(quad.object) for quad in triples) == sorted(str(quad.object) for quad in told)


def test_files_written_at_once_are_the_same(
    store: EmbeddedStore, copy: Path, folder: Path, tmp_path: Path
) -> None:
    one_by_one = written_one_by_one(copy, folder)
    other = tmp_path / "other"
    other.mkdir()
    assert write_dumps(store, store.graphs(), other) == one_by_one
    for path in folder.iterdir():
        assert (other / path.name).read_bytes() == path.read_bytes()


def test_the_list_of_sums_is_in_order(folder: Path) -> None:
    sums = {"b.ttl": Written(2, "b" * 64), "a.ttl": Written(1, "a" * 64)}
    listed = sum_up(folder, sums)
    content = (folder / SUMS).read_bytes()
    assert content.decode() == f"{'a' * 64}  a.ttl\n{'b' * 64}  b.ttl\n"
    assert listed == Written(len(content), hashlib.sha256(content).hexdigest())
