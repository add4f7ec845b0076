"""How often a thing is mentioned, followed back through the history of a store."""

from __future__ import annotations

import contextlib
import gzip
import time
from collections import Counter
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

from lcgraph.store.faults import HistoryIncomplete
from lcgraph.store.undo import DAMAGED, DEFAULT, EVERYTHING, read_opened_head
from lcgraph.vocabulary import GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from pyoxigraph import Quad

    from lcgraph.store.history import History
    from lcgraph.store.moments import Publication

OWN: Final = "*"
"""How the graph that has the name of the thing is called among graphs."""
SHOWN: Final = frozenset(
    {DEFAULT, *(GRAPH[name].value for name in ("derived", "inferred-owl", "quality", "shapes"))}
)
"""The graphs whose mentions make a document of a thing."""
_PIECE: Final = 1 << 20


def publications_mentioning(
    history: History, thing: NamedNode, counts: Mapping[str, int], current: int, seconds: float
) -> list[Publication]:
    """List the publications after which a thing was mentioned.

    Args:
        history: The history of a store.
        thing: The thing.
        counts: How often it is mentioned now, as :func:`mentions_before` counts.
        current: The data version of the store.
        seconds: How long to look through the history at most.

    Returns:
        The publications, the oldest first.

    Raises:
        HistoryIncomplete: If a file is damaged.
        TimeoutError: If it takes longer.
    """
    until = time.monotonic() + seconds
    found: list[Publication] = []
    for publication in reversed(history.publications(current)):
        if publication.version < current:
            later = history.path(publication.version + 1)
            before = None
            with contextlib.suppress(*DAMAGED):
                before = mentions_before(later, thing, counts)
            if before is None:
                raise HistoryIncomplete(str(later.parent), publication.version + 1)
            counts = before
        if any(counts.values()):
            found.append(publication)
        if time.monotonic() > until:
            raise TimeoutError
    return found[::-1]


def mentions_before(path: Path, thing: NamedNode, after: Mapping[str, int]) -> Counter[str]:
    """Tell how often a thing was mentioned before a publication.

    Args:
        path: The file that undoes the publication (:mod:`lcgraph.store.undo`).
        thing: The thing.
        after: How often it is mentioned after it, by graph: one of :data:`SHOWN` for its mentions
            as subject or object there, :data:`OWN` for all quads of the graph of that name.

    Returns:
        The same for the time before.

    Raises:
        OSError: If the file is missing or damaged.
        EOFError: If it is damaged.
        SyntaxError: If it is damaged.
        ValueError: If it is another kind of file.
        zlib.error: If it is damaged.
    """
    with gzip.open(path, "rb") as file:
        head = read_opened_head(file)
        counts = Counter(after)
        for name in head["emptied"]:
            _empty(counts, name, thing)
        for number, line in _lines_with(file, f"<{thing.value}>".encode()):
            step = -1 if number < head["removed"] else 1
            for quad in parse(line, format=RdfFormat.N_QUADS):
                for graph in _mentions(quad, thing):
                    counts[graph] += step
    return counts


def _empty(counts: Counter[str], name: str, thing: NamedNode) -> None:
    if name == EVERYTHING:
        counts.clear()
    counts.pop(name, None)
    if name == thing.value:
        counts.pop(OWN, None)


def _lines_with(file: gzip.GzipFile, wanted: bytes) -> Iterator[tuple[int, bytes]]:
    number, rest = 0, b""
    while piece := file.read(_PIECE):
        lines, mark, rest = (rest + piece).rpartition(b"\n")
        lines += mark
        if wanted in lines:
            for offset, line in enumerate(lines.split(b"\n")):
                if wanted in line:
                    yield number + offset, line
        number += lines.count(b"\n")
    if wanted in rest:
        yield number, rest


def _mentions(quad: Quad, thing: NamedNode) -> Iterator[str]:
    name = DEFAULT if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
    if quad.graph_name == thing:
        yield OWN
    if name in SHOWN:
        for end in (quad.subject, quad.object):
            if end == thing:
                yield name
