"""The lean HTTP client against a server that says what it is told to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from benchmarks.client import Answer, Connection, Load, Request, get, loaded, percentile

T = TypeVar("T")
LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
CHUNKS = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n"
)
CLOSED = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
CUT = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"
REQUEST = Request("any", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")


class Server:
    """Answers each request with the next text, and counts connections."""

    def __init__(self, *texts: bytes) -> None:
        self._texts = texts
        self._asked = 0
        self.connections = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                text = self._texts[self._asked % len(self._texts)]
                self._asked += 1
                writer.write(text)
                if text in (CLOSED, CUT):
                    return
        except asyncio.IncompleteReadError:
            return
        finally:
            writer.close()


def with_server(server: Server, work: Callable[[int], Awaitable[T]]) -> T:
    async def run() -> T:
        listening = await asyncio.start_server(server, "127.0.0.1", 0)
        async with listening:
            return await work(listening.sockets[0].getsockname()[1])

    return asyncio.run(run())


def asked(server: Server, times: int) -> list[Answer]:
    async def work(port: int) -> list[Answer]:
        connection = Connection(port)
        answers = [await connection.ask(REQUEST, 60.0) for _ in range(times)]
        connection.close()
        return answers

    return with_server(server, work)


@pytest.mark.parametrize("text", [LENGTH, CHUNKS], ids=["length", "chunks"])
def test_answers_are_read_over_one_connection(text: bytes) -> None:
    server = Server(text)
    assert [(a.status, a.body) for a in asked(server, 3)] == [(200, b"hello")] * 3
    assert server.connections == 1


def test_a_closed_connection_is_opened_again() -> None:
    server = Server(CLOSED, LENGTH)
    assert [answer.status for answer in asked(server, 2)] == [503, 200]
    assert server.connections == 2


def test_an_answer_cut_short_is_none() -> None:
    assert [answer.status for answer in asked(Server(CUT, LENGTH), 2)] == [0, 200]


def test_an_answer_that_does_not_come_is_given_up() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async def run() -> Answer:
        async with await asyncio.start_server(silent, "127.0.0.1", 0) as listening:
            connection = Connection(listening.sockets[0].getsockname()[1])
            return await connection.ask(REQUEST, 0.01)

    assert asyncio.run(run()).status == 0


def test_requests_are_shared_among_connections() -> None:
    server = Server(LENGTH, LENGTH, CLOSED)

    async def work(port: int) -> Load:
        return await loaded(port, [REQUEST], 3, 30, 60.0)

    load = with_server(server, work)
    assert (load.answers, load.failures) == (30, 10)
    assert load.p50 <= load.p99


def test_percentiles_are_of_the_nearest_rank() -> None:
    hundred = [float(number) for number in range(1, 101)]
    assert (percentile(hundred, 0.5), percentile(hundred, 0.99)) == (50.0, 99.0)
    assert (percentile([7.0], 0.5), percentile([7.0], 0.99)) == (7.0, 7.0)


def test_a_query_is_written_into_the_address() -> None:
    content = get("any", 80, "/sparql", "ASK { 'เ&' }", "&layer=inferred").content
    line = content.split(b"\r\n")[0]
    assert line == (
        b"GET /sparql?query=ASK%20%7B%20%27%E0%B9%80%26%27%20%7D&layer=inferred HTTP/1.1"
    )
