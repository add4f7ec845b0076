"""Linked data: each IRI of our own resolves, in each format, with the manners of the web."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib.compare import isomorphic
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application
from lcgraph.store import EmbeddedStore, MemoryStore
from lcgraph.vocabulary import (
    ADMS,
    BASE,
    CITY,
    DCTERMS,
    FOAF,
    GRAPH,
    LCG,
    RDF,
    RDFS,
    RECORD,
    STATUS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMATS = {
    "turtle": ("text/turtle", RdfFormat.TURTLE),
    "ntriples": ("application/n-triples", RdfFormat.N_TRIPLES),
    "rdfxml": ("application/rdf+xml", RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
}
ONE_OF_EACH_KIND = (
    "/doc/city/th-yala",
    "/doc/passage/onec-2026-c9-vision",
    "/concept/theme/credit-bank",
    "/concept/factor",
    "/record/th-yala-v1",
    "/rule/R07",
    "/query/cities-list",
    "/ontology",
    "/shapes",
    "/graph/catalogue",
)


@pytest.fixture(scope="module")
def mentioned(client: httpx.Client) -> list[str]:
    """The path of every document that an IRI of our own, anywhere in the store, leads to."""
    paths: set[str] = set()
    for pattern in ("?iri ?b ?c", "?a ?iri ?c", "?a ?b ?iri"):
        query = (
            f"SELECT DISTINCT ?iri {{ GRAPH ?graph {{ {pattern} }} "
            f'FILTER(ISIRI(?iri) && STRSTARTS(STR(?iri), "{BASE}")) }}'
        )
        answer = client.get("/sparql", params={"query": query, "format": "json"})
        for row in answer.json()["results"]["bindings"]:
            iri = row["iri"]["value"].partition("#")[0]
            paths.add("/" + iri.removeprefix(BASE))
    names = client.get("/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"})
    for row in names.json()["results"]["bindings"]:
        paths.add("/" + row["g"]["value"].removeprefix(BASE))
    return sorted(paths)


def status_of(client: httpx.Client, path: str) -> int:
    answer = client.head(path)
    if answer.status_code == 303:
        assert answer.headers["location"] == "/doc/" + path.removeprefix("/id/")
    return answer.status_code


def test_every_thing_leads_to_a_document(client: httpx.Client, mentioned: list[str]) -> None:
    things = [path for path in mentioned if path.startswith("/id/")]
    assert len(things) > 2_000
    assert set(map(partial(status_of, client), things)) == {303}


def test_every_document_is_there(client: httpx.Client, mentioned: list[str]) -> None:
    documents = [path for path in mentioned if not path.startswith("/id/")]
    kinds = {path.split("/")[1] for path in documents}
    assert kinds == {
        ".well-known", "concept", "graph", "metric", "ontology", "query", "record", "rule",
        "shapes",
    }  # fmt: skip
    some = documents[::4]
    assert set(map(partial(status_of, client), some)) == {200}


def test_descriptions_of_things_are_there(client: httpx.Client, mentioned: list[str]) -> None:
    things = [path for path in mentioned if path.startswith("/id/")][::40]
    documents = [path.replace("/id/", "/doc/", 1) for path in things]
    assert set(map(partial(status_of, client), documents)) == {200}


@pytest.mark.slow
def test_their_documents_are_there(client: httpx.Client, mentioned: list[str]) -> None:
    """Every name under /id is known to redirect; of their documents one in eight is read."""

    def final(path: str) -> int:
        return client.get(path, follow_redirects=True).status_code

    things = [path for path in mentioned if path.startswith("/id/")]
    paths = [path for path in mentioned if not path.startswith("/id/")] + things[::8]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(final, paths))
    assert [path for path, status in zip(paths, answers, strict=True) if status != 200] == []


@pytest.mark.parametrize("path", ONE_OF_EACH_KIND)
def test_all_formats_say_the_same(client: httpx.Client, path: str) -> None:
    graphs = {}
    for short, (media_type, syntax) in FORMATS.items():
        answer = client.get(path, headers={"Accept": media_type})
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert "Accept" in answer.headers["vary"]
        assert client.get(path, params={"format": short}).content == answer.content
        graphs[short] = {quad.triple for quad in parse(answer.content, format=syntax)}
    assert len(graphs["ntriples"]) > 3
    assert graphs["turtle"] == graphs["ntriples"]
    assert graphs["rdfxml"] == graphs["ntriples"]
    assert graphs["jsonld"] == graphs["ntriples"]


def test_another_reader_of_json_ld_reads_the_same(client: httpx.Client) -> None:
    read = {
        short: rdflib.Graph().parse(
            data=client.get("/doc/city/th-yala", params={"format": short}).text, format=name
        )
        for short, name in (("turtle", "turtle"), ("jsonld", "json-ld"))
    }
    assert isomorphic(read["turtle"], read["jsonld"])


def test_json_ld_is_compact_and_its_context_documented(client: httpx.Client) -> None:
    document = client.get("/doc/city/th-yala", params={"format": "jsonld"}).json()
    (yala,) = (node for node in document["@graph"] if node["id"] == str(CITY) + "th-yala")
    assert yala["type"] == "LearningCity"
    assert yala["label"] == {"en": "Yala", "th": "ยะลา"}
    assert yala["inCountry"] == BASE + "id/place/th"
    whole = client.get("/context.jsonld")
    assert whole.headers["content-type"].startswith("application/ld+json")
    assert document["@context"].items() <= whole.json()["@context"].items()


def test_a_description_has_names_evidence_and_what_refers_to_it(client: httpx.Client) -> None:
    answer = client.get("/doc/finding/th-chiang-rai-6-2", params={"format": "ntriples"})
    triples = {quad.triple for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)}
    finding = NamedNode(BASE + "id/finding/th-chiang-rai-6-2")
    observation = NamedNode(BASE + "id/observation/th-chiang-rai-6-onec-2026")
    theme = NamedNode(BASE + "concept/theme/skills-recognition")
    assert Triple(finding, LCG.hasTheme, theme) in triples
    assert Triple(observation, LCG.hasLimitation, finding) in triples
    texts = {t.object for t in triples if isinstance(t.object, Literal)}
    assert Literal("การรับรองทักษะ", language="th") in texts
    assert Literal("หลักสูตรชุมชนยืดหยุ่นแต่ระบบรับรองทักษะยังจำกัด", language="th") in texts
    assert Literal("เชียงราย", language="th") in texts


def test_only_some_of_very_many_references_are_shown(client: httpx.Client) -> None:
    answer = client.get("/doc/source/onec-2026", params={"format": "ntriples"})
    source = NamedNode(BASE + "id/source/onec-2026")
    triples = {quad.triple for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)}
    # Passages that the source itself rests on come with it, beyond the two hundred.
    assert 200 <= len([triple for triple in triples if triple.object == source]) < 250
    page = client.get("/doc/source/onec-2026?lang=en", headers={"Accept": "text/html"}).text
    assert "Only some are shown" in page


def test_what_is_inferred_is_added_only_when_asked_for(client: httpx.Client) -> None:
    def triples(**layer: str) -> set[Triple]:
        parameters = {"format": "ntriples", **layer}
        answer = client.get("/doc/city/th-yala", params=parameters)
        return {quad.triple for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)}

    inferred = triples(layer="inferred") - triples()
    assert LCG.leadOrganization in {t.predicate for t in inferred}
    assert LCG.leadOrganization not in {t.predicate for t in triples()}


def test_what_only_a_rule_derives_has_a_document_too(client: httpx.Client) -> None:
    query = f"SELECT ?r {{ ?r <{LCG.forCity.value}> <{CITY['th-yala'].value}> }} LIMIT 1"
    answer = client.get("/sparql", params={"query": query, "layer": "derived"})
    path = answer.json()["results"]["bindings"][0]["r"]["value"].removeprefix(BASE)
    document = client.get("/" + path, params={"format": "ntriples"}, follow_redirects=True)
    assert LCG.derivedByRule.value in document.text


def test_a_document_may_be_kept_while_the_data_stay_the_same(client: httpx.Client) -> None:
    for accept in ("text/turtle", "application/rdf+xml", "application/ld+json", "text/html"):
        first = client.get("/doc/city/th-yala", headers={"Accept": accept})
        tag = first.headers["etag"]
        for stated in (tag, f'"other", W/{tag.removeprefix("W/")}', "*"):
            headers = {"Accept": accept, "If-None-Match": stated}
            again = client.get("/doc/city/th-yala", headers=headers)
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
        headers = {"Accept": accept, "If-None-Match": '"other"'}
        assert client.get("/doc/city/th-yala", headers=headers).status_code == 200


def test_links_tell_what_else_there_is(client: httpx.Client) -> None:
    answer = client.get("/doc/city/th-yala")
    links = {link["rel"]: link["url"] for link in answer.links.values() if "rel" in link}
    assert links["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert links["canonical"] == links["describes"] == BASE + "id/city/th-yala"
    assert links["describedby"].endswith("/.well-known/void")
    header = answer.headers["link"]
    for media_type, _ in FORMATS.values():
        assert f'rel="alternate"; type="{media_type}"' in header


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    for path in ("/id/city/th-yala", "/doc/city/th-yala", "/ontology"):
        head, get = client.head(path), client.get(path)
        assert head.content == b""
        assert head.status_code == get.status_code
        assert head.headers.get("etag") == get.headers.get("etag")
        assert head.headers.get("location") == get.headers.get("location")


def test_the_redirect_keeps_what_was_asked_for(client: httpx.Client) -> None:
    answer = client.get("/id/city/th-yala?format=jsonld&lang=th")
    assert answer.headers["location"] == "/doc/city/th-yala?format=jsonld&lang=th"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/id/city/xx-nowhere", {}, 404),
        ("/doc/city/xx-nowhere", {}, 404),
        ("/ontology/9.9.9", {}, 404),
        ("/graph/nothing", {}, 404),
        ("/concept/theme/none%20such", {}, 404),
        ("/id/%3Cscript%3E", {}, 404),
        ("/doc/city/th-yala", {"Accept": "image/png"}, 406),
        ("/doc/city/th-yala?format=pdf", {}, 400),
        ("/doc/city/th-yala?layer=none", {}, 400),
    ],
)
def test_what_cannot_be_given_is_told(
    client: httpx.Client, path: str, headers: dict[str, str], status: int
) -> None:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"th", "en"} == set(answer.json()["messages"])


@settings(max_examples=30)
@given(st.text(alphabet="กขคงจฉชซญดตถทธนบปผพฟภมยรลวศษสหอฮะาิีึืุูเแโใไ่้๊๋์ํ-%/?#&+ ", min_size=1))
def test_any_thai_path_is_answered_as_itself(client: httpx.Client, name: str) -> None:
    answer = client.get("/id/" + quote("เมือง/" + name, safe=""))
    assert answer.status_code == 404
    iri = f"{BASE}id/เมือง/{name}".rstrip("/")
    assert answer.json()["messages"]["th"]["detail"] == f"กราฟนี้ไม่กล่าวถึง {iri[:300]}"


def told(record: NamedNode, standing: str, city: NamedNode, *more: Triple) -> Iterator[Quad]:
    facts = [
        Triple(record, RDF.type, LCG.CityRecord),
        Triple(record, FOAF.primaryTopic, city),
        Triple(record, ADMS.status, STATUS[standing]),
        *more,
    ]
    for fact in facts:
        for graph in (GRAPH["catalogue"], DefaultGraph()):
            yield Quad(fact.subject, fact.predicate, fact.object, graph)


@pytest.fixture(scope="module")
def withdrawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service whose store has records that are no longer published."""
    folder: Path = tmp_path_factory.mktemp("withdrawn") / "store"
    old, new, dropped = (RECORD[key] for key in ("xx-a-v1", "xx-a-v2", "xx-b-v1"))
    ended = RECORD["xx-c-v1"]
    quads = [
        *told(old, "superseded", CITY["xx-a"], Triple(old, DCTERMS.isReplacedBy, new)),
        *told(new, "published", CITY["xx-a"]),
        *told(dropped, "withdrawn", CITY["xx-b"]),
        *told(ended, "superseded", CITY["xx-c"]),
        Quad(
            NamedNode(BASE + "id/space/xx-b-1"), RDFS.label, Literal("พื้นที่", language="th"), dropped
        ),
        Quad(CITY["xx-a"], RDFS.label, Literal("เมืองเดิม", language="th"), old),
    ]
    EmbeddedStore.create(folder, MemoryStore(quads)).close()
    application = create_application(Settings(store=folder, workers=1), Pages())
    with TestClient(application) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    ["/record/xx-b-v1", "/record/xx-c-v1", "/id/space/xx-b-1", "/doc/city/xx-b", "/cities/xx-b"],
)
def test_what_was_withdrawn_is_gone(withdrawn: TestClient, path: str) -> None:
    answer = withdrawn.get(path, follow_redirects=False)
    assert answer.status_code == 410
    assert answer.json()["type"].endswith("/problems/gone")


def test_a_superseded_record_stays_and_names_its_successor(withdrawn: TestClient) -> None:
    answer = withdrawn.get("/record/xx-a-v1")
    assert answer.status_code == 200
    assert f'<{BASE}record/xx-a-v2>; rel="successor-version"' in answer.headers["link"]
    assert "เมืองเดิม" in answer.text
