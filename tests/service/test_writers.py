"""Answers are turned into other forms within limits, and not by the process of the service."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from benchmarks.processes import descendants
from lcgraph.queries.results import CSV, JSON
from lcgraph.queries.writing import AnswerForm, Origin, Shortening
from lcgraph.service import Settings
from lcgraph.service.answers import Answer, LongAnswer
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.problems import Problem
from lcgraph.service.writers import Writers
from tests.service.conftest import LCGRAPH, serving

Work = Callable[[Writers, PublishedGraph], Coroutine[Any, Any, Any]]

CLIENT = "192.0.2.1"
WRITER = "lcgraph.queries.writing:AnswerWriter"
ORIGIN = Origin("a/b", {"en": "Which?"}, "en", {}, 3, None, "http://localhost/")
WORKBOOK = AnswerForm("xlsx", JSON, ("_a",), {"x": {"th": "ส", "en": "Thing"}}, ORIGIN)
TABLE = replace(WORKBOOK, name="table")


def solutions(count: int) -> Answer:
    term = {"type": "uri", "value": "https://example.org/a"}
    rows = [
        {"_a": term, "x": {"type": "uri", "value": f"https://example.org/{number}"}}
        for number in range(count)
    ]
    document = {"head": {"vars": ["_a", "x"]}, "results": {"bindings": rows}}
    return Answer("solutions", JSON, json.dumps(document).encode(), 3)


def long_answer(given: Answer, read: list[str]) -> LongAnswer:
    """Give an answer in pieces; note what becomes of them."""

    async def pieces() -> AsyncIterator[bytes]:
        try:
            for start in range(0, len(given.content), 100_000):
                yield given.content[start : start + 100_000]
            read.append("whole")
        finally:
            read.append("closed")

    return LongAnswer(given.kind, given.media_type, len(given.content), pieces(), given.version)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """What writers may use."""
    return Settings(store=tmp_path, workers=2, query_seconds=60)


def done(settings: Settings, work: Work) -> Any:
    async def test() -> Any:
        graph = PublishedGraph(settings)
        # Budgets come back as time passes, which is nothing that these tests are about.
        graph.budgets._clock = lambda: 0.0
        writers = Writers(graph, settings)
        try:
            return await work(writers, graph)
        finally:
            await writers.close()

    return asyncio.run(test())


async def problem_of(work: Coroutine[Any, Any, object]) -> Problem:
    with pytest.raises(Problem) as raised:
        await work
    return raised.value


def test_a_workbook_that_takes_too_long_is_given_up_and_others_are_written(
    settings: Settings,
) -> None:
    async def test(writers: Writers, graph: PublishedGraph) -> None:
        huge = solutions(300_000)
        problem = await problem_of(writers.written(huge, WORKBOOK, CLIENT))
        assert (problem.kind, problem.more["limit"]) == ("deadline-exceeded", 1)
        assert graph.budgets.left(CLIENT) == 59
        # However slow the machine is, who comes now is not given up.
        writers._settings = settings
        content = await writers.written(solutions(2), WORKBOOK, "192.0.2.2")
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        assert [cell.value for cell in sheet["A"]] == [
            "Thing",
            "https://example.org/0",
            "https://example.org/1",
        ]

    done(replace(settings, query_seconds=1, query_memory=0), test)


def test_a_workbook_that_takes_too_much_memory_is_given_up(settings: Settings) -> None:
    async def test(writers: Writers, _: PublishedGraph) -> Problem:
        return await problem_of(writers.written(solutions(50_000), WORKBOOK, CLIENT))

    problem = done(replace(settings, query_memory=32 << 20), test)
    assert (problem.kind, problem.more["limit"]) == ("memory-exceeded", 32 << 20)


def test_who_has_used_the_budget_up_has_only_quick_work_done(settings: Settings) -> None:
    async def test(writers: Writers, graph: PublishedGraph) -> None:
        graph.budgets.charge(CLIENT, 100)
        assert await writers.written(solutions(2), TABLE, CLIENT)
        problem = await problem_of(writers.written(solutions(100_000), WORKBOOK, CLIENT))
        assert problem.kind == "budget-spent"

    done(settings, test)


def test_writing_is_charged_to_the_client(settings: Settings) -> None:
    async def test(writers: Writers, graph: PublishedGraph) -> None:
        await writers.written(solutions(1000), TABLE, CLIENT)
        assert graph.budgets.left(CLIENT) < graph.budgets.left("192.0.2.2") == 60

    done(settings, test)


@pytest.mark.parametrize("count", [2, 2000], ids=["short", "long"])
def test_what_is_written_does_not_depend_on_who_writes_it(settings: Settings, count: int) -> None:
    given = solutions(count)
    expected = [f"https://example.org/{number}" for number in range(count)]
    rows = "".join(f"https://example.org/a,{iri}\r\n" for iri in expected)
    text = Answer("solutions", CSV, f"_a,x\r\n{rows}".encode(), 3)

    async def test(writers: Writers, _: PublishedGraph) -> tuple[bytes, bytes, list[str]]:
        read: list[str] = []
        table = await writers.written(given, TABLE, CLIENT)
        plain = AnswerForm(None, CSV, ("_a",), {})
        return table, await writers.written(long_answer(text, read), plain, CLIENT), read

    table, plain, read = done(settings, test)
    document = json.loads(table)
    assert [row["x"]["iri"] for row in document["rows"]] == expected
    assert (document["columns"], document["data_version"]) == (
        [{"name": "x", "headings": {"th": "ส", "en": "Thing"}}],
        3,
    )
    assert list(csv.reader(io.StringIO(plain.decode()))) == [["x"], *([iri] for iri in expected)]
    assert read == ["whole", "closed"]


@pytest.mark.parametrize("count", [600, 2000], ids=["short", "long"])
def test_the_beginning_of_an_answer_does_not_depend_on_who_cuts_it(
    settings: Settings, count: int
) -> None:
    lines = [f"<urn:x:{number:04}> <urn:x:p> <urn:x:o> .\n" for number in range(count)]
    given = Answer("graph", "application/n-triples", "".join(reversed(lines)).encode(), 3)

    async def test(writers: Writers, _: PublishedGraph) -> Any:
        return await writers.beginning(given, Shortening("graph"), CLIENT)

    found = done(settings, test)
    assert found.count == count
    assert found.answer == replace(given, content="".join(lines[:500]).encode())


def nested(levels: int) -> Answer:
    term = '{"type":"literal","value":"1"}'
    thing = '{"type":"uri","value":"a:a"}'
    for _ in range(levels):
        parts = f'"subject":{thing},"predicate":{thing},"object":{term}'
        term = f'{{"type":"triple","value":{{{parts}}}}}'
    text = f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{{"x":{term}}}]}}}}'
    return Answer("solutions", JSON, text.encode(), 3)


@pytest.mark.parametrize("levels", [600, 6000], ids=["at once", "by a worker"])
def test_what_is_nested_too_deeply_is_too_complex(settings: Settings, levels: int) -> None:
    async def test(writers: Writers, _: PublishedGraph) -> Any:
        for work in (
            writers.beginning(nested(levels), Shortening("solutions"), CLIENT),
            writers.written(nested(levels), TABLE, CLIENT),
        ):
            with pytest.raises(Problem, match="query-too-complex"):
                await work

    done(settings, test)


def test_the_process_of_the_service_writes_no_workbook(shipped_store: Path, tmp_path: Path) -> None:
    shutil.copytree(shipped_store, tmp_path / "store")
    options = ["--port", "0", "--store", str(tmp_path / "store"), "--lang", "en"]
    with (
        serving([LCGRAPH, "serve", *options], tmp_path) as (address, process),
        httpx.Client(base_url=address, timeout=60) as client,
    ):
        asked = {"factor": "culture", "lang": "en"}
        for form, there in (("table", False), ("xlsx", True)):
            answer = client.get("/queries/factors/findings", params={**asked, "format": form})
            assert answer.status_code == 200
            assert bool(_writers_below(process)) is there


def _writers_below(process: int | None = None) -> list[int]:
    """Return the processes that write answers, of a process or of this one."""
    found = []
    for each in descendants(os.getpid() if process is None else process):
        with suppress(OSError):
            if WRITER.encode() in (Path("/proc") / str(each) / "cmdline").read_bytes():
                found.append(each)
    return found
