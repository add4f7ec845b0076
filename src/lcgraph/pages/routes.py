"""Routes that only pages need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from lcgraph.pages.templating import STATIC, STYLE, style_digest
from lcgraph.service.documents import is_current

if TYPE_CHECKING:
    from pathlib import Path

router = APIRouter(include_in_schema=False)

_A_YEAR = 31_536_000


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
