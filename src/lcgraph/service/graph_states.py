"""Since which data version graphs are as they are, so that a write to one leaves others alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from lcgraph.service.update import ANY, DEFAULT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pyoxigraph import Quad

_MOST: Final = 10_000
"""How many graphs are told apart; beyond that all count as written to."""


class GraphStates:
    """The data version that each graph was last written in.

    What was written before the first version is not known, so that every graph counts as written
    in that one: a state may have two numbers, two states never have one.
    """

    def __init__(self, version: int | None, numbered: Collection[str] = ()) -> None:
        """Begin with a version.

        Args:
            version: The data version that the store holds; None where others may write to it.
            numbered: The graphs that hold the number of the version, so that every write writes
                to them.
        """
        self._all = version
        self._numbered = numbered
        self._of: dict[str, int] = {}

    def step(self, version: int, written: Collection[str] | None) -> None:
        """Note a write; readers must not be told of it before.

        Args:
            version: The data version that it made.
            written: The graphs that it may have written to, as :mod:`lcgraph.service.update` names
                them; None if they are not known.
        """
        if written is None or ANY in written or len(self._of) + len(written) > _MOST:
            self._all = version
            self._of.clear()
        else:
            self._of.update(dict.fromkeys((*written, *self._numbered), version))

    def since(self, name: str, version: int) -> int:
        """Tell since which version a graph is as it was in a version.

        Args:
            name: The graph.
            version: A data version that was read.

        Returns:
            The earliest that is known; the version itself if the graph was written to after it.
        """
        found = self._of.get(name, self._all)
        return version if found is None else min(version, found)


def names_of(quads: Iterable[Quad]) -> set[str]:
    """Name the graphs of quads.

    Args:
        quads: Quads.

    Returns:
        The names, as :mod:`lcgraph.service.update` names graphs.
    """
    graphs = {quad.graph_name for quad in quads}
    return {graph.value if isinstance(graph, NamedNode) else DEFAULT for graph in graphs}
