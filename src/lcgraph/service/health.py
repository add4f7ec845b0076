"""Whether the service answers."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from lcgraph import __version__

router = APIRouter(tags=["Service"])


@router.get("/health")
async def health(request: Request) -> dict[str, Any]:
    """Say that the service answers, and from which data version.

    บอกว่าบริการพร้อมตอบ และตอบจากข้อมูลเวอร์ชันใด
    """
    return {
        "status": "ok",
        "software_version": __version__,
        "data_version": request.app.state.graph.version,
    }
