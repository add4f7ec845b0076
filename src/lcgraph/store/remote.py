"""The remote engine: a SPARQL 1.1 server that is used over HTTP.

Everything is asked and written in standard SPARQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Variable,
    serialize,
)

from lcgraph.store.binding import bound
from lcgraph.store.faults import RemoteFault, StoreChanged
from lcgraph.store.protocol import Client, Dataset
from lcgraph.store.remote_publishing import begin_history, publish
from lcgraph.store.remote_view import (
    NAMES,
    dataset_of,
    shown_graph,
    shown_names,
    state_of,
)
from lcgraph.store.transfer import PUBLISHED, Sizes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lcgraph.store.address import Address
    from lcgraph.store.interface import Layer, QueryResults, Term
    from lcgraph.store.patch import Patch

_ATTEMPTS: Final = 5
_SIZES_BY_SERVER: Final = {"Virtuoso": Sizes(patch=0, request=1000)}
_TRIPLES: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_COUNT: Final = "SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }"


class RemoteStore:
    """A store on a SPARQL server, which several processes may have open."""

    def __init__(self, address: Address, sizes: Sizes | None = None) -> None:
        """Reach the server.

        Args:
            address: The server.
            sizes: What it takes at once; by default what its software is known to take.

        Raises:
            RemoteUnreachable: If it does not answer.
            RemoteRefused: If it wants other credentials.
        """
        self.address = address
        self.client = Client(address)
        self.server = self.client.server()
        name = self.server.partition("/")[0]
        self._sizes = sizes or _SIZES_BY_SERVER.get(name, Sizes())

    @property
    def version(self) -> int:
        """The data version: 0 for a server without published data."""
        return state_of(self.client)[0]

    def query(
        self,
        text: str,
        *,
        layers: Sequence[Layer] = (),
        substitutions: Mapping[Variable, Term] | None = None,
    ) -> QueryResults:
        """Ask a trusted query.

        Args:
            text: A SPARQL 1.1 query.
            layers: Layers added to the published view as the query's default graph.
            substitutions: Terms for variables of the query (:mod:`lcgraph.store.binding`).

        Returns:
            The solutions, triples or boolean; every named graph can be asked.

        Raises:
            SyntaxError: If the server cannot read the query.
        """
        terms = {variable.value: term for variable, term in (substitutions or {}).items()}
        dataset = dataset_of(text, layers, terms, None)
        if dataset is None:
            dataset = dataset_of(text, layers, terms, [name.value for name in self.graphs()])
        answer = self.client.query(bound(text, terms), dataset)
        if not isinstance(answer, frozenset):
            return answer
        triples = pyoxigraph.Store()
        triples.extend(Quad(t.subject, t.predicate, t.object) for t in answer)
        results = triples.query(_TRIPLES)
        return results

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

        Yields:
            The matching quads, in no particular order.
        """
        where = PUBLISHED if isinstance(graph, DefaultGraph) else graph
        named = [where.value] if where else [PUBLISHED.value, *(n.value for n in self.graphs())]
        given = {"s": subject, "p": predicate, "o": object}
        terms = {name: term for name, term in given.items() if term is not None}
        text = bound("SELECT ?s ?p ?o ?g WHERE { GRAPH ?g { ?s ?p ?o } }", terms)
        for row in self.client.rows(text, Dataset(named=tuple(named))):
            yield Quad(row["s"], row["p"], row["o"], shown_graph(row["g"]))

    def graphs(self) -> list[NamedNode]:
        """Name the graphs that hold something.

        Returns:
            The named graphs in alphabetical order, without those that only this store uses.
        """
        return [NamedNode(name) for name in shown_names(self.client.rows(NAMES, Dataset()))]

    def dump(self) -> bytes:
        """Write the whole store.

        Returns:
            Every quad, as N-Quads in UTF-8, from one data version.

        Raises:
            RemoteFault: If the server leaves out a part of a graph.
            StoreChanged: If others publish so often that no version can be read to its end.
        """
        for _ in range(_ATTEMPTS):
            before = state_of(self.client)
            quads = list(self)
            if state_of(self.client) == before:
                return serialize(quads, format=RdfFormat.N_QUADS) or b""
        raise StoreChanged(self.address.query, before[0])

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
            return serialize(self, format=syntax) or b""
        return serialize(self._triples(graph or PUBLISHED), format=syntax) or b""

    def __len__(self) -> int:
        """Count the quads.

        Returns:
            The number of quads in all graphs, the published view included.
        """
        return sum(self._count(name) for name in [PUBLISHED, *self.graphs()])

    def __iter__(self) -> Iterator[Quad]:
        """Yield every quad of the store.

        Yields:
            The quads, graph by graph.
        """
        for name in [PUBLISHED, *self.graphs()]:
            for triple in self._triples(name):
                yield Quad(triple.subject, triple.predicate, triple.object, shown_graph(name))

    def apply(self, patch: Patch, seen: int | None = None) -> int:
        """Carry out a patch as one transaction of the server.

        Args:
            patch: The change to make; it has no blank nodes.
            seen: The data version that the patch was made for; None for any.

        Returns:
            The new data version. Whoever asks through lcgraph sees either the version before or
            the whole patch with its new version and the way back.

        Raises:
            StoreChanged: If another process published in the meantime; nothing was written.
            RemoteFault: If the server cannot do it; what it holds is what it held.
        """
        return publish(self.client, patch, self._sizes, seen)

    def begin_history(self) -> None:
        """Begin the history of data that were published before there was one; else do nothing."""
        begin_history(self.client)

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def _count(self, name: NamedNode) -> int:
        for row in self.client.rows(_COUNT, Dataset((name.value,))):
            if isinstance(row["count"], Literal):
                return int(row["count"].value)
        raise RemoteFault(self.address.query, "COUNT")

    def _triples(self, name: NamedNode) -> frozenset[pyoxigraph.Triple]:
        if self.address.graph_store:
            triples = self.client.graph(self.address.graph_store, name.value)
        else:
            answer = self.client.query(_TRIPLES, Dataset((name.value,)))
            triples = answer if isinstance(answer, frozenset) else frozenset()
        expected = self._count(name)
        if len(triples) != expected:
            raise RemoteFault(self.address.query, f"{name}: {len(triples)} < {expected}")
        return triples
