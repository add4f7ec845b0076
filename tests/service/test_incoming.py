"""What refers to a thing: so much that a page can hold, and word that there is more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application
from lcgraph.service.resources import MOST_INCOMING
from lcgraph.store import EmbeddedStore
from lcgraph.vocabulary import CITY, LCG, RDFS

if TYPE_CHECKING:
    from pathlib import Path

THING = CITY["xx-hub"]


def asked(folder: Path, count: int) -> tuple[set[Triple], str]:
    referring = [CITY[f"xx-{number:03}"] for number in range(count)]
    quads = [Quad(each, LCG.mentors, THING, DefaultGraph()) for each in referring]
    quads += [
        Quad(each, RDFS.label, Literal(f"เมือง {each.value[-3:]}", language=tag), DefaultGraph())
        for each in referring
        for tag in ("th", "en")
    ]
    EmbeddedStore.create(folder / "store", quads).close()
    with TestClient(create_application(Settings(folder / "store", workers=1), Pages())) as client:
        turtle = client.get("/doc/city/xx-hub", headers={"accept": "application/n-triples"})
        page = client.get("/doc/city/xx-hub", headers={"accept": "text/html"})
    found = parse(turtle.content, format=RdfFormat.N_TRIPLES)
    return {quad.triple for quad in found}, page.text


def subjects(triples: set[Triple], predicate: NamedNode) -> set[str]:
    return {str(t.subject)[-4:-1] for t in triples if t.predicate == predicate}


def test_what_a_page_can_hold_is_shown_with_all_names(tmp_path: Path) -> None:
    triples, page = asked(tmp_path, MOST_INCOMING)
    everyone = {f"{number:03}" for number in range(MOST_INCOMING)}
    assert subjects(triples, LCG.mentors) == everyone
    assert subjects(triples, RDFS.label) == everyone
    assert len(triples) == 3 * MOST_INCOMING
    assert "SELECT ?thing ?property" not in page


def test_what_is_more_is_cut_and_said(tmp_path: Path) -> None:
    triples, page = asked(tmp_path, MOST_INCOMING + 1)
    assert subjects(triples, LCG.mentors) == {f"{number:03}" for number in range(MOST_INCOMING)}
    assert "SELECT" in page.partition('id="incoming"')[2]
