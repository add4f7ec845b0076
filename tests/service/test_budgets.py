"""Budgets of query time: what is used comes back with time."""

from __future__ import annotations

import httpx
import pytest
from starlette.requests import Request

from lcgraph.service.budgets import Budgets, client_of


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_what_was_used_comes_back_within_a_minute() -> None:
    clock = Clock()
    budgets = Budgets(30, clock)
    assert budgets.left("a") == 30
    budgets.charge("a", 20)
    assert budgets.left("a") == 10
    clock.seconds += 20
    assert budgets.left("a") == 20
    clock.seconds += 60
    assert budgets.left("a") == 30


def test_each_client_has_its_own() -> None:
    budgets = Budgets(30, Clock())
    budgets.charge("a", 31)
    assert (budgets.left("a"), budgets.left("b")) == (-1, 30)


def test_who_has_used_more_than_there_was_waits_longer() -> None:
    clock = Clock()
    budgets = Budgets(30, clock)
    budgets.charge("a", 40)
    after = budgets.retry_after("a")
    assert after == 21
    clock.seconds += after
    assert budgets.left("a") > 0


def test_headers_say_what_is_left() -> None:
    budgets = Budgets(30, Clock())
    budgets.charge("a", 12.5)
    assert budgets.headers("a") == {
        "RateLimit-Policy": '"query-seconds";q=30;w=60',
        "RateLimit": '"query-seconds";r=17;t=60',
    }


def test_without_a_limit_nothing_is_counted() -> None:
    budgets = Budgets(0, Clock())
    budgets.charge("a", 10_000)
    assert budgets.left("a") > 0
    assert budgets.headers("a") == {}


def test_clients_are_forgotten_before_they_take_much_memory() -> None:
    clock = Clock()
    budgets = Budgets(30, clock)
    for number in range(20_000):
        budgets.charge(str(number), 1)
    assert (budgets.left("0"), budgets.left("19999")) == (30, 29)


@pytest.mark.parametrize(
    ("host", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("not:an:address", "not:an:address"),
    ],
)
def test_clients_are_told_apart_by_address(host: str, client: str) -> None:
    assert client_of(Request({"type": "http", "client": (host, 1)})) == client


def test_answers_say_what_is_left(client: httpx.Client) -> None:
    for path, parameters in (
        ("/sparql", {"query": "ASK {}"}),
        ("/queries/cities/list", {}),
        ("/rdf-graphs", {"graph": "https://w3id.org/lcgraph/graph/catalogue"}),
    ):
        answer = client.get(path, params=parameters)
        assert answer.headers["ratelimit-policy"] == '"query-seconds";q=60;w=60'
        assert answer.headers["ratelimit"].startswith('"query-seconds";r=')
