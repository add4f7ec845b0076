"""Routes that only pages need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from lcgraph.pages import queries, vocabularies
from lcgraph.pages.rendering import STATIC, STYLE, style_digest
from lcgraph.service.documents import HTML, conditional, is_current
from lcgraph.service.negotiation import language
from lcgraph.service.presentation import PAGE_HEADERS
from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

router = APIRouter(include_in_schema=False)

_A_YEAR = 31_536_000


async def _with_learning_cities(request: Request) -> None:
    if request.app.state.settings.unmanaged:
        raise Problem("not-found")


_OF_LEARNING_CITIES = [Depends(_with_learning_cities)]


@router.get("/static/lcgraph.css")
async def style(request: Request) -> Response:
    """Give the style sheet; an address with its digest may be kept for a year."""
    etag = f'"{style_digest()}"'
    is_named = request.query_params.get("v") == style_digest()
    headers = {
        "ETag": etag,
        "Cache-Control": f"public, max-age={_A_YEAR}, immutable" if is_named else "no-cache",
        "X-Content-Type-Options": "nosniff",
    }
    if is_current(request, etag):
        return Response(status_code=304, headers=headers)
    path: Path = STATIC / STYLE
    content = await run_in_threadpool(path.read_bytes)
    return Response(content, media_type="text/css", headers=headers)


@router.get("/favicon.ico")
async def icon() -> Response:
    """Give no icon, which browsers ask every host for."""
    return Response(status_code=204, headers={"Cache-Control": f"public, max-age={_A_YEAR}"})


@router.get("/query", dependencies=_OF_LEARNING_CITIES)
async def library(request: Request) -> Response:
    """Show the query library."""
    return _page(request, await queries.library_page(request))


@router.get("/concept", dependencies=_OF_LEARNING_CITIES)
async def schemes(request: Request) -> Response:
    """Show the concept schemes."""
    return _page(request, await vocabularies.schemes_page(request))


def _page(request: Request, page: str) -> Response:
    headers = {**PAGE_HEADERS, "Content-Language": language(request)}
    return conditional(request, page.encode(), HTML, request.app.state.graph.version, headers)
