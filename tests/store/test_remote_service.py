"""The service over a SPARQL server: what clients see is what they see of a folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lcgraph.service import Settings
from lcgraph.service.answers import Answer
from lcgraph.service.graph import triples_of
from lcgraph.service.problems import Problem
from lcgraph.service.questions import INTERNAL_FORMATS, Question
from lcgraph.service.remote_asking import RemoteAsking
from lcgraph.service.remote_graph import RemoteGraph
from lcgraph.store import Layer, Patch
from lcgraph.store.address import Address
from lcgraph.store.remote import RemoteStore
from lcgraph.store.remote_limits import Limits
from lcgraph.vocabulary import GRAPH
from tests.service.carrying_out import carried_out
from tests.store.conftest import emptied
from tests.store.servers import oxigraph, silent_port

E = "http://example.org/"
RECORD = "https://w3id.org/lcgraph/record/th-a-v1"
CSV = {**INTERNAL_FORMATS, "solutions": "text/csv"}
NEXT = Quad(NamedNode(E + "a"), NamedNode(E + "next"), NamedNode(E + "b"))
QUADS = [
    NEXT,
    Quad(NEXT.subject, NEXT.predicate, NEXT.object, NamedNode(RECORD)),
    Quad(NamedNode(E + "b"), NamedNode(E + "label"), Literal("ข", language="th")),
    Quad(NamedNode(E + "b"), NEXT.predicate, NamedNode(E + "c"), GRAPH["inferred-owl"]),
]


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Iterator[Address]:
    """Each server at data version 1."""
    address = emptied(request.getfixturevalue(f"{request.param}_server"))
    store = RemoteStore(address)
    store.apply(Patch(added=frozenset(QUADS)))
    yield address
    store.close()


@asynccontextmanager
async def graph_of(address: Address, **settings: float) -> AsyncIterator[RemoteGraph]:
    """Open the graph as the service does."""
    graph = RemoteGraph(Settings(Path(), **settings), address)  # type: ignore[arg-type]
    await graph.open()
    try:
        yield graph
    finally:
        await graph.close()


def test_rows_come_from_the_view_its_layers_and_graphs_by_name(server: Address) -> None:
    text = f"SELECT ?o {{ ?s <{E}next> ?o }} ORDER BY ?o"
    by_name = f"SELECT ?g {{ GRAPH ?g {{ ?s <{E}next> ?o }} }} ORDER BY ?g"

    async def ask() -> list[list[str]]:
        async with graph_of(server) as graph:
            found = [
                await graph.rows(text),
                await graph.rows(text, layers=[Layer.INFERRED]),
                await graph.rows(by_name),
            ]
            return [[next(iter(row.values()))["value"] for row in rows] for rows in found]

    assert asyncio.run(ask()) == [
        [E + "b"],
        [E + "b", E + "c"],
        [GRAPH["inferred-owl"].value, RECORD],
    ]


def test_answers_have_the_format_asked_for_and_the_version(server: Address) -> None:
    async def ask() -> list[tuple[str, bytes, int]]:
        csv = {**INTERNAL_FORMATS, "solutions": "text/csv"}
        async with graph_of(server) as graph:
            first = await graph.query(f"SELECT ?l {{ ?s <{E}label> ?l }}", formats=csv)
            RemoteStore(server).apply(Patch(frozenset({QUADS[2]})))
            second = await graph.query(f"SELECT ?l {{ ?s <{E}label> ?l }}", formats=csv)
            asked = await graph.query(f"ASK {{ ?s <{E}label> ?l }}")
            return [(a.kind, a.content, a.version) for a in (first, second, asked)]

    assert asyncio.run(ask()) == [
        ("solutions", "l\r\nข\r\n".encode(), 1),
        ("solutions", b"l\r\n", 2),
        ("boolean", b'{"head":{},"boolean":false}', 2),
    ]


def test_a_construct_gives_the_triples_of_the_view(server: Address) -> None:
    async def ask() -> set[object]:
        async with graph_of(server) as graph:
            text = f"CONSTRUCT WHERE {{ ?_x <{E}next> ?o }}"
            return set(triples_of(await graph.query(text, substitutions={"_x": NEXT.subject})))

    assert asyncio.run(ask()) == {NEXT.triple}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SELECT ?s {", "malformed-query"),
        ("DROP ALL", "malformed-query"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { } }", "service-refused"),
        ("define get:soft 'soft' SELECT * { ?s ?p ?o }", "service-refused"),
    ],
    ids=["syntax", "update", "service", "pragma"],
)
def test_what_may_not_be_asked_is_a_problem(server: Address, text: str, kind: str) -> None:
    async def ask() -> str:
        async with graph_of(server) as graph:
            return (await problem_of(graph.ask(Question(text, base=E)))).kind

    assert asyncio.run(ask()) == kind
    assert len(RemoteStore(server)) == len(QUADS) + 2


def test_a_query_ends_at_its_deadline_and_a_long_answer_at_its_length(tmp_path: Path) -> None:
    many = {
        Quad(NamedNode(f"{E}{n}"), NEXT.predicate, NamedNode(f"{E}{n + 1}")) for n in range(500)
    }
    product = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

    async def ask(address: Address) -> list[str]:
        kinds = []
        async with graph_of(address, answer_bytes=10_000, query_seconds=60.0) as graph:
            for text, seconds in (
                (f"SELECT (COUNT(*) AS ?n) {product}", 0.2),
                (f"SELECT * {product} LIMIT 1000", 60.0),
            ):
                with pytest.raises(Problem) as problem:
                    await graph.ask(Question(text), seconds=seconds)
                kinds.append(problem.value.kind)
            assert (await graph.query("ASK { }")).version == 1
        return kinds

    # A server goes on with a query that nobody waits for, so this one is stopped.
    with oxigraph(tmp_path) as address:
        RemoteStore(address).apply(Patch(added=frozenset(many)))
        assert asyncio.run(ask(address)) == ["deadline-exceeded", "answer-too-long"]


PREFIXES = "BASE <http://f.example/> PREFIX f: <ฟังก์ชัน/> PREFIX e: <http://example.org/> "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT (<http://f.example/x>(1) AS ?x) {}", [{}]),
        ("SELECT (COALESCE(f:x(), f:y(f:x(?v), 2), 7) AS ?x) { VALUES ?v { 1 } }", [{"x": "7"}]),
        ("SELECT (<x>(SUM(?v)) AS ?x) { VALUES ?v { 1 2 } }", [{}]),
        ("SELECT ?v { VALUES ?v { 1 2 } FILTER <x>(?v) }", []),
        ("SELECT ?v { VALUES ?v { 1 2 } FILTER(f:x(?v) = 1 || ?v = 2) }", [{"v": "2"}]),
        ('SELECT ?v { VALUES ?v { "f:x(1)" } BIND(f:x(?v) AS ?y) }', [{"v": "f:x(1)"}]),
        ("SELECT ?o { e:a e:next ?o . FILTER(!f:x(?o) || true) } ORDER BY f:x(?o)",
         [{"o": E + "b"}]),
    ],
)  # fmt: skip
def test_functions_that_the_server_does_not_know_are_errors_of_their_expression(
    server: Address, text: str, expected: list[dict[str, str]]
) -> None:
    async def ask() -> list[dict[str, str]]:
        async with graph_of(server) as graph:
            rows = await graph.rows(PREFIXES + text)
            return [{name: term["value"] for name, term in row.items()} for row in rows]

    assert asyncio.run(ask()) == expected


def test_clients_are_not_told_where_the_graph_is(oxigraph_server: Address) -> None:
    async def problems() -> list[Problem]:
        found = []
        async with graph_of(emptied(oxigraph_server)) as graph:
            update = "INSERT DATA { GRAPH <urn:x:g> { <urn:x:s> <urn:x:p> 1 } }"
            found.append(await problem_of(graph.update(update)))
            with silent_port() as port:
                nobody = Address.of(f"http://127.0.0.1:{port}/query", {})
                graph._asked = RemoteAsking(nobody, Limits(60.0, 1000))
                found.append(await problem_of(graph.query("ASK {}")))
                found.append(await problem_of(graph.has_graph("urn:x:g")))
        return found

    found = asyncio.run(problems())
    assert [problem.kind for problem in found] == [
        "update-refused",
        "store-unreachable",
        "store-unreachable",
    ]
    assert not [problem for problem in found if "127.0.0.1" in str(problem.detail)]


async def problem_of(asked: Awaitable[object]) -> Problem:
    with pytest.raises(Problem) as problem:
        await asked
    return problem.value


G = "https://w3id.org/lcgraph/graph/"
IN_GRAPHS = f"BASE <{G}> PREFIX g: <{G}> "


@pytest.mark.parametrize(
    ("text", "dataset"),
    [
        ("SELECT * { ?s ?p ?o }", {"default": [G + "history"]}),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", {"named": [G + "publication", G + "history"]}),
        ("SELECT * { GRAPH g:history { ?s ?p ?o } }", {}),
        ("SELECT * FROM g:history { ?s ?p ?o }", {}),
        ("SELECT * FROM <history> { ?s ?p ?o }", {}),
        ("SELECT * FROM <./hist\\u006Fry> { ?s ?p ?o }", {}),
        ("SELECT * FROM NAMED g:history { GRAPH ?g { ?s ?p ?o } }", {}),
    ],
)
def test_what_is_the_stores_own_is_shown_to_nobody(
    server: Address, text: str, dataset: dict[str, list[str]]
) -> None:
    async def ask() -> bytes:
        async with graph_of(server) as graph:
            answer = await graph.ask(Question(IN_GRAPHS + text, CSV, **dataset))  # type: ignore[arg-type]
            assert isinstance(answer, Answer)
            return answer.content.partition(b"\r\n")[2]

    assert asyncio.run(ask()) == b""


def test_a_dataset_that_a_query_states_is_asked(server: Address) -> None:
    async def ask() -> list[str]:
        text = (
            "SELECT ?o FROM g:inferred-owl FROM <../record/th-a-v1> "
            "{ ?s <http://example.org/next> ?o } ORDER BY ?o"
        )
        async with graph_of(server) as graph:
            return [row["o"]["value"] for row in await graph.rows(IN_GRAPHS + text)]

    assert asyncio.run(ask()) == [E + "b", E + "c"]


def test_two_services_have_one_history(server: Address) -> None:
    async def asked() -> list[list[int]]:
        async with graph_of(server) as one, graph_of(server) as other:
            await carried_out(one, Patch(frozenset({NEXT})))
            await carried_out(other, Patch(added=frozenset({NEXT})))
            found = [await graph.publications() for graph in (one, other)]
            return [[each.version for each in publications] for publications in found]

    assert asyncio.run(asked()) == [[1, 2, 3], [1, 2, 3]]


def test_a_service_begun_anew_goes_back_as_far(server: Address) -> None:
    async def labels() -> list[list[str]]:
        found = []
        async with graph_of(server) as graph:
            assert [each.version for each in await graph.publications()] == [1, 2]
            for version in (1, 2):
                past = graph.past
                assert past is not None
                question = Question(f"SELECT ?o {{ ?s <{E}label> ?o }}", CSV)
                answer = await past.ask(version, question)
                assert isinstance(answer, Answer)
                found.append(answer.content.decode().split("\r\n")[1:-1])
        return found

    renamed = Quad(QUADS[2].subject, QUADS[2].predicate, Literal("ค", language="th"))
    RemoteStore(server).apply(Patch(frozenset({QUADS[2]}), frozenset({renamed})))
    assert [asyncio.run(labels()) for _ in range(2)] == [[["ข"], ["ค"]]] * 2


def test_data_from_before_there_was_history_have_none(server: Address) -> None:
    RemoteStore(server).client.update(f"DROP SILENT GRAPH <{G}history>")

    async def asked() -> None:
        async with graph_of(server) as graph:
            assert await graph.publications() == []
            assert graph.past is None

    asyncio.run(asked())
