"""The published view and the inferred view: unions of named graphs that are kept, not computed.

A plain ``SELECT`` reads the default graph, which holds each triple of the published graphs once
(section 1.3 of the model); ``g:inferred-owl`` likewise holds each inferred triple once, while a
ledger a record says which record it comes from, so that one record can be taken back.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad

from lcgraph.store import MemoryStore, Patch
from lcgraph.vocabulary import ADMS, GRAPH, RECORD, STATUS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from pyoxigraph import Triple

    from lcgraph.store import StagedStore

CATALOGUE = GRAPH["catalogue"]
INFERRED = GRAPH["inferred-owl"]
QUALITY = GRAPH["quality"]
_NEVER_PUBLISHED = {GRAPH["shapes"], INFERRED, QUALITY, GRAPH["derived"]}


def ledger(view: NamedNode, name: str) -> NamedNode:
    """Return the graph that holds what one record, or the background, contributes to a view.

    Args:
        view: ``g:inferred-owl`` or ``g:quality``.
        name: The key of a city, or ``background``.

    Returns:
        The IRI of a named graph.
    """
    return NamedNode(f"{view.value}/{name}")


def is_ledger_of(view: NamedNode, graph: object) -> bool:
    """Tell whether a graph is a ledger of a view.

    Args:
        view: ``g:inferred-owl`` or ``g:quality``.
        graph: The name of a graph.

    Returns:
        True for the graphs that :func:`ledger` names.
    """
    return isinstance(graph, NamedNode) and graph.value.startswith(view.value + "/")


def is_published(store: StagedStore, graph: object) -> bool:
    """Tell whether the triples of a graph belong to the published view.

    Args:
        store: The staged state; its catalogue says which record versions are published.
        graph: The name of a graph.

    Returns:
        True for the ontology, the reference data, the catalogue, the sources and the published
        version of each record.
    """
    if not isinstance(graph, NamedNode) or graph in _NEVER_PUBLISHED:
        return False
    if is_ledger_of(INFERRED, graph) or is_ledger_of(QUALITY, graph):
        return False
    if graph not in RECORD:
        return True
    found = store.match(graph, ADMS.status, STATUS["published"], CATALOGUE)
    return next(found, None) is not None


def graph_patch(store: StagedStore, graph: NamedNode, triples: Iterable[Triple]) -> Patch:
    """Return what makes a named graph hold exactly these triples.

    Args:
        store: The staged state.
        graph: The graph to replace.
        triples: What it is to hold; nothing, to drop it.

    Returns:
        The change, which is empty if the graph holds them already.
    """
    # Both sides are taken as the engine keeps them: it may write a number in another form.
    wanted = _as_kept(graph, triples)
    return Patch.between(store.match(graph=graph), wanted)


def _as_kept(graph: NamedNode, triples: Iterable[Triple]) -> frozenset[Quad]:
    quads = [Quad(t.subject, t.predicate, t.object, graph) for t in triples]
    return frozenset(MemoryStore(quads))


def view_patch(
    store: StagedStore,
    changed: Patch,
    view: NamedNode | DefaultGraph,
    belongs: Callable[[object], bool],
    unless: DefaultGraph | None = None,
) -> Patch:
    """Return what keeps a view in step with named graphs that have been changed.

    Args:
        store: The staged state, with the change already made.
        changed: Every quad that left or entered a graph of the view, or whose graph left or
            entered the view.
        view: The graph that holds the view.
        belongs: Whether a named graph is part of the view, in the staged state.
        unless: A graph whose triples the view leaves out.

    Returns:
        The change of the view alone.

    Raises:
        TypeError: If a changed triple has a subject that is not an IRI.
    """
    entered: dict[Triple, set[object]] = {quad.triple: set() for quad in changed.removed}
    for quad in changed.added:
        entered.setdefault(quad.triple, set()).add(quad.graph_name)
    is_part = cache(belongs)
    added, removed = set(), set()
    for triple, graphs in entered.items():
        subject = triple.subject
        if not isinstance(subject, NamedNode):
            raise TypeError(f"published subjects are IRIs: {subject}")
        seen = _in(view, triple)
        is_left_out = unless is not None and (unless in graphs or _in(unless, triple) in store)
        held = not is_left_out and any(
            graph != view and is_part(graph) for graph in _holding(store, subject, triple, graphs)
        )
        shown = seen in store
        if held and not shown:
            added.add(seen)
        elif shown and not held:
            removed.add(seen)
    return Patch(frozenset(removed), frozenset(added))


def _in(graph: NamedNode | DefaultGraph, triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _holding(
    store: StagedStore, subject: NamedNode, triple: Triple, entered: Collection[object]
) -> Iterator[object]:
    """Yield the graphs that hold a triple: what it has entered is known without a look."""
    yield from entered
    for quad in store.match(subject, triple.predicate, triple.object):
        yield quad.graph_name
