"""An update is told to readers as a step; what they answer is what the store holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from lcgraph.service import Settings
from lcgraph.service.answers import Answer
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.questions import Question
from lcgraph.service.update import update_request
from lcgraph.store import EmbeddedStore
from tests.service.test_readers_on_disk import opened, run

FORMATS = {"graph": "application/n-triples", "solutions": "text/csv"}
NAMES = Question("SELECT ?g { GRAPH ?g { } }", FORMATS)
UPDATES = (
    "INSERT DATA { GRAPH <urn:x:g> { _:a <urn:x:p> _:b . _:b <urn:x:q> 'ยะลา'@th } }",
    "CREATE GRAPH <urn:x:h>",
    "COPY <urn:x:g> TO <urn:x:i>",
    "DELETE { GRAPH <urn:x:g> { ?b <urn:x:q> ?o } } WHERE { GRAPH <urn:x:g> { ?b <urn:x:q> ?o } }",
    "MOVE <urn:x:i> TO <urn:x:h>",
    "CLEAR GRAPH <urn:x:h>",
    "WITH <urn:x:g> DELETE { ?s ?p ?o } INSERT { ?o <urn:x:r> [] } WHERE { ?s ?p ?o }",
    "DELETE WHERE { GRAPH <urn:x:g> { ?s ?p ?o } }",
    "DROP GRAPH <urn:x:g> ; INSERT DATA { GRAPH <urn:x:j> { _:a <urn:x:p> 1 } }",
)


@pytest.fixture(params=["managed", "on disk", "plain"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Where a store is, and how it is served."""
    first = Quad(NamedNode("urn:x:a"), NamedNode("urn:x:p"), Literal(1), DefaultGraph())
    EmbeddedStore.create(tmp_path, [first]).close()
    unmanaged, most = request.param == "plain", 0 if request.param == "on disk" else 1000
    return Settings(tmp_path, workers=1, unmanaged=unmanaged, in_memory_quads=most)


async def update(graph: PublishedGraph, text: str) -> int:
    request = update_request(text, "http://example.org/")
    return await graph.update(request.text, None, request.written)


async def content(graph: PublishedGraph, question: Question) -> str:
    answer = await graph.ask(question)
    assert isinstance(answer, Answer)
    assert answer.version == graph.version
    return answer.content.decode()


async def had(graph: PublishedGraph) -> dict[str, set[str]]:
    """What readers hold by graph, with the labels of blank nodes."""
    wheres = {"": "?s ?p ?o"}
    for name in (await content(graph, NAMES)).split("\r\n")[1:-1]:
        wheres[name] = f"GRAPH <{name}> {{ ?s ?p ?o }}"
    return {
        name: set(
            (
                await content(graph, Question(f"CONSTRUCT {{ ?s ?p ?o }} {{ {where} }}", FORMATS))
            ).splitlines()
        )
        for name, where in wheres.items()
    }


def held(graph: PublishedGraph) -> dict[str, set[str]]:
    """The same as the store holds it."""
    store = graph._opened()
    found: dict[str, set[str]] = {"": set(), **{name.value: set() for name in store.graphs()}}
    for quad in parse(store.dump(), format=RdfFormat.N_QUADS):
        named = quad.graph_name
        found[named.value if isinstance(named, NamedNode) else ""].add(f"{quad.triple} .")
    return found


def dumped(graph: PublishedGraph) -> list[str]:
    """The versions that readers have loaded as a whole, of those that are kept."""
    return [path.stem for path in graph._opened().directory.glob("snapshots/*.nq")]


def test_readers_hold_what_the_store_holds_after_each_update(settings: Settings) -> None:
    async def test() -> None:
        async with opened(settings) as graph:
            for text in UPDATES:
                await update(graph, text)
                assert await had(graph) == held(graph)
                assert dumped(graph) == []
            last = await had(graph)
        async with opened(settings) as anew:
            assert await had(anew) == last
        # Graphs that are empty are there, and those that were dropped are not.
        assert last["urn:x:h"] == set()
        assert "urn:x:g" not in last

    run(test())


@pytest.mark.parametrize("settings", ["managed"], indirect=True)
def test_a_long_change_is_not_told_but_read(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lcgraph.store.steps._MOST", 6)

    async def test() -> None:
        async with opened(settings) as graph:
            # With the step of the data version, and the graph.
            await update(graph, "INSERT DATA { GRAPH <urn:x:g> { _:a <urn:x:p> 1, 2 } }")
            assert dumped(graph) == ["2"]
            assert await had(graph) == held(graph)
            await update(graph, "CREATE GRAPH <urn:x:h>")
            assert dumped(graph) == []
            assert await had(graph) == held(graph)

    run(test())
