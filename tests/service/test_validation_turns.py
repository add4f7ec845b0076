"""Validations take turns between clients, and are charged to them."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from lcgraph.knowledge import Knowledge
from lcgraph.service import Settings, create_application
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.on_demand import WorkersOnDemand
from lcgraph.service.problems import Problem
from lcgraph.service.shacl import ShapesValidators
from lcgraph.service.validation import Checker

Asked = Callable[[str, str], Awaitable[object]]
Work = Callable[[Asked, PublishedGraph, WorkersOnDemand], Coroutine[Any, Any, None]]

HOSTILE, OTHER = "192.0.2.1", "192.0.2.2"
TURTLE = "text/turtle"
DATA = f'<urn:x:a> <urn:x:p> "{"a" * 64}!" .'
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:x:s> sh:targetNode <urn:x:a> ; sh:property [ sh:path <urn:x:p> ; sh:minCount 1 ] ."""
ENDLESS = SHAPES.replace("sh:minCount 1", 'sh:pattern "^(a+)+$"')
RECORD = (Knowledge().root / "data" / "records" / "th-yala.ttl").read_text(encoding="utf-8")
LONG_RECORD = RECORD + "".join(
    f"\n<https://w3id.org/lcgraph/id/finding/th-yala-9-{number}> a lcg:Finding ."
    for number in range(17_000)
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """What validations may use: one turn for quick work, one for long work."""
    return Settings(store=tmp_path / "store", workers=1, validation_seconds=600)


def done(settings: Settings, kind: str, work: Work) -> None:
    async def test() -> None:
        graph = PublishedGraph(settings)
        # Budgets come back as time passes, which is nothing that these tests are about.
        graph.budgets._clock = lambda: 0.0
        validators, checker = ShapesValidators(graph, settings), Checker(graph, settings)

        async def validate(shapes: str, client: str) -> object:
            head = {"data": len(DATA), "media_types": [TURTLE, TURTLE], "report": TURTLE}
            reply = await validators.validate(head, (DATA + shapes).encode(), client)
            return reply.head["outcome"]

        async def check(record: str, client: str) -> object:
            return b'"publishable": true' in await checker.check(
                "th-yala.ttl", TURTLE, record.encode(), client
            )

        if kind == "record":
            # Records are checked against the copy that an open store gives.
            await graph.open()
        try:
            if kind == "shapes":
                await work(validate, graph, validators._workers)
            else:
                await work(check, graph, checker._workers)
        finally:
            await validators.close()
            await checker.close()
            await graph.close()

    asyncio.run(test())


@pytest.mark.parametrize(
    ("kind", "long", "small", "expected"),
    [("shapes", ENDLESS, SHAPES, "report"), ("record", LONG_RECORD, RECORD, True)],
    ids=["shapes", "record"],
)
def test_one_client_is_answered_before_the_long_work_of_another(
    settings: Settings, shipped_store: Path, kind: str, long: str, small: str, expected: object
) -> None:
    shutil.copytree(shipped_store, settings.store)

    async def test(asked: Asked, _: PublishedGraph, workers: WorkersOnDemand) -> None:
        # What has once taken long, as on a busy machine, is known to: this is not asked again.
        assert await asked(f"{small}\n# first", OTHER) == expected
        assert workers._pool is not None
        hostile = [
            asyncio.ensure_future(asked(f"{long}\n#{number}", HOSTILE)) for number in range(3)
        ]
        # One has the turn for long work, the next one waits for it, and the last one will have to.
        async with asyncio.timeout(300):
            while not workers._pool._long.wanted:
                assert not any(work.done() for work in hostile)
                await asyncio.sleep(0)
        assert await asked(small, OTHER) == expected
        assert not any(work.done() for work in hostile)
        for work in hostile:
            work.cancel()
        await asyncio.gather(*hostile, return_exceptions=True)

    done(settings, kind, test)


def test_work_is_charged_to_its_client(settings: Settings) -> None:
    async def given_up(asked: Asked, graph: PublishedGraph, _: WorkersOnDemand) -> None:
        with pytest.raises(Problem, match="deadline-exceeded"):
            await asked(ENDLESS, HOSTILE)
        assert graph.budgets.left(HOSTILE) == 59
        assert graph.budgets.left(OTHER) == 60

    async def answered(asked: Asked, graph: PublishedGraph, _: WorkersOnDemand) -> None:
        await asked(SHAPES, OTHER)
        assert graph.budgets.left(OTHER) < graph.budgets.left(HOSTILE) == 60

    done(replace(settings, validation_seconds=1), "shapes", given_up)
    done(settings, "shapes", answered)


def test_who_has_used_the_budget_up_has_only_quick_work_done(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What is quick stays so on a busy machine.
    monkeypatch.setattr("lcgraph.service.shacl._QUICK_SECONDS", 1.0)

    async def test(asked: Asked, graph: PublishedGraph, _: WorkersOnDemand) -> None:
        graph.budgets.charge(HOSTILE, 1000)
        assert await asked(SHAPES, HOSTILE) == "report"
        with pytest.raises(Problem, match="budget-spent"):
            await asked(ENDLESS, HOSTILE)

    done(settings, "shapes", test)


@pytest.fixture(scope="module")
def visited(shipped_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a service with the shipped data."""
    store = tmp_path_factory.mktemp("turns") / "store"
    shutil.copytree(shipped_store, store)
    with TestClient(create_application(Settings(store, workers=1)), client=(OTHER, 1)) as made:
        yield made


def files(shapes: str, data: str = DATA) -> dict[str, Any]:
    return {"files": {"data": data.encode(), "shapes": shapes.encode()}}


@pytest.mark.parametrize(
    ("path", "content", "status"),
    [
        ("/shacl", files(SHAPES), 200),
        ("/shacl", files(SHAPES.replace("sh:minCount 1", 'sh:minCount "x"')), 422),
        ("/shacl", files("nothing"), 400),
        ("/validate", {"content": RECORD, "headers": {"content-type": TURTLE}}, 200),
    ],
    ids=["report", "wrong shapes", "no shapes", "record"],
)
def test_answers_say_what_is_left(
    visited: TestClient, path: str, content: dict[str, Any], status: int
) -> None:
    answer = visited.post(path, **content)
    assert answer.status_code == status
    assert answer.headers["ratelimit-policy"] == '"query-seconds";q=60;w=60'
    assert answer.headers["ratelimit"].startswith('"query-seconds";r=')


def test_a_refusal_says_when_to_come_again(visited: TestClient) -> None:
    budgets = visited.app.state.graph.budgets  # type: ignore[attr-defined]
    budgets.charge(OTHER, 1000)
    answer = visited.post("/shacl", **files(ENDLESS))
    budgets.charge(OTHER, -1000)
    assert answer.status_code == 429
    assert answer.headers["ratelimit"] == '"query-seconds";r=0;t=60'
    assert int(answer.headers["retry-after"]) > 0
    problem = answer.json()
    assert problem["type"].endswith("/budget-spent")
    assert set(problem["messages"]) == {"th", "en"}
