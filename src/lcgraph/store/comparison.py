"""What an update changes, which is known only once it is made: the graphs before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import NamedNode

from lcgraph.store.patch import Patch
from lcgraph.store.undo import DEFAULT, EVERYTHING, Undo, graph_named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pyoxigraph import Quad

    from lcgraph.store.embedded import EmbeddedStore

MOST_COMPARED: Final = 100_000
"""How many quads are compared in memory."""

_FEW: Final = 10_000
_LONG: Final = 1 << 20


@dataclass(frozen=True)
class Change:
    """Exactly what has changed in a store.

    Attributes:
        quads: The quads that have left and come, with those that say the data version.
        dropped: The IRIs of named graphs that are gone; their quads have left.
        created: The IRIs of named graphs that have come, be they empty.
    """

    quads: Patch
    dropped: frozenset[str] = frozenset()
    created: frozenset[str] = frozenset()


class Comparison:
    """Some graphs before and after a change."""

    def __init__(
        self,
        store: EmbeddedStore,
        written: Collection[str] | None,
        step: Patch,
        most: int,
        data: list[Quad] | None = None,
    ) -> None:
        """Look at the graphs as they are.

        Args:
            store: The store, before the change.
            written: The graphs that may change, named as in :class:`lcgraph.store.undo.Undo`; None
                for any.
            step: The step of the data version, which the change carries out too.
            most: How many quads are compared.
            data: The only quads that may change, where that is known: those graphs may be large.
        """
        self._store = store
        everything = written is None or EVERYTHING in written
        self._graphs = (EVERYTHING,) if everything else tuple(sorted(written or ()))
        self._step = step
        self._most = most
        self._data = data
        self._before = self._listed()
        self._named_before = self._named()

    def before(self) -> Undo:
        """Return a way back that holds whatever the change will be.

        Returns:
            One that puts the graphs back as they are now.
        """
        known = self._content() if self._before is None else self._before
        added = chain(self._step.removed, known)
        if self._data is None:
            return Undo(self._step.added, added, self._graphs)
        return Undo(self._step.added.union(self._data), added)

    def after(self) -> Change | None:
        """Return what has changed, now that it has.

        Returns:
            The change; None if there is too much to compare in memory.
        """
        if self._before is None:
            return None
        after = self._listed()
        if after is None:
            return None
        named = self._named()
        return Change(
            Patch.between(self._before, after).then(self._step),
            self._named_before - named,
            named - self._named_before,
        )

    def _listed(self) -> list[Quad] | None:
        return list(self._content()) if self._count() < self._most else None

    def _count(self) -> int:
        """Count, at least up to the limit, in a twentieth of the time that it takes to list."""
        if self._data is not None:
            return len(self._data)
        if EVERYTHING in self._graphs:
            return len(self._store)
        return sum(self._store.count(graph_named(name), self._most) for name in self._graphs)

    def _content(self) -> Iterator[Quad]:
        if self._data is not None:
            yield from (quad for quad in self._data if quad in self._store)
            return
        for name in self._graphs:
            yield from (
                self._store if name == EVERYTHING else self._store.match(graph=graph_named(name))
            )

    def _named(self) -> frozenset[str]:
        if EVERYTHING in self._graphs:
            return frozenset(graph.value for graph in self._store.graphs())
        named = (name for name in self._graphs if name != DEFAULT)
        return frozenset(name for name in named if self._store.has_graph(NamedNode(name)))


def worth_comparing(held: int) -> int:
    """Tell how many quads to compare where nothing but readers needs to know what has changed.

    To compare a quad takes one and a half times what it takes readers to read one of a store anew.

    Args:
        held: How many quads readers have in memory.

    Returns:
        How many.
    """
    return min(max(held // 2, _FEW), MOST_COMPARED)


def data_of(text: str | None, base: str | None) -> list[Quad] | None:
    """Read the quads that an update names.

    Args:
        text: ``INSERT DATA`` operations; None if it does something else too.
        base: What its relative IRIs are resolved against.

    Returns:
        The quads; None if they cannot be told, as those with blank nodes, or are many.

    Raises:
        SyntaxError: If the text is not an update.
    """
    if text is None or len(text) > _LONG:
        return None
    store = pyoxigraph.Store()
    store.update(text, base_iri=base)
    quads = list(store)
    return None if any("_:" in str(quad) for quad in quads) else quads
