"""Workers end at their deadline, at their memory limit, and with the service."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from lcgraph.workers import Crashed, DeadlineExceeded, Pool, Reply, WorkerLimits
from lcgraph.workers.frames import Head

HANDLER = "tests.workers.handler:Handler"


@asynccontextmanager
async def pool(**limits: int) -> AsyncIterator[Pool]:
    made = Pool(HANDLER, {"greeting": "สวัสดี"}, WorkerLimits(**limits))
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(60):
            await test()

    asyncio.run(bounded())


async def ask(made: Pool, do: str, seconds: float = 20, **more: object) -> Head:
    reply = await made.run({"do": do, **more}, b"", seconds)
    assert isinstance(reply, Reply)
    return reply.head


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def gone(process: int) -> None:
    """Wait for a process that was killed: where processors are busy it takes a while to end."""
    while is_alive(process):
        await asyncio.sleep(0)


def test_a_worker_answers_with_what_its_host_loaded() -> None:
    async def test() -> None:
        async with pool() as made:
            reply = await made.run({"do": "echo"}, "ข้อความ\0".encode(), 20)
            assert isinstance(reply, Reply)
            assert reply.head == {"greeting": "สวัสดี"}
            assert reply.body == "ข้อความ\0".encode()

    run(test)


def test_work_without_end_is_ended_at_its_deadline() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            assert await made.run({"do": "loop"}, b"", 0.2) == DeadlineExceeded(0.2)
            assert await ask(made, "echo") == {"greeting": "สวัสดี"}

    run(test)


def test_native_code_without_end_is_ended_at_its_deadline() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            reply = await made.run({"do": "catastrophic-regular-expression"}, b"", 0.2)
            assert reply == DeadlineExceeded(0.2)

    run(test)


def test_a_worker_that_takes_too_much_memory_ends_and_is_replaced() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0, memory=64 << 20) as made:
            assert isinstance(
                await made.run({"do": "allocate", "bytes": 1 << 30}, b"", 20), Crashed
            )
            assert await ask(made, "echo") == {"greeting": "สวัสดี"}

    run(test)


def test_addresses_that_threads_reserve_are_no_memory_that_a_worker_takes() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0, memory=256 << 20) as made:
            work = {"do": "allocate", "threads": 16, "bytes": 64 << 20}
            reply = await made.run(work, b"", 20)
            assert isinstance(reply, Reply)
            assert len(reply.body) == 64 << 20

    run(test)


def test_work_at_once_runs_in_as_many_processes_as_allowed() -> None:
    async def test() -> None:
        async with pool(workers=2) as made:
            heads = await asyncio.gather(*(ask(made, "process") for _ in range(20)))
            assert 1 <= len({head["process"] for head in heads}) <= 3

    run(test)


def test_news_reaches_work_that_starts_later() -> None:
    async def test() -> None:
        async with pool() as made:
            await made.update({"greeting": "hello"}, b"")
            heads = await asyncio.gather(*(ask(made, "echo") for _ in range(8)))
            assert {head["greeting"] for head in heads} == {"hello"}

    run(test)


def test_news_in_quick_succession_leave_no_worker_that_has_only_heard_some() -> None:
    async def test() -> None:
        async with pool(workers=3) as made:
            for number in range(8):
                await made.update({"greeting": f"{number} before"}, b"")
                await made.update({"greeting": f"{number}"}, b"")
                heads = await asyncio.gather(*(ask(made, "echo") for _ in range(3)))
                assert {head["greeting"] for head in heads} == {f"{number}"}

    run(test)


def test_work_that_began_before_the_news_is_finished_as_it_began() -> None:
    async def test() -> None:
        async with pool(workers=2) as made:
            slow = asyncio.create_task(ask(made, "wait-for-news"))
            while not slow.done():
                await made.update({"greeting": "hello"}, b"")
            assert await slow == {"greeting": "สวัสดี"}

    run(test)


def test_a_caller_that_goes_away_ends_its_work() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            process = (await ask(made, "process"))["process"]
            caller = asyncio.create_task(made.run({"do": "loop"}, b"", 50))
            await asyncio.sleep(0)
            caller.cancel()
            await asyncio.gather(caller, return_exceptions=True)
            assert (await ask(made, "process"))["process"] != process
            await gone(process)

    run(test)


def test_what_a_caller_that_goes_away_has_used_is_told() -> None:
    async def test() -> None:
        told: list[float] = []
        async with pool(workers=1, spare=0) as made:
            await ask(made, "process")
            caller = asyncio.create_task(
                made.run({"do": "loop"}, b"", 50, client="a", departed=told.append)
            )
            while "Worker.head" not in _waits_in(caller):
                await asyncio.sleep(0)
            caller.cancel()
            await asyncio.gather(caller, return_exceptions=True)
            assert len(told) == 1
            assert told[0] > 0
            await made.run({"do": "process"}, b"", 50, client="a", departed=told.append)
            assert len(told) == 1

    run(test)


def test_no_worker_and_no_host_outlives_the_pool() -> None:
    async def test() -> None:
        async with pool() as made:
            host = (await ask(made, "process"))["host"]
        assert not is_alive(host)

    run(test)


def test_a_worker_opens_no_connection() -> None:
    async def test() -> None:
        async with pool() as made:
            assert (await ask(made, "connect"))["refused"] == "Too many open files"

    run(test)


def test_what_a_client_leaves_unread_is_nobody_elses_answer() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            while True:
                left = asyncio.create_task(made.run({"do": "allocate", "bytes": 1 << 18}, b"", 20))
                while not left.done() and "Worker.read" not in _waits_in(left):
                    await asyncio.sleep(0)
                if not left.done():
                    break
            left.cancel()
            await asyncio.gather(left, return_exceptions=True)
            assert await ask(made, "echo") == {"greeting": "สวัสดี"}

    run(test)


def _waits_in(task: asyncio.Task[object]) -> set[str]:
    """Name the functions of a task, from the outermost to the one that waits."""
    found: set[str] = set()
    called: object = task.get_coro()
    while called is not None:
        found.add(getattr(called, "__qualname__", ""))
        called = getattr(called, "cr_await", None)
    return found
