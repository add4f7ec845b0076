"""What stands before the application and looks at each request."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class Middleware(ABC):
    """Stands before an application; what is no HTTP request goes through."""

    def __init__(self, application: ASGIApp) -> None:
        """Stand before an application.

        Args:
            application: What answers.
        """
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection.

        Args:
            scope: The connection.
            receive: Where messages come from.
            send: Where messages go.
        """
        if scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self._application(scope, receive, send)

    @abstractmethod
    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
