"""Turns are shared fairly between clients."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from lcgraph.workers.turns import Turns

PATIENCE = 30.0


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait long enough to be in a hurry, however slow the machine is."""
    monkeypatch.setattr("lcgraph.workers.turns._HURRY", PATIENCE)


def run(test: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(60):
            await test()

    asyncio.run(bounded())


async def order_of(turns: Turns, clients: list[str | None]) -> list[int]:
    """Return the order in which waiting clients get the one turn that is given back each time."""
    served: list[int] = []

    async def wait(number: int, client: str | None) -> None:
        assert await turns.take(client, PATIENCE)
        served.append(number)
        turns.give_back()

    waiting = [asyncio.create_task(wait(n, client)) for n, client in enumerate(clients)]
    await asyncio.sleep(0)
    turns.give_back()
    await asyncio.gather(*waiting)
    return served


def test_clients_take_turns_however_much_each_has_waiting() -> None:
    async def test() -> None:
        turns = Turns(1)
        assert turns.try_take()
        assert await order_of(turns, ["a", "a", "a", "b", "c", "b"]) == [0, 3, 4, 1, 5, 2]

    run(test)


def test_the_service_itself_comes_first() -> None:
    async def test() -> None:
        turns = Turns(1)
        assert turns.try_take()
        assert await order_of(turns, ["a", "a", None, None]) == [2, 3, 0, 1]

    run(test)


def test_the_service_itself_does_not_shut_out_clients() -> None:
    async def test() -> None:
        turns = Turns(1)
        assert turns.try_take()
        waiting = ["a", *[None] * 9, "b"]
        assert await order_of(turns, waiting) == [1, 2, 3, 4, 0, 5, 6, 7, 8, 10, 9]

    run(test)


def test_of_a_client_that_has_waited_long_the_newest_work_comes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lcgraph.workers.turns._HURRY", -1.0)

    async def test() -> None:
        turns = Turns(1)
        assert turns.try_take()
        assert await order_of(turns, ["a", "a", "a", "b", None, None]) == [4, 5, 2, 3, 1, 0]

    run(test)


def test_nobody_is_passed_over_by_taking_without_waiting() -> None:
    async def test() -> None:
        turns = Turns(1)
        assert turns.try_take()
        waiting = asyncio.create_task(turns.take("a", PATIENCE))
        await asyncio.sleep(0)
        assert turns.wanted
        turns.give_back()
        assert not turns.try_take()
        assert await waiting
        assert not turns.wanted

    run(test)


def test_patience_ends() -> None:
    async def test() -> None:
        turns = Turns(1)
        assert turns.try_take()
        assert not await turns.take("a", 0.0)
        assert not turns.wanted
        turns.give_back()
        assert turns.try_take()

    run(test)


def test_a_turn_given_to_one_who_was_cancelled_goes_to_the_next() -> None:
    async def test() -> None:
        turns = Turns(1)
        assert turns.try_take()
        first = asyncio.create_task(turns.take("a", PATIENCE))
        second = asyncio.create_task(turns.take("a", PATIENCE))
        await asyncio.sleep(0)
        turns.give_back()
        first.cancel()
        assert await second
        turns.give_back()
        assert turns.try_take()

    run(test)


def test_a_turn_is_not_lost_on_who_gives_up_as_it_is_given_back() -> None:
    async def test() -> None:
        turns = Turns(1)
        assert turns.try_take()
        leaving = asyncio.create_task(turns.take("a", PATIENCE))
        staying = asyncio.create_task(turns.take("b", PATIENCE))
        await asyncio.sleep(0)
        leaving.cancel()
        turns.give_back()
        assert await staying
        turns.give_back()
        assert turns.try_take()

    run(test)
