"""Writing a store to files for others, a graph or a layer at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import IO, TYPE_CHECKING, Final, Protocol, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, serialize

from lcgraph.vocabulary import ADMS, GRAPH, RECORD, SOURCE, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lcgraph.store.interface import Queryable

WHOLE: Final = "lcgraph"
"""How the files of the whole graph are called, before the dot."""
_OTHERS: Final = "other"
_QUADS: Final = ".nq"
_TRIPLES: Final = ".ttl"


class Output(Protocol):
    """What files are written to."""

    def write(self, content: bytes, /) -> int:
        """Take bytes, and return how many."""
        ...


@dataclass(frozen=True)
class Dump:
    """What one file holds.

    Attributes:
        name: The name of the file, whose end says the syntax.
        graphs: The IRIs of named graphs, in order; None for the published view.
    """

    name: str
    graphs: tuple[str, ...] | None

    @property
    def names_graphs(self) -> bool:
        """Whether the file says of each statement in which graph it is."""
        return self.name.endswith(_QUADS)


def planned(store: Queryable, names: Iterable[NamedNode]) -> list[tuple[Dump, ...]]:
    """Choose what is written to which file.

    Args:
        store: The store.
        names: The named graphs of it.

    Returns:
        What is written at once: ``lcgraph.nq`` (every graph but drafts) with an N-Quads file for
        each layer; ``lcgraph.ttl`` (the published view); a Turtle file for each layer. Layers are
        ``sources``, ``records``, the graphs of the layers' own, and ``other`` for graphs that
        administrators add.
    """
    shown = sorted((name for name in names if _is_shown(store, name)), key=str)
    layers: dict[str, list[str]] = {}
    for name in shown:
        if not _is_part(name):
            layers.setdefault(_layer(name), []).append(name.value)
    of_layers = [(layer, tuple(graphs)) for layer, graphs in sorted(layers.items())]
    whole = Dump(f"{WHOLE}{_QUADS}", tuple(name.value for name in shown))
    return [
        (whole, *(Dump(f"{layer}{_QUADS}", graphs) for layer, graphs in of_layers)),
        (Dump(f"{WHOLE}{_TRIPLES}", None),),
        *((Dump(f"{layer}{_TRIPLES}", graphs),) for layer, graphs in of_layers),
    ]


def write_together(
    store: Queryable, dumps: Sequence[Dump], outputs: Mapping[str, Sequence[Output]]
) -> None:
    """Write files that are written at once: each graph is read once for all of them.

    Args:
        store: The store, which may be changed meanwhile.
        dumps: What they hold, all of the same syntax; the graphs of the first are those of all.
        outputs: Where each is written to, by its name; the same graphs in the same order give the
            same bytes.
    """
    syntax = RdfFormat.N_QUADS if dumps[0].names_graphs else RdfFormat.TURTLE

    def written_to(graph: str | None) -> tuple[str, ...]:
        return tuple(dump.name for dump in dumps if graph is None or graph in held[dump.name])

    held = {dump.name: frozenset(dump.graphs or ()) for dump in dumps}
    graphs: Sequence[str | None] = (None,) if dumps[0].graphs is None else dumps[0].graphs
    for names, together in groupby(graphs, written_to):
        output = _Each([each for name in names for each in outputs[name]])
        quads = _quads(store, map(_named, together))
        # Turtle has no place for the names of graphs.
        content = quads if syntax.supports_datasets else (quad.triple for quad in quads)
        serialize(content, cast("IO[bytes]", output), format=syntax)


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


def _named(graph: str | None) -> NamedNode | DefaultGraph:
    return DefaultGraph() if graph is None else NamedNode(graph)


def _quads(store: Queryable, names: Iterable[NamedNode | DefaultGraph]) -> Iterator[Quad]:
    for name in names:
        yield from store.match(graph=name)


class _Each:
    """A file that writes to each of some others."""

    def __init__(self, outputs: Sequence[Output]) -> None:
        self._outputs = outputs

    def write(self, content: bytes, /) -> int:
        for output in self._outputs:
            output.write(content)
        return len(content)

    def flush(self) -> None:
        """Leave it to the others when they write."""
