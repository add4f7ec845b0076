"""TimeMaps: the versions that there are of a document (RFC 7089, section 5)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Request, Response

from lcgraph.service.documents import conditional
from lcgraph.service.history import named
from lcgraph.service.lifetimes import Lifetimes
from lcgraph.service.linked_data import iri_of_document
from lcgraph.service.mementos import TIMEMAPS, Original, asks_for_part, http_date
from lcgraph.service.problems import Problem
from lcgraph.service.resources import not_found

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcgraph.store.moments import Publication

router = APIRouter(tags=["History"])

_RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The versions, the oldest first. · เวอร์ชันต่าง ๆ เรียงจากเก่าสุด",
        "content": {media_type: {} for media_type in TIMEMAPS.values()},
    }
}


@router.get("/timemap/{form}/{path:path}", responses=_RESPONSES, response_class=Response)
async def timemap(
    request: Request,
    form: Annotated[
        Literal["link", "json"],
        Path(description="`link` (RFC 6690) or `json`. · รูปแบบ", examples=["link"]),
    ],
    path: Annotated[
        str,
        Path(
            description="The path of a document of the service. · ที่อยู่ของเอกสารในบริการนี้",
            examples=["doc/city/th-yala"],
        ),
    ],
) -> Response:
    """List the versions of a document: those publications in which it was there.

    The address of the document stands behind `/timemap/link/`, with its parameters.

    แสดงเวอร์ชันของเอกสารหนึ่ง คือการเผยแพร่ทุกครั้งที่มีเอกสารนั้นอยู่
    ที่อยู่ของเอกสารพร้อมพารามิเตอร์อยู่หลัง `/timemap/link/`
    """
    thing = iri_of_document(path)
    if asks_for_part(request):
        raise _without(path)
    publications = await Lifetimes.of(request).of_thing(request, thing)
    if not publications:
        raise not_found(thing.value)
    original = Original.of_timemap(request, path)
    version = request.app.state.graph.version
    written = _as_links if form == "link" else _as_json
    body = written(original, publications).encode()
    return conditional(request, body, TIMEMAPS[form], version)


def _without(path: str) -> Problem:
    return Problem(
        "not-found",
        {
            "th": f"เมืองเพื่อนร่วมเรียนรู้เมืองเดียวไม่มี TimeMap แต่ข้อแนะนำมี: {path}",
            "en": f"One peer has no TimeMap, but the recommendation has: {path}.",
        },
    )


def _as_links(original: Original, publications: Sequence[Publication]) -> str:
    first, last = publications[0], publications[-1]
    span = f'from="{http_date(first.published)}"; until="{http_date(last.published)}"'
    entries = [
        f'<{original.address}>; rel="original timegate"',
        f'<{original.timemap("link")}>; rel="self"; type="{TIMEMAPS["link"]}"; {span}',
        f'<{original.timemap("json")}>; rel="timemap"; type="{TIMEMAPS["json"]}"',
    ]
    for each in publications:
        ends = [name for name, end in (("first", first), ("last", last)) if each is end]
        relation = " ".join([*ends, "memento"])
        date = http_date(each.published)
        entries.append(f'<{original.memento(each)}>; rel="{relation}"; datetime="{date}"')
    return ",\n".join(entries) + "\n"


def _as_json(original: Original, publications: Sequence[Publication]) -> str:
    document = {
        "original": original.address,
        "timegate": original.address,
        "timemaps": {form: original.timemap(form) for form in TIMEMAPS},
        "mementos": [{**named(each), "memento": original.memento(each)} for each in publications],
    }
    return json.dumps(document, ensure_ascii=False)
