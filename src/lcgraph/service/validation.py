"""Validation over HTTP: a record in, findings out, nothing stored."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query, Request, Response

from lcgraph.service.body import read_body
from lcgraph.service.body_examples import bodies
from lcgraph.service.budgets import client_of
from lcgraph.service.documents import chosen_from
from lcgraph.service.json_documents import JSON
from lcgraph.service.on_demand import WorkersOnDemand
from lcgraph.service.problems import Problem
from lcgraph.service.shared import OfGraph
from lcgraph.workers import WorkerLimits

if TYPE_CHECKING:
    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings

router = APIRouter(tags=["Validation"])

_log: Final = logging.getLogger("lcgraph")
_HANDLER: Final = "lcgraph.service.checking:RecordChecker"
_QUICK_SECONDS: Final = 0.25
"""Some three times what the record of a city takes."""
MEDIA_TYPES: Final = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/trig",
)
"""The formats in which a record is read."""
EXAMPLE: Final = """@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix lcg: <https://w3id.org/lcgraph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<https://w3id.org/lcgraph/record/th-satun-v1> a lcg:CityRecord ;
  foaf:primaryTopic <https://w3id.org/lcgraph/id/city/th-satun> .

<https://w3id.org/lcgraph/id/city/th-satun> a lcg:LearningCity ; rdfs:label "Satun"@en .
"""
"""A record that is begun."""


class Checker(OfGraph):
    """The workers that check records."""

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Describe the workers; they are started when the first record comes.

        Args:
            graph: The graph of the application.
            settings: Where the store is and what a check may use.
        """
        super().__init__(graph, settings)
        remote = None if settings.remote is None else settings.remote.described()
        self._workers = WorkersOnDemand(
            _HANDLER,
            {"store": str(settings.store), "remote": remote},
            WorkerLimits(workers=settings.workers, spare=0, quick=_QUICK_SECONDS),
        )

    async def close(self) -> None:
        """End the workers."""
        await self._workers.close()

    async def check(self, name: str, media_type: str, body: bytes, client: str) -> bytes:
        """Check one file.

        Args:
            name: What it is called.
            media_type: Its format; empty when not said.
            body: The file.
            client: For whom, with a budget.

        Returns:
            The outcome as JSON.

        Raises:
            Problem: What becomes of the work, as ``deadline-exceeded`` or ``budget-spent``;
                ``store-unreachable``.
        """
        head = {"name": name, "media_type": media_type}
        seconds = self._settings.validation_seconds
        budgets = self._graph.budgets
        reply = await self._workers.run_for(client, budgets, head, body, seconds)
        if "fault" in reply.head:
            _log.warning("nothing was checked: %s", reply.head["fault"])
            raise Problem("store-unreachable")
        return reply.body


def media_type_stated(request: Request) -> str:
    """Tell the format of a file with a record.

    Args:
        request: The request, which may leave it to the name of the file.

    Returns:
        One of :data:`MEDIA_TYPES`, or an empty text.

    Raises:
        Problem: ``unsupported-media-type`` for another.
    """
    stated = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if stated in MEDIA_TYPES:
        return stated
    if stated not in ("", "application/octet-stream"):
        raise Problem("unsupported-media-type", {}, {"supported": list(MEDIA_TYPES)})
    return ""


@router.post(
    "/validate",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": bodies(EXAMPLE, MEDIA_TYPES),
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
    media_type = media_type_stated(request)
    body = await read_body(request)
    client = client_of(request)
    found = await Checker.of(request).check(name, media_type, body, client)
    headers = {"Vary": "Accept", **request.app.state.graph.budgets.headers(client)}
    return Response(found, media_type=JSON, headers=headers)
