"""The shipped knowledge as a publication leaves it, and the library that questions it."""

from __future__ import annotations

from functools import cache

from lcgraph.knowledge import Knowledge
from lcgraph.knowledge.loading import shipped_graphs, shipped_records, tools_of
from lcgraph.publication import Prepared, Publisher, Tools
from lcgraph.queries import Library
from lcgraph.records import CityRecord
from lcgraph.store import MemoryStore


@cache
def library() -> Library:
    """Read the shipped query library."""
    return Library.of(Knowledge().library())


@cache
def records() -> tuple[CityRecord, ...]:
    """Read the shipped records."""
    read = shipped_records(Knowledge())
    assert isinstance(read, list), read
    return tuple(read)


@cache
def published() -> MemoryStore:
    """Publish what is shipped, every layer of it, into memory."""
    knowledge = Knowledge()
    tools = tools_of(knowledge)
    assert isinstance(tools, Tools), tools
    store = MemoryStore()
    prepared = Publisher(store, tools).shipped(
        shipped_graphs(knowledge), records(), knowledge.fingerprint
    )
    assert isinstance(prepared, Prepared), prepared
    return store
