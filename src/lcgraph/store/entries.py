"""What a server keeps of its history: an entry for each publication, which leads to the one before.

An entry is named by the mark of its publication, so that one that was never carried out, or that
belongs to data which have been replaced, leads nowhere. It says in JSON what is written down of
the publication (:mod:`lcgraph.store.publications`), and beside that ``before``, the mark of the
publication before, and ``parts``. The file that undoes it (:mod:`lcgraph.store.undo`) is
literals in base64 that are as many. All entries are in one graph, which no query is asked of.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode, Quad

from lcgraph.store.protocol import Dataset
from lcgraph.store.publications import head_of, publication_told
from lcgraph.store.transfer import HISTORY
from lcgraph.store.undo import packed_undo
from lcgraph.vocabulary import DCTERMS, RDF

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcgraph.store.moments import Publication
    from lcgraph.store.protocol import Client
    from lcgraph.store.undo import Undo

_DATASET: Final = Dataset(named=(HISTORY.value,))
_PART: Final = 90_000
"""Bytes of a file that go in one literal."""


@dataclass(frozen=True)
class Entry:
    """A publication in the history of a server.

    Attributes:
        mark: Its mark.
        before: The mark of the publication before; None for the first.
        publication: What is written down of it.
        parts: In how many literals the file is that undoes it.
        size: The bytes of the file.
    """

    mark: str
    before: str | None
    publication: Publication
    parts: int
    size: int


def written_entry(
    mark: str, before: str | None, publication: Publication, undo: Undo
) -> list[Quad]:
    """Write an entry.

    Args:
        mark: The mark of the publication.
        before: That of the one before; None for the first.
        publication: The publication.
        undo: What undoes it.

    Returns:
        The quads of the entry.
    """
    head = head_of(publication)
    content = packed_undo(head, undo)
    parts = [content[start : start + _PART] for start in range(0, len(content), _PART)]
    told = json.dumps({**head, "before": before, "parts": len(parts), "bytes": len(content)})
    return [
        Quad(_name(mark), DCTERMS.abstract, Literal(told), HISTORY),
        *(
            Quad(_name(mark, number), RDF.value, Literal(base64.b64encode(part).decode()), HISTORY)
            for number, part in enumerate(parts, 1)
        ),
    ]


class Entries:
    """The entries of a server."""

    def __init__(self, client: Client) -> None:
        """Take a server; nothing is asked yet.

        Args:
            client: What asks it.
        """
        self._client = client

    def one(self, mark: str | None) -> Entry | None:
        """Read an entry.

        Args:
            mark: The mark of a publication; None for none.

        Returns:
            The entry, or None if there is none that can be read.
        """
        found = {} if mark is None else self._read(_name(mark))
        return found.get(mark or "")

    def leading_to(self, mark: str | None) -> list[Entry]:
        """Follow the history back.

        Args:
            mark: The mark of the publication that is current; None for none.

        Returns:
            The entries from the oldest that can be gone back to, to the current one.
        """
        entries = self._read(None) if mark is not None else {}
        found: list[Entry] = []
        while mark in entries:
            entry = entries.pop(mark)
            if found and entry.publication.version != found[-1].publication.version - 1:
                break
            found.append(entry)
            mark = None if entry.publication.begins else entry.before
        return found[::-1]

    def file(self, entry: Entry) -> Iterator[bytes]:
        """Read the file that undoes a publication.

        Args:
            entry: Its entry.

        Yields:
            Its pieces; fewer if some are missing.

        Raises:
            ValueError: If one is damaged.
        """
        for number in range(1, entry.parts + 1):
            pattern = f"{_name(entry.mark, number)} {RDF.value} ?part"
            text = f"SELECT ?part WHERE {{ GRAPH {HISTORY} {{ {pattern} }} }}"
            for row in self._client.rows(text, _DATASET):
                if isinstance(row["part"], Literal):
                    yield base64.b64decode(row["part"].value, validate=True)

    @staticmethod
    def lacking(mark: str) -> str:
        """Write the graph pattern that has a solution only where there is no such entry.

        Args:
            mark: The mark of a publication.

        Returns:
            A filter.
        """
        triple = f"{_name(mark)} {DCTERMS.abstract} ?told"
        return f"FILTER NOT EXISTS {{ GRAPH {HISTORY} {{ {triple} }} }}"

    def dropping(self, entries: list[Entry]) -> str:
        """Write the request that removes entries.

        Args:
            entries: The entries.

        Returns:
            One ``DELETE`` an entry, the oldest first: failing meanwhile leaves no gap.
        """
        return " ;\n".join(
            f"DELETE WHERE {{ GRAPH {HISTORY} {{ {name} ?p{number} ?o{number} }} }}"
            for entry in entries
            for number, name in enumerate(
                [_name(entry.mark), *(_name(entry.mark, n + 1) for n in range(entry.parts))]
            )
        )

    def _read(self, name: NamedNode | None) -> dict[str, Entry]:
        only = "" if name is None else f"FILTER(?entry = {name})"
        triple = f"?entry {DCTERMS.abstract} ?told"
        text = f"SELECT ?entry ?told WHERE {{ GRAPH {HISTORY} {{ {triple} {only} }} }}"
        found = (_entry(row["entry"], row["told"]) for row in self._client.rows(text, _DATASET))
        return {entry.mark: entry for entry in found if entry is not None}


def _name(mark: str, part: int | None = None) -> NamedNode:
    return NamedNode(f"{HISTORY.value}/{mark}" + (f"/{part}" if part else ""))


def _entry(name: Any, told: Any) -> Entry | None:
    try:
        head = json.loads(told.value)
        publication = publication_told(int(head["version"]), head)
        mark = name.value.rpartition("/")[2]
        return Entry(mark, head["before"], publication, int(head["parts"]), int(head["bytes"]))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
