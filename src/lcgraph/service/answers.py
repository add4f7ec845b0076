"""Answers to queries, and those that are kept for whoever asks the same again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_OVERHEAD: Final = 500


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


class KeptAnswers:
    """Answers of whatever data version, as many as fit; those that nobody asks for go first."""

    def __init__(self, most_bytes: int) -> None:
        """Keep nothing yet.

        Args:
            most_bytes: How much memory they may take.
        """
        self._most = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[tuple[int, str], Answer] = OrderedDict()

    def get(self, version: int, digest: str) -> Answer | None:
        """Find an answer.

        Args:
            version: The data version.
            digest: The digest of the question.

        Returns:
            The answer, or None.
        """
        found = self._answers.get((version, digest))
        if found is not None:
            self._answers.move_to_end((version, digest))
        return found

    def keep(self, version: int, digest: str, answer: Answer) -> None:
        """Keep an answer, unless it alone would take a large part of the room.

        Args:
            version: The data version.
            digest: The digest of the question.
            answer: The answer.
        """
        size = _size(answer)
        if size > self._most // 8 or (version, digest) in self._answers:
            return
        self._answers[version, digest] = answer
        self._bytes += size
        while self._bytes > self._most:
            _, dropped = self._answers.popitem(last=False)
            self._bytes -= _size(dropped)


def _size(answer: Answer) -> int:
    return len(answer.content) + _OVERHEAD
