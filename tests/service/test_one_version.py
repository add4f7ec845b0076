"""What takes several questions is told of one version, though one is published in between."""

from __future__ import annotations

import asyncio
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from starlette.testclient import TestClient

from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application
from lcgraph.service.asking import AskedGraph
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.one_version import of_one_version
from lcgraph.service.problems import Problem
from lcgraph.store import EmbeddedStore, Patch
from lcgraph.vocabulary import DCAT, DCTERMS, GRAPH, LCG, RDF, RECORD, XSD
from tests.service.carrying_out import carried_out
from tests.service.versions import LABELS, YALA, label, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lcgraph.service.answers import Answer, Extent, LongAnswer
    from lcgraph.service.questions import Question

COUNT = "SELECT (COUNT(*) AS ?count) { <urn:x:s> ?p ?o }"
V1 = RECORD["th-yala-v1"]


def quad(number: int) -> Quad:
    return Quad(NamedNode("urn:x:s"), NamedNode("urn:x:p"), Literal(str(number)), DefaultGraph())


def one_more(version: int) -> Patch:
    return Patch(added=frozenset([quad(version)]))


class Changing(AskedGraph):
    """A graph into which something is published after each of the first questions."""

    def __init__(
        self,
        graph: PublishedGraph,
        publications: int,
        following: Callable[[int], Patch] = one_more,
    ) -> None:
        self._graph = graph
        self._left = publications
        self._publishing = asyncio.Lock()
        self._following = following
        self.budgets = graph.budgets

    def __getattr__(self, name: str) -> Any:
        return getattr(self._graph, name)

    @property
    def version(self) -> int:
        return self._graph.version

    async def ask(
        self,
        question: Question,
        *,
        seconds: float | None = None,
        client: str | None = None,
        most: Extent | None = None,
    ) -> Answer | LongAnswer:
        answer = await self._graph.ask(question, seconds=seconds, client=client, most=most)
        async with self._publishing:
            if self._left:
                self._left -= 1
                await carried_out(self._graph, self._following(self._graph.version))
        return answer


def counted(folder: Path, publications: int) -> list[list[int]]:
    """Count twice, as often as it takes, while something is published; return what was counted."""
    EmbeddedStore.create(folder / "store", []).close()
    counts: list[list[int]] = []

    async def counted_twice(graph: AskedGraph) -> None:
        counts.append([])
        for _ in range(2):
            counts[-1].append(int((await graph.rows(COUNT))[0]["count"]["value"]))

    async def run() -> None:
        graph = PublishedGraph(Settings(folder / "store", workers=1))
        await graph.open()
        try:
            await of_one_version(Changing(graph, publications), counted_twice)
        finally:
            await graph.close()

    try:
        asyncio.run(run())
    except Problem as problem:
        assert (problem.kind, problem.headers) == ("overloaded", {"Retry-After": "1"})
        counts.append([])
    return counts


def test_what_does_not_change_is_asked_once(tmp_path: Path) -> None:
    assert counted(tmp_path, 0) == [[0, 0]]


def test_what_changed_in_between_is_asked_anew(tmp_path: Path) -> None:
    assert counted(tmp_path, 1) == [[0], [1, 1]]


def test_what_changes_all_the_time_is_refused_and_not_asked_for_ever(tmp_path: Path) -> None:
    assert counted(tmp_path, 100) == [[0], [2], [4], []]


def named(version: int) -> set[Quad]:
    """Name the city after a version, in both languages."""
    texts = Literal(f"เมือง {version}", language="th"), Literal(f"City {version}", language="en")
    of_thai = label(YALA, "")
    return {
        Quad(YALA, of_thai.predicate, text, graph)
        for text in texts
        for graph in (DefaultGraph(), V1)
    }


def renamed(version: int) -> Patch:
    return Patch(removed=frozenset(named(version)), added=frozenset(named(version + 1)))


def created(folder: Path) -> Path:
    """Make a store whose city is named after the version."""
    series = [
        Quad(V1, DCAT.inSeries, RECORD["th-yala"], DefaultGraph()),
        Quad(YALA, RDF.type, LCG.LearningCity, DefaultGraph()),
    ]
    EmbeddedStore.create(folder / "store", [*record(V1, YALA), *named(1), *series]).close()
    return folder / "store"


@pytest.mark.parametrize("publications", [1, 2])
@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/", "text/html"),
        ("/", "text/turtle"),
        ("/.well-known/void", "application/ld+json"),
        ("/cities", "application/json"),
        ("/cities", "text/html"),
        ("/cities/th-yala", "application/json"),
        ("/cities/th-yala/recommendations", "application/json"),
        ("/doc/city/th-yala", "text/html"),
        ("/doc/city/th-yala", "text/turtle"),
        ("/doc/city/th-yala", "application/ld+json"),
        (f"/sparql?query={quote(LABELS)}", "text/html"),
    ],
    ids=lambda value: value.partition("?")[0],
)
def test_a_document_is_of_the_version_that_it_names(
    tmp_path: Path, path: str, accept: str, publications: int
) -> None:
    application = create_application(Settings(created(tmp_path), workers=2), Pages())
    headers = {"accept": accept, "accept-language": "en", "accept-encoding": "identity"}
    with TestClient(application, headers=headers) as client:
        application.state.graph = Changing(application.state.graph, publications, renamed)
        answer = client.get(path)
    assert answer.status_code == 200, answer.text
    version = answer.headers["Lcgraph-Data-Version"]
    # How many questions are asked before the first publication is nothing that is promised.
    assert version in ("1", "2", "3")
    assert answer.headers["ETag"].startswith(f'"{version}-')
    assert set(re.findall(r"(?:เมือง|City) (\d+)", answer.text)) == {version}
    shown = re.findall(
        r"(?:data version |[?&]at=)(\d+)", answer.text + answer.headers.get("Link", "")
    )
    assert set(shown) <= {version}


def dated(version: int) -> set[Quad]:
    """Say that the record was modified on the day of the month that is the version."""
    date = Literal(f"2020-03-0{version}", datatype=XSD.date)
    graphs = (GRAPH["catalogue"], DefaultGraph())
    return {Quad(V1, DCTERMS.modified, date, graph) for graph in graphs}


def modified(version: int) -> Patch:
    return Patch(removed=frozenset(dated(version)), added=frozenset(dated(version + 1)))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_workbook_names_the_date_of_its_version(tmp_path: Path, method: str) -> None:
    application = create_application(Settings(created(tmp_path), workers=2))
    with TestClient(application) as client:
        application.state.graph = Changing(application.state.graph, 1, modified)
        address = "/queries/cities/list?format=xlsx"
        answer = client.request(method, address, json={} if method == "POST" else None)
    version = answer.headers["Lcgraph-Data-Version"]
    book = load_workbook(BytesIO(answer.content), read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.values for cell in row}
    dates = {cell for cell in cells if cell.startswith("2020-03-")}
    assert {date[:10] for date in dates} == {f"2020-03-0{version}"}
    assert answer.headers["ETag"].startswith(f'W/"{version}-')
