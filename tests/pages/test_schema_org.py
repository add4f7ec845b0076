"""Each page embeds what it says, in schema.org, and nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from lcgraph.knowledge import Knowledge
from lcgraph.knowledge.loading import shipped_graphs
from lcgraph.pages.schema_org import embedded_of
from lcgraph.records.triples import TripleIndex
from lcgraph.service.resources import Resource
from lcgraph.vocabulary import BASE, GRAPH, LCG, RDF, RDFS, VOID
from tests.pages.classes import DERIVED, IN_THE_ONTOLOGY, OF_EACH_CLASS
from tests.pages.embedded import document_of, graph_of, said_of, types_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.testclient import TestClient


def page_of(pages: TestClient, name: str) -> str:
    path = "/doc/" + name.removeprefix("id/") if name.startswith("id/") else "/" + name
    answer = pages.get(quote(path))
    assert answer.status_code == 200, (name, answer.text[:300])
    return answer.text


def published(pages: TestClient, name: str) -> set[Triple]:
    """What the service says of a thing in N-Triples."""
    path = "/doc/" + name.removeprefix("id/") if name.startswith("id/") else "/" + name
    answer = pages.get(path, params={"format": "ntriples"})
    quads = parse(answer.content, format=RdfFormat.N_TRIPLES)
    return {quad.triple for quad in quads}


def unsaid(triples: set[Triple], said: set[tuple[str | None, str, str | None]]) -> set[Triple]:
    """Those of the triples that are not said, of whatever subject they are."""

    def is_said(triple: Triple) -> bool:
        value = triple.object
        assert isinstance(value, NamedNode | Literal)
        text = value.value
        language = value.language if isinstance(value, Literal) else None
        return any((name, text, language) in said for name in (None, triple.predicate.value))

    return {triple for triple in triples if not is_said(triple)}


@pytest.mark.parametrize(("name", "types"), OF_EACH_CLASS.items(), ids=OF_EACH_CLASS)
def test_a_page_embeds_all_that_is_published_of_its_thing(
    pages: TestClient, name: str, types: set[str]
) -> None:
    document = document_of(page_of(pages, name))
    graph = graph_of(document)
    assert document["@id"] == document["url"] == BASE + name
    assert types_of(graph, BASE + name) == types
    triples = published(pages, name)
    own = {t for t in triples if t.subject == NamedNode(BASE + name)}
    assert own or name.startswith("graph/")
    assert unsaid(own, said_of(graph, BASE + name)) == set()


def test_what_refers_to_a_thing_is_embedded_as_said_of_that(pages: TestClient) -> None:
    document = document_of(page_of(pages, "concept/theme/technology"))
    graph = graph_of(document)
    theme = BASE + "concept/theme/technology"
    finding = BASE + "id/finding/th-yala-2-5"
    assert (LCG.hasTheme.value, theme, None) in said_of(graph, finding)
    triples = published(pages, "concept/theme/technology")
    referring = {t for t in triples if t.object == NamedNode(theme)}
    assert len(referring) > 5
    for triple in referring:
        assert isinstance(triple.subject, NamedNode)
        assert unsaid({triple}, said_of(graph, triple.subject.value)) == set()


def test_every_class_of_the_data_is_tested(pages: TestClient) -> None:
    query = (
        "SELECT DISTINCT ?thing ?class { { ?thing a ?class } UNION "
        "{ GRAPH ?graph { ?thing a ?class } FILTER(STRSTARTS(STR(?graph), "
        f'"{GRAPH["quality"].value}") || ?graph = <{GRAPH["catalogue"].value}>) }} '
        f'FILTER(STRSTARTS(STR(?thing), "{BASE}")) }}'
    )
    parameters = {"query": query, "format": "json", "layer": ["derived", "quality"]}
    rows = pages.get("/sparql", params=parameters).json()["results"]["bindings"]
    classes: dict[str, set[str]] = {}
    for row in rows:
        classes.setdefault(row["class"]["value"], set()).add(row["thing"]["value"])
    covered = {BASE + name for name in OF_EACH_CLASS} | {t.value for t in IN_THE_ONTOLOGY}
    untested = {kind for kind, things in classes.items() if not things & covered}
    expressions = {kind for kind in untested if all("genid" in t for t in classes[kind])}
    assert untested - expressions == {kind.value for kind in DERIVED}
    assert len(classes) > 60


@pytest.mark.parametrize("kind", sorted(DERIVED, key=str), ids=lambda kind: kind.value)
def test_what_is_derived_is_embedded_likewise(pages: TestClient, kind: NamedNode) -> None:
    query = f"SELECT (MIN(?thing) AS ?first) {{ ?thing a <{kind.value}> }}"
    parameters = {"query": query, "format": "json", "layer": ["derived", "quality"]}
    (row,) = pages.get("/sparql", params=parameters).json()["results"]["bindings"]
    iri = row["first"]["value"]
    name = iri.removeprefix(BASE)
    graph = graph_of(document_of(page_of(pages, name)))
    assert types_of(graph, iri) == {"Statement"}
    own = {t for t in published(pages, name) if t.subject == NamedNode(iri)}
    assert len(own) > 3
    assert unsaid(own, said_of(graph, iri)) == set()


def test_a_recommendation_is_named_and_described_as_on_its_page(pages: TestClient) -> None:
    advice = pages.get("/cities/th-yala/recommendations", headers={"Accept": "*/*"}).json()
    first = advice["themes"][0]["actions"][0]
    document = document_of(page_of(pages, first["iri"].removeprefix(BASE)))
    names = {text["@language"]: text["@value"] for text in document["name"]}
    assert names == first["sentence"]
    city = document_of(page_of(pages, "id/city/th-yala"))
    reference = next(node for node in nodes(city) if node.get("@id") == first["iri"])
    assert {t["@language"]: t["@value"] for t in reference["name"]} == first["sentence"]


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def test_the_page_of_the_ontology_embeds_every_term(pages: TestClient) -> None:
    graph = graph_of(document_of(page_of(pages, "ontology")))
    for term, types in IN_THE_ONTOLOGY.items():
        assert types_of(graph, term.value) == types
    terms = TripleIndex(shipped_graphs(Knowledge())[GRAPH["ontology"]])
    own = [t for t in terms.subjects(RDFS.isDefinedBy, NamedNode(BASE + "ontology")) if t in LCG]
    assert len(own) > 200
    for term in own:
        literals = {
            Triple(term, predicate, value)
            for predicate, values in terms.properties(term).items()
            for value in values
            if isinstance(value, Literal)
        }
        assert unsaid(literals, said_of(graph, term.value)) == set()


def test_the_page_of_a_scheme_embeds_its_concepts(pages: TestClient) -> None:
    graph = graph_of(document_of(page_of(pages, "concept/factor")))
    factor = BASE + "concept/factor/culture"
    said = said_of(graph, factor)
    assert types_of(graph, factor) == {"DefinedTerm"}
    assert (None, "5", None) in said
    assert (None, BASE + "concept/factor", None) in said
    assert (factor, None) in {s[1:] for s in said_of(graph, BASE + "concept/factor")}


def test_a_city_embeds_what_its_record_says_down_to_the_words(pages: TestClient) -> None:
    document = document_of(page_of(pages, "id/city/th-yala"))
    assert document["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": "6.53995",
        "longitude": "101.28128",
    }
    graph = graph_of(document)
    (record,) = (n for n in document["subjectOf"] if "Dataset" in str(n.get("@type")))
    assert record["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert record["version"] == "1"
    assert said_of(graph, BASE + "id/finding/th-yala-2-5") >= {
        (None, "ข้อจำกัดด้านเทคโนโลยี", "th"),
        (None, BASE + "id/passage/onec-2026-a2-limits", None),
    }
    words = "แต่ยังมีข้อจำกัดด้านผู้เชี่ยวชาญ เทคโนโลยี และทรัพยากรทางวิชาการ"
    assert (None, words, "th") in said_of(graph, BASE + "id/passage/onec-2026-a2-limits")


def test_what_is_inferred_is_marked_as_such(pages: TestClient) -> None:
    document = document_of(page_of(pages, "id/city/th-yala"))
    leads = [
        statement
        for statement in document["additionalProperty"]
        if statement["propertyID"] == LCG.leadOrganization.value
    ]
    (lead,) = leads
    texts = {text["@language"]: text["@value"] for text in lead["description"]}
    assert texts == {"th": "สิ่งที่อนุมานได้", "en": "What is inferred"}
    participation = next(
        s for s in document["additionalProperty"] if s["propertyID"] == LCG.hasParticipation.value
    )
    assert "description" not in participation


def test_the_page_is_told_from_what_it_is_about(pages: TestClient) -> None:
    document = document_of(page_of(pages, "id/city/th-yala"))
    assert document["mainEntityOfPage"] == {
        "@type": "WebPage",
        "@id": "/doc/city/th-yala",
        "inLanguage": "en",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "version": "1",
    }


def test_nothing_that_is_shipped_is_lost() -> None:
    """Of every thing in the shipped graphs each literal and each IRI is embedded."""
    knowledge = Knowledge()
    everything = knowledge.record_triples().union(*shipped_graphs(knowledge).values())
    by_subject: dict[NamedNode, set[Triple]] = {}
    for triple in everything:
        if isinstance(triple.subject, NamedNode):
            by_subject.setdefault(triple.subject, set()).add(triple)
    assert len(by_subject) > 4_000
    for iri, triples in by_subject.items():
        nothing: frozenset[Triple] = frozenset()
        resource = Resource(iri, frozenset(triples), nothing, nothing, nothing, False, nothing, 1)
        document = embedded_of(resource)
        said = set(values(document))
        expected = {
            (t.object.value, t.object.language if isinstance(t.object, Literal) else None)
            for t in triples
            if isinstance(t.object, NamedNode | Literal)
        }
        assert expected - said == set(), iri


def values(value: Any) -> Iterator[tuple[str, str | None]]:
    """Every text that a document holds, with its language."""
    if isinstance(value, dict):
        if "@value" in value:
            yield value["@value"], value.get("@language")
        for inner in value.values():
            yield from values(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from values(inner)
    else:
        yield (str(value).lower() if isinstance(value, bool) else str(value)), None


def test_a_graph_that_only_is_counted_is_not_embedded(pages: TestClient) -> None:
    document = document_of(page_of(pages, "graph/reference"))
    (size,) = document["additionalProperty"]
    assert size["propertyID"] == VOID.triples.value
    assert size["value"] > 1_000
    assert len(str(document)) < 2_000
    assert RDF.type.value not in str(document)


@pytest.mark.parametrize(
    ("path", "inside", "types", "count"),
    [
        ("concept", "/concept/", "DefinedTermSet", 28),
        ("query", "/query/", "SoftwareSourceCode", 78),
        ("cities", "/doc/city/", "Place", 10),
    ],
)
def test_a_page_that_lists_things_embeds_the_list(
    pages: TestClient, path: str, inside: str, types: str, count: int
) -> None:
    page = page_of(pages, path)
    document = document_of(page)
    assert document["@type"] == "CollectionPage"
    assert document["inLanguage"] == "en"
    assert {part["@type"] for part in document["hasPart"]} == {types}
    listed = {part["@id"].removeprefix(BASE) for part in document["hasPart"]}
    linked = set(re.findall(rf'<a href="({inside}[^"]+)"', page.partition("<main")[2]))
    assert {"/" + name.replace("id/", "doc/") for name in listed} == linked
    assert len(listed) == count
    for part in document["hasPart"]:
        assert {text["@language"] for text in part["name"]} == {"th", "en"}


def test_the_first_page_tells_what_the_graph_is_about(pages: TestClient) -> None:
    document = document_of(pages.get("/").text)
    assert document["@type"] == "Dataset"
    assert document["version"] == "1"
    kinds = [about["@type"] for about in document["about"]]
    assert sorted(kinds) == ["DefinedTerm"] * 6 + ["Place"] * 10
