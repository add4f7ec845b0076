"""Changes of a published graph that need no preparation."""

from __future__ import annotations

from lcgraph.service.graph import PublishedGraph
from lcgraph.store import Patch


async def carried_out(graph: PublishedGraph, patch: Patch) -> int:
    """Publish a change, and return the data version with it."""

    async def prepared() -> tuple[Patch, None]:
        return patch, None

    return await graph.publish(prepared)
