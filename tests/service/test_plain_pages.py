"""Pages of a plain store: they lead only to what it has, and claim nothing of learning cities."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import quote, urljoin

import httpx
import pytest

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
ASKED = "/sparql?query=" + quote("SELECT * { ?s ?p ?o }")
MALFORMED = "/sparql?query=" + quote("SELECT * {")
OF_LCGRAPH = "https://w3id.org/lcgraph/id/city/th-yala"
INSERT = f"INSERT DATA {{ <{OF_LCGRAPH}> <urn:x:p> <https://w3id.org/lcgraph/ontology#City> }}"


class Links(HTMLParser):
    """What a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.targets |= {value or "" for name, value in attributes if name in ("href", "action")}


@pytest.fixture
def filled(emptied: httpx.Client) -> httpx.Client:
    """A plain store whose triple has terms that lcgraph has pages of elsewhere."""
    headers = {"content-type": "application/sparql-update"}
    assert emptied.post("/sparql", content=INSERT, headers=headers).status_code == 204
    return emptied


def linked(page: httpx.Response) -> set[str]:
    links = Links()
    links.feed(page.text)
    inside = {urljoin(str(page.url), target).partition("#")[0] for target in links.targets}
    return {target for target in inside if httpx.URL(target).host == page.url.host}


def is_same(asked: httpx.URL, address: str) -> bool:
    other = httpx.URL(address)
    return asked.copy_remove_param("lang") == other.copy_remove_param("lang")


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("door", ["/", ASKED, MALFORMED, "/nothing"])
def test_every_link_leads_somewhere(filled: httpx.Client, door: str, language: str) -> None:
    first = filled.get(httpx.URL(door).copy_merge_params({"lang": language}), headers=BROWSER)
    waiting, statuses = linked(first) - {str(first.url)}, {}
    while waiting:
        address = waiting.pop()
        answer = filled.get(address, headers=BROWSER)
        statuses[address] = answer.status_code
        if answer.headers.get("content-type", "").startswith("text/html"):
            waiting |= linked(answer) - statuses.keys() - {str(first.url)}
    wrong = {address for address, status in statuses.items() if status >= 400}
    # What is wrong leads to itself in the other language.
    itself = {address for address in wrong if first.is_error and is_same(first.url, address)}
    assert wrong - itself == set()


def test_a_query_to_begin_with_suits_any_data(filled: httpx.Client) -> None:
    page = filled.get("/", headers=BROWSER).text
    beginning = re.findall(r"<textarea[^>]*>([^<]+)</textarea>", page)[0]
    rows = filled.get("/sparql", params={"query": beginning}).json()["results"]["bindings"]
    assert [row["object"]["value"] for row in rows] == ["https://w3id.org/lcgraph/ontology#City"]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("path", ["/", ASKED, MALFORMED, "/nothing", "/conformance"])
def test_nothing_is_claimed_of_the_data(filled: httpx.Client, path: str, language: str) -> None:
    url = httpx.URL(path).copy_merge_params({"lang": language})
    page = filled.get(url, headers=BROWSER).text
    assert 'rel="license"' not in page
    assert not re.search("(?i)learning cit|เมืองแห่งการเรียนรู้", page)


def test_terms_lead_to_themselves(filled: httpx.Client) -> None:
    assert f'href="{OF_LCGRAPH}"' in filled.get(ASKED, headers=BROWSER).text


def test_advice_leads_to_what_a_plain_store_has(filled: httpx.Client) -> None:
    page = filled.get(MALFORMED, headers=BROWSER)
    assert page.status_code == 400
    assert "/queries" not in page.text


@pytest.mark.parametrize("path", ["/query", "/concept", "/cities", "/ontology"])
def test_pages_of_learning_cities_are_not_there(filled: httpx.Client, path: str) -> None:
    assert filled.get(path, headers=BROWSER).status_code == 404
