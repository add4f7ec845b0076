"""Pages of an earlier version lead to that version of whatever they name."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from starlette.testclient import TestClient

OF_THE_PRESENT = ("/static/", "/docs", "/openapi.json", "/context.jsonld", "/conformance")


class Links(HTMLParser):
    """What a page leads to, and what its forms send along."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: set[str] = set()
        self.hidden: list[tuple[str | None, str | None]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = dict(attributes)
        if (found.get("href") or "").startswith("/"):
            self.targets.add((found["href"] or "").partition("#")[0])
        if tag == "input" and found.get("type") == "hidden":
            self.hidden.append((found.get("name"), found.get("value")))


def read(pages: TestClient, path: str) -> Links:
    page = pages.get(path)
    assert page.status_code == 200, path
    links = Links()
    links.feed(page.text)
    return links


@pytest.mark.parametrize(
    "path",
    ["/", "/doc/city/th-yala", "/record/th-yala-v1", "/cities", "/concept", "/query", "/ontology"],
)
def test_a_page_of_the_past_leads_to_the_past(pages: TestClient, path: str) -> None:
    targets = read(pages, f"{path}?at=1&lang=en").targets
    versions = {
        target: parse_qs(urlsplit(target).query).get("at")
        for target in targets
        if not target.startswith(OF_THE_PRESENT)
    }
    # Only the notice at the top leads to the present.
    assert [target for target, at in versions.items() if at != ["1"]] == [f"{path}?lang=en"]
    assert all("at=" not in target for target in targets if target.startswith(OF_THE_PRESENT))


def test_what_a_page_of_the_past_leads_to_was_there(pages: TestClient) -> None:
    targets = read(pages, "/doc/city/th-yala?at=1").targets
    statuses = {target: pages.get(target).status_code for target in targets}
    assert {target for target, status in statuses.items() if status != 200} == set()


def test_a_stored_query_is_asked_of_the_version_that_is_shown(pages: TestClient) -> None:
    form = read(pages, "/query/factors-cell?city=th-yala&factor=flexibility&at=1")
    assert ("at", "1") in form.hidden
    assert ("at", "1") not in read(pages, "/query/factors-cell").hidden
