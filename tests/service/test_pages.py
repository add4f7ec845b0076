"""Pages: for people who read Thai or English, on a phone, without scripts."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.service.paths import PAGES

BROWSER = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
    "Accept-Language": "en-GB,en;q=0.9",
}
VOID = {"br", "hr", "img", "input", "link", "meta"}
LANGUAGE_TAGS = ("th", "en")


def page_of(client: httpx.Client, path: str, language: str | None = None) -> httpx.Response:
    parameters = httpx.URL(path).params
    if language is not None:
        parameters = parameters.set("lang", language)
    return client.get(httpx.URL(path).path, params=parameters, headers=BROWSER)


class Text(HTMLParser):
    """The text of a page with the language each piece is marked as being in."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[tuple[str, str]] = []
        self.pieces: list[tuple[str, str]] = []
        self.targets: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        stated = dict(attributes)
        self.targets += [stated[name] or "" for name in ("href", "src", "action") if name in stated]
        if tag in VOID:
            return
        above = self.languages[-1][1] if self.languages else ""
        kind = "code" if tag in {"script", "pre", "code", "textarea"} else above
        self.languages.append((tag, stated.get("lang") or kind))

    def handle_endtag(self, tag: str) -> None:
        opened, _ = self.languages.pop()
        assert opened == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.pieces.append((self.languages[-1][1], data.strip()))


def read(page: httpx.Response) -> Text:
    text = Text()
    text.feed(page.text)
    assert text.languages == []
    return text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGE_TAGS)
def test_pages_are_in_the_language_that_was_chosen(
    client: httpx.Client, path: str, language: str
) -> None:
    page = page_of(client, path, language)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-language"] == language
    assert f'<html lang="{language}">' in page.text
    for marked, piece in read(page).pieces:
        is_thai = bool(re.search("[\u0e01-\u0e5b]", piece))
        if is_thai:
            assert marked in {"th", "code"}, piece


