"""The lists of concept schemes and of stored queries, negotiated like every other document."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse

from lcgraph.knowledge import Knowledge
from lcgraph.queries import Library
from lcgraph.vocabulary import CONCEPT, RDF, SH, SKOS
from tests.service.versions import problem

if TYPE_CHECKING:
    import httpx
    from pyoxigraph import Triple
    from starlette.testclient import TestClient

LISTS = ("/concept", "/query")
FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
SHORT = ("turtle", "ntriples", "rdfxml", "jsonld", "html")


def triples(client: httpx.Client, path: str, media_type: str) -> set[Triple]:
    answer = client.get(path, headers={"accept": media_type})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]
    return {quad.triple for quad in parse(answer.content, format=FORMATS[media_type])}


@pytest.mark.parametrize("media_type", FORMATS)
def test_the_schemes_are_listed_in_rdf(client: httpx.Client, media_type: str) -> None:
    found = triples(client, "/concept", media_type)
    listed = {
        t.subject for t in found if t.predicate == RDF.type and t.object == SKOS.ConceptScheme
    }
    assert CONCEPT["factor"] in listed
    assert {t.subject for t in found} == listed


@pytest.mark.parametrize("at", ["", "?at=1"])
def test_the_queries_are_listed_in_rdf(client: httpx.Client, at: str) -> None:
    found = triples(client, f"/query{at}", "text/turtle")
    library = Library.of(Knowledge().library())
    listed = {
        t.subject for t in found if t.predicate == RDF.type and t.object == SH.SPARQLExecutable
    }
    assert listed == {query.iri for query in library}
    page = client.get(f"/query{at}", headers={"accept": "text/html"}).text
    assert all(f'<code class="other">{query.name}</code>' in page for query in library)


@pytest.mark.parametrize("path", LISTS)
def test_every_format_is_there_and_named(client: httpx.Client, path: str) -> None:
    page = client.get(path, headers={"accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    tags = set()
    for short in SHORT:
        answer = client.get(path, params={"format": short})
        assert answer.status_code == 200
        tags.add(answer.headers["etag"])
        assert f'{path}?format={short}>; rel="alternate"' in page.headers["link"]
        assert short == "html" or f'href="{path}?format={short}"' in page.text
    assert len(tags) == len(SHORT)
    again = client.get(path, headers={"accept": "text/html", "if-none-match": page.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", LISTS)
def test_what_there_is_not_is_said(client: httpx.Client, path: str) -> None:
    image = client.get(path, headers={"accept": "image/png"})
    assert problem(image) == (406, "not-acceptable")
    nonsense = client.get(path, params={"format": "nonsense"})
    assert problem(nonsense) == (400, "wrong-parameter")
    assert problem(client.get(path, params={"at": "99"})) == (404, "no-such-version")
    assert problem(client.get(path, params={"at": "soon"})) == (400, "wrong-parameter")


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("format_", SHORT)
def test_a_list_of_the_past_says_when(client: httpx.Client, path: str, format_: str) -> None:
    answer = client.get(path, params={"at": "1", "format": format_})
    assert answer.status_code == 200
    assert "memento-datetime" in answer.headers
    assert f'{path}?at=1&format=turtle>; rel="alternate"' in answer.headers["link"]
    assert 'rel="original"' in answer.headers["link"]


def test_a_list_of_the_past_has_what_there_was(versions: TestClient) -> None:
    for at in ("?at=1", "?at=4"):
        page = versions.get(f"/query{at}", headers={"accept": "text/html"})
        assert page.status_code == 200
        assert 'class="other"' not in page.text
