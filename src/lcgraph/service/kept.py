"""Answers kept for whoever asks the same again: short ones in memory, long ones in files."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from cachetools import LRUCache

from lcgraph.service.answers import Answer, Extent, LongAnswer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

_OVERHEAD: Final = 500
_LARGEST: Final = 8
_PIECE: Final = 1 << 18
_MOST_FILES: Final = 200


class KeptAnswers:
    """Answers of whatever data version, as many as fit; those that nobody asks for go first."""

    def __init__(self, most_bytes: int) -> None:
        """Keep nothing yet.

        Args:
            most_bytes: How much memory they may take.
        """
        self._largest = most_bytes // _LARGEST
        self._answers: LRUCache[tuple[int, str], Answer] = LRUCache(most_bytes, _size)

    def get(self, version: int, digest: str) -> Answer | None:
        """Find an answer.

        Args:
            version: The data version.
            digest: The digest of the question.

        Returns:
            The answer, or None.
        """
        return self._answers.get((version, digest))

    def keep(self, version: int, digest: str, answer: Answer) -> None:
        """Keep an answer, unless it alone would take a large part of the room.

        Args:
            version: The data version.
            digest: The digest of the question.
            answer: The answer.
        """
        if _size(answer) <= self._largest:
            self._answers[version, digest] = answer


def _size(answer: Answer) -> int:
    return len(answer.content) + _OVERHEAD


@dataclass(frozen=True)
class KeptFile:
    """A long answer in a file without a name, which is gone when nobody reads it any more.

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
        """Give the answer again.

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


class KeptLongAnswers:
    """Long answers of whatever data version, as many as fit; those nobody asks for go first."""

    def __init__(self, most_bytes: int, folder: Path | None) -> None:
        """Keep nothing yet.

        Args:
            most_bytes: How much room files may take.
            folder: Where files are made; None for the system's folder of temporary files.
        """
        self._largest = most_bytes // _LARGEST
        self._folder = folder
        least = most_bytes // _MOST_FILES
        self._files: LRUCache[tuple[int, str], KeptFile] = LRUCache(
            most_bytes, lambda kept: max(kept.length, least)
        )

    def get(self, version: int, digest: str, extent: Extent) -> LongAnswer | None:
        """Find an answer.

        Args:
            version: The data version.
            digest: The digest of the question.
            extent: How long it may be.

        Returns:
            The answer, to be read from its beginning, or None if it may be too long.
        """
        kept = self._files.get((version, digest))
        return kept.answer() if kept is not None and kept.fits(extent) else None

    def keeping(
        self,
        digest: str,
        answer: LongAnswer,
        rows: int,
        done: Callable[[KeptFile | None], None],
    ) -> LongAnswer:
        """Keep an answer while it is read, unless it alone would take a large part of the room.

        Args:
            digest: The digest of the question.
            answer: The answer.
            rows: How many rows it was allowed to have.
            done: Told once whether it was kept, when it has been read or given up.

        Returns:
            The same answer; it is kept if it is read to its end.
        """
        if answer.length > self._largest:
            done(None)
            return answer
        pieces = self._copied(digest, answer, rows, done)
        return LongAnswer(answer.kind, answer.media_type, answer.length, pieces, answer.version)

    async def _copied(
        self,
        digest: str,
        answer: LongAnswer,
        rows: int,
        done: Callable[[KeptFile | None], None],
    ) -> AsyncIterator[bytes]:
        kept = None
        try:
            file = self._file()
            async for piece in answer.pieces:
                file = _written(file, piece)
                yield piece
            if file is not None:
                kept = KeptFile(
                    answer.kind, answer.media_type, answer.length, answer.version, rows, file
                )
                self._files[answer.version, digest] = kept
        finally:
            done(kept)
            await answer.close()

    def _file(self) -> IO[bytes] | None:
        try:
            return tempfile.TemporaryFile(buffering=0, dir=self._folder)
        except OSError:
            return None


def _written(file: IO[bytes] | None, piece: bytes) -> IO[bytes] | None:
    """Write a piece; where there is no room, the answer is given without being kept."""
    if file is not None:
        try:
            if file.write(piece) == len(piece):
                return file
        except OSError:
            pass
        file.close()
    return None
