"""Responses that are sent piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi.responses import StreamingResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope, Send

    from lcgraph.service.answers import LongAnswer


class LongResponse(StreamingResponse):
    """A long answer, which is closed when it has been sent or its client has left."""

    def __init__(self, answer: LongAnswer, headers: Mapping[str, str]) -> None:
        """Begin to send nothing yet.

        Args:
            answer: The answer; nobody else reads it.
            headers: Headers beside its type and length.
        """
        with_length = {**headers, "Content-Length": str(answer.length)}
        super().__init__(answer.pieces, headers=with_length, media_type=answer.media_type)
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer.

        Args:
            scope: The connection.
            receive: Where messages come from.
            send: Where messages go.
        """
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._answer.close()
