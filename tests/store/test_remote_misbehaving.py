"""What a SPARQL server does wrong is told as that, within the limits of one question."""

from __future__ import annotations

import asyncio
import gzip
import json
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from lcgraph.cli.application import application as command_line
from lcgraph.pages import Pages
from lcgraph.service import Settings, create_application
from lcgraph.service.problems import Problem
from lcgraph.service.questions import Question
from lcgraph.service.remote_graph import RemoteGraph
from lcgraph.store.address import Address
from lcgraph.store.faults import StoreFault
from lcgraph.store.remote import RemoteStore
from tests.service.test_records import TURTLE, shipped
from tests.store.misbehaving import (
    Respond,
    Server,
    answering,
    asks_for_state,
    endless,
    misbehaving,
)

ALL = "/sparql?query=SELECT+*+{+?s+?p+?o+}"
PLACES = [ALL, "/doc/city/th-yala", "/cities", "/cities/th-yala/recommendations", "/dumps", "/"]
SECRET = b"stack trace at 10.0.0.7"
_TERM = '{"type":"uri","value":"urn:x:s"}'
_DEEP = '{"type":"triple","value":{"subject":' + _TERM + ',"predicate":' + _TERM + ',"object":'
DEEP = _DEEP * 5_000 + _TERM + "}}" * 5_000


def solutions(*rows: str) -> bytes:
    found = ",".join(rows)
    return f'{{"head":{{"vars":["s","p","o"]}},"results":{{"bindings":[{found}]}}}}'.encode()


DEADLOCK = answering(b"Virtuoso 40001 Error SR172: Transaction deadlocked", 500, "text/plain")
WRONG: dict[str, Respond] = {
    "a deadlock without end": DEADLOCK,
    "an undeclared variable": answering(solutions(f'{{"x":{_TERM}}}')),
    "an IRI that is none": answering(solutions('{"s":{"type":"uri","value":"10.0.0.7 stack"}}')),
    "half an answer": answering(solutions()[:40]),
    "terms in terms": answering(solutions(f'{{"s":{DEEP}}}')),
    "bytes": answering(b"\x00\xff not JSON"),
    "an object": answering(b"{}"),
    "a boolean": answering(b'{"head":{},"boolean":true}'),
    "nothing": answering(b""),
    "a page": answering(b"<html>" + SECRET, media_type="text/html"),
    "a fault": answering(SECRET, 500, "text/plain"),
    "a teapot": answering(SECRET, 418, "text/plain"),
    "a redirect": answering(SECRET, 307, location="http://10.0.0.7/login"),
    "a refusal": answering(SECRET, 403, "text/plain"),
    "malformed": answering(SECRET, 400, "text/plain"),
    "compressed twice": answering(
        gzip.compress(gzip.compress(solutions())), content_encoding="gzip, gzip"
    ),
}


@pytest.fixture
def server() -> Iterator[tuple[Server, Address]]:
    """A server that is well-behaved so far."""
    with misbehaving() as made:
        yield made


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Server, TestClient]]:
    """A server, and a client of a service over it that is told of faults as clients are."""
    with misbehaving() as (server, address):
        settings = Settings(Path("none"), workers=1, remote=address, answer_bytes=1 << 20)
        application = create_application(settings, Pages())
        with TestClient(application, raise_server_exceptions=False) as client:
            yield server, client


def told(answer: Any) -> tuple[int, str]:
    """Tell status and kind of a problem, which says nothing of what the server said."""
    document = answer.json()
    assert {"th", "en"} <= set(document["messages"])
    for secret in ("stack", "10.0.0.7", "127.0.0.1", "html"):
        assert secret not in json.dumps({**document, "type": "", "instance": ""})
    return answer.status_code, document["type"].rpartition("/")[2]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("wrong", WRONG)
def test_what_the_server_does_wrong_is_not_the_clients_fault(
    served: tuple[Server, TestClient], wrong: str, place: str
) -> None:
    server, client = served
    server.misbehave(WRONG[wrong])
    answer = client.get(place, headers={"accept": "application/problem+json, */*;q=0.1"})
    assert told(answer) == (503, "store-unreachable")


@pytest.mark.parametrize("wrong", [name for name in WRONG if name != "malformed"])
def test_nor_is_what_it_does_wrong_to_queries_of_clients_alone(
    served: tuple[Server, TestClient], wrong: str
) -> None:
    server, client = served
    server.misbehave(WRONG[wrong], lambda query: "dataVersion" not in query)
    assert told(client.get(ALL)) == (503, "store-unreachable")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (b"Parse error: Line 1, column 9: Encountered x", True),
        (b"Virtuoso 37000 Error SP030: SPARQL compiler, line 1: syntax error at 'x'", True),
        (b"line 1 of http://10.0.0.7/stack", False),
        (SECRET, False),
    ],
)
def test_of_a_malformed_query_the_server_is_quoted_if_it_speaks_of_the_query(
    served: tuple[Server, TestClient], said: bytes, shown: bool
) -> None:
    server, client = served
    server.misbehave(answering(said, 400, "text/plain"), lambda query: "?o" in query)
    answer = client.get(ALL)
    assert told(answer) == (400, "malformed-query")
    assert (said.decode() in answer.json()["messages"]["en"]["detail"]) is shown


