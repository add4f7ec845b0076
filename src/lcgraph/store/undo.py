"""How one publication is undone, and the file that says so.

A file ``12.nq.gz`` makes data version 12 the one before. Its first line is a comment with a JSON
object: ``version``, ``published``, ``records`` (:class:`lcgraph.store.history.Publication`),
``emptied`` and ``removed``. Then come, in N-Quads, ``removed`` quads to remove and the quads to
add. Blank nodes keep the labels that the store gave them.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse, serialize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import IO

    import pyoxigraph
    from pyoxigraph import Quad

    from lcgraph.store.oxigraph import OxigraphStore
    from lcgraph.store.patch import Patch

DEFAULT: Final = ""
"""How the default graph is named among graphs."""
EVERYTHING: Final = "*"
"""How the whole store is named among graphs."""
DAMAGED: Final = (OSError, EOFError, KeyError, SyntaxError, TypeError, ValueError, zlib.error)
"""What reading a file raises that is missing or damaged."""

_COMMENT: Final = b"# "
_LINES_AT_ONCE: Final = 10_000
_FEW: Final = 20_000


@dataclass(frozen=True)
class Undo:
    """What makes a data version the one before: graphs are emptied, then quads go, then come.

    Attributes:
        removed: Quads to remove.
        added: Quads to add.
        emptied: Graphs to empty first: IRIs, :data:`DEFAULT` or :data:`EVERYTHING`.
    """

    removed: frozenset[Quad] = frozenset()
    added: Iterable[Quad] = ()
    emptied: tuple[str, ...] = ()


def undo_of(store: OxigraphStore, patch: Patch) -> Undo:
    """Return what undoes a patch, also one that names quads which make no difference.

    Args:
        store: The store before the patch.
        patch: What is to be removed, then added.

    Returns:
        The exact way back.
    """
    return Undo(
        frozenset(quad for quad in patch.added if quad not in store),
        frozenset(quad for quad in patch.removed - patch.added if quad in store),
    )


def write_undo(path: Path, head: Mapping[str, Any], undo: Undo) -> None:
    """Write a file; it is there, whole and on the disk, after the return.

    Args:
        path: Where; a file that is there is replaced.
        head: What is said of the publication.
        undo: What undoes it.

    Raises:
        OSError: If it cannot be written.
    """
    unfinished = path.with_suffix(".new")
    with unfinished.open("wb") as file:
        _write(file, head, undo)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def packed_undo(head: Mapping[str, Any], undo: Undo) -> bytes:
    """Write the content of a file.

    Args:
        head: What is said of the publication.
        undo: What undoes it.

    Returns:
        What :func:`write_undo` would write.
    """
    file = BytesIO()
    _write(file, head, undo)
    return file.getvalue()


def _write(file: IO[bytes], head: Mapping[str, Any], undo: Undo) -> None:
    told = {**head, "emptied": undo.emptied, "removed": len(undo.removed)}
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as compressed:
        compressed.write(_COMMENT + json.dumps(told).encode() + b"\n")
        for quads in (undo.removed, undo.added):
            serialize(quads, cast("IO[bytes]", compressed), format=RdfFormat.N_QUADS)


def read_head(path: Path) -> dict[str, Any]:
    """Read what a file says of its publication, and no more of it.

    Args:
        path: The file.

    Returns:
        The members of its first line.

    Raises:
        OSError: If it is missing or damaged.
        EOFError: If it is damaged.
        ValueError: If it is another kind of file.
        zlib.error: If it is damaged.
    """
    with gzip.open(path, "rb") as file:
        return read_opened_head(file)


def carry_out(path: Path, store: pyoxigraph.Store, *, exact: bool = False) -> None:
    """Make a store the version before.

    Args:
        path: The file of its version.
        store: A copy that nobody reads yet: it is not done in one transaction. Graphs that have
            become empty stay.
        exact: Whether each quad to remove has to be there, and none of those to add.

    Raises:
        OSError: If the file is missing or damaged.
        EOFError: If it is damaged.
        SyntaxError: If it is damaged.
        ValueError: If it is another kind of file, or does not fit exactly.
        zlib.error: If it is damaged.
    """
    with gzip.open(path, "rb") as file:
        head = read_opened_head(file)
        for name in head["emptied"]:
            if name == EVERYTHING:
                store.clear()
            else:
                store.remove_graph(graph_named(name))
        for quad in _removed(file, head["removed"]):
            if exact and quad not in store:
                raise ValueError(f"not there: {quad}")
            store.remove(quad)
        _add(store, file, exact=exact)


def _add(store: pyoxigraph.Store, file: gzip.GzipFile, *, exact: bool) -> None:
    # In bulk a quad takes a third of the time, and each time that it begins some thousand quads'.
    few = parse(b"".join(islice(file, _FEW)), format=RdfFormat.N_QUADS)
    store.extend(_absent(store, few) if exact else few)
    if file.peek(1):
        many = parse(cast("IO[bytes]", file), format=RdfFormat.N_QUADS)
        store.bulk_extend(_absent(store, many) if exact else many)


def _absent(store: pyoxigraph.Store, quads: Iterable[Quad]) -> Iterator[Quad]:
    for quad in quads:
        if quad in store:
            raise ValueError(f"there already: {quad}")
        yield quad


def _removed(file: gzip.GzipFile, count: int) -> Iterator[Quad]:
    while count > 0:
        lines = b"".join(islice(file, min(count, _LINES_AT_ONCE)))
        yield from parse(lines, format=RdfFormat.N_QUADS)
        count -= _LINES_AT_ONCE


def read_opened_head(file: gzip.GzipFile) -> dict[str, Any]:
    """Read the first line of a file, so that its quads come next.

    Args:
        file: The file, at its beginning.

    Returns:
        The members of the line.
    """
    head: dict[str, Any] = json.loads(file.readline().removeprefix(_COMMENT))
    return head


def graph_named(name: str) -> NamedNode | DefaultGraph:
    """Return a graph by its name.

    Args:
        name: An IRI, or :data:`DEFAULT`.

    Returns:
        The graph.
    """
    return DefaultGraph() if name == DEFAULT else NamedNode(name)
