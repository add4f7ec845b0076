"""A step from one version to the next, as reader processes are told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode, RdfFormat, parse

from lcgraph.store.patch import n_quads
from lcgraph.store.published import published_of

if TYPE_CHECKING:
    import pyoxigraph
    from pyoxigraph import Quad

    from lcgraph.store.comparison import Change
    from lcgraph.workers.frames import Head

_MOST: Final = 20_000
"""How many quads and graphs are told of; those who have more to learn read a snapshot sooner."""


@dataclass(frozen=True)
class Step:
    """What is to be done to a copy of one version, so that it is the next.

    Attributes:
        leaving: Quads to remove.
        entering: Quads to add.
        dropped: Named graphs to remove, which have no quads left.
        created: Named graphs to add.
    """

    leaving: list[Quad]
    entering: list[Quad]
    dropped: list[NamedNode]
    created: list[NamedNode]

    def of_published(self) -> Step:
        """Return what is to be done to a copy of what is published alone.

        Returns:
            The part of the step in the default graph.
        """
        return Step(published_of(self.leaving), published_of(self.entering), [], [])

    def carry_out(self, store: pyoxigraph.Store) -> None:
        """Make a copy the next version.

        Args:
            store: The copy, which nobody reads meanwhile: it is not done in one transaction.
        """
        for quad in self.leaving:
            store.remove(quad)
        for graph in self.dropped:
            store.remove_graph(graph)
        store.extend(self.entering)
        for graph in self.created:
            store.add_graph(graph)


def told(change: Change | None) -> tuple[Head, bytes]:
    """Write a step.

    Args:
        change: What has changed, None if that is not known.

    Returns:
        What a reader's ``update`` is told, but for the version and its snapshot; a change that is
        long is not told either.
    """
    if change is None or _length(change) > _MOST:
        return {"removed": None}, b""
    removed = n_quads(change.quads.removed)
    head = {
        "removed": len(removed),
        "dropped": sorted(change.dropped),
        "created": sorted(change.created),
    }
    return head, removed + n_quads(change.quads.added)


def read_step(head: Head, body: bytes) -> Step | None:
    """Read a step.

    Args:
        head: What was told.
        body: What goes with it.

    Returns:
        The step; blank nodes are those of the store. None if it was not told.
    """
    removed = head["removed"]
    if removed is None:
        return None
    return Step(
        list(parse(body[:removed], format=RdfFormat.N_QUADS)),
        list(parse(body[removed:], format=RdfFormat.N_QUADS)),
        [NamedNode(name) for name in head.get("dropped", ())],
        [NamedNode(name) for name in head.get("created", ())],
    )


def _length(change: Change) -> int:
    quads = change.quads
    return sum(map(len, (quads.removed, quads.added, change.dropped, change.created)))