def test_the_place_of_a_mistake_is_that_in_the_text_of_the_client(
    served: tuple[Server, TestClient],
) -> None:
    server, client = served
    text = "SELECT * { ?s ?p ?o } LIMIT x"

    def refuse(handler: Any, query: str) -> None:
        at = query.index("LIMIT x") + 7
        answering(f"error at 1:{at}: expected a number".encode(), 400)(handler, query)

    server.misbehave(refuse, lambda query: "LIMIT x" in query)
    answer = client.get("/sparql", params={"query": text})
    assert (told(answer), answer.json()["position"]) == ((400, "malformed-query"), "1:29")


def giving_up_once(server: Server) -> set[str]:
    """Have a server give each query up the first time; return those that it has given up."""
    given_up: set[str] = set()

    def give_up(handler: BaseHTTPRequestHandler, query: str) -> None:
        given_up.add(query)
        DEADLOCK(handler, query)

    server.misbehave(give_up, lambda query: query not in given_up)
    return given_up


def test_what_was_given_up_in_favour_of_another_request_is_asked_again(
    served: tuple[Server, TestClient],
) -> None:
    server, client = served
    given_up = giving_up_once(server)
    answer = client.get("/sparql", params={"query": "SELECT ?deadlock { ?s ?p ?o }"})
    assert (answer.status_code, len(given_up)) == (200, 2)


def test_so_it_is_by_commands(server: tuple[Server, Address]) -> None:
    given_up = giving_up_once(server[0])
    store = RemoteStore(server[1])
    assert (store.version, list(store.match()), len(given_up)) == (1, [], 4)
    store.close()


def test_an_answer_without_end_is_read_as_far_as_is_allowed(
    served: tuple[Server, TestClient],
) -> None:
    server, client = served
    server.misbehave(endless, lambda query: "dataVersion" not in query)
    assert told(client.get(ALL)) == (422, "answer-too-long")
    server.misbehave(endless, asks_for_state)
    for place in PLACES:
        assert told(client.get(place)) == (503, "store-unreachable")


def problem_of(
    address: Address, server: Server, wrong: Respond, seconds: float | None = None
) -> Problem:
    """Ask a question when the server does wrong as soon as its state is asked for."""

    async def asked() -> Problem:
        graph = RemoteGraph(Settings(Path()), address)
        await graph.open()
        server.misbehave(wrong, asks_for_state)
        server.queries.clear()
        try:
            # So much is not measured: it ends a test that would go on.
            async with asyncio.timeout(25):
                with pytest.raises(Problem) as problem:
                    await graph.ask(Question("SELECT * { ?s ?p ?o }"), seconds=seconds)
        finally:
            server.released.set()
            await graph.close()
        return problem.value

    return asyncio.run(asked())


def test_one_question_has_one_deadline_whatever_is_asked_for_it(
    server: tuple[Server, Address],
) -> None:
    told = problem_of(server[1], server[0], server[0].wait, seconds=0.2)
    assert (told.kind, told.more) == ("deadline-exceeded", {"limit": 0.2})


def test_an_answer_is_given_under_no_version_that_it_may_not_be_from(
    server: tuple[Server, Address],
) -> None:
    told = problem_of(server[1], server[0], server[0].outrun)
    assert told.kind == "overloaded"
    assert [asks_for_state(query) for query in server[0].queries] == [False, True] * 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (answering(b"", 307, location="http://e.example/sparql"), "http://e.example/sparql (307)"),
        (answering(b"<html>", media_type="text/html"), "does not answer as SPARQL 1.1 has it"),
        (answering(b"", 401), "set LCGRAPH_REMOTE_USER"),
    ],
    ids=["redirect", "page", "credentials"],
)
@pytest.mark.parametrize("language", ["th", "en"])
def test_at_the_start_the_operator_is_told_what_it_is_and_what_to_do(
    server: tuple[Server, Address], wrong: Respond, said: str, language: str
) -> None:
    server[0].misbehave(wrong)
    options = ["serve", "--remote", server[1].query, "--lang", language]
    result = CliRunner().invoke(command_line("serve"), options)
    assert isinstance(result.exception, StoreFault)
    shown = result.exception.messages[language]
    assert server[1].query in shown
    assert said in shown if language == "en" else re.search("[ก-ฮ]{2}", shown)


@pytest.mark.slow
@pytest.mark.parametrize("wrong", ["a page", "a fault", "a redirect"])
@pytest.mark.parametrize("place", ["/validate", "/records"])
def test_records_are_not_to_blame_for_the_server(
    served: tuple[Server, TestClient], monkeypatch: pytest.MonkeyPatch, place: str, wrong: str
) -> None:
    monkeypatch.setenv("LCGRAPH_ADMIN_TOKEN", "known")
    server, client = served
    server.misbehave(WRONG[wrong])
    headers = {"authorization": "Bearer known", **TURTLE}
    answer = client.post(place, content=shipped("th-yala"), headers=headers)
    assert told(answer) == (503, "store-unreachable")
