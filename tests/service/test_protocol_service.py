"""SERVICE: refused by its tokens, wherever it stands and however it is written."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import httpx
import pytest

from lcgraph.service.problems import Problem
from lcgraph.service.remote import federation_of
from lcgraph.service.syntax import tokens_of
from tests.service.conftest import LCGRAPH, running

ALLOWED = "http://example.org/sparql"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <urn:x:e> { ?s ?p ?o } }",
        "SELECT * { service<urn:x:e>{ ?s ?p ?o } }",
        "SELECT * { SERVICE ?e { ?s ?p ?o } }",
        "PREFIX e: <urn:x:> SELECT * { SERVICE e:e { ?s ?p ?o } }",
        "PREFIX e: <urn:x:> SELECT * { SERVICEe:e{ ?s ?p ?o } }",
        "SELECT * { ?s ?p true SERVICE <urn:x:e> { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE <urn:x:e> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'x'SERVICE<urn:x:e>{ ?s ?p ?o } }",
        "PREFIX e: <urn:x:> SELECT * { ?s ?p e:.SERVICE <urn:x:e> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE#>\n<urn:x:e> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER(?s<?o&&?p='>') SERVICE <urn:x:e> {} #'\n }",
        "SELECT * { ?s ?p ?o FILTER(?s<?o)#>'''\nSERVICE <urn:x:e> {}\n#'''\n }",
        "SELECT (?a<?b AS ?c) { SERVICE <urn:x:e> {} # >\n }",
        "SELECT * { FILTER EXISTS { SERVICE <urn:x:e> {} } }",
        "SELECT * { { SELECT ?s { SERVICE <urn:x:e> { ?s ?p ?o } } } }",
        "SELECT * { ?s ?p <urn:x:#> SERVICE <urn:x:e> {} }",
        # What follows was written so that a line is a comment to one reader and not to the other.
        "SELECT * { BIND(<<( ?s <#> 1 )>> AS ?t) SERVICE <urn:x:e> {} FILTER('''\n"
        "1 ) AS ?t) #''')\n}",
        "SELECT (<<( ?s <#> <<( ?s <#> 1 )>> )>> AS ?t) { SERVICE <urn:x:e> {} FILTER('''\n"
        "1 ) AS ?t) {#''')\n}",
        "SELECT * { FILTER(<<( ?s ?p ?o )>> <?b)#> ) '''\nSERVICE <urn:x:e> {} #'''\n}",
        "PREFIX e: <urn:x:> SELECT * { FILTERe:f(?a <?b)#> ) '''\nSERVICE <urn:x:e> {} #'''\n}",
        "PREFIX e: <urn:x:> SELECT * { ?s ?p trueFILTERe:f(?a <?b)#> ) '''\n"
        "SERVICE <urn:x:e> {} #'''\n}",
        "SELECT * { ?s ?p trueFILTER<urn:f>(?a <?b)#> ) '''\nSERVICE <urn:x:e> {} #'''\n}",
        "SELECT * { {SELECTDISTINCT*{}ORDER BY<urn:f>(?a <?b)#> )} '''\n"
        "SERVICE <urn:x:e> {} #'''\n}}",
    ],
)
def test_no_way_of_writing_hides_it(query: str) -> None:
    with pytest.raises(Problem) as raised:
        federation_of(query, ())
    assert raised.value.kind in ("service-refused", "malformed-query")


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s ?p "SERVICE <urn:x:e> {}" }',
        "SELECT * { ?s ?p ?service # SERVICE <urn:x:e>\n }",
        "SELECT * { ?s ?p <urn:x:SERVICE> }",
        "PREFIX service: <urn:x:> SELECT * { ?s a service:SERVICE ; service:p _:SERVICE }",
        "PREFIX service: <urn:x:> SELECT * { GRAPH service:g { ?s ?p 'ก'@x-service } }",
        "SELECT * { ?s ?p '''\n'SERVICE' ''' }",
        "SELECT * { ?s ?p '''a\\'''SERVICE <urn:x:e> {} #''' }",
        "SELECT * { ?s (<urn:x:service>|^<urn:x:p>)* (1 <urn:x:service>) }",
        "SELECT * { VALUES (?a) { (<urn:x:service>) } } ORDER BY (?a < 3)",
        "SELECT * { ?s ?p ?o FILTER <urn:x:service>(?o < 3 && ?o > 1) }",
        "SELECT * { BIND(<<( ?s <urn:x:service> ?o )>> AS ?t) FILTER(<<( ?s ?p 1 )>> < ?t) }",
        "SELECT * { VALUES ?t { <<( <urn:x:service> <urn:x:p> 1 )>> } <<?s ?p ?o>> ?q ?t }",
    ],
)
def test_what_only_looks_like_it_is_let_through(query: str) -> None:
    assert federation_of(query, ()).text == query


def test_behind_silent_it_leads_nowhere() -> None:
    query = f"SELECT * {{ SERVICE SILENT <urn:x:e> {{}} SERVICE <{ALLOWED}> {{}} }}"
    given = federation_of(query, {ALLOWED})
    assert given.text == query.replace("urn:x:e", "urn:x-lcgraph:refused")
    assert given.remote


def test_an_allowed_endpoint_is_one_by_its_whole_iri() -> None:
    for other in (f"<{ALLOWED}/x>", f"<{ALLOWED}?x>", "?e"):
        with pytest.raises(Problem, match="service-refused"):
            federation_of(f"SELECT * {{ SERVICE {other} {{}} }}", {ALLOWED})


def test_tokens_keep_their_places() -> None:
    text = "SELECT ?ก{?ก a <urn:x:ข>;ex:p.5 'ค'@th#\n}"
    found = [(token.kind.value, text[token.start : token.end]) for token in tokens_of(text)]
    assert found == [
        ("word", "SELECT"), ("variable", "?ก"), ("sign", "{"), ("variable", "?ก"), ("word", "a"),
        ("iri", "<urn:x:ข>"), ("sign", ";"), ("name", "ex:p.5"), ("string", "'ค'"), ("tag", "@th"),
        ("sign", "}"),
    ]  # fmt: skip


class _Endpoint(BaseHTTPRequestHandler):
    """Answers one solution; below /moved it leads to where nothing may be asked."""

    asked: list[str]

    def do_POST(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.asked.append(self.path.partition("?")[0])
        if self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", "/secret")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = (
            '{"head":{"vars":["o"]},"results":{"bindings":'
            '[{"o":{"type":"literal","value":"ข้างนอก"}}]}}'
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """An endpoint of someone else, and what it was asked."""
    asked: list[str] = []
    handler = type("Endpoint", (_Endpoint,), {"asked": asked})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def federated(
    elsewhere: tuple[str, list[str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of a plain store whose operator allows two endpoints."""
    folder = tmp_path_factory.mktemp("federated")
    options = ["--unmanaged", "--port", "0", "--store", str(folder / "store"), "--lang", "en"]
    for path in ("/sparql", "/moved"):
        options += ["--allow-service", elsewhere[0] + path]
    with (
        running([LCGRAPH, "serve", *options], folder) as address,
        httpx.Client(base_url=address, timeout=60) as made,
    ):
        yield made


def _asked(client: httpx.Client, endpoint: str, silent: str = "") -> httpx.Response:
    query = f"SELECT ?o {{ SERVICE {silent} <{endpoint}> {{ ?s ?p ?o }} }}"
    return client.get("/sparql", params={"query": query, "format": "csv"})


def test_an_allowed_endpoint_is_asked_and_no_other(
    federated: httpx.Client, elsewhere: tuple[str, list[str]]
) -> None:
    address, asked = elsewhere
    asked.clear()
    assert _asked(federated, f"{address}/sparql").text == "o\r\nข้างนอก\r\n"
    assert asked == ["/sparql"]
    assert _asked(federated, f"{address}/other").status_code == 403
    assert _asked(federated, f"{address}/other", "SILENT").text == "o\r\n\r\n"
    assert asked == ["/sparql"]


def test_an_allowed_endpoint_cannot_lead_elsewhere(
    federated: httpx.Client, elsewhere: tuple[str, list[str]]
) -> None:
    address, asked = elsewhere
    asked.clear()
    answer = _asked(federated, f"{address}/moved")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (500, "query-fault")
    assert asked == ["/moved"]
