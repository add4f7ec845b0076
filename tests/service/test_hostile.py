"""Forty hostile queries at once do not keep anyone else from being answered."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Quad, RdfFormat, parse

from benchmarks.processes import tree_memory
from lcgraph.store import EmbeddedStore
from tests.service.conftest import serving
from tests.service.hostile import hostile_queries

_SERVE = """
import pathlib, sys
from lcgraph.cli.server import run
from lcgraph.pages import Pages
from lcgraph.service import Settings
settings = Settings(
    store=pathlib.Path(sys.argv[1]),
    workers=2,
    query_seconds=60.0,
    query_memory=256 << 20,
    patience_seconds=60.0,
    client_seconds=float(sys.argv[2]),
    answer_rows=1000,
    answer_bytes=1 << 20,
)
run(settings, "127.0.0.1", 0, lambda address: print(f"Serving at {address};", file=sys.stderr))
"""
_SMALL = """SELECT ?name {
  <https://w3id.org/lcgraph/id/city/th-yala> ?p ?name FILTER(LANG(?name) = "th") }"""
_EXPECTED = {200, 422, 429, 503, 504}


@pytest.fixture(scope="module")
def store(service: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with what the service publishes."""
    folder = tmp_path_factory.mktemp("hostile")
    quads: list[Quad] = []
    for name, syntax in (("lcgraph.nq", RdfFormat.N_QUADS), ("lcgraph.ttl", RdfFormat.TURTLE)):
        dump = httpx.get(f"{service}/dumps/{name}.gz", timeout=60)
        quads += parse(gzip.decompress(dump.content), format=syntax)
    EmbeddedStore.create(folder / "store", quads).close()
    return folder / "store"


@pytest.fixture
def generous(store: Path, tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A service without budgets."""
    with serving([_SERVE, str(store), "0"], tmp_path) as made:
        yield made


@pytest.fixture
def thrifty(store: Path, tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A service that gives each client two seconds of query time a minute."""
    with serving([_SERVE, str(store), "2"], tmp_path) as made:
        yield made


@asynccontextmanager
async def clients(address: str) -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=None)
    async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits) as made:
        yield made


async def _asked(client: httpx.AsyncClient, query: str) -> httpx.Response:
    return await client.post("/sparql", data={"query": query, "timeout": "1"})


def test_small_requests_are_answered_before_hostile_ones_are_done(
    generous: tuple[str, int],
) -> None:
    async def test() -> list[int]:
        async with clients(generous[0]) as client:
            hostile = [asyncio.create_task(_asked(client, q)) for q in hostile_queries()]
            for _ in range(5):
                health = await client.get("/health")
                small = await client.get("/sparql", params={"query": _SMALL})
                page = await client.get("/cities", headers={"accept": "text/html"})
                assert [health.status_code, small.status_code, page.status_code] == [200, 200, 200]
                assert "ยะลา" in small.text
            # Two long turns of a second each: it takes them longer than fifteen small requests.
            assert sum(not task.done() for task in hostile) >= 10
            return [(await task).status_code for task in hostile]

    statuses = asyncio.run(test())
    assert set(statuses) <= _EXPECTED
    assert 504 in statuses


def test_memory_comes_back(generous: tuple[str, int]) -> None:
    async def test() -> None:
        async with clients(generous[0]) as client:
            process = generous[1]
            await _asked(client, _SMALL)
            before = tree_memory(process)
            await asyncio.gather(*(_asked(client, q) for q in hostile_queries()[:12]))
            async with asyncio.timeout(60):
                while tree_memory(process) > before + (64 << 20):
                    await client.get("/health")

    asyncio.run(test())


def test_a_client_that_used_its_budget_up_is_told_when_to_come_back(
    thrifty: tuple[str, int],
) -> None:
    async def test() -> None:
        async with clients(thrifty[0]) as client:
            answers = await asyncio.gather(*(_asked(client, q) for q in hostile_queries()[:16]))
            refused = [answer for answer in answers if answer.status_code == 429]
            assert refused
            problem = refused[0].json()
            assert problem["type"].endswith("/problems/budget-spent")
            assert int(refused[0].headers["retry-after"]) == problem["retry_after"] >= 1
            assert set(problem["messages"]) == {"th", "en"}
            assert refused[0].headers["ratelimit-policy"] == '"query-seconds";q=2;w=60'
            # Quick queries are still answered, and other clients are not concerned.
            small = await client.get("/sparql", params={"query": _SMALL})
            assert (small.status_code, small.headers["ratelimit"]) == (
                200,
                '"query-seconds";r=0;t=60',
            )
            other = await client.get(
                "/sparql", params={"query": _SMALL}, headers={"x-forwarded-for": "192.0.2.7"}
            )
            assert other.headers["ratelimit"].startswith('"query-seconds";r=')
            assert ";r=0;" not in other.headers["ratelimit"]

    asyncio.run(test())
