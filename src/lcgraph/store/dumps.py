"""Writing a store to files for others, a graph or a layer at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from lcgraph.vocabulary import ADMS, GRAPH, RECORD, SOURCE, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from lcgraph.store.interface import Queryable

_OTHERS: Final = "other"


def write_dumps(store: Queryable, names: Iterable[NamedNode], folder: Path) -> None:
    """Write what a store has for others.

    Args:
        store: The store, which may be changed meanwhile: each file is one moment of it.
        names: The named graphs of the store.
        folder: Where to write: ``lcgraph.nq`` (every graph but drafts), ``lcgraph.ttl`` (the
            published view), and a Turtle file for each layer: ``sources.ttl``, ``records.ttl``, one
            file a graph of the layers' own, and ``other.ttl`` for graphs that administrators add.
    """
    shown = sorted((name for name in names if _is_shown(store, name)), key=str)
    _write(folder / "lcgraph.nq", _quads(store, shown), RdfFormat.N_QUADS)
    _write(folder / "lcgraph.ttl", _triples(store, [DefaultGraph()]), RdfFormat.TURTLE)
    layers: dict[str, list[NamedNode]] = {}
    for name in shown:
        if not _is_part(name):
            layers.setdefault(_layer(name), []).append(name)
    for layer, graphs in layers.items():
        _write(folder / f"{layer}.ttl", _triples(store, graphs), RdfFormat.TURTLE)


def _is_shown(store: Queryable, name: NamedNode) -> bool:
    return next(store.match(name, ADMS.status, STATUS["draft"]), None) is None


def _is_part(name: NamedNode) -> bool:
    """Tell whether a graph is one record's part of a layer, which the layer repeats."""
    return name in GRAPH and "/" in GRAPH.local(name)


def _layer(name: NamedNode) -> str:
    if name in RECORD:
        return "records"
    if name in SOURCE:
        return "sources"
    return GRAPH.local(name) if name in GRAPH else _OTHERS


def _quads(store: Queryable, names: Iterable[NamedNode]) -> Iterator[Quad]:
    for name in names:
        yield from store.match(graph=name)


def _triples(store: Queryable, names: Iterable[NamedNode | DefaultGraph]) -> Iterator[Triple]:
    for name in names:
        for quad in store.match(graph=name):
            yield quad.triple


def _write(path: Path, statements: Iterator[Quad] | Iterator[Triple], syntax: RdfFormat) -> None:
    pyoxigraph.serialize(statements, str(path), format=syntax)
