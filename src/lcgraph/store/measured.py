"""Answers written within limits: the writing stops where an answer gets too long."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Final, cast

import pyoxigraph
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
)

from lcgraph.store.unwritable import TRIPLE_TERMS, Unwritable, is_unwritable, readable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

# In these formats the mark cannot stand inside a term: it would be escaped there. Solutions
# without any value go uncounted in JSON, where only their bytes are limited.
_MARKS: Final = {
    "application/sparql-results+json": b'},{"',
    "application/sparql-results+xml": b"<result>",
    "text/tab-separated-values": b"\n",
}
_HEADS: Final = {"text/tab-separated-values": 1, "text/csv": 1}


class TooLong(Exception):
    """An answer that is longer than allowed.

    Attributes:
        limited: ``rows`` or ``bytes``.
    """

    def __init__(self, limited: str) -> None:
        """Say what there is too much of.

        Args:
            limited: ``rows`` or ``bytes``.
        """
        super().__init__(limited)
        self.limited = limited


class Measured:
    """What is written, as far as it is allowed."""

    def __init__(self, media_type: str, rows: int, length: int) -> None:
        """Begin with nothing written.

        Args:
            media_type: The format, one of those of SPARQL results or of RDF.
            rows: The most solutions.
            length: The most bytes.
        """
        self.media_type = media_type
        self._parts: list[bytes] = []
        self._left = length
        self._rows = rows + _HEADS.get(media_type, 0)
        self._mark = _MARKS.get(media_type, b"")
        if media_type == "application/sparql-results+json":
            self._rows -= 1
        self._end = b""
        self._is_quoted = False

    def write(self, part: bytes) -> int:
        """Write a part.

        Args:
            part: Any bytes of the format.

        Returns:
            Their number.

        Raises:
            TooLong: If it is more than allowed.
        """
        part = bytes(part)
        self._left -= len(part)
        if self._left < 0:
            raise TooLong("bytes")
        self._rows -= self._counted(part)
        if self._rows < 0:
            raise TooLong("rows")
        self._parts.append(part)
        return len(part)

    def _counted(self, part: bytes) -> int:
        if self._mark:
            seen = self._end + part
            self._end = seen[1 - len(self._mark) :] if len(self._mark) > 1 else b""
            return seen.count(self._mark)
        if self.media_type != "text/csv":
            return 0
        # A line may end within quotation marks too.
        found = 0
        for number, stretch in enumerate(part.split(b'"')):
            if number:
                self._is_quoted = not self._is_quoted
            if not self._is_quoted:
                found += stretch.count(b"\n")
        return found

    def flush(self) -> None:
        """Do nothing: all is in memory."""

    @property
    def content(self) -> bytes:
        """What was written."""
        return b"".join(self._parts)


def written(
    results: QuerySolutions | QueryBoolean | QueryTriples | Iterable[Triple], measured: Measured
) -> bytes:
    """Write results.

    Args:
        results: What a query gave.
        measured: The format, and how much may be written.

    Returns:
        The answer.

    Raises:
        TooLong: If it is longer than allowed.
        Unwritable: If the format cannot hold it.
        ValueError: If the format is none for such results.
        OSError: If the engine cannot write it for another reason.
    """
    file = cast("IO[bytes]", measured)
    if isinstance(results, QuerySolutions | QueryBoolean):
        results_format = QueryResultsFormat.from_media_type(measured.media_type)
        if results_format is None:
            raise ValueError(f"no results format: {measured.media_type}")
        results.serialize(file, format=results_format)
    else:
        rdf_format = RdfFormat.from_media_type(measured.media_type)
        if rdf_format is None:
            raise ValueError(f"no RDF format: {measured.media_type}")
        try:
            pyoxigraph.serialize(results, file, format=rdf_format)
        except OSError as fault:
            if is_unwritable(fault, measured.media_type):
                raise Unwritable(TRIPLE_TERMS) from None
            raise
    return readable(measured.content, measured.media_type)
