"""What the W3C's suites say of the service: in every format of RDF, and as a page."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import httpx
import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from conformance import report
from tests.service.browser import browser
from tests.service.test_pages import BROWSER, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
KEPT = report.read(report.KEPT)
OUTCOMES = report.figures(KEPT)
REASON = {"th": "ไม่รองรับตัวแปร $shapesGraph", "en": "has no variable $shapesGraph"}


def triples(answer: httpx.Response) -> set[Triple]:
    media_type = answer.headers["content-type"].partition(";")[0]
    return {quad.triple for quad in parse(answer.content, format=FORMATS[media_type])}


@pytest.mark.parametrize("media_type", FORMATS)
def test_the_report_is_there_in_every_format(client: httpx.Client, media_type: str) -> None:
    answer = client.get("/conformance", headers={"Accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert triples(answer) == KEPT
    links = answer.headers["link"]
    assert '<https://w3id.org/lcgraph/conformance>; rel="canonical"' in links
    assert answer.headers["vary"].lower().startswith("accept")


def test_a_format_may_be_asked_for_by_name(client: httpx.Client) -> None:
    assert triples(client.get("/conformance?format=ntriples")) == KEPT
    assert client.get("/conformance?format=csv").json()["parameter"] == "format"
    assert client.get("/conformance", headers={"Accept": "text/csv"}).status_code == 406
    assert client.head("/conformance").status_code == 200


def test_the_report_may_be_kept(client: httpx.Client) -> None:
    first = client.get("/conformance")
    again = client.get("/conformance", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_plain_store_shows_it_too(unmanaged: httpx.Client) -> None:
    assert triples(unmanaged.get("/conformance")) == KEPT


def test_the_service_says_where_the_report_is(client: httpx.Client) -> None:
    described = client.get("/", headers={"Accept": "application/n-triples"}).text
    about = "<http://www.w3.org/2000/01/rdf-schema#seeAlso> <https://w3id.org/lcgraph/conformance>"
    assert f"<{client.base_url}/sparql> {about}" in described.replace("//sparql", "/sparql")


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_lists_every_test_and_says_why_one_fails(
    client: httpx.Client, language: str
) -> None:
    page = client.get("/conformance", params={"lang": language}, headers=BROWSER)
    assert page.headers["content-language"] == language
    text = Text()
    text.feed(page.text)
    assert text.languages == []
    addresses = {
        triple.object.value
        for triple in KEPT
        if "foaf/0.1/page" in str(triple.predicate) and isinstance(triple.object, NamedNode)
    }
    assert addresses <= set(text.targets)
    marks = re.findall(r'<li><span class="kind (\w+)">', page.text.partition('id="protocol"')[2])
    assert (marks.count("strength"), marks.count("limitation")) == (
        OUTCOMES["passed"],
        OUTCOMES["failed"],
    )
    assert REASON[language] in html.unescape(page.text)
    cells = re.findall(r"<td>(\d+)</td>", page.text)
    assert cells[-3:] == [str(OUTCOMES.total()), str(OUTCOMES["passed"]), str(OUTCOMES["failed"])]


@pytest.mark.parametrize("path", ["/", "/concept"])
def test_pages_lead_there(client: httpx.Client, path: str) -> None:
    assert 'href="/conformance"' in client.get(path, headers=BROWSER).text


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser."""
    with browser() as started:
        yield started


def test_a_suite_is_opened_on_a_phone(chromium: Browser, service: str) -> None:
    size = {"width": 390, "height": 844}
    context = chromium.new_context(base_url=service, viewport=size, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/conformance?lang=th")
    failing = page.locator("#shacl-sparql ~ details").get_by_text("pre-binding/shapesGraph-001")
    assert not failing.is_visible()
    page.locator("#shacl-sparql ~ details summary").click()
    assert failing.is_visible()
    picture = page.screenshot(full_page=True)
    assert int.from_bytes(picture[16:20], "big") == size["width"]
    context.close()
