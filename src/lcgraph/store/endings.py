"""With which publications things ceased to be mentioned, told by the history of a store alone.

What is no longer mentioned was mentioned last before the newest publication that took mentions of
it away. So it is enough to know, of each publication, what it took mentions of; that is read once
from the file that undoes it (:mod:`lcgraph.store.undo`), and takes eight bytes a thing.
"""

from __future__ import annotations

import gzip
import time
from array import array
from bisect import bisect_left
from itertools import islice
from typing import IO, TYPE_CHECKING, Final, cast

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

from lcgraph.store.mentions import SHOWN
from lcgraph.store.undo import DAMAGED, DEFAULT, read_opened_head
from lcgraph.vocabulary import BASE, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from pyoxigraph import Quad

    from lcgraph.store.history import History
    from lcgraph.store.moments import Publication

_LINES_AT_ONCE: Final = 1000
"""How many lines of a file are read before others get their turn."""


class Endings:
    """What each publication took mentions of, read when it is first asked for."""

    def __init__(self, history: History) -> None:
        """Begin without any; nothing is read yet.

        Args:
            history: The history of a store.
        """
        self._history = history
        self._ended: dict[tuple[int, datetime], Sequence[int]] = {}

    def knows(self, publications: Iterable[Publication]) -> bool:
        """Tell whether publications have been read.

        Args:
            publications: Publications of the history.

        Returns:
            True if :meth:`learn` has nothing to read for them.
        """
        return all(_key(each) in self._ended for each in publications)

    def learn(self, publications: Sequence[Publication], seconds: float) -> None:
        """Read what publications took mentions of; what was read stays, whatever comes after.

        Args:
            publications: All publications of the history, by version.
            seconds: How long to read at most.

        Raises:
            TimeoutError: If it takes longer.
        """
        until = time.monotonic() + seconds
        known = {_key(each) for each in publications}
        self._ended = {key: ended for key, ended in self._ended.items() if key in known}
        for each in publications:
            if _key(each) in self._ended:
                continue
            path = self._history.path(each.version)
            try:
                ended = _ended_with(path, until)
            except TimeoutError:
                raise
            except DAMAGED:
                # Whoever goes back through it is told; what is unknown is not hidden by it.
                ended = set()
            self._ended[_key(each)] = array("q", sorted(ended))

    def of_thing(self, thing: NamedNode, publications: Sequence[Publication]) -> Publication | None:
        """Find the publication with which a thing ceased to be mentioned.

        Args:
            thing: A thing that the last of the publications does not mention.
            publications: Publications that were read, by version.

        Returns:
            The publication; None for a thing that none before mentions.
        """
        wanted = hash(thing.value)
        for each in reversed(publications):
            ended = self._ended.get(_key(each), ())
            place = bisect_left(ended, wanted)
            if place < len(ended) and ended[place] == wanted:
                return each
        return None


def _key(publication: Publication) -> tuple[int, datetime]:
    return publication.version, publication.published


def _ended_with(path: Path, until: float) -> set[int]:
    """Collect what a publication took mentions of and did not mention itself."""
    with gzip.open(path, "rb") as file:
        came = read_opened_head(file)["removed"]
        stays = {thing for quad in _quads(file, came, until) for thing in _mentioned(quad)}
        went = (thing for quad in _quads(file, None, until) for thing in _mentioned(quad))
        return {thing for thing in went if thing not in stays}


def _quads(file: gzip.GzipFile, count: int | None, until: float) -> Iterator[Quad]:
    lines = islice(cast("IO[bytes]", file), count)
    while some := b"".join(islice(lines, _LINES_AT_ONCE)):
        if time.monotonic() > until:
            raise TimeoutError
        yield from parse(some, format=RdfFormat.N_QUADS)


def _mentioned(quad: Quad) -> Iterator[int]:
    """Tell what makes a document: of a thing a mention that is shown, of a graph its content."""
    graph = quad.graph_name
    name = DEFAULT if isinstance(graph, DefaultGraph) else graph.value
    # The graphs of records stay when records go; those of drafts were never shown.
    if name.startswith(BASE) and graph not in RECORD:
        yield hash(name)
    if name in SHOWN:
        for end in (quad.subject, quad.object):
            if isinstance(end, NamedNode) and end.value.startswith(BASE):
                yield hash(end.value)
