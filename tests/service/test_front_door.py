"""The front door for machines: service description, VoID, DCAT, example queries, dumps."""

from __future__ import annotations

import gzip
import hashlib

import httpx
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib import Namespace
from rdflib.namespace import DCTERMS, RDF, VOID

DCAT = Namespace("http://www.w3.org/ns/dcat#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SH = Namespace("http://www.w3.org/ns/shacl#")
SCHEMA = Namespace("https://schema.org/")
SPDX = Namespace("http://spdx.org/rdf/terms#")
BASE = Namespace("https://w3id.org/lcgraph/")
DOORS = ("/", "/.well-known/void", "/sparql")
FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> rdflib.Graph:
    """What the service says of itself once its downloads are written."""
    client.get("/dumps/SHA256SUMS")
    answer = client.get("/", headers={"Accept": "application/n-triples"})
    return rdflib.Graph().parse(data=answer.text, format="nt")


def number(client: httpx.Client, query: str) -> int:
    answer = client.get("/sparql", params={"query": query, "format": "json"})
    (row,) = answer.json()["results"]["bindings"]
    return int(row["n"]["value"])


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("media_type", FORMATS)
def test_every_door_says_the_same_in_every_format(
    client: httpx.Client, described: rdflib.Graph, path: str, media_type: str
) -> None:
    answer = client.get(path, headers={"Accept": media_type})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]
    assert len(set(parse(answer.content, format=FORMATS[media_type]))) == len(described)


def test_the_endpoint_has_the_address_that_was_asked(
    client: httpx.Client, described: rdflib.Graph, service: str
) -> None:
    endpoint = rdflib.URIRef(f"{service}/sparql")
    assert list(described.subjects(RDF.type, SD.Service)) == [endpoint]
    assert list(described.objects(endpoint, SD.endpoint)) == [endpoint]
    assert set(described.objects(endpoint, SD.supportedLanguage)) == {
        SD.SPARQL11Query,
        SD.SPARQL11Update,
    }
    elsewhere = client.get("/", headers={"Host": "graph.example", "Accept": "text/turtle"})
    assert "<http://graph.example/sparql>" in elsewhere.text


def test_only_iris_are_objects_of_the_service_description(described: rdflib.Graph) -> None:
    for _, predicate, value in described:
        assert not isinstance(value, rdflib.BNode)
        if str(predicate).startswith(str(SD)):
            assert isinstance(value, rdflib.URIRef)


