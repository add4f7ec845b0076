"""How long the server waits for what a client has not sent yet, by a clock of the tests' own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from lcgraph.cli.unreadable import BilingualProtocol

PATIENCE = BilingualProtocol.patience
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\n"


class Clock(asyncio.SelectorEventLoop):
    """An event loop whose time passes when it is told to."""

    now = 0.0

    def time(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += seconds
        for _ in range(5):
            self.call_soon(self.stop)
            self.run_forever()


class Wire(asyncio.Transport):
    """A connection that remembers what was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""
        self.is_closed = False

    def write(self, data: Any) -> None:
        self.sent += bytes(data)

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


async def slow_echo(scope: Any, receive: Any, send: Any) -> None:
    """Read a body, think about it for as long as ten times the patience, and send it back."""
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    length = [(b"content-length", b"%d" % len(body))]
    await asyncio.sleep(10 * PATIENCE)
    await send({"type": "http.response.start", "status": 200, "headers": length})
    await asyncio.sleep(10 * PATIENCE)
    await send({"type": "http.response.body", "body": body, "more_body": False})


@pytest.fixture
def clock() -> Iterator[Clock]:
    """A loop, closed at the end."""
    loop = Clock()
    asyncio.set_event_loop(loop)
    yield loop
    asyncio.set_event_loop(None)
    loop.close()


Served = tuple[Clock, Wire, BilingualProtocol]


@pytest.fixture
def served(clock: Clock) -> Iterator[Served]:
    """A connection to an application."""
    config = uvicorn.Config(slow_echo, log_config=None, lifespan="off")
    protocol = BilingualProtocol(config, ServerState(), {}, clock)
    wire = Wire()
    protocol.connection_made(wire)
    yield clock, wire, protocol
    protocol.connection_lost(None)
    for _ in range(4):
        clock.passes(10 * PATIENCE)


def test_who_sends_slowly_and_waits_long_is_served(served: Served) -> None:
    clock, wire, protocol = served
    for byte in HEAD + b"a" * 20:
        clock.passes(PATIENCE - 1)
        protocol.data_received(bytes([byte]))
    assert (wire.sent, wire.is_closed) == (b"", False)
    for _ in range(25):
        clock.passes(PATIENCE)
    assert wire.sent.startswith(b"HTTP/1.1 200 OK\r\n")
    assert wire.sent.endswith(b"\r\n\r\n" + b"a" * 20)


@pytest.mark.parametrize("part", [HEAD[:10], HEAD, HEAD + b"a" * 19])
def test_who_stops_sending_is_told(served: Served, part: bytes) -> None:
    clock, wire, protocol = served
    protocol.data_received(part)
    clock.passes(PATIENCE - 1)
    assert not wire.is_closed
    clock.passes(1)
    assert wire.is_closed
    assert wire.sent.startswith(b"HTTP/1.1 408 Request Timeout\r\n")


def test_half_a_request_behind_another_does_not_cut_the_answer(served: Served) -> None:
    clock, wire, protocol = served
    protocol.data_received(HEAD + b"a" * 20 + HEAD[:10])
    for _ in range(19):
        clock.passes(PATIENCE)
        assert not wire.is_closed
    for _ in range(3):
        clock.passes(PATIENCE)
    first, second = wire.sent.split(b"HTTP/1.1 ")[1:]
    assert first.startswith(b"200 OK") and first.endswith(b"a" * 20)
    assert second.startswith(b"408 Request Timeout")
