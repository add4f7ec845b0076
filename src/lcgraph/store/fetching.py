"""Copying what a server holds to the disk, whatever its size."""

from __future__ import annotations

import gc
import shutil
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, parse

from lcgraph.store.faults import RemoteFault, StoreChanged
from lcgraph.store.protocol import Dataset
from lcgraph.store.remote_view import COUNTS, is_shown, shown_graph, state_of
from lcgraph.store.transfer import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyoxigraph import RdfFormat

    from lcgraph.store.protocol import Client
    from lcgraph.store.remote import RemoteStore

_ATTEMPTS: Final = 5
_SMALL: Final = 20_000
_TRIPLES: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def fetch(store: RemoteStore, folder: Path) -> tuple[int, str | None]:
    """Copy what a server holds, without what is the store's own business.

    Args:
        store: The server.
        folder: Where to make a store of the engine, of one version as a whole.

    Returns:
        The data version and the mark of its publication.

    Raises:
        RemoteFault: If the server leaves out a part of a graph.
        StoreChanged: If others publish so often that no version can be read to its end.
    """
    for _ in range(_ATTEMPTS):
        before = state_of(store.client)
        shutil.rmtree(folder, ignore_errors=True)
        fault = None
        opened = pyoxigraph.Store(folder)
        try:
            _copy(store.client, opened, folder.with_suffix(".part"))
            opened.flush()
        except RemoteFault as short:
            fault = short.with_traceback(None)
        finally:
            del opened
            gc.collect()
        if state_of(store.client) == before:
            if fault is not None:
                raise fault
            return before
    raise StoreChanged(store.address.query, before[0])


def _copy(client: Client, opened: pyoxigraph.Store, file: Path) -> None:
    counts = {
        row["g"]: int(row["n"].value)
        for row in client.rows(COUNTS, Dataset())
        if isinstance(row["g"], NamedNode) and isinstance(row["n"], Literal)
    }
    ours = {name: n for name, n in counts.items() if name == PUBLISHED or is_shown(name)}
    # To begin in bulk takes as long as some thousand quads.
    opened.bulk_extend(_small(client, [n for n in ours if ours[n] <= _SMALL], file))
    for name, count in ours.items():
        if count > _SMALL:
            syntax = _saved(client, name, file)
            opened.bulk_load(path=str(file), format=syntax, to_graph=shown_graph(name))
    file.unlink(missing_ok=True)
    found = _counted(opened)
    for name, count in ours.items():
        if found.get(name, 0) != count:
            raise RemoteFault(client.address.query, f"{name}: {found.get(name, 0)} ≠ {count}")


def _small(client: Client, names: list[NamedNode], file: Path) -> Iterator[Quad]:
    for name in names:
        syntax, graph = _saved(client, name, file), shown_graph(name)
        for quad in parse(path=str(file), format=syntax):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _saved(client: Client, name: NamedNode, file: Path) -> RdfFormat:
    return client.save(_TRIPLES, Dataset((name.value,)), file)


def _counted(opened: pyoxigraph.Store) -> dict[NamedNode, int]:
    named = opened.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    shown = opened.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    found = {row["g"]: int(row["n"].value) for row in named}  # type: ignore[union-attr]
    (row,) = shown  # type: ignore[misc]
    return {**found, PUBLISHED: int(row["n"].value)}
