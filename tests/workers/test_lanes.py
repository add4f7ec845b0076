"""Long work does not hold up quick work, and long answers are read piece by piece."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from lcgraph.workers import LongReply, NotQuick, Overloaded, Pool, Reply, WorkerLimits
from lcgraph.workers.frames import Head
from tests.workers.test_pool import HANDLER, ask, is_alive, run

QUICK = 0.05


async def started(**limits: float) -> Pool:
    chosen = {"workers": 1, "spare": 0, "quick": QUICK, **limits}
    made = Pool(HANDLER, {"greeting": "สวัสดี"}, WorkerLimits(**chosen))  # type: ignore[arg-type]
    await made.start()
    return made


def test_quick_work_is_done_while_long_work_goes_on() -> None:
    async def test() -> None:
        made = await started()
        long = asyncio.create_task(made.run({"do": "loop"}, b"", 30))
        for _ in range(3):
            assert await ask(made, "echo") == {"greeting": "สวัสดี"}
        assert not long.done()
        long.cancel()
        with suppress(asyncio.CancelledError):
            await long
        await made.stop()

    run(test)


def test_quick_work_is_done_while_more_long_work_waits_than_there_are_turns() -> None:
    async def test() -> None:
        # Ten times as long quick work may wait for a processor: it gets one in five seconds.
        made = await started(patience=30, quick=0.5)
        long = [
            asyncio.create_task(made.run({"do": "loop"}, b"", 30, client=f"c{n}")) for n in range(4)
        ]
        while not made._long.wanted:
            await asyncio.sleep(0)
        reply = await made.run({"do": "echo"}, b"", 20, client="other")
        assert isinstance(reply, Reply)
        assert not any(task.done() for task in long)
        for task in long:
            task.cancel()
        await asyncio.gather(*long, return_exceptions=True)
        await made.stop()

    run(test)


def test_postponed_work_begins_anew_and_is_finished() -> None:
    async def test() -> None:
        made = await started()
        first = asyncio.create_task(made.run({"do": "loop"}, b"", 0.5, client="a"))
        second = asyncio.create_task(made.run({"do": "loop"}, b"", 0.5, client="b"))
        third = asyncio.create_task(made.run({"do": "slow"}, b"", 20, client="c"))
        reply = await third
        assert isinstance(reply, Reply)
        await asyncio.gather(first, second)
        await made.stop()

    run(test)


def test_who_may_have_only_quick_work_done_gets_no_more() -> None:
    async def test() -> None:
        # Ten times as long quick work may wait for a processor: it gets one in five seconds.
        made = await started(quick=0.5)
        reply = await made.run({"do": "loop"}, b"", 20, client="a", may_be_long=lambda: False)
        assert reply == NotQuick(0.5)
        quick = await made.run({"do": "echo"}, b"", 20, client="a", may_be_long=lambda: False)
        assert isinstance(quick, Reply)
        await made.stop()

    run(test)


def test_work_that_gets_no_processor_is_not_long() -> None:
    async def test() -> None:
        made = await started(workers=2, quick=0.5)
        waiting = asyncio.create_task(
            made.run({"do": "wait-for-news"}, b"", 20, client="a", may_be_long=lambda: False)
        )
        clock = asyncio.get_running_loop().time
        enough = clock() + 0.6
        while clock() < enough:
            assert isinstance(await made.run({"do": "slow"}, b"", 20, client="b"), Reply)
        assert not waiting.done()
        await made.update({"greeting": "ข่าว"}, b"")
        assert isinstance(await waiting, Reply)
        await made.stop()

    run(test)


def test_long_work_that_waits_too_long_is_given_up() -> None:
    async def test() -> None:
        made = await started(patience=0.2)
        long = [
            asyncio.create_task(made.run({"do": "loop"}, b"", 30, client=f"c{n}")) for n in range(3)
        ]
        done, _ = await asyncio.wait(long, return_when=asyncio.FIRST_COMPLETED)
        assert done.pop().result() == Overloaded(0.2)
        for task in long:
            task.cancel()
        await asyncio.gather(*long, return_exceptions=True)
        await made.stop()

    run(test)


def test_a_long_answer_is_read_piece_by_piece() -> None:
    async def test() -> None:
        made = await started()
        reply = await made.converse({"do": "allocate", "bytes": 3 << 20}, b"", 20)
        assert isinstance(reply, LongReply)
        # Its turn is free before it is read.
        assert await ask(made, "echo") == {"greeting": "สวัสดี"}
        pieces = [piece async for piece in reply.pieces]
        assert (len(pieces) > 1, b"".join(pieces)) == (True, bytes(3 << 20))
        whole = await made.run({"do": "allocate", "bytes": 3 << 20}, b"", 20)
        assert isinstance(whole, Reply)
        assert whole.body == bytes(3 << 20)
        await made.stop()

    run(test)


def test_the_worker_of_a_long_answer_that_nobody_reads_is_ended() -> None:
    async def test() -> None:
        made = await started()
        process = (await ask(made, "process"))["process"]
        reply = await made.converse({"do": "allocate", "bytes": 3 << 20}, b"", 20)
        assert isinstance(reply, LongReply)
        await reply.pieces.aclose()  # type: ignore[attr-defined]
        while is_alive(process):
            await ask(made, "echo")
        await made.stop()

    run(test)


@pytest.mark.parametrize("size", [48 << 20])
def test_a_worker_that_needed_much_memory_does_not_keep_it(size: int) -> None:
    async def test() -> None:
        made = await started(memory=1 << 30)
        process = (await ask(made, "process"))["process"]
        reply = await made.run({"do": "allocate", "bytes": size}, b"", 20)
        assert isinstance(reply, Reply)
        assert (await ask(made, "process"))["process"] != process
        await made.stop()

    run(test)


def test_no_more_workers_are_kept_for_long_work_than_there_are_turns() -> None:
    async def test() -> None:
        made = await started()
        used = {(await ask(made, "slow", client=f"c{number}"))["process"] for number in range(4)}
        while sum(is_alive(process) for process in used) > 1:
            await ask(made, "echo")
        assert len(used) > 1
        await made.stop()

    run(test)


def test_the_service_itself_waits_for_no_long_turn_though_its_work_was_long_before() -> None:
    async def test() -> None:
        made = await started(patience=5)
        assert isinstance(await made.run({"do": "slow"}, b"", 20), Reply)
        long = asyncio.create_task(made.run({"do": "loop"}, b"", 30, client="a"))
        # Once quick work is done beside it, the long turn is taken.
        while not made._long.is_taken:
            await ask(made, "echo")
        assert isinstance(await made.run({"do": "slow"}, b"", 20), Reply)
        assert not long.done()
        long.cancel()
        await asyncio.gather(long, return_exceptions=True)
        await made.stop()

    run(test)


def test_who_may_have_only_quick_work_done_is_told_so_without_waiting_for_a_turn() -> None:
    async def test() -> None:
        made = await started(patience=5)
        loop: Head = {"do": "loop"}
        refused = await made.run(loop, b"", 30, client="a", may_be_long=lambda: False)
        assert refused == NotQuick(QUICK)
        long = asyncio.create_task(made.run({"do": "loop", "other": 1}, b"", 30, client="b"))
        while not made._long.is_taken:
            await ask(made, "echo")
        again = await made.run(loop, b"", 30, client="a", may_be_long=lambda: False)
        assert again == NotQuick(0.0)
        assert not long.done()
        long.cancel()
        await asyncio.gather(long, return_exceptions=True)
        await made.stop()

    run(test)
