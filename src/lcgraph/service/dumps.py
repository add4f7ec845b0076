"""Dumps of the whole graph and of its layers, as they are and as they were."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as PathParameter
from fastapi.responses import StreamingResponse

from lcgraph.service.budgets import client_of
from lcgraph.service.documents import LICENCE, is_current
from lcgraph.service.download import Download
from lcgraph.service.dump_folders import Dumps
from lcgraph.service.dump_index import MEDIA_TYPES, dump_index
from lcgraph.service.dump_writing import as_written
from lcgraph.service.history import At, graph_at
from lcgraph.service.manners import WITHOUT_BODY
from lcgraph.service.mementos import memento_headers
from lcgraph.service.problems import Problem
from lcgraph.store.dump_files import SUMS

Format = Annotated[
    str | None, Query(description="Instead of Accept: json, html. · แทน Accept: json, html")
]

router = APIRouter(tags=["Dumps"])

_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The file. · ไฟล์",
        "content": {media: {} for media in MEDIA_TYPES.values()},
    }
}


@router.get("/dumps", response_model=dict[str, Any])
async def dumps(request: Request, format: Format = None, at: At = None) -> Response:
    """List the files there are to download, with their sizes, checksums and dates.

    The files of a data version are written when somebody first asks for any of them: size and
    checksum of one that is not written yet are null; it can be downloaded all the same.

    แสดงรายการไฟล์ให้ดาวน์โหลด พร้อมขนาด ค่าตรวจสอบ และวันเวลา ไฟล์ของแต่ละเวอร์ชันเขียนขึ้นเมื่อมีผู้ขอเป็นครั้งแรก
    ไฟล์ที่ยังเขียนไม่เสร็จมีขนาดและค่าตรวจสอบเป็น null แต่ดาวน์โหลดได้ทันที
    """
    graph = await graph_at(request, at)
    return await dump_index(request, await Dumps.of(request).of_version(graph, client_of(request)))


@router.get("/dumps/{name}", responses=_RESPONSES, response_class=Response)
async def dump(
    request: Request,
    name: Annotated[
        str,
        PathParameter(description="The name of a file. · ชื่อไฟล์", examples=["lcgraph.nq.gz", SUMS]),
    ],
    at: At = None,
) -> Response:
    """Download the graph: `lcgraph.nq` with its named graphs, `lcgraph.ttl` as published.

    Each layer is a file of its own in both syntaxes, such as `ontology.nq` and `ontology.ttl`. All
    of them may be followed by `.gz`; `SHA256SUMS` lists all files.

    ดาวน์โหลดกราฟ `lcgraph.nq` มีกราฟที่มีชื่อครบ `lcgraph.ttl` มีเฉพาะที่เผยแพร่ แต่ละชั้นข้อมูลเป็นไฟล์แยกทั้งสองรูปแบบ
    เช่น `ontology.nq` และ `ontology.ttl` ทุกไฟล์เติม `.gz` ได้ และ `SHA256SUMS` แสดงรายการไฟล์ทั้งหมด
    """
    graph = await graph_at(request, at)
    files = await Dumps.of(request).of_version(graph, client_of(request))
    if name not in files.names:
        raise Problem(
            "not-found",
            {"th": f"ไม่มีไฟล์ {name[:80]}", "en": f"There is no file {name[:80]}."},
            {"supported": list(files.names)},
        )
    path = files.folder / name
    etag = files.etag(name)
    memento = memento_headers(request)
    links = [f'<{LICENCE}>; rel="license"', memento.pop("Link", "")]
    headers = {
        "ETag": etag,
        "Cache-Control": "no-cache",
        "Lcgraph-Data-Version": str(files.version),
        "Link": ", ".join(filter(None, links)),
        **memento,
    }
    if is_current(request, etag):
        return Response(status_code=304, headers=headers)
    if name in files.written:
        return Download(path, media_type=MEDIA_TYPES[path.suffix], headers=headers)
    if WITHOUT_BODY in request.scope:
        pieces = _nothing()
    else:
        files.want(name)
        pieces = as_written(files, name)
    return StreamingResponse(pieces, media_type=MEDIA_TYPES[path.suffix], headers=headers)


async def _nothing() -> AsyncIterator[bytes]:
    """Begin a response whose length is not known yet."""
    yield b""
