"""Publication over HTTP: a record in, checked and carried out while the service answers."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pyoxigraph import RdfFormat, parse

from lcgraph.service.authority import require
from lcgraph.service.body import read_body
from lcgraph.service.body_examples import bodies
from lcgraph.service.documents import chosen_from
from lcgraph.service.failures import failure_problem
from lcgraph.service.graph import Overtaken
from lcgraph.service.json_documents import JSON
from lcgraph.service.on_demand import WorkersOnDemand
from lcgraph.service.problems import Problem
from lcgraph.service.shared import OfGraph
from lcgraph.service.validation import EXAMPLE, MEDIA_TYPES, media_type_stated
from lcgraph.store import Patch
from lcgraph.vocabulary import BASE
from lcgraph.workers import Overloaded, WorkerLimits

if TYPE_CHECKING:
    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings
    from lcgraph.workers import Reply

router = APIRouter(tags=["Publication"])

_log: Final = logging.getLogger("lcgraph")
_HANDLER: Final = "lcgraph.service.preparing:Preparer"
_ATTEMPTS: Final = 5
_MOST_REASONS: Final = 3
_DONE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The record version was there already; where it stands now, and what was "
        "found in it. · มีระเบียนเวอร์ชันนี้อยู่แล้ว พร้อมสถานะในตอนนี้และสิ่งที่พบ"
    },
    201: {
        "description": "The record version is there now, for every reader. · "
        "มีระเบียนเวอร์ชันนี้แล้วสำหรับผู้อ่านทุกคน",
        "headers": {
            "Location": {
                "description": "Where the record is. · ที่อยู่ของระเบียน",
                "schema": {"type": "string", "format": "uri"},
            }
        },
    },
}


class Publications(OfGraph):
    """Publications: each is prepared by a worker, then carried out."""

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Describe the worker; it is started when the first record comes.

        Args:
            graph: What is published.
            settings: Where the store is and how long a publication may take.
        """
        super().__init__(graph, settings)
        remote = None if settings.remote is None else settings.remote.described()
        self._workers = WorkersOnDemand(
            _HANDLER,
            {"store": str(settings.store), "remote": remote},
            WorkerLimits(workers=1, spare=0),
        )

    async def close(self) -> None:
        """End the worker."""
        await self._workers.close()

    async def publish(self, name: str, media_type: str, body: bytes) -> dict[str, Any]:
        """Check a file with a record and publish it, or change nothing.

        Args:
            name: What the file is called.
            media_type: Its format; empty when not said.
            body: The file.

        Returns:
            The outcome of checking, with ``records``: status by IRI, ``warnings``: how many,
            ``version``: the data version that holds them, ``is_new`` and ``changed``.

        Raises:
            Problem: ``record-refused`` or ``record-conflict``, or what becomes of the work.
        """
        head = {"name": name, "media_type": media_type}
        outcome: dict[str, Any] = {}

        async def prepared() -> tuple[Patch, int | None]:
            reply = await self._workers.run(head, body, self._settings.validation_seconds)
            found, patch = await run_in_threadpool(_read, reply)
            if "fault" in found:
                # Where the store is concerns its operator alone.
                _log.warning("nothing was published: %s", found["fault"]["en"])
                raise Problem("store-unreachable")
            if "reasons" in found:
                raise _refused(found)
            outcome.update(found, changed=bool(patch))
            return patch, reply.head["version"]

        for _ in range(_ATTEMPTS):
            # Others may publish on the same server.
            with suppress(Overtaken):
                version = await self._graph.publish(prepared)
                return {**outcome, "version": version}
        raise failure_problem(Overloaded(1.0), 0)


@router.post(
    "/records",
    openapi_extra={"requestBody": {"required": True, "content": bodies(EXAMPLE, MEDIA_TYPES)}},
    responses=_DONE,
)
async def publish(
    request: Request,
    name: Annotated[
        str, Query(max_length=200, description="What findings call the file. · ชื่อไฟล์ที่ใช้ในผลการตรวจ")
    ] = "record.ttl",
) -> Response:
    """Publish a record; only administrators may.

    The record is checked first, as `/validate` does. With a violation, or if it would change or
    undo what is published, it is refused and nothing changes. Else it is there for every reader
    when the answer comes, as one data version with what follows from it. Its own status says
    whether it is published, kept as a draft, or withdraws what was published. The same record
    again changes nothing.

    เผยแพร่ระเบียน เฉพาะผู้ดูแล ระเบียนได้รับการตรวจก่อนเช่นเดียวกับ `/validate` หากพบการละเมิด
    หรือจะแก้ไขหรือลบล้างสิ่งที่เผยแพร่แล้ว บริการจะปฏิเสธและไม่มีอะไรเปลี่ยน มิฉะนั้นผู้อ่านทุกคนเห็นระเบียน
    พร้อมสิ่งที่อนุมานได้เป็นเวอร์ชันเดียวเมื่อได้รับคำตอบ สถานะในระเบียนบอกว่าเผยแพร่ เก็บเป็นร่าง หรือถอนสิ่งที่เผยแพร่แล้ว
    ส่งระเบียนเดิมอีกครั้งไม่เปลี่ยนสิ่งใด
    """
    require(request)
    chosen_from(request, {"json": JSON})
    media_type = media_type_stated(request)
    body = await read_body(request, of_administrator=True)
    return _answered(request, await Publications.of(request).publish(name, media_type, body))


def _answered(request: Request, outcome: dict[str, Any]) -> Response:
    ((record, status),) = outcome["records"].items()
    address = str(request.base_url) + record.removeprefix(BASE)
    document = {
        "record": record,
        "status": status,
        "url": address,
        "changed": outcome["changed"],
        "data_version": outcome["version"],
        "warnings": outcome["warnings"],
        "findings": outcome["findings"],
        "completeness": outcome["completeness"],
    }
    headers = {"Lcgraph-Data-Version": str(outcome["version"]), "Vary": "Accept"}
    if outcome["is_new"]:
        headers["Location"] = address
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Response(content, 201 if outcome["is_new"] else 200, headers, JSON)


def _read(reply: Reply) -> tuple[dict[str, Any], Patch]:
    told, removed = reply.head["outcome"], reply.head["removed"]
    outcome: dict[str, Any] = json.loads(reply.body[:told])
    quads = reply.body[told : told + removed], reply.body[told + removed :]
    return outcome, Patch(*(frozenset(parse(each, format=RdfFormat.N_QUADS)) for each in quads))


def _refused(outcome: dict[str, Any]) -> Problem:
    reasons = outcome["reasons"]
    shown = {tag: "\n".join(each[tag] for each in reasons[:_MOST_REASONS]) for tag in ("th", "en")}
    more = {"record": outcome["record"], "reasons": reasons, "findings": outcome["findings"]}
    return Problem("record-conflict" if outcome["conflict"] else "record-refused", shown, more)
