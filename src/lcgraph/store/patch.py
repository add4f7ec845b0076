"""A publication as a set of changes: what leaves the store and what enters it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Quad


@dataclass(frozen=True)
class Patch:
    """Quads to remove and quads to add; no quad is in both.

    Attributes:
        removed: Quads that are in the store before and not after.
        added: Quads that are in the store after and not before.
    """

    removed: frozenset[Quad] = field(default_factory=frozenset)
    added: frozenset[Quad] = field(default_factory=frozenset)

    @classmethod
    def between(cls, before: Iterable[Quad], after: Iterable[Quad]) -> Patch:
        """Return the change from one set of quads to another.

        Args:
            before: The quads as they are.
            after: The quads as they are to be.

        Returns:
            The smallest patch that turns the one into the other.
        """
        old, new = frozenset(before), frozenset(after)
        return cls(old - new, new - old)

    def then(self, later: Patch) -> Patch:
        """Return one patch with the effect of this one followed by another.

        Args:
            later: The patch to be applied after this one.

        Returns:
            A single patch, in which what one adds and the other removes does not appear.
        """
        return Patch(
            (self.removed - later.added) | (later.removed - self.added),
            (self.added - later.removed) | (later.added - self.removed),
        )

    @classmethod
    def sequence(cls, patches: Iterable[Patch]) -> Patch:
        """Return one patch with the effect of many, one after the other.

        Args:
            patches: The patches in their order.

        Returns:
            What :meth:`then` makes of them, in time that grows with what they hold together.
        """
        removed: set[Quad] = set()
        added: set[Quad] = set()
        for patch in patches:
            leaving, entering = patch.removed - added, patch.added - removed
            removed -= patch.added
            removed |= leaving
            added -= patch.removed
            added |= entering
        return cls(frozenset(removed), frozenset(added))

    def inverse(self) -> Patch:
        """Return the patch that undoes this one.

        Returns:
            The same change in the other direction.
        """
        return Patch(self.added, self.removed)

    def __bool__(self) -> bool:
        """Tell whether anything changes.

        Returns:
            False for a patch without effect.
        """
        return bool(self.removed or self.added)

    def to_update(self) -> str:
        """Write the patch as one SPARQL Update request.

        Returns:
            ``DELETE DATA`` and ``INSERT DATA`` operations in one request, which an engine carries
            out as one transaction (SPARQL 1.1 Update, section 3.1).

        Raises:
            ValueError: If a quad has a blank node, which ``DELETE DATA`` cannot name.
        """
        operations = []
        for keyword, quads in (("DELETE DATA", self.removed), ("INSERT DATA", self.added)):
            if quads:
                operations.append(f"{keyword} {{\n{data_block(quads)}\n}}")
        return " ;\n".join(operations)


def data_block(quads: Iterable[Quad]) -> str:
    """Write quads as the inside of an update operation.

    Args:
        quads: The quads.

    Returns:
        Triples, and a ``GRAPH`` block for each named graph, in a fixed order.

    Raises:
        ValueError: If a quad has a blank node, which means another node in each request.
    """
    by_graph: dict[str, list[str]] = {}
    for quad in quads:
        triple = str(quad.triple)
        if "_:" in (str(quad.subject)[:2], str(quad.object)[:2]):
            raise ValueError(f"blank nodes cannot be published: {triple}")
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)
        by_graph.setdefault(graph, []).append(triple + " .")
    blocks = []
    for graph, triples in sorted(by_graph.items()):
        lines = "\n".join(sorted(triples))
        blocks.append(f"GRAPH {graph} {{\n{lines}\n}}" if graph else lines)
    return "\n".join(blocks)


def n_quads(quads: Iterable[Quad]) -> bytes:
    """Write quads for another process, in no order.

    Args:
        quads: The quads.

    Returns:
        N-Quads in UTF-8.
    """
    return b"".join(f"{quad} .\n".encode() for quad in quads)
