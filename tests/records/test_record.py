"""A file holds one version of one city's record, or says why not."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from lcgraph.records import CityRecord, NotARecord, Status, content_digest, record_of
from lcgraph.vocabulary import ADMS, CITY, DCAT, DCTERMS, GRAPH, LCG, RDFS, RECORD, STATUS

PREFIXES = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix city: <https://w3id.org/lcgraph/id/city/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix lcg: <https://w3id.org/lcgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix record: <https://w3id.org/lcgraph/record/> .
@prefix status: <https://w3id.org/lcgraph/concept/status/> .
"""
YALA = """
record:th-yala-v2 a lcg:CityRecord ; foaf:primaryTopic city:th-yala ; adms:status status:draft .
city:th-yala rdfs:label "ยะลา"@th .
"""


def triples(turtle: str) -> set[Triple]:
    return {quad.triple for quad in parse(PREFIXES + turtle, format=RdfFormat.TURTLE)}


def record(turtle: str = YALA) -> CityRecord:
    found = record_of(triples(turtle))
    assert isinstance(found, CityRecord)
    return found


def test_a_record_is_parted_into_description_and_content() -> None:
    found = record()
    assert found.iri == RECORD["th-yala-v2"]
    assert found.city == CITY["th-yala"]
    assert (found.key, found.version) == ("th-yala", 2)
    assert {triple.subject for triple in found.description} == {found.iri}
    assert found.content == {Triple(CITY["th-yala"], RDFS.label, Literal("ยะลา", language="th"))}
    assert found.series == RECORD["th-yala"]


def test_the_catalogue_entry_has_one_status_and_the_digest() -> None:
    found = record()
    entry = found.described(Status.PUBLISHED)
    catalogue = GRAPH["catalogue"]
    assert {quad.graph_name for quad in entry} == {catalogue}
    statuses = {quad.object for quad in entry if quad.predicate == ADMS.status}
    assert statuses == {STATUS["published"]}
    assert Quad(found.iri, LCG["contentDigest"], Literal(found.digest), catalogue) in entry
    assert Quad(found.iri, DCAT.inSeries, RECORD["th-yala"], catalogue) in entry


def test_a_superseded_record_names_its_successor() -> None:
    found = record()
    entry = found.described(Status.SUPERSEDED, RECORD["th-yala-v3"])
    replaced = [quad.object for quad in entry if quad.predicate == DCTERMS.isReplacedBy]
    assert replaced == [RECORD["th-yala-v3"]]


@pytest.mark.parametrize(
    ("turtle", "said"),
    [
        ("city:th-yala rdfs:label 'ยะลา'@th .", "exactly one lcg:CityRecord, this one has 0"),
        (
            YALA + "record:th-trang-v1 a lcg:CityRecord .",
            "exactly one lcg:CityRecord, this one has 2",
        ),
        (
            "record:th-yala a lcg:CityRecord ; foaf:primaryTopic city:th-yala .",
            "record/th-yala must be named",
        ),
        (
            "<urn:x:1> a lcg:CityRecord ; foaf:primaryTopic city:th-yala .",
            "urn:x:1 must be named",
        ),
        (
            "record:th-yala-v0 a lcg:CityRecord ; foaf:primaryTopic city:th-yala .",
            "must be named",
        ),
        (
            "record:th-yala-v1 a lcg:CityRecord ; foaf:primaryTopic city:th-trang .",
            "must have https://w3id.org/lcgraph/id/city/th-yala as its only foaf:primaryTopic",
        ),
        (
            "record:th-yala-v1 a lcg:CityRecord ; foaf:primaryTopic city:th-trang, city:th-yala .",
            "as its only foaf:primaryTopic",
        ),
    ],
    ids=["none", "two", "no version", "elsewhere", "version 0", "other city", "two cities"],
)
def test_what_is_not_a_record_says_what_to_do(turtle: str, said: str) -> None:
    found = record_of(triples(turtle))
    assert isinstance(found, NotARecord)
    assert set(found.messages) == {"th", "en"}
    assert said in found.messages["en"]


def test_the_digest_does_not_depend_on_order_or_repetition() -> None:
    first, second = (
        Triple(NamedNode("urn:x:a"), RDFS.label, Literal(text)) for text in ("ก\n", "ข")
    )
    assert content_digest([first, second]) == content_digest([second, first, first])
    assert content_digest([first]) != content_digest([second])


def test_the_digest_of_nothing_is_that_of_the_empty_text() -> None:
    assert content_digest([]) == (
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
