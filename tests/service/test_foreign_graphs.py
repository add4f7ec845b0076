"""Graphs that administrators add are told of and given to others like those of lcgraph."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib import Namespace
from rdflib.namespace import VOID

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
GRAPHS = {"http://example.org/หนึ่ง": "ยะลา", "http://example.org/two": "พะเยา"}


@pytest.fixture
def written(managed: httpx.Client) -> Iterator[httpx.Client]:
    """The client, after each graph was written with a statement of its own."""
    headers = {"content-type": "text/turtle"}
    for name, city in GRAPHS.items():
        content = f'<urn:x:s> <urn:x:p> "{city}"@th .'.encode()
        made = managed.put("/rdf-graphs", params={"graph": name}, content=content, headers=headers)
        assert made.status_code == 201
    yield managed
    for name in GRAPHS:
        assert managed.delete("/rdf-graphs", params={"graph": name}).status_code == 204


def test_dumps_hold_them(written: httpx.Client) -> None:
    assert "  other.ttl\n" in written.get("/dumps/SHA256SUMS").text
    quads = parse(written.get("/dumps/lcgraph.nq").content, format=RdfFormat.N_QUADS)
    found = {str(quad.graph_name)[1:-1]: quad.object.value for quad in quads}
    assert GRAPHS.items() <= found.items()
    others = parse(written.get("/dumps/other.ttl").content, format=RdfFormat.TURTLE)
    assert {quad.object.value for quad in others} >= set(GRAPHS.values())


def test_the_service_names_them(written: httpx.Client) -> None:
    answer = written.get("/", headers={"accept": "application/n-triples"})
    described = rdflib.Graph().parse(data=answer.text, format="nt")
    for name in GRAPHS:
        graph = rdflib.URIRef(name)
        (named,) = described.subjects(SD.name, graph)
        assert list(described.objects(named, SD.name)) == [graph]
        assert described.value(graph, VOID.triples) == rdflib.Literal(1)


def test_dumps_are_as_before_once_they_are_gone(managed: httpx.Client) -> None:
    quads = parse(managed.get("/dumps/lcgraph.nq").content, format=RdfFormat.N_QUADS)
    left = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode)}
    assert not GRAPHS.keys() & left
    # Other tests may have left graphs in the same store, empty ones too.
    query = {"query": "SELECT ?g { GRAPH ?g {} }", "format": "csv"}
    names = managed.get("/sparql", params=query).text.split()[1:]
    others = [name for name in names if not name.startswith("https://w3id.org/lcgraph/")]
    assert managed.get("/dumps/other.ttl").status_code == (200 if others else 404)
