"""What all requests to an application share, made when one first needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings

Shared = TypeVar("Shared", bound="OfGraph")


class OfGraph:
    """What an application keeps of its graph; a subclass remembers what it likes."""

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Begin without anything kept.

        Args:
            graph: The graph of the application.
            settings: The settings of the application.
        """
        self._graph = graph
        self._settings = settings

    async def close(self) -> None:
        """End what goes on in the background; the application stops."""

    @classmethod
    def of(cls: type[Shared], request: Request) -> Shared:
        """Return what the application of a request keeps.

        Args:
            request: The request.

        Returns:
            The same object for each request.
        """
        return cls.of_application(request.app)

    @classmethod
    def of_application(cls: type[Shared], application: FastAPI) -> Shared:
        """Return what an application keeps.

        Args:
            application: An application that has started.

        Returns:
            The same object each time.
        """
        state = application.state
        kept = state.shared.get(cls)
        if kept is None:
            kept = state.shared[cls] = cls(state.graph, state.settings)
        return cast("Shared", kept)
