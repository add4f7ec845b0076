"""The triples that a request to the graph store brings, whatever format they are in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, RdfFormat, parse

from lcgraph.service.body import Part, media_type_of, read_body, read_parts
from lcgraph.service.content_faults import malformed_content
from lcgraph.service.negotiation import GRAPHS
from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple
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


def triples_of_parts(parts: list[Part], base: str) -> Iterator[Triple]:
    """Read the triples.

    Args:
        parts: The parts, each with its format.
        base: What relative IRIs are resolved against.

    Yields:
        The triples of all parts; blank nodes of one are none of another.

    Raises:
        Problem: ``malformed-content``.
    """
    for part in parts:
        syntax = RdfFormat.from_media_type(part.media_type)
        try:
            for quad in parse(part.content, format=syntax, base_iri=base, rename_blank_nodes=True):
                if not isinstance(quad.graph_name, DefaultGraph):
                    raise _several_graphs()
                yield quad.triple
        except (SyntaxError, ValueError) as fault:
            raise malformed_content(str(fault)) from None


def insertion(name: str, triples: Iterable[Triple]) -> str:
    """Write the operation that adds triples to a graph.

    Args:
        name: The IRI of the graph; empty for the default graph.
        triples: The triples.

    Returns:
        An operation of SPARQL 1.1 Update.
    """
    lines = "".join(f"{triple} .\n" for triple in triples)
    block = f"GRAPH <{name}> {{\n{lines}}}" if name else lines
    return f"INSERT DATA {{\n{block}}}"


def _several_graphs() -> Problem:
    return Problem(
        "malformed-content",
        {
            "th": "เนื้อหามีหลายกราฟ ให้ส่งทีละกราฟ",
            "en": "The content names graphs of its own: send one graph at a time.",
        },
    )
