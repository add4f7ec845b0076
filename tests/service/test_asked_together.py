"""What many ask at once is found out once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from lcgraph.service import Settings
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.problems import Problem
from lcgraph.service.questions import INTERNAL_FORMATS, Question
from lcgraph.store import EmbeddedStore

CLIENTS = [f"192.0.2.{number}" for number in range(6)]
QUADS = [
    Quad(NamedNode(f"urn:{n}"), NamedNode("urn:p"), Literal(str(n)), DefaultGraph())
    for n in range(160)
]
# Some four million rows: more than a second, whatever the machine.
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?p ?y . ?c ?p ?z FILTER(?a != ?b) }"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    EmbeddedStore.create(tmp_path / "store", QUADS).close()
    return Settings(tmp_path / "store", workers=2, query_seconds=60.0)


def test_one_of_them_is_charged(settings: Settings) -> None:
    async def asked() -> list[float]:
        graph = PublishedGraph(settings)
        await graph.open()
        question = Question(LONG, INTERNAL_FORMATS)
        try:
            answers = await asyncio.gather(*(graph.ask(question, client=c) for c in CLIENTS))
            assert len({answer.version for answer in answers}) == 1
            return [graph.budgets.left(client) for client in CLIENTS]
        finally:
            await graph.close()

    left = asyncio.run(asked())
    assert sorted(left)[1:] == [settings.client_seconds] * (len(CLIENTS) - 1)


def test_the_next_one_tries_where_the_first_is_not_let(settings: Settings) -> None:
    async def asked() -> list[object]:
        graph = PublishedGraph(settings)
        await graph.open()
        graph.budgets.charge(CLIENTS[0], 10 * settings.client_seconds)
        question = Question(LONG, INTERNAL_FORMATS)
        try:
            found = [graph.ask(question, client=client) for client in CLIENTS[:3]]
            return list(await asyncio.gather(*found, return_exceptions=True))
        finally:
            await graph.close()

    refused, *answers = asyncio.run(asked())
    assert isinstance(refused, Problem)
    assert refused.kind == "budget-spent"
    assert [isinstance(each, BaseException) for each in answers] == [False, False]
