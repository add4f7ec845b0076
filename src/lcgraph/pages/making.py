"""Making pages beside the answers to others: in a thread, one page after another."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from anyio import CapacityLimiter, to_thread

from lcgraph.service.shared import OfGraph

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings

Made = TypeVar("Made")


class _Making(OfGraph):
    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        super().__init__(graph, settings)
        # Several threads would share one processor, and each of them would take its share of the
        # time from the one that answers everybody.
        self.limiter = CapacityLimiter(1)


async def made(request: Request, make: Callable[[], Made]) -> Made:
    """Make a page, or what takes as long, while other requests are answered.

    Args:
        request: The request.
        make: Makes it; it asks nothing.

    Returns:
        What was made.
    """
    return await to_thread.run_sync(make, limiter=_Making.of(request).limiter)
