"""Validation over HTTP: a record in, findings out, nothing stored."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from lcgraph.service.body import read_body
from lcgraph.service.body_examples import bodies
from lcgraph.service.documents import chosen_from
from lcgraph.service.failures import failure_problem, start_for_client
from lcgraph.service.json_documents import JSON
from lcgraph.service.problems import Problem
from lcgraph.workers import Pool, Reply, WorkerLimits

if TYPE_CHECKING:
    from lcgraph.service.settings import Settings

router = APIRouter(tags=["Validation"])

_HANDLER: Final = "lcgraph.service.checking:RecordChecker"
_MEDIA_TYPES: Final = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/trig",
)
_EXAMPLE: Final = """@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix lcg: <https://w3id.org/lcgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<https://w3id.org/lcgraph/record/th-satun-v1> a lcg:CityRecord ;
  foaf:primaryTopic <https://w3id.org/lcgraph/id/city/th-satun> .

<https://w3id.org/lcgraph/id/city/th-satun> a lcg:LearningCity ; rdfs:label "Satun"@en .
"""


class Checker:
    """The workers that check records; they are started when the first record comes."""

    def __init__(self, settings: Settings) -> None:
        """Describe the workers.

        Args:
            settings: Where the store is and what a check may use.
        """
        self._settings = settings
        self._pool: Pool | None = None
        self._starting = asyncio.Lock()

    async def close(self) -> None:
        """End the workers."""
        if self._pool is not None:
            await self._pool.stop()

    async def check(self, name: str, media_type: str, body: bytes) -> bytes:
        """Check one file.

        Args:
            name: What it is called.
            media_type: Its format; empty when not said.
            body: The file.

        Returns:
            The outcome as JSON.

        Raises:
            Problem: ``deadline-exceeded`` or ``memory-exceeded``.
        """
        pool = await self._started()
        seconds = self._settings.validation_seconds
        reply = await pool.run({"name": name, "media_type": media_type}, body, seconds)
        if not isinstance(reply, Reply):
            raise failure_problem(reply, WorkerLimits().memory)
        return reply.body

    async def _started(self) -> Pool:
        async with self._starting:
            if self._pool is None:
                limits = WorkerLimits(workers=self._settings.workers, spare=0)
                remote = self._settings.remote
                configuration = {
                    "store": str(self._settings.store),
                    "remote": None if remote is None else remote.described(),
                }
                pool = Pool(_HANDLER, configuration, limits)
                await start_for_client(pool)
                self._pool = pool
            return self._pool


@router.post(
    "/validate",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": bodies(_EXAMPLE, _MEDIA_TYPES),
        }
    },
    responses={
        200: {
            "description": "What was found, with file and line, in both languages. · "
            "สิ่งที่พบ พร้อมชื่อไฟล์และบรรทัด ทั้งสองภาษา"
        }
    },
)
async def validate(
    request: Request,
    name: Annotated[
        str, Query(max_length=200, description="What findings call the file. · ชื่อไฟล์ที่ใช้ในผลการตรวจ")
    ] = "record.ttl",
) -> Response:
    """Check a record against the shapes; nothing is stored.

    The answer says whether the record can be published, and lists each finding with constraint,
    severity, place and message. A file that cannot be read is answered the same way, with what is
    wrong and where.

    ตรวจระเบียนกับข้อกำหนด โดยไม่บันทึกสิ่งใด คำตอบบอกว่าเผยแพร่ได้หรือไม่ และแสดงสิ่งที่พบแต่ละข้อ
    พร้อมข้อกำหนด ความร้ายแรง ตำแหน่ง และข้อความ
    """
    chosen_from(request, {"json": JSON})
    checker: Checker = request.app.state.checker
    stated = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if stated and stated not in _MEDIA_TYPES and stated != "application/octet-stream":
        raise Problem("unsupported-media-type", {}, {"supported": list(_MEDIA_TYPES)})
    body = await read_body(request)
    media_type = stated if stated in _MEDIA_TYPES else ""
    found = await checker.check(name, media_type, body)
    return Response(found, media_type=JSON, headers={"Vary": "Accept"})
