"""Bringing what is shipped into a store, once for each change of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, parse

from lcgraph.publication import Prepared, Publisher, Refused, Tools
from lcgraph.queries import Library, describe
from lcgraph.recommendations import RuleSet
from lcgraph.records import CityRecord, NotARecord, record_of
from lcgraph.store import EmbeddedStore, MemoryStore, StagedStore, staged
from lcgraph.validation import CompiledShapes
from lcgraph.vocabulary import GRAPH

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pyoxigraph import NamedNode, Triple

    from lcgraph.knowledge.files import Knowledge
    from lcgraph.store import Store


def tools_of(knowledge: Knowledge) -> Tools | Refused:
    """Make the tools that publications are made with.

    Args:
        knowledge: The shipped files.

    Returns:
        The tools, or why the shipped ontology and reference data cannot be used.
    """
    return Tools.of(shipped_graphs(knowledge), rules_of(knowledge))


def rules_of(knowledge: Knowledge) -> RuleSet:
    """Read the shipped rules.

    Args:
        knowledge: The shipped files.

    Returns:
        The rules by stratum.
    """
    return RuleSet.of(file.text for file in knowledge.rules())


def shipped_graphs(knowledge: Knowledge) -> dict[NamedNode, set[Triple]]:
    """Read everything but the records, with the descriptions of rules and stored queries.

    Args:
        knowledge: The shipped files.

    Returns:
        Graph name to triples.
    """
    graphs = knowledge.graphs()
    reference = graphs.setdefault(GRAPH["reference"], set())
    reference |= rules_of(knowledge).described()
    reference |= set(describe(Library.of(knowledge.library())))
    return graphs


def shapes_of(knowledge: Knowledge) -> CompiledShapes:
    """Compile the shipped shapes.

    Args:
        knowledge: The shipped files.

    Returns:
        The shapes, with the reference data and the sources that records refer to.
    """
    graphs = shipped_graphs(knowledge)
    apart = {GRAPH["ontology"], GRAPH["shapes"]}
    described = {t for graph, triples in graphs.items() if graph not in apart for t in triples}
    return CompiledShapes(graphs[GRAPH["shapes"]], described)


def shipped_records(knowledge: Knowledge) -> list[CityRecord] | Refused:
    """Read the shipped records.

    Args:
        knowledge: The shipped files.

    Returns:
        The records by file name, or why one of them is none.
    """
    records = []
    for file in knowledge.records():
        quads = parse(file.text.encode(), format=RdfFormat.TURTLE)
        record = record_of(quad.triple for quad in quads)
        if isinstance(record, NotARecord):
            return Refused(file.name, (record.messages,))
        records.append(record)
    return records


def load_shipped(folder: Path, knowledge: Knowledge, tell: Callable[[str], None]) -> Refused | None:
    """Publish what is shipped: into a new store, or as the next version of one.

    Args:
        folder: The folder of the store; made if missing.
        knowledge: The shipped files.
        tell: Told what is being done.

    Returns:
        None when it is done, or why nothing was published.
    """
    store = EmbeddedStore(folder) if EmbeddedStore.exists(folder) else None
    try:
        if store is not None:
            return load_shipped_into(store, knowledge, tell)
        empty = MemoryStore()
        prepared = _prepared(empty, knowledge, tell)
        if isinstance(prepared, Refused):
            return prepared
        store = EmbeddedStore.create(folder, empty)
    finally:
        if store is not None:
            store.close()
    return None


def load_shipped_into(
    store: Store, knowledge: Knowledge, tell: Callable[[str], None]
) -> Refused | None:
    """Publish what is shipped as the next version of an open store, be it the first.

    Args:
        store: The store.
        knowledge: The shipped files.
        tell: Told what is being done.

    Returns:
        None when it is done, or why nothing was published.

    Raises:
        StoreChanged: If another process published in the meantime; nothing was written.
    """
    seen = store.version
    with staged(store) as copy:
        prepared = _prepared(copy, knowledge, tell)
    if isinstance(prepared, Refused):
        return prepared
    if prepared.patch:
        store.apply(prepared.patch, seen)
    return None


def _prepared(
    copy: StagedStore, knowledge: Knowledge, tell: Callable[[str], None]
) -> Prepared | Refused:
    graphs = shipped_graphs(knowledge)
    records = shipped_records(knowledge)
    if isinstance(records, Refused):
        return records
    tools = Tools.of(graphs, rules_of(knowledge))
    if isinstance(tools, Refused):
        return tools
    return Publisher(copy, tools).shipped(graphs, records, knowledge.fingerprint, tell)