def test_the_default_dataset_names_its_graphs(
    client: httpx.Client, described: rdflib.Graph
) -> None:
    (dataset,) = described.objects(None, SD.defaultDataset)
    graphs = {
        str(described.value(named, SD.name)) for named in described.objects(dataset, SD.namedGraph)
    }
    assert {str(BASE["graph/ontology"]), str(BASE["record/th-yala-v1"])} <= graphs
    asked = client.get("/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"})
    assert graphs == {row["g"]["value"] for row in asked.json()["results"]["bindings"]}
    published = described.value(described.value(dataset, SD.defaultGraph), VOID.triples)
    assert int(str(published)) == number(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


def test_void_counts_what_there_is(client: httpx.Client, described: rdflib.Graph) -> None:
    (dataset,) = described.subjects(RDF.type, VOID.Dataset)
    triples = int(str(described.value(dataset, VOID.triples)))
    assert triples == number(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    entities = {
        str(described.value(part, VOID["class"])): int(str(described.value(part, VOID.entities)))
        for part in described.objects(dataset, VOID.classPartition)
    }
    city = str(BASE["ontology#LearningCity"])
    counted = number(client, f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ ?c a <{city}> }}")
    assert entities[city] == counted == 16
    uses = [
        int(str(described.value(part, VOID.triples)))
        for part in described.objects(dataset, VOID.propertyPartition)
    ]
    assert sum(uses) == triples


def test_the_catalogue_has_a_series_for_each_city(described: rdflib.Graph) -> None:
    (catalogue,) = described.subjects(RDF.type, DCAT.Catalog)
    series = set(described.subjects(RDF.type, DCAT.DatasetSeries))
    assert len(series) == 10
    assert series <= set(described.objects(catalogue, DCAT.dataset))
    for record in described.subjects(DCAT.inSeries, None):
        assert described.value(record, DCTERMS.license)
        assert described.value(record, DCAT.distribution)
    (whole,) = described.objects(described.value(None, RDF.type, SD.Service), DCAT.servesDataset)
    assert BASE["shapes/0.1.0"] in set(described.objects(whole, DCTERMS.conformsTo))


def test_every_data_set_is_described_in_both_languages(described: rdflib.Graph) -> None:
    sets = set(described.subjects(RDF.type, DCAT.Dataset))
    series = set(described.subjects(RDF.type, DCAT.DatasetSeries))
    assert (len(sets), len(series)) == (11, 10)
    for each in sets | series:
        texts = list(described.objects(each, DCTERMS.description))
        assert sorted(str(text.language) for text in texts) == ["en", "th"], each  # type: ignore[attr-defined]


def test_what_is_known_of_downloads_is_said(client: httpx.Client, described: rdflib.Graph) -> None:
    files = {each["url"]: each for each in client.get("/dumps").json()["files"]}
    known = {str(each): each for each in described.subjects(DCAT.byteSize, None)}
    assert {url.rpartition("/")[2] for url in known} == {"lcgraph.nq.gz", "lcgraph.ttl.gz"}
    for url, distribution in known.items():
        length = described.value(distribution, DCAT.byteSize)
        assert length == rdflib.Literal(files[url]["bytes"], datatype=rdflib.XSD.nonNegativeInteger)
        checksum = described.value(distribution, SPDX.checksum)
        assert described.value(checksum, RDF.type) == SPDX.Checksum
        assert described.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        written = described.value(checksum, SPDX.checksumValue)
        assert str(written) == files[url]["sha256"]
        assert isinstance(written, rdflib.Literal)
        assert written.datatype == rdflib.XSD.hexBinary


def test_every_download_that_is_announced_is_there(
    client: httpx.Client, described: rdflib.Graph
) -> None:
    addresses = {str(url) for url in described.objects(None, DCAT.downloadURL)}
    assert len(addresses) == 12
    assert {client.get(address).status_code for address in addresses} == {200}


def test_example_queries_can_be_run_as_they_are_described(
    client: httpx.Client, described: rdflib.Graph, service: str
) -> None:
    queries = list(described.subjects(RDF.type, SH.SPARQLSelectExecutable))
    assert len(queries) > 60
    for query in queries:
        assert list(described.objects(query, SCHEMA.target)) == [rdflib.URIRef(f"{service}/sparql")]
    text = described.value(BASE["query/cities-list"], SH["select"])
    assert client.get("/sparql", params={"query": str(text)}).status_code == 200


def test_the_front_door_may_be_kept(client: httpx.Client) -> None:
    first = client.get("/.well-known/void")
    headers = {"If-None-Match": first.headers["etag"]}
    assert client.get("/.well-known/void", headers=headers).status_code == 304


def test_dumps_hold_the_graph(client: httpx.Client) -> None:
    quads = list(parse(client.get("/dumps/lcgraph.nq").content, format=RdfFormat.N_QUADS))
    counted = number(client, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
    assert len(quads) == len(set(quads)) == counted
    published = set(parse(client.get("/dumps/lcgraph.ttl").content, format=RdfFormat.TURTLE))
    assert len(published) == number(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


def test_a_layer_repeats_all_that_records_have_in_it(client: httpx.Client) -> None:
    quads = parse(client.get("/dumps/lcgraph.nq").content, format=RdfFormat.N_QUADS)
    layer = str(BASE["graph/quality"])
    parts = {quad.triple for quad in quads if str(quad.graph_name)[1:-1].startswith(f"{layer}/")}
    found = parse(client.get("/dumps/quality.ttl").content, format=RdfFormat.TURTLE)
    assert {quad.triple for quad in found} == parts
    assert client.get("/dumps/quality-th-yala.ttl").status_code == 404


def test_sums_are_those_of_the_files(client: httpx.Client) -> None:
    lines = client.get("/dumps/SHA256SUMS").text.splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert {"lcgraph.nq", "lcgraph.nq.gz", "lcgraph.ttl", "lcgraph.ttl.gz"} <= set(sums)
    assert {"ontology.ttl", "reference.ttl", "records.ttl", "sources.ttl", "shapes.ttl"} <= set(
        sums
    )
    for name, digest in sums.items():
        assert hashlib.sha256(client.get(f"/dumps/{name}").content).hexdigest() == digest
    packed = gzip.decompress(client.get("/dumps/lcgraph.nq.gz").content)
    assert packed == client.get("/dumps/lcgraph.nq").content


def test_a_dump_may_be_kept(client: httpx.Client) -> None:
    first = client.get("/dumps/ontology.ttl")
    assert first.headers["content-type"].startswith("text/turtle")
    again = client.get("/dumps/ontology.ttl", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/dumps/..%2Fstore").status_code == 404
    assert client.get("/dumps/none.ttl").status_code == 404
