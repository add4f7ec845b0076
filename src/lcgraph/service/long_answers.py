"""Long answers: they are put into files at once, so that no reader waits for who reads slowly."""

from __future__ import annotations

import os
import tempfile
import weakref
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from cachetools import LRUCache

from lcgraph.service.answers import Extent, LongAnswer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_LARGEST: Final = 8
_PIECE: Final = 1 << 18
_MOST_FILES: Final = 200


class NoRoom(Exception):
    """There is no room for one more long answer."""


@dataclass(frozen=True)
class LongAnswerFile:
    """A long answer in a file without a name, which is gone when nobody needs it any more.

    Attributes:
        kind: As of the answer.
        media_type: As of the answer.
        length: As of the answer.
        version: As of the answer.
        rows: How many rows it has at most.
        file: All of its content.
    """

    kind: str
    media_type: str
    length: int
    version: int
    rows: int
    file: IO[bytes]

    def fits(self, extent: Extent) -> bool:
        """Tell whether the answer is certainly not too long.

        Args:
            extent: How long it may be.

        Returns:
            True if it could not be longer.
        """
        return self.rows <= extent.rows and self.length <= extent.bytes

    def answer(self) -> LongAnswer:
        """Give the answer.

        Returns:
            The answer, to be read from its beginning.
        """
        return LongAnswer(self.kind, self.media_type, self.length, self._pieces(), self.version)

    async def _pieces(self) -> AsyncIterator[bytes]:
        offset = 0
        # The system has what was written a moment ago in memory, so this does not wait.
        while piece := os.pread(self.file.fileno(), _PIECE, offset):
            offset += len(piece)
            yield piece


class LongAnswers:
    """Long answers that are being sent, and those that are kept for who asks the same again.

    What is kept is of whatever data version, as much as fits; what nobody asks for goes first.
    """

    def __init__(self, most_kept: int, most_sent: int, folder: Path | None) -> None:
        """Begin without any.

        Args:
            most_kept: Bytes that kept files may take.
            most_sent: Bytes that files may take beyond that while they are sent.
            folder: Where files are made; None for the system's folder of temporary files.
        """
        self._largest = most_kept // _LARGEST
        self._most = most_kept + most_sent
        self._bytes = 0
        self._folder = folder
        least = most_kept // _MOST_FILES
        self._kept: LRUCache[tuple[int, str], LongAnswerFile] = LRUCache(
            most_kept, lambda kept: max(kept.length, least)
        )

    def get(self, version: int, digest: str, extent: Extent) -> LongAnswer | None:
        """Find an answer that is kept.

        Args:
            version: The data version.
            digest: The digest of the question.
            extent: How long it may be.

        Returns:
            The answer, to be read from its beginning, or None if it may be too long.
        """
        kept = self._kept.get((version, digest))
        return kept.answer() if kept is not None and kept.fits(extent) else None

    def keep(self, digest: str, taken: LongAnswerFile) -> None:
        """Keep an answer, unless it alone would take a large part of the room.

        Args:
            digest: The digest of the question.
            taken: The answer.
        """
        if taken.length <= self._largest:
            self._kept[taken.version, digest] = taken

    async def take(self, answer: LongAnswer, rows: int) -> LongAnswerFile:
        """Read an answer as fast as it comes.

        Args:
            answer: The answer; it is read to its end or closed.
            rows: How many rows it was allowed to have.

        Returns:
            The whole of it.

        Raises:
            NoRoom: If too many are being sent, or the disk is full.
            ConnectionError: If whoever says it has ended before.
        """
        try:
            self._make_room(answer.length)
            file = await self._copied(answer)
        finally:
            await answer.close()
        taken = LongAnswerFile(
            answer.kind, answer.media_type, answer.length, answer.version, rows, file
        )
        weakref.finalize(taken, self._let_go, answer.length)
        return taken

    def _make_room(self, length: int) -> None:
        while self._bytes + length > self._most:
            if not self._kept:
                raise NoRoom
            self._kept.popitem()
        self._bytes += length

    async def _copied(self, answer: LongAnswer) -> IO[bytes]:
        try:
            # Not buffered: what does not fit is noticed here. It goes with who holds it.
            file = tempfile.TemporaryFile(buffering=0, dir=self._folder)  # noqa: SIM115
            async for piece in answer.pieces:
                left = memoryview(piece)
                while left:
                    left = left[file.write(left) :]
        except BaseException as fault:
            self._let_go(answer.length)
            if isinstance(fault, OSError) and not isinstance(fault, ConnectionError):
                raise NoRoom from fault
            raise
        return file

    def _let_go(self, length: int) -> None:
        self._bytes -= length
