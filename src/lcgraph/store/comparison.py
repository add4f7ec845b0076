"""What an update changes, which is known only once it is made: the graphs before and after it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode

from lcgraph.store.patch import Patch
from lcgraph.store.undo import DEFAULT, EVERYTHING, Undo, graph_named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pyoxigraph import Quad

    from lcgraph.store.embedded import EmbeddedStore

_COMPARED: Final = 100_000


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

    def __init__(self, store: EmbeddedStore, written: Collection[str] | None, step: Patch) -> None:
        """Look at the graphs as they are.

        Args:
            store: The store, before the change.
            written: The graphs that may change, named as in :class:`lcgraph.store.undo.Undo`; None
                for any.
            step: The step of the data version, which the change carries out too.
        """
        self._store = store
        everything = written is None or EVERYTHING in written
        self._graphs = (EVERYTHING,) if everything else tuple(sorted(written or ()))
        self._step = step
        self._before = list(islice(self._content(), _COMPARED))
        self._named_before = self._named()

    def before(self) -> Undo:
        """Return a way back that holds whatever the change will be.

        Returns:
            One that puts the graphs back as they are now.
        """
        known = self._before if len(self._before) < _COMPARED else self._content()
        return Undo(self._step.added, chain(self._step.removed, known), self._graphs)

    def after(self) -> Change | None:
        """Return what has changed, now that it has.

        Returns:
            The change; None if there is too much to compare in memory.
        """
        if len(self._before) >= _COMPARED:
            return None
        after = list(islice(self._content(), _COMPARED))
        if len(after) >= _COMPARED:
            return None
        named = self._named()
        return Change(
            Patch.between(self._before, after).then(self._step),
            self._named_before - named,
            named - self._named_before,
        )

    def _content(self) -> Iterator[Quad]:
        for name in self._graphs:
            yield from (
                self._store if name == EVERYTHING else self._store.match(graph=graph_named(name))
            )

    def _named(self) -> frozenset[str]:
        if EVERYTHING in self._graphs:
            return frozenset(graph.value for graph in self._store.graphs())
        named = (name for name in self._graphs if name != DEFAULT)
        return frozenset(name for name in named if self._store.has_graph(NamedNode(name)))