def test_the_browser_s_language_decides_unless_one_is_chosen(client: httpx.Client) -> None:
    thai = {**BROWSER, "Accept-Language": "th-TH,th;q=0.9,en;q=0.5"}
    assert client.get("/", headers=thai).headers["content-language"] == "th"
    assert client.get("/", headers=BROWSER).headers["content-language"] == "en"
    assert client.get("/?lang=th", headers=BROWSER).headers["content-language"] == "th"
    assert "Accept-Language" in client.get("/", headers=BROWSER).headers["vary"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_ask_nothing_of_others_and_run_nothing(client: httpx.Client, path: str) -> None:
    page = page_of(client, path)
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'self'; script-src 'none'")
    loaded = re.findall(r'<(?:link rel="stylesheet"|img|iframe|script)[^>]*', page.text)
    assert {re.sub(r'".*', "", tag) for tag in loaded} <= {"<link rel=", "<script type="}
    assert set(re.findall(r"<script type=\"([^\"]*)\"", page.text)) <= {"application/ld+json"}
    assert not re.findall(r"\son[a-z]+=|javascript:|style=", page.text)


@pytest.mark.parametrize("path", PAGES)
def test_links_within_the_service_lead_somewhere(client: httpx.Client, path: str) -> None:
    targets = {
        html.unescape(link).partition("#")[0] for link in read(page_of(client, path)).targets
    }
    inside = sorted(link for link in targets if link.startswith("/"))
    assert inside
    some = inside[:: max(1, len(inside) // 12)]
    statuses = {link: client.head(link, headers=BROWSER).status_code for link in some}
    expected = {*statuses} - {link for link in statuses if "nothing-of-the-kind" in link}
    assert {link: statuses[link] for link in expected if statuses[link] not in {200, 303}} == {}


def test_the_matrix_says_in_words_what_is_stated(client: httpx.Client) -> None:
    english, thai = (page_of(client, "/", language).text for language in ("en", "th"))
    assert english.count("<tr>") == thai.count("<tr>") == 11
    assert len(re.findall('class="limitations">[0-9]+ limitations?<', english)) == 7
    assert len(re.findall('class="limitations">ข้อจำกัด [0-9]+ ข้อ<', thai)) == 7
    assert "“None stated” does not mean none." in english
    assert not re.search("(?i)score:|rank [0-9]|%", english)


def test_a_city_shows_the_words_of_the_source(client: httpx.Client) -> None:
    page = page_of(client, "/doc/city/th-chiang-rai", "en").text
    assert "หลักสูตรชุมชนยืดหยุ่นแต่ระบบรับรองทักษะยังจำกัด" in page
    assert "row 1" in page
    assert 'read as “<span lang="th">เชียงราย</span>”' in page
    assert "Recommendations" in page
    assert "/doc/recommendation/" in page


def test_a_city_without_a_stated_limitation_is_told_as_such(client: httpx.Client) -> None:
    page = page_of(client, "/doc/city/th-bangkok", "en").text
    assert "No limitation of Bangkok is stated in the sources." in page


def test_what_is_inferred_stands_apart(client: httpx.Client) -> None:
    page = page_of(client, "/doc/city/th-yala", "en").text.partition("</head>")[2]
    stated, inferred = page.split('<h2 id="inferred">')
    assert "#leadOrganization" in inferred
    assert "#leadOrganization" not in stated


def test_search_engines_are_told_the_same_facts(client: httpx.Client) -> None:
    page = page_of(client, "/doc/city/th-yala").text
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    data = json.loads(block)
    assert data["@id"] == "https://w3id.org/lcgraph/id/city/th-yala"
    assert {name["@value"] for name in data["name"]} == {"ยะลา", "Yala"}
    assert data["geo"]["latitude"] == "6.53995"
    (record,) = (work for work in data["subjectOf"] if work.get("@type") == "Dataset")
    assert record["license"] == "https://creativecommons.org/licenses/by/4.0/"


def test_the_ontology_page_has_every_term(client: httpx.Client) -> None:
    query = (
        "SELECT DISTINCT ?term { GRAPH <https://w3id.org/lcgraph/graph/ontology> "
        '{ ?term a ?kind FILTER(STRSTARTS(STR(?term), "https://w3id.org/lcgraph/ontology#")) } }'
    )
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    names = {row["term"]["value"].rpartition("#")[2] for row in rows}
    page = page_of(client, "/ontology").text
    assert len(names) > 200
    assert names - set(re.findall(r'id="(\w+)"', page)) == set()
    assert "territory that is developed for the lifelong learning" in page
    assert "อาณาเขตที่ได้รับการพัฒนาเพื่อการเรียนรู้ตลอดชีวิต" in page
    gap = page.split('id="CityWithTechnologyGap"')[1].split("</section>")[0]
    assert " ⊓ " in gap
    assert "<em>value</em>" in gap
    assert ">Technology</a>" in gap
    chain = page.split('id="leadOrganization"')[1].split("</section>")[0]
    assert "</a> ∘ <a" in chain


def test_a_query_is_asked_from_its_page(client: httpx.Client) -> None:
    page = page_of(client, "/query/factors-cell?city=th-chiang-rai&factor=flexibility", "th")
    assert "หลักสูตรชุมชนยืดหยุ่นแต่ระบบรับรองทักษะยังจำกัด" in page.text
    assert "format=csv" in page.text
    assert "?_city_iri" in page.text
    wrong = page_of(client, "/query/factors-cell?city=%20&factor=flexibility", "th")
    assert wrong.status_code == 400
    assert "city" in wrong.text


def test_a_free_query_is_answered_on_its_page(client: httpx.Client) -> None:
    ask = {"query": "ASK { ?s ?p ?o }", "lang": "en"}
    assert "Yes" in client.get("/sparql", params=ask, headers=BROWSER).text
    wrong = {"query": "SELECT <b> WHERE", "lang": "en"}
    page = client.get("/sparql", params=wrong, headers=BROWSER)
    assert "The query is malformed" in page.text
    assert "SELECT &lt;b&gt; WHERE" in page.text


@settings(max_examples=25)
@given(st.text(alphabet="กขคงจฉชซตถนบปผพฟมยรลวสหอะาิีึืุูเแโใไ่้๊๋์ํ<>&'+%# ", min_size=1, max_size=40))
def test_thai_in_a_form_comes_back_as_it_was(client: httpx.Client, text: str) -> None:
    literal = text.replace("\\", "")
    query = f'SELECT ("{literal}" AS ?ข้อความ) {{}}'
    page = client.get("/sparql", params={"query": query, "lang": "th"}, headers=BROWSER)
    assert page.status_code == 200
    (area,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.S)
    assert html.unescape(area) == query
    (cell,) = re.findall(r"<td>\s*(.*?)\s*</td>", page.text, re.S)
    assert html.unescape(cell).strip() == literal.strip()
    data = client.get("/sparql", params={"query": query, "format": "json"}).json()
    assert data["results"]["bindings"][0]["ข้อความ"]["value"] == literal


def test_problems_are_pages_for_browsers_and_documents_for_others(client: httpx.Client) -> None:
    page = page_of(client, "/doc/nothing", "th")
    assert page.status_code == 404
    assert "ไม่พบสิ่งที่ขอ" in page.text
    document = client.get("/doc/nothing", headers={"Accept": "application/json"})
    assert document.headers["content-type"] == "application/problem+json"


def test_each_kind_of_problem_is_explained_where_its_type_points(client: httpx.Client) -> None:
    address = client.get("/doc/nothing").json()["type"]
    assert client.get(address).json()["messages"]["th"]["title"] == "ไม่พบสิ่งที่ขอ"
    assert "ไม่พบสิ่งที่ขอ" in client.get(address, headers={**BROWSER, "Accept-Language": "th"}).text
    assert client.get("/problems/none").status_code == 404


def test_the_style_sheet_may_be_kept(client: httpx.Client) -> None:
    (address,) = re.findall(r'rel="stylesheet" href="([^"]*)"', page_of(client, "/").text)
    style = client.get(html.unescape(address))
    assert style.headers["content-type"].startswith("text/css")
    assert "immutable" in style.headers["cache-control"]
    assert client.get(address, headers={"If-None-Match": style.headers["etag"]}).status_code == 304
