"""Answers as pages: for browsers, while programs get what they got before."""

from __future__ import annotations

import html
import re

import httpx
import pytest

BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.9",
}
LABELS = """SELECT ?label ?one WHERE {
  <https://w3id.org/lcgraph/id/city/th-yala> <http://www.w3.org/2000/01/rdf-schema#label> ?label
  BIND(1 AS ?one) }"""
JSON = "application/sparql-results+json"


def cells(page: httpx.Response) -> list[str]:
    found = re.findall(r"<td>(.*?)</td>", page.text, re.S)
    return [" ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in found]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/json", "application/json"),
        ("text/csv", "text/csv"),
        (f"text/html, {JSON}", JSON),
        ("text/html;q=0.5, text/csv", "text/csv"),
        ("text/html, */*;q=0.8", "text/html"),
        (BROWSER["Accept"], "text/html"),
    ],
)
def test_only_who_likes_html_best_gets_a_page(
    client: httpx.Client, accept: str | None, kind: str
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    answer = client.get("/sparql", params={"query": LABELS}, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == kind
    assert "Accept" in answer.headers["vary"]


def test_format_overrides_what_a_browser_likes(client: httpx.Client) -> None:
    ask = {"query": LABELS, "format": "csv"}
    assert client.get("/sparql", params=ask, headers=BROWSER).text.startswith("label,one")
    page = client.get("/sparql", params={"query": LABELS, "format": "html"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"


def test_a_table_shows_languages_and_datatypes(client: httpx.Client) -> None:
    page = client.get("/sparql", params={"query": LABELS}, headers=BROWSER)
    assert sorted(cells(page)) == ["1 xsd:integer", "1 xsd:integer", "Yala @en", "ยะลา @th"]
    assert "<code>?label</code>" in page.text


def test_a_graph_is_a_table_whose_iris_lead_on(client: httpx.Client) -> None:
    query = """CONSTRUCT { ?city <http://www.w3.org/2000/01/rdf-schema#label> ?label } WHERE {
      VALUES ?city { <https://w3id.org/lcgraph/id/city/th-yala> }
      ?city <http://www.w3.org/2000/01/rdf-schema#label> ?label }"""
    page = client.get("/sparql", params={"query": query, "lang": "th"}, headers=BROWSER)
    found = cells(page)
    assert found[:3] == ["city:th-yala", "rdfs:label", "Yala @en"]
    assert found[3:] == ["city:th-yala", "rdfs:label", "ยะลา @th"]
    assert 'href="/doc/city/th-yala?lang=th"' in page.text
    assert "ประธาน" in page.text
    assert "format=turtle" in page.text


def test_a_long_answer_is_cut_and_counted(client: httpx.Client) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 1000"
    page = client.get("/sparql", params={"query": query, "lang": "en"}, headers=BROWSER)
    assert "1000 rows. Only the first 500 rows are shown" in page.text
    assert len(cells(page)) == 3 * 500
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1000"
    page = client.get("/sparql", params={"query": query, "lang": "en"}, headers=BROWSER)
    assert "Only the first 500 statements are shown" in page.text
    assert len(cells(page)) == 3 * 500


def test_a_wide_answer_is_cut_sooner(client: httpx.Client) -> None:
    columns = " ".join(f"(?o AS ?c{number})" for number in range(100))
    query = f"SELECT {columns} {{ ?s ?p ?o }} LIMIT 60"
    page = client.get("/sparql", params={"query": query, "lang": "en"}, headers=BROWSER)
    assert "60 rows. Only the first 50 rows are shown" in page.text
    assert len(cells(page)) == 100 * 50


@pytest.mark.parametrize("levels", [3, 100, 300, 600])
def test_terms_within_terms_are_shown_or_too_deep(client: httpx.Client, levels: int) -> None:
    term = "<<( <a:a> <a:p> " * levels + "1" + " )>>" * levels
    query = f"SELECT ?x {{ BIND({term} AS ?x) }}"
    page = client.get("/sparql", params={"query": query, "lang": "en"}, headers=BROWSER)
    assert page.status_code == (200 if levels < 600 else 422)
    assert ("The query is too complex" in page.text) is (levels == 600)


def test_a_yes_or_no_is_a_word(client: httpx.Client) -> None:
    page = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}, headers=BROWSER)
    assert '<p class="result">Yes</p>' in page.text


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"query": "SELECT <b> WHERE"}, 400),
        ({"query": " "}, 400),
        ({"query": LABELS, "layer": "none"}, 400),
        ({"query": LABELS, "update": "DROP ALL"}, 400),
        ({"query": "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"}, 403),
    ],
)
def test_what_is_wrong_is_said_beside_the_query_with_its_status(
    client: httpx.Client, parameters: dict[str, str], status: int
) -> None:
    page = client.get("/sparql", params=parameters, headers=BROWSER)
    assert page.status_code == status
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<section class="wrong" role="alert">' in page.text
    (area,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.S)
    assert html.unescape(area).strip() == parameters["query"].strip()


