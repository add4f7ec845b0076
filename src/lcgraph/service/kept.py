"""Short answers that are kept in memory for whoever asks the same again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cachetools import LRUCache

if TYPE_CHECKING:
    from lcgraph.service.answers import Answer

_OVERHEAD: Final = 500
_LARGEST: Final = 8


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
