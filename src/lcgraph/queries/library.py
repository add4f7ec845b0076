"""The query library: stored queries by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lcgraph.queries.faults import QueryFileFault
from lcgraph.queries.header import parse_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lcgraph.queries.stored import StoredQuery

_ROOT = "queries/library/"
_ENDING = ".rq"


class NamedText(Protocol):
    """A text with a name, such as a shipped file."""

    @property
    def name(self) -> str:
        """The name, such as ``queries/library/cities/list.rq``."""

    @property
    def text(self) -> str:
        """What it holds."""


class Library:
    """Stored queries, by name."""

    def __init__(self, queries: Mapping[str, StoredQuery]) -> None:
        """Keep the queries.

        Args:
            queries: The queries by name.
        """
        self._queries = {name: queries[name] for name in sorted(queries)}

    @classmethod
    def of(cls, texts: Iterable[NamedText]) -> Library:
        """Read a library.

        Args:
            texts: The query files.

        Returns:
            The library.

        Raises:
            QueryFileFault: If a file is faulty, if its header gives it another name than its
                place, or if two queries share a name or an IRI.
        """
        queries: dict[str, StoredQuery] = {}
        files: dict[str, str] = {}
        for text in texts:
            query = parse_query(text.name, text.text)
            placed = text.name.removeprefix(_ROOT).removesuffix(_ENDING)
            if query.name != placed or "/" not in placed:
                problem = f"is {query.name}; a file <folder>/<name>.rq is named <folder>/<name>"
                raise QueryFileFault(text.name, "name", problem)
            if query.iri.value in files:
                problem = f"{files[query.iri.value]} has this name or one that makes the same IRI"
                raise QueryFileFault(text.name, "name", problem)
            files[query.iri.value] = text.name
            queries[query.name] = query
        return cls(queries)

    def __iter__(self) -> Iterator[StoredQuery]:
        """Iterate over the queries.

        Returns:
            The queries by name.
        """
        return iter(self._queries.values())

    def __len__(self) -> int:
        """Count the queries.

        Returns:
            Their number.
        """
        return len(self._queries)

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a query of this name.

        Args:
            name: A name such as ``cities/list``.

        Returns:
            True if there is one.
        """
        return name in self._queries

    def __getitem__(self, name: str) -> StoredQuery:
        """Return a query.

        Args:
            name: Its name, such as ``cities/list``.

        Returns:
            The query.

        Raises:
            KeyError: If there is none of that name.
        """
        return self._queries[name]

    def get(self, name: str) -> StoredQuery | None:
        """Look for a query.

        Args:
            name: A name that came from outside.

        Returns:
            The query, or None.
        """
        return self._queries.get(name)

    @property
    def folders(self) -> dict[str, tuple[StoredQuery, ...]]:
        """The queries of each folder, by name."""
        found: dict[str, list[StoredQuery]] = {}
        for query in self:
            found.setdefault(query.folder, []).append(query)
        return {folder: tuple(queries) for folder, queries in found.items()}

    def answering(self, question: str) -> tuple[StoredQuery, ...]:
        """Find the queries that answer a competency question.

        Args:
            question: Its identifier, such as ``CQ04``.

        Returns:
            The queries, by name.
        """
        return tuple(query for query in self if question in query.answers)
