"""What a request to the graph store brings, and which format it is in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat

from lcgraph.service.body import Part, media_type_of, read_body, read_parts
from lcgraph.service.negotiation import GRAPHS
from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

MULTIPART: Final = "multipart/form-data"
"""The format of forms with files."""
_UNSTATED: Final = ("", "text/plain", "application/octet-stream")


async def parts_of(request: Request) -> list[Part]:
    """Read the body of an administrator's request.

    Args:
        request: The request.

    Returns:
        The parts of a form, or the body as the only part, each with its format.

    Raises:
        Problem: ``unsupported-media-type``, ``too-large`` or ``malformed-request``.
    """
    media_type = media_type_of(request, [*GRAPHS.values(), MULTIPART])
    if media_type == MULTIPART:
        parts = await read_parts(request, of_administrator=True)
        return [replace(part, media_type=format_of(part)) for part in parts]
    return [Part("", "", media_type, await read_body(request, of_administrator=True))]


def format_of(part: Part) -> str:
    """Tell the format of a part of a form.

    Args:
        part: The part.

    Returns:
        What it says, or else what its file is called; Turtle if it says nothing.

    Raises:
        Problem: ``unsupported-media-type`` if it says something else.
    """
    if part.media_type in GRAPHS.values():
        return part.media_type
    named = RdfFormat.from_extension(PurePath(part.file).suffix.removeprefix("."))
    media_type = GRAPHS["turtle"] if named is None else named.media_type
    if part.media_type not in _UNSTATED or media_type not in GRAPHS.values():
        raise Problem("unsupported-media-type", {}, {"supported": list(GRAPHS.values())})
    return media_type
