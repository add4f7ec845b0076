"""What the engine's two forms, on disk and in memory, have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from lcgraph.store.interface import default_graphs
from lcgraph.store.patch import Patch
from lcgraph.store.substitution import with_terms
from lcgraph.vocabulary import GRAPH, LCG, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pyoxigraph
    from pyoxigraph import Variable

    from lcgraph.store.interface import Layer, QueryResults, Term


class OxigraphStore:
    """A store of the engine, wherever it keeps its quads."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        """Take a store of the engine over.

        Args:
            store: Open, and used by nothing else.
        """
        self._store = store

    @property
    def version(self) -> int:
        """The data version: 0 for an empty store, one more with each publication."""
        found = self._store.quads_for_pattern(
            GRAPH["catalogue"], LCG["dataVersion"], None, GRAPH["catalogue"]
        )
        for quad in found:
            if isinstance(quad.object, Literal):
                return int(quad.object.value)
        return 0

    def query(
        self,
        text: str,
        *,
        layers: Sequence[Layer] = (),
        substitutions: Mapping[Variable, Term] | None = None,
    ) -> QueryResults:
        """Answer a trusted query within this process, without a deadline.

        Args:
            text: A SPARQL 1.1 query.
            layers: Layers added to the published view as the query's default graph.
            substitutions: Terms for variables of the query; no text is pasted.

        Returns:
            The engine's solutions, triples or boolean; every named graph can be asked.

        Raises:
            SyntaxError: If the text is not a SPARQL query.
        """
        default_graph = default_graphs(layers)
        return with_terms(
            lambda written, terms: self._store.query(
                written, default_graph=default_graph, substitutions=terms
            ),
            text,
            substitutions or {},
        )

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that match.

        Args:
            subject: The subject, or None for any.
            predicate: The predicate, or None for any.
            object: The object, or None for any.
            graph: The named graph, ``DefaultGraph()`` for the published view, or None for any.

        Returns:
            The matching quads, in no particular order.
        """
        return self._store.quads_for_pattern(subject, predicate, object, graph)

    def dump(self) -> bytes:
        """Write the whole store.

        Returns:
            Every quad, as N-Quads in UTF-8.
        """
        return self._store.dump(format=RdfFormat.N_QUADS) or b""

    def export(self, syntax: RdfFormat, graph: NamedNode | None, *, everything: bool) -> bytes:
        """Write the store, or one graph of it, for others.

        Args:
            syntax: The RDF syntax; for everything, one that has named graphs.
            graph: The named graph to write; None for what is published.
            everything: Whether to write all graphs.

        Returns:
            The text in UTF-8.
        """
        if everything:
            return self._store.dump(format=syntax) or b""
        return self._store.dump(format=syntax, from_graph=graph or DefaultGraph()) or b""

    def graphs(self) -> list[NamedNode]:
        """List the named graphs.

        Returns:
            Their names, in no particular order.
        """
        return [name for name in self._store.named_graphs() if isinstance(name, NamedNode)]

    def has_graph(self, graph: NamedNode) -> bool:
        """Tell whether there is a named graph, be it empty.

        Args:
            graph: Its name.

        Returns:
            True from its creation until it is dropped.
        """
        return self._store.contains_named_graph(graph)

    def __len__(self) -> int:
        """Count the quads.

        Returns:
            The number of quads in all graphs, the published view included.
        """
        return len(self._store)

    def count_published(self) -> int:
        """Count what is published.

        Returns:
            The number of triples in the published view.
        """
        counted = self._store.query("SELECT (COUNT(*) AS ?count) { ?s ?p ?o }")
        return next(int(row["count"].value) for row in counted)  # type: ignore[union-attr]

    def count(self, graph: NamedNode | DefaultGraph, most: int) -> int:
        """Count what is in a graph.

        Args:
            graph: The named graph, or ``DefaultGraph()`` for the published view.
            most: Up to how many; for the time that it takes.

        Returns:
            The number of triples, at most as many.
        """
        some = f"SELECT ?s {{ ?s ?p ?o }} LIMIT {most}"
        counted = self._store.query(
            f"SELECT (COUNT(*) AS ?count) {{ {{ {some} }} }}", default_graph=graph
        )
        return next(int(row["count"].value) for row in counted)  # type: ignore[union-attr]

    def __contains__(self, quad: Quad) -> bool:
        """Tell whether a quad is in the store.

        Args:
            quad: The quad.

        Returns:
            True if it is.
        """
        return quad in self._store

    def __iter__(self) -> Iterator[Quad]:
        """Yield every quad of the store.

        Returns:
            The quads, in no particular order.
        """
        return iter(self._store)

    def _numbered(self, patch: Patch) -> tuple[Patch, int]:
        """Return the patch with the step of the data version in it, and the new version."""
        before = self.version
        return patch.then(Patch.between(version_quads(before), version_quads(before + 1))), (
            before + 1
        )


def version_quads(version: int) -> list[Quad]:
    """Write a data version as it is kept in the catalogue and in the published view.

    Args:
        version: The data version; 0 for that of an empty store.

    Returns:
        Its quads; none for 0.
    """
    if version == 0:
        return []
    number = Literal(str(version), datatype=XSD.integer)
    catalogue = GRAPH["catalogue"]
    return [
        Quad(catalogue, LCG["dataVersion"], number, catalogue),
        Quad(catalogue, LCG["dataVersion"], number, DefaultGraph()),
    ]
