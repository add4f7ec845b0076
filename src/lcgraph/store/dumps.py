"""Writing a store to files for others, a graph or a layer at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from lcgraph.vocabulary import ADMS, GRAPH, RECORD, SOURCE, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lcgraph.store.interface import Queryable

_OTHERS: Final = "other"


@dataclass(frozen=True)
class Dump:
    """What one file holds.

    Attributes:
        name: The name of the file, whose end says the syntax.
        graphs: The IRIs of named graphs, in order; None for the published view.
    """

    name: str
    graphs: tuple[str, ...] | None


def planned(store: Queryable, names: Iterable[NamedNode]) -> list[Dump]:
    """Choose what is written to which file.

    Args:
        store: The store.
        names: The named graphs of it.

    Returns:
        ``lcgraph.nq`` (every graph but drafts), ``lcgraph.ttl`` (the published view), and a Turtle
        file for each layer: ``sources.ttl``, ``records.ttl``, one file a graph of the layers' own,
        and ``other.ttl`` for graphs that administrators add.
    """
    shown = sorted((name for name in names if _is_shown(store, name)), key=str)
    layers: dict[str, list[str]] = {}
    for name in shown:
        if not _is_part(name):
            layers.setdefault(_layer(name), []).append(name.value)
    return [
        Dump("lcgraph.nq", tuple(name.value for name in shown)),
        Dump("lcgraph.ttl", None),
        *(Dump(f"{layer}.ttl", tuple(graphs)) for layer, graphs in sorted(layers.items())),
    ]


def write_dump(store: Queryable, dump: Dump, output: Path | IO[bytes]) -> None:
    """Write one file.

    Args:
        store: The store, which may be changed meanwhile: the file is one moment of it.
        dump: What it holds.
        output: The file; the same graphs in the same order give the same bytes.
    """
    graphs = [DefaultGraph()] if dump.graphs is None else [*map(NamedNode, dump.graphs)]
    target = str(output) if isinstance(output, Path) else output
    if dump.name.endswith(".nq"):
        pyoxigraph.serialize(_quads(store, graphs), target, format=RdfFormat.N_QUADS)
    else:
        pyoxigraph.serialize(_triples(store, graphs), target, format=RdfFormat.TURTLE)


def write_dumps(store: Queryable, names: Iterable[NamedNode], folder: Path) -> None:
    """Write what a store has for others.

    Args:
        store: The store.
        names: The named graphs of it.
        folder: Where to write the files of :func:`planned`.
    """
    for dump in planned(store, names):
        write_dump(store, dump, folder / dump.name)


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


def _quads(store: Queryable, names: Iterable[NamedNode | DefaultGraph]) -> Iterator[Quad]:
    for name in names:
        yield from store.match(graph=name)


def _triples(store: Queryable, names: Iterable[NamedNode | DefaultGraph]) -> Iterator[Triple]:
    return (quad.triple for quad in _quads(store, names))
