"""What lcgraph sees of a server: which graphs are its own, and the state that they are in.

What is published is kept in a named graph (:data:`lcgraph.store.transfer.PUBLISHED`), which each
query names as its default graph; so it does not matter whether the server's own default graph is
empty, separate or the union of all graphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode

from lcgraph.store.interface import LAYER_GRAPHS
from lcgraph.store.operands import graph_operands
from lcgraph.store.protocol import Dataset
from lcgraph.store.transfer import PUBLICATION, PUBLISHED, is_hidden, is_hidden_name
from lcgraph.vocabulary import BASE, DCTERMS, GRAPH, LCG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from lcgraph.store.interface import Layer, Term
    from lcgraph.store.protocol import Client

_CATALOGUE: Final = GRAPH["catalogue"]
STATE: Final = (
    "SELECT ?version ?mark WHERE { "
    f"{{ GRAPH {_CATALOGUE} {{ {_CATALOGUE} {LCG['dataVersion']} ?version }} }} UNION "
    f"{{ GRAPH {PUBLICATION} {{ {_CATALOGUE} {DCTERMS.identifier} ?mark }} }} }}"
)
"""The query for the data version and the mark of the last publication."""
STATE_DATASET: Final = Dataset(named=(_CATALOGUE.value, PUBLICATION.value))
# Virtuoso takes minutes for DISTINCT here.
NAMES: Final = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
"""The query for the names of all graphs, asked of the server's own dataset."""

COUNTS: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
"""The query for the same with how many triples each has."""
_NOTHING: Final = GRAPH["staging/nothing"].value


def dataset_of(
    text: str,
    layers: Sequence[Layer],
    substitutions: Mapping[str, Term],
    names: Sequence[str] | None,
) -> Dataset | None:
    """Choose what a query is asked of.

    Args:
        text: The query.
        layers: Layers added to the published view.
        substitutions: The terms of its variables.
        names: The named graphs that lcgraph shows; None if they are not known yet.

    Returns:
        The published view and the layers as default graph, and the graphs that the query may look
        into by name; None if the names are needed.
    """
    default = (PUBLISHED.value, *(LAYER_GRAPHS[layer].value for layer in layers))
    operands = graph_operands(text, substitutions)
    if not operands.any:
        return Dataset(default, without_hidden(sorted(operands.graphs)))
    return None if names is None else Dataset(default, tuple(names))


def without_hidden(names: Iterable[str]) -> tuple[str, ...]:
    """Keep clients from the graphs that are the store's own business.

    Args:
        names: The IRIs of graphs that a client names.

    Returns:
        The same, with the name of an empty graph in place of theirs: without any name a server
        would take its own dataset.
    """
    return tuple(_NOTHING if is_hidden_name(name) else name for name in names)


def shown_names(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Read the names of the graphs that lcgraph shows.

    Args:
        rows: What a server answered to :data:`NAMES`.

    Returns:
        The IRIs in alphabetical order, without the store's own graphs and those of others who
        share the server.
    """
    names = (row["g"] for row in rows)
    return tuple(sorted(n.value for n in names if isinstance(n, NamedNode) and is_shown(n)))


def shown_graph(name: Term | None) -> NamedNode | DefaultGraph:
    """Name a graph as lcgraph shows it.

    Args:
        name: Its name on the server.

    Returns:
        ``DefaultGraph()`` for the graph that holds what is published, the name for any other.
    """
    return name if isinstance(name, NamedNode) and name != PUBLISHED else DefaultGraph()


def read_state(rows: Iterable[Mapping[str, Any]]) -> tuple[int, str | None]:
    """Read the state of a server.

    Args:
        rows: What it answered to :data:`STATE`.

    Returns:
        The data version, 0 without any, and the mark of the last publication.
    """
    version, mark = 0, None
    for row in rows:
        if isinstance(row["version"], Literal) and row["version"].value.isdecimal():
            version = int(row["version"].value)
        if isinstance(row["mark"], Literal):
            mark = row["mark"].value
    return version, mark


def state_of(client: Client) -> tuple[int, str | None]:
    """Ask a server for its state.

    Args:
        client: What asks it.

    Returns:
        As :func:`read_state`.
    """
    return read_state(client.rows(STATE, STATE_DATASET))


def is_shown(name: NamedNode) -> bool:
    """Tell whether lcgraph shows a graph of a server by its name.

    Args:
        name: The name of a graph.

    Returns:
        False for the store's own graphs and those of others who share the server.
    """
    return name.value.startswith(BASE) and not is_hidden(name)
