"""How a server is told who asks: by a token, or by name and password as it wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Generator

    from lcgraph.store.address import Credentials


def authentication(credentials: Credentials) -> tuple[dict[str, str], httpx.Auth | None]:
    """Choose what goes with each request.

    Args:
        credentials: The operator's.

    Returns:
        Headers, and what answers the challenges of the server.
    """
    if credentials.token:
        return {"Authorization": f"Bearer {credentials.token}"}, None
    if credentials.user:
        return {}, _BasicOrDigest(credentials.user, credentials.password)
    return {}, None


class _BasicOrDigest(httpx.Auth):
    """Name and password, in the way that the server asks for."""

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._wants_digest = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Answer the server's challenge.

        Args:
            request: The request to send.

        Yields:
            The request with what the server wants.
        """
        flow = (self._digest if self._wants_digest else self._basic).auth_flow(request)
        response = yield next(flow)
        challenge = response.headers.get("www-authenticate", "")
        if not self._wants_digest:
            if response.status_code != 401 or not challenge.lower().startswith("digest"):
                return
            self._wants_digest = True
            del request.headers["Authorization"]
            flow = self._digest.auth_flow(request)
            next(flow)
        try:
            while True:
                response = yield flow.send(response)
        except StopIteration:
            return
