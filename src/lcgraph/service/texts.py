"""The queries that the service asks for itself, read once."""

from __future__ import annotations

from functools import cache

from lcgraph.knowledge import Knowledge


@cache
def text(name: str) -> str:
    """Read a shipped query of the service.

    Args:
        name: The name of a file in ``queries/service``, without its ending.

    Returns:
        The SPARQL text.
    """
    (found,) = Knowledge().service_queries(name)
    return found.text