def test_a_page_of_an_answer_is_of_a_version_and_says_so(client: httpx.Client) -> None:
    page = client.get("/sparql", params={"query": LABELS}, headers=BROWSER)
    again = {**BROWSER, "If-None-Match": page.headers["etag"]}
    assert page.headers["lcgraph-data-version"]
    assert page.headers["ratelimit"]
    assert client.get("/sparql", params={"query": LABELS}, headers=again).status_code == 304
    now = client.get("/sparql", params={"query": "SELECT (NOW() AS ?n) {}"}, headers=BROWSER)
    assert now.headers["cache-control"] == "no-store"
    assert "etag" not in now.headers


def test_layers_and_moments_hold_for_pages_too(client: httpx.Client) -> None:
    query = "ASK { ?city a <https://w3id.org/lcgraph/ontology#CityWithTechnologyGap> }"
    without = client.get("/sparql", params={"query": query}, headers=BROWSER)
    within = client.get("/sparql", params={"query": query, "layer": "inferred"}, headers=BROWSER)
    assert (">No<" in without.text, ">Yes<" in within.text) == (True, True)
    assert "layer=inferred" in within.text
    never = client.get("/sparql", params={"query": query, "at": "1999-01-01"}, headers=BROWSER)
    assert never.status_code == 404


def test_examples_of_the_library_can_be_asked_as_they_are(client: httpx.Client) -> None:
    form = client.get("/sparql", headers=BROWSER)
    links = [
        html.unescape(link)
        for link in re.findall(r'href="(/sparql\?[^"]*example=[^"]*)"', form.text)
    ]
    assert len(links) > 50
    for link in links[::12]:
        page = client.get(link, headers=BROWSER)
        (area,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.S)
        query = html.unescape(area)
        assert "#+" not in query
        assert client.get("/sparql", params={"query": query}).status_code == 200, query


@pytest.mark.parametrize("path", ["/cities", "/queries", "/queries/themes"])
def test_lists_are_pages_for_browsers_and_json_for_programs(
    client: httpx.Client, path: str
) -> None:
    for headers in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
        document = client.get(path, headers=headers)
        assert document.headers["content-type"] == "application/json"
        assert "Accept" in document.headers["vary"]
    page = client.get(path, headers=BROWSER)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert client.get(path, params={"format": "json"}, headers=BROWSER).json() == document.json()


def test_the_page_of_cities_names_each_in_both_languages(client: httpx.Client) -> None:
    page = client.get("/cities", params={"lang": "th"}, headers=BROWSER).text
    for city in client.get("/cities").json()["cities"]:
        assert city["labels"]["th"] in page
        assert city["labels"]["en"] in page
        assert f"/doc/city/{city['key']}?lang=th" in page


def test_a_folder_of_the_library_has_its_own_page(client: httpx.Client) -> None:
    page = client.get("/queries/themes", headers=BROWSER).text
    assert "themes/co-occurrence" in page
    assert "cities/list" not in page
    assert client.get("/queries/none-such", headers=BROWSER).status_code == 404


def test_a_form_asks_on_the_terms_that_it_was_opened_with(client: httpx.Client) -> None:
    params = {"query": LABELS, "layer": ["inferred", "derived"], "at": "1", "lang": "en"}
    page = client.get("/sparql", params=params, headers=BROWSER).text
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    terms = [("layer", "inferred"), ("layer", "derived"), ("at", "1")]
    assert hidden == [("lang", "en"), *terms]
    links = re.findall(r'href="(/sparql\?[^"]+format=csv[^"]*)"', page)
    asked = httpx.URL(html.unescape(links[0])).params.multi_items()
    assert asked == [*terms, ("query", LABELS), ("format", "csv"), ("lang", "en")]
