"""What lcgraph asks of a store, whichever engine answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Variable

from lcgraph.vocabulary import GRAPH

if TYPE_CHECKING:
    from pyoxigraph import (
        Literal,
        Quad,
        QueryBoolean,
        QuerySolutions,
        QueryTriples,
        RdfFormat,
        Triple,
    )

    from lcgraph.store.patch import Patch

    Term = NamedNode | BlankNode | Literal | Triple
    QueryResults = QuerySolutions | QueryBoolean | QueryTriples


class Layer(StrEnum):
    """A layer that a query may add to what is published (section 1.3 of the model)."""

    INFERRED = "inferred"
    DERIVED = "derived"
    QUALITY = "quality"


LAYER_GRAPHS: Final[Mapping[Layer, NamedNode]] = {
    Layer.INFERRED: GRAPH["inferred-owl"],
    Layer.DERIVED: GRAPH["derived"],
    Layer.QUALITY: GRAPH["quality"],
}


def default_graphs(layers: Sequence[Layer]) -> list[NamedNode | BlankNode | DefaultGraph]:
    """Return the graphs that make up a query's default graph.

    Args:
        layers: The layers to add to what is published.

    Returns:
        The published view first, then one graph a layer, in the order given.
    """
    return [DefaultGraph(), *(LAYER_GRAPHS[layer] for layer in layers)]


class Queryable(Protocol):
    """Anything that answers SPARQL queries and matches quads."""

    def query(
        self,
        text: str,
        *,
        layers: Sequence[Layer] = (),
        substitutions: Mapping[Variable, Term] | None = None,
    ) -> QueryResults:
        """Answer a trusted query within this process."""
        ...

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that match; None matches anything."""
        ...


class Store(Queryable, Protocol):
    """A store that publications can change."""

    @property
    def version(self) -> int:
        """The data version: 0 for an empty store, one more with each publication."""
        ...

    def apply(self, patch: Patch, seen: int | None = None) -> int:
        """Carry out a patch as one transaction and return the new data version.

        ``seen`` is the version that the patch was made for; at another one it is not carried out.
        """
        ...

    def dump(self) -> bytes:
        """Write every quad of one version, as N-Quads in UTF-8."""
        ...

    def export(self, syntax: RdfFormat, graph: NamedNode | None, *, everything: bool) -> bytes:
        """Write the store, or one graph of it, for others."""
        ...

    def close(self) -> None:
        """Release what the store holds of the machine."""
        ...

    def __len__(self) -> int:
        """Count the quads, those of the published view included."""
        ...
