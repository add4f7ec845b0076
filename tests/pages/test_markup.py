"""Whatever a literal holds, the block that embeds it ends where it should."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.pages.rendering import Page
from lcgraph.service import Settings, create_application
from lcgraph.store import EmbeddedStore
from lcgraph.vocabulary import CITY, LCG, RDF, RDFS
from tests.pages.embedded import document_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOSTILE = (
    "</script><script>alert(1)</script>",
    "</SCRIPT ><img src=x onerror=alert(1)>",
    "<!-- <script> </script -->",
    "]]>&lt;/script&gt;&#60;/script&#62;",
    "\u2028\u2029\\u003c/script>\"'{{ page }}{% raw %}",
    "ห้องสมุด</script>เทศบาล",
)


class Blocks(HTMLParser):
    """Reads the scripts of a document as a browser does."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.scripts: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._is_inside = tag == "script"
        if self._is_inside:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_inside = False

    def handle_data(self, data: str) -> None:
        if self._is_inside:
            self.scripts[-1] += data


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a store with a place for each hostile text."""
    quads = []
    for number, text in enumerate(HOSTILE):
        place = CITY[f"xx-{number}"]
        quads += [
            Quad(place, predicate, value, DefaultGraph())
            for predicate, value in (
                (RDF.type, LCG.LearningSpace),
                (RDFS.label, Literal(text, language="th")),
                (NamedNode("https://example.org/unknown"), Literal(text)),
            )
        ]
    store: Path = tmp_path_factory.mktemp("hostile") / "store"
    EmbeddedStore.create(store, quads).close()
    with TestClient(create_application(Settings(store, workers=1), Pages())) as made:
        yield made


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_a_literal_cannot_end_the_block(hostile: TestClient, number: int) -> None:
    page = hostile.get(f"/doc/city/xx-{number}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    blocks = Blocks()
    blocks.feed(page.text)
    (script,) = blocks.scripts
    assert "img" not in blocks.tags
    assert json.loads(script) == document_of(page.text)
    document = json.loads(script)
    assert document["name"] == [{"@language": "th", "@value": HOSTILE[number]}]
    (unknown,) = document["additionalProperty"]
    assert unknown["value"] == HOSTILE[number]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    written = Page.__new__(Page).data({text: [text]})
    blocks = Blocks()
    blocks.feed(f'<script type="application/ld+json">{written}</script><p></p>')
    assert blocks.tags == ["script", "p"]
    assert json.loads(blocks.scripts[0]) == {text: [text]}
