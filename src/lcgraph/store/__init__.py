"""Where the graph is kept: one interface, its engines, and the readers that answer queries.

Nothing outside this package knows pyoxigraph's ``Store`` as storage.
"""

from __future__ import annotations

from lcgraph.store.embedded import EmbeddedStore
from lcgraph.store.faults import StoreBusy, StoreDamaged, StoreFault, StoreMissing
from lcgraph.store.interface import Layer, Store
from lcgraph.store.memory import MemoryStore
from lcgraph.store.patch import Patch
from lcgraph.store.plain import PlainStore
from lcgraph.store.staged import StagedStore
from lcgraph.store.working_copy import WorkingCopy, staged

__all__ = [
    "EmbeddedStore",
    "Layer",
    "MemoryStore",
    "Patch",
    "PlainStore",
    "StagedStore",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreFault",
    "StoreMissing",
    "WorkingCopy",
    "staged",
]
