"""Readers that are told of each step have what the store has, be it blank nodes or empty graphs."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse

from lcgraph.service.update import update_request
from lcgraph.store import EmbeddedStore, PlainStore
from lcgraph.store.comparison import Change
from lcgraph.store.reader import Reader
from lcgraph.store.steps import told
from tests.store.test_reader import WHERE, answer, on

BASE = "http://example.org/"
DUMP = "CONSTRUCT { ?s ?p ?o } WHERE { %s }"
NAMES = "SELECT ?g { GRAPH ?g { } }"
GRAPHS = ("DEFAULT", "<urn:x:g>", "<urn:x:h>")
TERMS = (
    "<urn:x:a>",
    "_:a",
    "_:b",
    '"ก"@th',
    '"x"@en--ltr',
    "01",
    "1.50",
    '"2020-02-30"^^<http://www.w3.org/2001/XMLSchema#date>',
    "<<( <urn:x:a> <urn:x:p> _:a )>>",
)
FIRST = b"""<urn:x:a> <urn:x:p> _:old <urn:x:g> .
_:old <urn:x:p> "1" <urn:x:g> .
_:old <urn:x:p> "1" .
"""


def inside(graph: str, triples: str) -> str:
    return triples if graph == "DEFAULT" else f"GRAPH {graph} {{ {triples} }}"


def reference(graph: str) -> str:
    return f"GRAPH {graph}" if graph.startswith("<") else graph


@st.composite
def operations(draw: st.DrawFn) -> str:
    one, other = draw(st.sampled_from(GRAPHS)), draw(st.sampled_from(GRAPHS))
    subject = draw(st.sampled_from(TERMS[:3]))
    triple = f"{subject} <urn:x:p> {draw(st.sampled_from(TERMS))} ."
    ground = "" if "_:" in triple else triple
    everywhere = draw(st.sampled_from([reference(one), "ALL", "NAMED"]))
    return draw(
        st.sampled_from(
            [
                f"INSERT DATA {{ {inside(one, triple)} }}",
                f"INSERT DATA {{ {inside(one, triple)} {inside(other, ground)} }}",
                f"DELETE DATA {{ {inside(one, ground)} }}",
                f"DELETE WHERE {{ {inside(one, '?s ?p ?o')} }}",
                f"DELETE {{ {inside(one, '?s ?p ?o')} }} "
                f"WHERE {{ {inside(one, '?s ?p ?o')} FILTER(isBlank(?s) || isBlank(?o)) }}",
                f"INSERT {{ {inside(one, '?s <urn:x:q> [] , ?o')} }} "
                f"WHERE {{ {inside(other, '?s ?p ?o')} }}",
                f"DELETE {{ {inside(one, '?s ?p ?o')} }} INSERT {{ {inside(other, '?o ?p ?s')} }} "
                f"WHERE {{ {inside(one, '?s ?p ?o')} FILTER(!isLiteral(?o)) }}",
                "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s ?p 2 } } "
                "WHERE { GRAPH ?g { ?s ?p ?o } }",
                f"CREATE SILENT GRAPH {GRAPHS[1]}",
                f"CREATE SILENT GRAPH {GRAPHS[2]}",
                f"CLEAR SILENT {everywhere}",
                f"DROP SILENT {everywhere}",
                f"MOVE SILENT {one} TO {other}",
                f"COPY SILENT {one} TO {other}",
                f"ADD SILENT {one} TO {other}",
            ]
        )
    )


def lines(quads: list[Quad]) -> list[str]:
    return sorted(f"{quad.triple} ." for quad in quads)


def held(store: EmbeddedStore) -> dict[str, list[str]]:
    """What a store holds by graph, with the labels of blank nodes."""
    found = {"": lines(list(store.match(graph=DefaultGraph())))}
    return found | {name.value: lines(list(store.match(graph=name))) for name in store.graphs()}


def had(reader: Reader) -> dict[str, list[str]]:
    """The same as a reader answers it."""
    _, names = answer(reader, NAMES)
    found = {"": sorted(answer(reader, DUMP % "?s ?p ?o")[1].decode().splitlines())}
    for name in names.decode().split("\r\n")[1:-1]:
        text = DUMP % f"GRAPH <{name}> {{ ?s ?p ?o }}"
        found[name] = sorted(answer(reader, text)[1].decode().splitlines())
    return found


def made(folder: Path, *, plain: bool) -> EmbeddedStore:
    quads = parse(FIRST, format=RdfFormat.N_QUADS)
    if not plain:
        return EmbeddedStore.create(folder, quads)
    store = PlainStore.opened(folder)
    store._store.extend(quads)
    return store


def updated(store: EmbeddedStore, text: str) -> Change | None:
    """Carry out an update as the service does."""
    request = update_request(text, BASE)
    return store.update(request.text, BASE, request.written, request.data)[1]


def request_of(texts: list[str]) -> str:
    """One request: its operations cannot share the label of a blank node."""
    return " ; ".join(text.replace("_:", f"_:x{at}") for at, text in enumerate(texts))


REQUESTS = st.lists(operations(), min_size=1, max_size=2).map(request_of)


@settings(max_examples=25)
@given(st.lists(REQUESTS, min_size=1, max_size=6), st.booleans())
def test_readers_hold_what_the_store_holds_after_each_step(updates: list[str], plain: bool) -> None:
    with TemporaryDirectory() as folder:
        store = made(Path(folder), plain=plain)
        snapshot = store.snapshot()
        readers = [on(snapshot, in_memory=memory, published=copy) for memory, copy in WHERE]
        for text in updates:
            head, body = told(updated(store, text))
            assert head["removed"] is not None
            news = {"version": store.version, "snapshot": str(store.snapshot())}
            expected = held(store)
            for reader in readers:
                reader.update({**news, **head}, body)
                assert had(reader) == expected
            # Nobody has read it anew.
            assert not list(store.directory.glob("snapshots/*.nq"))
        assert had(on(store.snapshot(), in_memory=True)) == held(store)
        store.close()


@pytest.mark.parametrize("plain", [True, False])
def test_data_is_told_however_much_there_is_beside_it(tmp_path: Path, plain: bool) -> None:
    store = made(tmp_path, plain=plain)
    store.compared = 3
    reader = on(store.snapshot(), in_memory=True)
    for text, told_of in (
        ("INSERT DATA { GRAPH <urn:x:g> { <urn:x:a> <urn:x:p> 01 , 2 } }", True),
        ("DELETE DATA { GRAPH <urn:x:g> { <urn:x:a> <urn:x:p> 1 , 3 } }", True),
        ("PREFIX x: <urn:x:> BASE <urn:x:> INSERT DATA { GRAPH <h> { x:a <p> 1 } } ; "
         "DELETE DATA { GRAPH x:h { <a> x:p 1 } }", True),
        ("INSERT DATA { GRAPH <urn:x:g> { [] <urn:x:p> 1 } }", False),
        ("DELETE WHERE { GRAPH <urn:x:g> { <urn:x:a> ?p ?o } }", False),
    ):  # fmt: skip
        head, body = told(updated(store, text))
        assert (head["removed"] is not None) is told_of
        reader.update({**head, "version": store.version, "snapshot": str(store.snapshot())}, body)
        assert had(reader) == held(store)


def test_a_reader_begins_anew_once_much_has_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lcgraph.store.reader._FEW", 2)
    store = made(tmp_path, plain=True)
    reader = on(store.snapshot(), in_memory=True)
    loaded = []
    for number in range(5):
        text = f"DELETE {{ ?s <urn:x:n> ?o }} INSERT {{ <urn:x:s> <urn:x:n> {number} }} "
        head, body = told(updated(store, f"{text} WHERE {{ OPTIONAL {{ ?s <urn:x:n> ?o }} }}"))
        snapshot = store.snapshot()
        reader.update({**head, "version": store.version, "snapshot": str(snapshot)}, body)
        assert had(reader) == held(store)
        loaded.append(snapshot.with_name(f"{snapshot.name}.nq").exists())
    # The engine in memory keeps the room of each quad that has left: of three by the fourth.
    assert loaded == [False, False, False, True, False]
