"""Routes that read their parameters themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.routing import APIRoute

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from starlette.requests import Request
    from starlette.responses import Response


class DirectRoute(APIRoute):
    """A route whose parameters FastAPI describes, but does not read.

    For a short query, reading them twice would take longer than answering it.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers requests: the route's own function, given the request alone.

        Returns:
            The function.
        """
        endpoint: Callable[[Request], Coroutine[Any, Any, Response]] = self.endpoint
        return endpoint
