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
HISTORY: Final = GRAPH["history"]
"""The graph that holds what undoes each publication (:mod:`lcgraph.store.entries`)."""
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
        True for the published view, the mark, the history and what waits to be moved.
    """
    return is_hidden_name(name.value)


def is_hidden_name(name: str) -> bool:
    """Do the same for an IRI as text.

    Args:
        name: The IRI, which need not be one.

    Returns:
        As :func:`is_hidden`.
    """
    ours = (PUBLISHED.value, PUBLICATION.value, HISTORY.value)
    return name in ours or name.startswith(STAGING)


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
class Move:
    """What waits in one graph to be moved to another, or out of it.

    Attributes:
        keyword: ``INSERT`` or ``DELETE``.
        target: The graph that it is to change.
        graph: The graph in which it waits.
    """

    keyword: str
    target: NamedNode
    graph: NamedNode


@dataclass(frozen=True)
class Staged:
    """A patch as several requests.

    Attributes:
        preparing: Requests that lay the patch down where no query looks.
        moves: What they lay down.
        switch: The states before and after.
    """

    preparing: tuple[str, ...]
    moves: tuple[Move, ...]
    switch: Switch

    @property
    def graphs(self) -> tuple[NamedNode, ...]:
        """The graphs that can be dropped afterwards."""
        return tuple(move.graph for move in self.moves)

    def switching(self, step: Patch) -> str:
        """Write the request that makes the patch take effect.

        Args:
            step: What is done last: the step of the data version, for one.

        Returns:
            The request.
        """
        operations = [
            f"{move.keyword} {{ GRAPH {move.target} {{ ?s ?p ?o }} }}\n"
            f"WHERE {{ GRAPH {move.graph} {{ ?s ?p ?o }} {self.switch.condition} }}"
            for move in self.moves
        ]
        last = _operation(_placed(step).then(self.switch.marks), self.switch)
        return " ;\n".join([*operations, last])


def in_parts(patch: Patch, switch: Switch, sizes: Sizes) -> Staged:
    """Write a patch as several requests, of which the last one counts.

    Args:
        patch: The patch without the step of the data version.
        switch: The states before and after.
        sizes: What the server takes at once.

    Returns:
        The requests.
    """
    placed = _placed(patch)
    waiting: list[Quad] = []
    moves: list[Move] = []
    for keyword, quads in (("DELETE", placed.removed), ("INSERT", placed.added)):
        for target, triples in sorted(_by_graph(quads).items()):
            graph = NamedNode(f"{STAGING}{switch.after}/{len(moves) + 1}")
            waiting += [Quad(t.subject, t.predicate, t.object, graph) for t in triples]
            moves.append(Move(keyword, NamedNode(target), graph))
    preparing = tuple(
        f"INSERT DATA {{\n{data_block(waiting[start : start + sizes.request])}\n}}"
        for start in range(0, len(waiting), sizes.request)
    )
    return Staged(preparing, tuple(moves), switch)


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
        found.setdefault(str(quad.graph_name)[1:-1], []).append(quad.triple)
    return found


def _mark(mark: str | None) -> list[Quad]:
    if mark is None:
        return []
    return [Quad(GRAPH["catalogue"], DCTERMS.identifier, Literal(mark), PUBLICATION)]
