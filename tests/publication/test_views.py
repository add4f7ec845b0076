"""Views hold each triple of their graphs once, and lose it with the last of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from lcgraph.publication.views import (
    CATALOGUE,
    INFERRED,
    graph_patch,
    is_ledger_of,
    is_published,
    ledger,
    view_patch,
)
from lcgraph.store import MemoryStore, Patch
from lcgraph.vocabulary import ADMS, GRAPH, RDFS, RECORD, SOURCE, STATUS, XSD

YALA, TRANG = RECORD["th-yala-v1"], RECORD["th-trang-v1"]
TRIPLES = [Triple(NamedNode("urn:x:a"), RDFS.label, Literal(text)) for text in ("1", "2", "3")]
GRAPHS = [YALA, TRANG, GRAPH["ontology"], ledger(INFERRED, "th-yala"), GRAPH["shapes"]]
states = st.frozensets(
    st.builds(
        lambda triple, graph: Quad(triple.subject, triple.predicate, triple.object, graph),
        st.sampled_from(TRIPLES),
        st.sampled_from(GRAPHS),
    )
)


def published(record: NamedNode, status: str = "published") -> Quad:
    return Quad(record, ADMS.status, STATUS[status], CATALOGUE)


def quad(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def view_of(store: MemoryStore) -> set[Triple]:
    return {found.triple for found in store.match(graph=DefaultGraph())}


@given(states, states)
def test_the_published_view_is_the_union_of_the_published_graphs(
    before: frozenset[Quad], after: frozenset[Quad]
) -> None:
    catalogue = [published(YALA), published(TRANG, "draft")]
    store = MemoryStore(catalogue)
    changes = (Patch(added=frozenset(catalogue)), Patch(added=before), Patch.between(before, after))
    for change in changes:
        store.stage(change)
        store.stage(
            view_patch(store, change, DefaultGraph(), lambda graph: is_published(store, graph))
        )
    shown = {YALA, GRAPH["ontology"], CATALOGUE}
    expected = {found.triple for found in {*after, *catalogue} if found.graph_name in shown}
    assert view_of(store) == expected


@given(states)
def test_the_inferred_view_leaves_out_what_is_asserted(state: frozenset[Quad]) -> None:
    asserted = quad(TRIPLES[0], DefaultGraph())
    store = MemoryStore([*state, asserted])
    change = Patch(added=frozenset([*state, asserted]))
    store.stage(
        view_patch(
            store, change, INFERRED, lambda graph: is_ledger_of(INFERRED, graph), DefaultGraph()
        )
    )
    inferred = {found.triple for found in state if found.graph_name == ledger(INFERRED, "th-yala")}
    shown = {found.triple for found in store.match(graph=INFERRED)}
    assert shown == inferred - {TRIPLES[0]}


def test_sources_and_reference_data_are_published_and_layers_are_not() -> None:
    store = MemoryStore()
    shown = [GRAPH["ontology"], GRAPH["reference"], CATALOGUE, SOURCE["onec-2026"]]
    hidden = [
        GRAPH["shapes"],
        GRAPH["derived"],
        GRAPH["quality"],
        INFERRED,
        ledger(INFERRED, "th-yala"),
        ledger(GRAPH["quality"], "th-yala"),
        YALA,
        DefaultGraph(),
    ]
    assert [graph for graph in shown if not is_published(store, graph)] == []
    assert [graph for graph in hidden if is_published(store, graph)] == []


def test_replacing_a_graph_by_itself_changes_nothing() -> None:
    number = Triple(NamedNode("urn:x:a"), RDFS.label, Literal("01", datatype=XSD.integer))
    store = MemoryStore()
    store.stage(graph_patch(store, YALA, [number, *TRIPLES]))
    assert not graph_patch(store, YALA, [*TRIPLES, number])


def test_replacing_a_graph_touches_no_other() -> None:
    store = MemoryStore([quad(TRIPLES[0], YALA), quad(TRIPLES[1], TRANG)])
    patch = graph_patch(store, YALA, [TRIPLES[2]])
    assert patch == Patch(frozenset([quad(TRIPLES[0], YALA)]), frozenset([quad(TRIPLES[2], YALA)]))
