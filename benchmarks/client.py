"""A lean HTTP client that asks over a number of connections at once and notes each answer's time.

Connections are kept alive. It knows as much of HTTP/1.1 (RFC 9112) as answers of the measured
servers need: Content-Length and chunks.
"""

from __future__ import annotations

import asyncio
import itertools
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

_JSON = "application/sparql-results+json,application/n-triples;q=0.9"


@dataclass(frozen=True)
class Request:
    """What is asked.

    Attributes:
        name: What it is called.
        content: The request as it is sent.
    """

    name: str
    content: bytes


@dataclass(frozen=True)
class Answer:
    """What came back.

    Attributes:
        status: The status code; 0 if there was no answer in time.
        body: The body.
        seconds: From sending to the last byte.
    """

    status: int
    body: bytes
    seconds: float


@dataclass(frozen=True)
class Load:
    """What a number of connections got.

    Attributes:
        per_second: Answers in a second, all connections together.
        p50: The median time of an answer, in seconds.
        p99: The time that 99 of 100 answers do not exceed.
        answers: How many there were.
        failures: How many were not 200, or missing.
    """

    per_second: float
    p50: float
    p99: float
    answers: int
    failures: int


def get(name: str, port: int, path: str, query: str, extra: str = "") -> Request:
    """Write a request.

    Args:
        name: What it is called.
        port: Where the server listens, on the loopback.
        path: The path of the endpoint.
        query: The SPARQL text.
        extra: Further parameters, each with a leading ``&``.
    """
    head = (
        f"GET {path}?query={quote(query, safe='')}{extra} HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{port}\r\nAccept: {_JSON}\r\n\r\n"
    )
    return Request(name, head.encode())


class Connection:
    """One connection, opened again when the server closes it."""

    def __init__(self, port: int) -> None:
        """Describe it.

        Args:
            port: Where the server listens, on the loopback.
        """
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, request: Request, limit: float) -> Answer:
        """Send a request and read the answer.

        Args:
            request: What to send.
            limit: Seconds to wait.
        """
        start = time.perf_counter()
        try:
            async with asyncio.timeout(limit):
                status, body, keeps = await self._exchanged(request)
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
            self.close()
            return Answer(0, b"", time.perf_counter() - start)
        if not keeps:
            self.close()
        return Answer(status, body, time.perf_counter() - start)

    async def _exchanged(self, request: Request) -> tuple[int, bytes, bool]:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 20)
        reader, writer = self._streams
        writer.write(request.content)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        if "chunked" in fields.get("transfer-encoding", "").lower():
            body = await _chunks(reader)
        else:
            body = await reader.readexactly(int(fields.get("content-length", "0")))
        keeps = fields.get("connection", "").lower() != "close"
        return int(head[0].split()[1]), body, keeps

    def close(self) -> None:
        """Close it."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while length := int((await reader.readline()).partition(b";")[0], 16):
        parts.append(await reader.readexactly(length))
        await reader.readline()
    while await reader.readline() != b"\r\n":
        continue
    return b"".join(parts)


async def loaded(
    port: int, requests: Sequence[Request], connections: int, count: int, seconds: float
) -> Load:
    """Ask requests in turn over some connections at once.

    Args:
        port: Where the server listens.
        requests: What to ask, again from the first after the last.
        connections: How many are open.
        count: How many requests in all.
        seconds: When to stop even if fewer have been sent.
    """
    waiting = itertools.islice(itertools.cycle(requests), count)
    answers: list[Answer] = []
    start = time.perf_counter()
    until = start + seconds

    async def one() -> None:
        connection = Connection(port)
        try:
            for request in waiting:
                answers.append(await connection.ask(request, 60.0))
                if time.perf_counter() > until:
                    return
        finally:
            connection.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    elapsed = time.perf_counter() - start
    times = sorted(answer.seconds for answer in answers)
    return Load(
        per_second=len(answers) / elapsed,
        p50=percentile(times, 0.50),
        p99=percentile(times, 0.99),
        answers=len(answers),
        failures=sum(answer.status != 200 for answer in answers),
    )


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the value that a share of the others does not exceed (nearest rank).

    Args:
        ordered: The values, ascending; at least one.
        share: Between 0 and 1.
    """
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
