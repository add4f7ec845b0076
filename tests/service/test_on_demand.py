"""Workers that take memory only while somebody uses them."""

from __future__ import annotations

import asyncio
import os

from lcgraph.service.on_demand import WorkersOnDemand
from lcgraph.workers import WorkerLimits

HANDLER = "tests.workers.handler:Handler"


def made(unused_seconds: float) -> WorkersOnDemand:
    limits = WorkerLimits(workers=2, spare=0)
    return WorkersOnDemand(HANDLER, {"greeting": "hello"}, limits, unused_seconds)


async def host_of(workers: WorkersOnDemand) -> int:
    host: int = (await workers.run({"do": "process"}, b"", 30)).head["host"]
    return host


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_those_who_come_together_and_soon_after_share_one_start() -> None:
    async def test() -> None:
        workers = made(unused_seconds=600)
        first = await asyncio.gather(*(host_of(workers) for _ in range(4)))
        assert {*first, await host_of(workers)} == {first[0]}
        await workers.close()
        assert not is_running(first[0])

    asyncio.run(test())


def test_what_nobody_uses_ends_and_is_started_again() -> None:
    async def test() -> None:
        workers = made(unused_seconds=0)
        first = await host_of(workers)
        async with asyncio.timeout(60):
            while is_running(first):
                await asyncio.sleep(0)
        second = await host_of(workers)
        assert second != first
        await workers.close()
        assert not is_running(second)

    asyncio.run(test())


def test_who_comes_while_they_end_is_answered_by_others() -> None:
    async def test() -> None:
        workers = made(unused_seconds=0)
        # Between two of these the workers are told to end, at any point of the way.
        for _ in range(20):
            assert await host_of(workers) > 0
        await workers.close()

    asyncio.run(test())
