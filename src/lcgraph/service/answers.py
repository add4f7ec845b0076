"""Answers to queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass(frozen=True)
class Answer:
    """What a reader answered.

    Attributes:
        kind: ``boolean``, ``solutions`` or ``graph``.
        media_type: The format of the content.
        content: The answer.
        version: The data version it was given from.
    """

    kind: str
    media_type: str
    content: bytes
    version: int


@dataclass(frozen=True)
class LongAnswer:
    """What a reader answered at length; all of it is there, and is read piece by piece.

    Attributes:
        kind: ``boolean``, ``solutions`` or ``graph``.
        media_type: The format of the content.
        length: How many bytes there are.
        pieces: The bytes.
        version: The data version it was given from.
    """

    kind: str
    media_type: str
    length: int
    pieces: AsyncIterator[bytes]
    version: int

    async def close(self) -> None:
        """Give up what has not been read."""
        close = getattr(self.pieces, "aclose", None)
        if close is not None:
            await close()

    async def read(self) -> Answer:
        """Read all of it.

        Returns:
            The same answer as a whole.
        """
        content = b"".join([piece async for piece in self.pieces])
        return Answer(self.kind, self.media_type, content, self.version)


@dataclass(frozen=True)
class Extent:
    """How long an answer may be.

    Attributes:
        rows: The most solutions.
        bytes: The most bytes.
    """

    rows: int
    bytes: int
