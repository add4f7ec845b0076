"""How a patch travels to a server: whole or not at all, and only onto the version it was made for.

A small patch is one operation whose ``WHERE`` demands the data version: on any other version it
changes nothing. A large one is first laid down, in requests of a size that the server takes, in
graphs of its own that no query is asked of; one last request moves it to its places and steps the
data version, each of its operations under the same condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from lcgraph.store.patch import Patch, data_block
from lcgraph.vocabulary import DCTERMS, GRAPH, LCG

if TYPE_CHECKING:
    from collections.abc import Iterable

PUBLISHED: Final = GRAPH["published"]
"""The graph of a server that holds what is published: SPARQL gives the unnamed graph no IRI, so
only a named one can be merged with a layer in a query's dataset."""
PUBLICATION: Final = GRAPH["publication"]
"""The graph that holds the mark of the last publication and nothing else."""
STAGING: Final = GRAPH["staging/"].value
"""What the names of graphs begin with in which a patch waits to be moved to its places."""


@dataclass(frozen=True)
class Sizes:
    """What a server takes at once.

    Attributes:
        patch: Quads of a patch that goes in one operation.
        request: Quads of a request that lays down a part of a larger patch.
    """

    patch: int = 20_000
    request: int = 10_000


@dataclass(frozen=True)
class Switch:
    """From which state of a store to which one a patch leads.

    Attributes:
        version: The data version before; 0 for a store without any.
        before: The mark of the publication before; None without any.
        after: The mark of this publication.
    """

    version: int
    before: str | None
    after: str

    @property
    def condition(self) -> str:
        """The graph pattern that has a solution only in the state before."""
        catalogue, version = GRAPH["catalogue"], LCG["dataVersion"]
        if self.version:
            number = f'"{self.version}"^^<http://www.w3.org/2001/XMLSchema#integer>'
            return f"GRAPH {catalogue} {{ {catalogue} {version} {number} }}"
        return f"FILTER NOT EXISTS {{ GRAPH {catalogue} {{ {catalogue} {version} ?any }} }}"

    @property
    def marks(self) -> Patch:
        """The change of the mark."""
        return Patch.between(_mark(self.before), _mark(self.after))


def remote_quad(quad: Quad) -> Quad:
    """Put a quad of the published view where a server has it.

    Args:
        quad: A quad as the rest of lcgraph sees it.

    Returns:
        The same in a named graph.
    """
    if isinstance(quad.graph_name, DefaultGraph):
        return Quad(quad.subject, quad.predicate, quad.object, PUBLISHED)
    return quad


def is_hidden(name: NamedNode) -> bool:
    """Tell whether a graph is the store's own business.

    Args:
        name: The name of a graph on the server.

    Returns:
        True for the published view, the mark and what waits to be moved.
    """
    return name in {PUBLISHED, PUBLICATION} or name.value.startswith(STAGING)


def in_one(patch: Patch, switch: Switch) -> str:
    """Write a patch as one operation.

    Args:
        patch: The patch, the step of the data version included.
        switch: The states before and after.

    Returns:
        A request that changes everything, or nothing if the server is in another state.
    """
    whole = _placed(patch).then(switch.marks)
    return _operation(whole, switch)


@dataclass(frozen=True)
class Staged:
    """A patch as several requests.

    Attributes:
        preparing: Requests that lay the patch down where no query looks.
        switching: The request that makes it take effect.
        graphs: The graphs that can be dropped afterwards.
    """

    preparing: tuple[str, ...]
    switching: str
    graphs: tuple[NamedNode, ...]


def in_parts(patch: Patch, step: Patch, switch: Switch, sizes: Sizes) -> Staged:
    """Write a patch as several requests, of which the last one counts.

    Args:
        patch: The patch without the step of the data version.
        step: The step of the data version, which is made last.
        switch: The states before and after.
        sizes: What the server takes at once.

    Returns:
        The requests.
    """
    placed = _placed(patch)
    waiting: list[Quad] = []
    moves: list[str] = []
    graphs: list[NamedNode] = []
    for keyword, quads in (("DELETE", placed.removed), ("INSERT", placed.added)):
        for target, triples in sorted(_by_graph(quads).items()):
            graph = NamedNode(f"{STAGING}{switch.after}/{len(graphs) + 1}")
            graphs.append(graph)
            waiting += [Quad(t.subject, t.predicate, t.object, graph) for t in triples]
            moves.append(
                f"{keyword} {{ GRAPH {target} {{ ?s ?p ?o }} }}\n"
                f"WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} {switch.condition} }}"
            )
    moves.append(_operation(_placed(step).then(switch.marks), switch))
    preparing = tuple(
        f"INSERT DATA {{\n{data_block(waiting[start : start + sizes.request])}\n}}"
        for start in range(0, len(waiting), sizes.request)
    )
    return Staged(preparing, " ;\n".join(moves), tuple(graphs))


def dropping(graphs: Iterable[NamedNode]) -> str:
    """Write the request that removes graphs.

    Args:
        graphs: Their names.

    Returns:
        One ``DROP SILENT`` a graph.
    """
    return " ;\n".join(f"DROP SILENT GRAPH {graph}" for graph in graphs)


def _placed(patch: Patch) -> Patch:
    return Patch(
        frozenset(map(remote_quad, patch.removed)), frozenset(map(remote_quad, patch.added))
    )


def _operation(patch: Patch, switch: Switch) -> str:
    clauses = [
        f"{keyword} {{\n{data_block(quads)}\n}}\n"
        for keyword, quads in (("DELETE", patch.removed), ("INSERT", patch.added))
        if quads
    ]
    return "".join(clauses) + f"WHERE {{ {switch.condition} }}"


def _by_graph(quads: Iterable[Quad]) -> dict[str, list[Triple]]:
    found: dict[str, list[Triple]] = {}
    for quad in quads:
        found.setdefault(str(quad.graph_name), []).append(quad.triple)
    return found


def _mark(mark: str | None) -> list[Quad]:
    if mark is None:
        return []
    return [Quad(GRAPH["catalogue"], DCTERMS.identifier, Literal(mark), PUBLICATION)]
