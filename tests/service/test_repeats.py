"""What is asked again to the byte is answered again to the byte, until the graph changes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI, Request, Response

from lcgraph.service import Repeats, Settings
from lcgraph.service.graph import PublishedGraph

# Each evaluation would name the node otherwise.
_NODE = "SELECT (BNODE() AS ?node) (COUNT(*) AS ?n) { ?s ?p ?o }"
_TURTLE = {"content-type": "text/turtle"}
_UPDATE = {"content-type": "application/sparql-update"}
_ADDED = 'INSERT DATA { <urn:x-repeated:> <urn:x-repeated:> "ซ้ำ" }'
_PLACES = ["/doc/city/th-yala", "/concept/theme/community-participation"]


def _asked(client: httpx.Client, **headers: str) -> httpx.Response:
    return client.get("/sparql", params={"query": _NODE}, headers=headers)


def _lasting(response: httpx.Response) -> list[tuple[str, str]]:
    """Return the headers but those that say what changes by the second."""
    changing = ("date", "ratelimit")
    return sorted(item for item in response.headers.multi_items() if item[0] not in changing)


def test_the_same_request_gets_the_same_response(client: httpx.Client) -> None:
    first, second = _asked(client), _asked(client)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert _lasting(first) == _lasting(second)
    assert "ratelimit" in second.headers


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_every_form_has_a_response_of_its_own(
    client: httpx.Client, place: str, coding: str
) -> None:
    types = []
    for accept in ("text/html, text/turtle;q=0.5", "text/html;q=0.5, text/turtle"):
        headers = {"accept": accept, "accept-encoding": coding}
        first, second = (client.get(place, headers=headers) for _ in range(2))
        assert (second.status_code, second.content) == (200, first.content)
        assert _lasting(first) == _lasting(second)
        assert second.headers.get("content-encoding", "identity") == coding
        types.append(second.headers["content-type"])
    assert types == ["text/html; charset=utf-8", "text/turtle; charset=utf-8"]


def test_one_format_under_two_names_is_answered_under_the_one_asked_for(
    client: httpx.Client,
) -> None:
    named = ["application/json", "application/sparql-results+json", "application/json"]
    for place, parameters in (("/sparql", {"query": _NODE}), ("/queries/article/years", {})):
        answers = [client.get(place, params=parameters, headers={"accept": n}) for n in named]
        assert [answer.status_code for answer in answers] == [200, 200, 200]
        assert [answer.headers["content-type"] for answer in answers] == named


def test_what_a_client_has_already_is_not_sent_again(client: httpx.Client) -> None:
    tag = _asked(client).headers["etag"]
    answers = [_asked(client, **{"if-none-match": tag}) for _ in range(2)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(304, b"")] * 2
    assert _lasting(answers[0]) == _lasting(answers[1])


def test_a_head_request_has_no_body(client: httpx.Client) -> None:
    whole = [_asked(client) for _ in range(2)][1]
    head = client.head("/sparql", params={"query": _NODE})
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_a_change_of_the_graph_changes_the_answer(emptied: httpx.Client) -> None:
    with httpx.Client(base_url=emptied.base_url, timeout=60) as anonymous:
        before = [_asked(anonymous) for _ in range(2)]
        emptied.post("/sparql", content=_ADDED, headers=_UPDATE)
        after = [_asked(anonymous) for _ in range(2)]
    counted = [
        answer.json()["results"]["bindings"][0]["n"]["value"] for answer in (*before, *after)
    ]
    assert counted == ["0", "0", "1", "1"]
    assert before[1].headers["etag"] != after[0].headers["etag"] == after[1].headers["etag"]


def test_graphs_whose_addresses_differ_in_an_escape_are_told_apart(emptied: httpx.Client) -> None:
    with httpx.Client(base_url=emptied.base_url, timeout=60) as anonymous:
        for name in ("a/b", "a%2Fb"):
            content = f'<urn:x-a:> <urn:x-a:> "{name}" .'
            emptied.put(f"/rdf-graphs/{name}", content=content, headers=_TURTLE)
        found = {
            name: anonymous.get(f"/rdf-graphs/{name}", headers={"accept": "text/turtle"})
            for name in ("a/b", "a%2Fb", "a/c")
        }
    assert [answer.status_code for answer in found.values()] == [200, 200, 404]
    assert '"a/b"' in found["a/b"].text
    assert '"a%2Fb"' in found["a%2Fb"].text


class _Service(FastAPI):
    """A service whose graph is published anew while it writes a response."""

    def __init__(self) -> None:
        super().__init__()
        self.state.settings = Settings(store=Path())
        self.state.graph = PublishedGraph(self.state.settings)
        self.answered = 0

        @self.get("/{path:path}")
        async def answer(request: Request) -> Response:
            self.answered += 1
            content = f"{request.url.scheme} {self.state.graph.version}"
            if "publish" in request.query_params:
                self.state.graph._version += 1
            headers = {"ETag": '"1"', "Lcgraph-Data-Version": str(self.state.graph.version)}
            return Response(content, headers=headers)


def _asked_of(service: _Service, *requests: tuple[str, dict[str, str]]) -> list[str]:
    async def asked() -> list[str]:
        transport = httpx.ASGITransport(Repeats(service))
        async with httpx.AsyncClient(transport=transport) as client:
            answers = [await client.get(url, headers=headers) for url, headers in requests]
        return [answer.text for answer in answers]

    return asyncio.run(asked())


def test_what_was_begun_before_a_publication_is_not_given_after_it() -> None:
    request = ("http://service/?publish", {"accept": "text/plain"})
    assert _asked_of(_Service(), request, request) == ["http 0", "http 1"]


def test_a_response_that_names_its_own_address_is_kept_for_that_address() -> None:
    headers = {"host": "service"}
    found = _asked_of(_Service(), ("http://service/a", headers), ("https://service/a", headers))
    assert found == ["http 0", "https 0"]


@pytest.mark.parametrize(
    ("headers", "answered"),
    [
        ({"x-short": "1" * 6000}, 1),
        ({"x-long": "1" * 9000}, 2),
        ({f"x-{n}": "1" for n in range(100)}, 2),
        ({"authorization": "Bearer one"}, 2),
    ],
    ids=["some headers", "a long one", "many", "a token"],
)
def test_only_short_requests_of_anybody_are_remembered(
    headers: dict[str, str], answered: int
) -> None:
    service = _Service()
    _asked_of(service, *[("http://service/", headers)] * 2)
    assert service.answered == answered


def test_a_moment_may_be_another_version_by_and_by() -> None:
    service = _Service()
    _asked_of(service, *[("http://service/?a=1&at=2026-11-23", {})] * 2)
    assert service.answered == 2
    _asked_of(service, *[("http://service/?format=csv", {})] * 2)
    assert service.answered == 3
