"""Whoever kills a worker or the host: another takes its place, and nobody waits for ever."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress

import pytest

from lcgraph.workers import Killed, NotStarted, Pool, Reply, Unavailable, WorkerLimits
from lcgraph.workers.frames import Head, pack
from lcgraph.workers.kept_host import Pauses
from tests.workers.test_pool import HANDLER, ask, gone, is_alive, pool, run


def kill(*processes: int) -> None:
    """Kill processes, of which a worker may have been ended by then, as one too many."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


async def killed(made: Pool) -> Head:
    """Kill the host and its only worker."""
    found = await ask(made, "process")
    kill(found["host"], found["process"])
    return found


async def killed_until_given_up(made: Pool) -> Unavailable:
    """Kill hosts and workers, also those that were idle, until nobody is left to ask."""
    while isinstance(found := await made.run({"do": "process"}, b"", 20), Reply):
        kill(found.head["process"], found.head["host"])
    assert isinstance(found, Unavailable)
    return found


def test_the_work_of_a_worker_that_is_killed_is_done_by_another() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            process = (await ask(made, "process"))["process"]
            work = asyncio.create_task(made.run({"do": "wait-for-news"}, b"", 20))
            await asyncio.sleep(0)
            kill(process)
            # Who was killed while it waited takes the news with it if they are there first.
            await gone(process)
            await made.update({"greeting": "hello"}, b"")
            assert isinstance(await work, Reply)

    run(test)


def test_work_is_not_given_to_idle_workers_once_one_was_killed() -> None:
    async def test() -> None:
        async with pool(workers=3, spare=0) as made:
            at_once = await asyncio.gather(*(ask(made, "process") for _ in range(3)))
            idle = {head["process"] for head in at_once}
            assert len(idle) == 3
            # Who was asked last is asked next.
            process = (await ask(made, "process"))["process"]
            for other in idle - {process}:
                # Like one that is killed too and has not ended yet, it does nothing any more.
                os.kill(other, signal.SIGSTOP)
            kill(process)
            assert (await ask(made, "process"))["process"] not in idle

    run(test)


def test_work_whose_workers_are_killed_again_and_again_is_given_up() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            assert isinstance(await made.run({"do": "be-killed"}, b"", 20), Killed)
            assert await ask(made, "echo") == {"greeting": "สวัสดี"}

    run(test)


def test_a_worker_that_is_killed_while_it_is_read_is_no_fault() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            for pauses in range(40):
                process = (await ask(made, "process"))["process"]
                work = {"do": "allocate", "bytes": 8 << 20}
                reading = asyncio.create_task(made.run(work, b"", 20))
                for _ in range(pauses):
                    await asyncio.sleep(0)
                kill(process)
                assert isinstance(await reading, Reply | Killed)

    run(test)


def test_a_host_that_is_killed_is_started_anew() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            before = await killed(made)
            after = await ask(made, "process")
            assert after["host"] != before["host"]
            assert not is_alive(before["host"])
            epoch = made.epoch
            assert epoch == 1

    run(test)


def test_a_host_that_is_killed_is_started_anew_though_nobody_asks() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            kill((await ask(made, "process"))["host"])
            while not made.epoch:
                await asyncio.sleep(0)

    run(test)


def test_work_goes_on_while_a_host_is_started_anew() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            before = await ask(made, "process")
            kill(before["host"])
            assert (await ask(made, "process"))["process"] == before["process"]

    run(test)


def test_another_host_knows_the_news() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            await made.update({"greeting": "hello"}, b"")
            before = await killed(made)
            # A worker that the first host had forked as well may answer until the other is there.
            while (await ask(made, "process"))["host"] == before["host"]:
                pass
            assert await ask(made, "echo") == {"greeting": "hello"}

    run(test)


def test_news_for_a_host_that_was_killed_are_not_lost() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            kill((await ask(made, "process"))["host"])
            await made.update({"greeting": "hello"}, b"")
            assert await ask(made, "echo") == {"greeting": "hello"}

    run(test)


def test_a_host_that_is_killed_again_and_again_is_started_ever_later() -> None:
    async def test() -> None:
        async with pool(workers=1, spare=0) as made:
            given_up = await killed_until_given_up(made)
            assert 0 < given_up.seconds <= 2 ** (made.epoch - 2)
            await asyncio.sleep(given_up.seconds)
            assert await ask(made, "echo") == {"greeting": "สวัสดี"}

    run(test)


def test_pauses_grow_and_are_over_for_a_host_that_stays() -> None:
    pauses = Pauses()
    found = [pauses.after(lived) for lived in (1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)]
    assert found == [0, 0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert [pauses.after(lived) for lived in (3600, 1, 1)] == [0, 0.5, 1]


def test_a_pool_without_a_host_stops() -> None:
    async def test() -> None:
        made = Pool(HANDLER, {"greeting": "สวัสดี"}, WorkerLimits(workers=1, spare=0))
        await made.start()
        await killed_until_given_up(made)
        await made.stop()
        assert isinstance(await made.run({"do": "echo"}, b"", 20), Unavailable)

    run(test)


def test_a_host_that_cannot_begin_is_told_of() -> None:
    async def test() -> None:
        made = Pool(HANDLER, {}, WorkerLimits())
        try:
            await made.start()
        except NotStarted as fault:
            assert str(fault) == HANDLER
        else:
            raise AssertionError
        await made.stop()

    run(test)


@pytest.fixture
def place() -> Iterator[str]:
    """Where a host may listen: the folder of a test can have too long a name for that."""
    with tempfile.TemporaryDirectory(prefix="lcgraph-") as folder:
        yield f"{folder}/workers"


def test_a_worker_ends_in_silence_when_who_asked_for_it_is_gone(place: str) -> None:
    host = subprocess.Popen(
        [sys.executable, "-m", "lcgraph.workers.host", HANDLER, place],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert host.stdin is not None
    assert host.stdout is not None
    host.stdin.write(json.dumps({"greeting": "hello"}).encode() + b"\n")
    host.stdin.flush()
    assert host.stdout.readline() == b"ready\n"
    with socket.socket(socket.AF_UNIX) as service:
        service.connect(place)
        service.sendall(pack({"kind": "work"}))
        # What a process that is killed has not read is lost to the other side as a reset.
        assert service.recv(1, socket.MSG_PEEK)
    # Standard error ends with the last process that has it: the worker too.
    assert host.communicate(timeout=60) == (b"", b"")
