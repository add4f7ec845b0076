"""How the service and its workers talk: a JSON head and a body of bytes, each with its length."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import asyncio
    import socket

Head = dict[str, Any]

_LENGTHS: Final = struct.Struct("!IQ")
_SHORT: Final = 1 << 16


def pack(head: Head, body: bytes = b"") -> bytes:
    """Write one frame.

    Args:
        head: What JSON can hold.
        body: Any bytes.

    Returns:
        The lengths of both, then both.
    """
    text = json.dumps(head, ensure_ascii=False).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def send(connection: socket.socket, head: Head, body: bytes) -> None:
    """Write one frame to a blocking socket, without a copy of a long body.

    Args:
        connection: A connected stream socket.
        head: What JSON can hold.
        body: Any bytes.
    """
    text = json.dumps(head, ensure_ascii=False).encode()
    connection.sendall(_LENGTHS.pack(len(text), len(body)) + text + body[:_SHORT])
    if len(body) > _SHORT:
        connection.sendall(memoryview(body)[_SHORT:])


def receive(connection: socket.socket) -> tuple[Head, bytes] | None:
    """Read one frame from a blocking socket.

    Args:
        connection: A connected stream socket.

    Returns:
        The head and the body, or None when the other side has closed.
    """
    lengths = _receive_exactly(connection, _LENGTHS.size)
    if lengths is None:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    head = _receive_exactly(connection, head_length)
    body = _receive_exactly(connection, body_length)
    if head is None or body is None:
        return None
    return json.loads(head), body


def _receive_exactly(connection: socket.socket, length: int) -> bytes | None:
    parts = []
    while length:
        part = connection.recv(min(length, 1 << 20))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


async def read(stream: asyncio.StreamReader) -> tuple[Head, bytes]:
    """Read one frame from an asynchronous stream.

    Args:
        stream: The reading side of a connection.

    Returns:
        The head and the body.

    Raises:
        asyncio.IncompleteReadError: If the other side closes before the frame is whole.
    """
    head_length, body_length = await read_lengths(stream)
    head = await read_head(stream, head_length)
    return head, await stream.readexactly(body_length)


async def read_lengths(stream: asyncio.StreamReader) -> tuple[int, int]:
    """Read how a frame begins; a frame stays whole if this is cancelled.

    Args:
        stream: The reading side of a connection.

    Returns:
        The lengths of the head and of the body.

    Raises:
        asyncio.IncompleteReadError: If the other side closes before.
    """
    head_length, body_length = _LENGTHS.unpack(await stream.readexactly(_LENGTHS.size))
    return head_length, body_length


async def read_head(stream: asyncio.StreamReader, length: int) -> Head:
    """Read the head of a frame.

    Args:
        stream: The reading side of a connection.
        length: Its length.

    Returns:
        The head.

    Raises:
        asyncio.IncompleteReadError: If the other side closes before.
    """
    head: Head = json.loads(await stream.readexactly(length))
    return head
