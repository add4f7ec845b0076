"""What a plain store says of itself is so: nothing that it lacks, all that it can."""

from __future__ import annotations

import re

import httpx
import pytest
import rdflib
from rdflib import RDF, Namespace
from rdflib.namespace import DCTERMS, VOID

from lcgraph.service.problem_kinds import KINDS

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
DOORS = ("/", "/.well-known/void", "/sparql")
INSERT = {"content-type": "application/sparql-update"}


@pytest.fixture
def described(emptied: httpx.Client) -> rdflib.Graph:
    """What the store says of itself with two named graphs and two triples without a graph."""
    text = (
        "INSERT DATA { <urn:x:a> <urn:x:p> 1 , 2 GRAPH <urn:x:g> { <urn:x:a> <urn:x:p> 1 } "
        "GRAPH <http://example.org/กราฟ> { <urn:x:a> <urn:x:p> 1 , 2 , 3 } }"
    )
    assert emptied.post("/sparql", content=text, headers=INSERT).status_code == 204
    answers = [emptied.get(door, headers={"accept": "application/n-triples"}) for door in DOORS]
    assert len({answer.text for answer in answers}) == 1
    return rdflib.Graph().parse(data=answers[0].text, format="nt")


def test_it_can_be_queried_and_updated(emptied: httpx.Client, described: rdflib.Graph) -> None:
    (service,) = described.subjects(RDF.type, SD.Service)
    assert service == rdflib.URIRef(f"{emptied.base_url}/sparql")
    languages = set(described.objects(service, SD.supportedLanguage))
    assert languages == {SD.SPARQL11Query, SD.SPARQL11Update}
    assert set(described.objects(service, SD.inputFormat)) == {
        FORMATS[name] for name in ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
    }


def test_its_graphs_are_counted(described: rdflib.Graph) -> None:
    (dataset,) = described.objects(None, SD.defaultDataset)
    counted = {
        str(described.value(named, SD.name)): described.value(described.value(named, SD.graph),
                                                              VOID.triples)
        for named in described.objects(dataset, SD.namedGraph)
    }  # fmt: skip
    assert counted == {
        "urn:x:g": rdflib.Literal(1),
        "http://example.org/กราฟ": rdflib.Literal(3),
    }
    default = described.value(described.value(dataset, SD.defaultGraph), VOID.triples)
    assert default == rdflib.Literal(2)


def test_it_claims_nothing_of_the_learning_cities(
    emptied: httpx.Client, described: rdflib.Graph
) -> None:
    assert not list(described.objects(None, DCTERMS.license))
    assert not list(described.objects(None, VOID.dataDump))
    own = {
        str(term)
        for triple in described
        for term in triple
        if str(term).startswith(str(emptied.base_url))
    }
    assert {emptied.get(address).status_code for address in own} == {200}
    link = emptied.get("/sparql", headers={"accept": "text/turtle"}).headers["link"]
    assert "license" not in link


def test_what_describes_its_calls_is_there(emptied: httpx.Client) -> None:
    document = emptied.get("/openapi.json").json()
    assert {path.split("/")[1] for path in document["paths"]} == {
        "", ".well-known", "sparql", "rdf-graphs", "shacl", "conformance", "health", "problems",
        "openapi.json", "docs",
    }  # fmt: skip
    assert "learning cit" not in document["info"]["description"]
    assert "Graph store" in emptied.get("/docs?lang=en").text
    kind = emptied.get("/rdf-graphs").json()["type"]
    assert emptied.get(kind).json()["status"] == 400


OF_MANAGED_STORES = {"no-such-version", "gone", "update-refused"}


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - OF_MANAGED_STORES))
def test_advice_leads_to_what_is_there(emptied: httpx.Client, kind: str) -> None:
    messages = emptied.get(f"/problems/{kind}").json()["messages"]
    for said in messages.values():
        for path in re.findall(r"(?<![\w.])/[a-z-]+", said["advice"]):
            assert emptied.get(path, headers={"accept": "*/*"}).status_code == 200, said["advice"]


def test_a_managed_service_says_that_it_can_be_updated(managed: httpx.Client) -> None:
    answer = managed.get("/sparql", headers={"accept": "application/n-triples"})
    assert (
        "#supportedLanguage> <http://www.w3.org/ns/sparql-service-description#SPARQL11Update>"
        in (answer.text)
    )
