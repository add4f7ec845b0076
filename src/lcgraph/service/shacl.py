"""Validation of any data by any shapes (SHACL); nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request, Response

from lcgraph.service.body import Part, media_type_of, read_parts
from lcgraph.service.body_examples import EXAMPLE_GRAPH, EXAMPLE_SHAPES, form_of_files
from lcgraph.service.budgets import client_of
from lcgraph.service.content_faults import malformed_content
from lcgraph.service.formats import formats
from lcgraph.service.graph_content import MULTIPART, format_of
from lcgraph.service.negotiation import GRAPHS
from lcgraph.service.on_demand import WorkersOnDemand
from lcgraph.service.problems import Problem
from lcgraph.service.refusals import unacceptable
from lcgraph.service.shared import OfGraph
from lcgraph.workers import WorkerLimits

if TYPE_CHECKING:
    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings
    from lcgraph.workers import Reply

router = APIRouter(tags=["Validation"])

_HANDLER: Final = "lcgraph.validation.shacl_report:ShapesValidator"
_QUICK_SECONDS: Final = 0.1
"""Time for some hundred triples and shapes."""
_FIELDS: Final = ("data", "shapes")
_WRONG_TERMS: Final = {
    "th": "ข้อความ SPARQL ใน shapes สร้างสิ่งที่เขียนใน RDF ไม่ได้ เช่น IRI ที่มีช่องว่าง หรือรหัสภาษาที่ผิด",
    "en": "SPARQL in the shapes makes what is no term of RDF, such as an IRI with a space or a "
    "wrong language tag.",
}
_UNUSABLE: Final = {
    "th": "เครื่องมือตรวจทำตาม shapes เหล่านี้ไม่ได้",
    "en": "The tool that validates cannot follow these shapes.",
}
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {MULTIPART: form_of_files({"data": EXAMPLE_GRAPH, "shapes": EXAMPLE_SHAPES})},
    }
}


class ShapesValidators(OfGraph):
    """The workers that validate."""

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Describe the workers; they are started when the first request comes.

        Args:
            graph: The graph of the application, which is not looked at.
            settings: What a validation may use.
        """
        super().__init__(graph, settings)
        limits = WorkerLimits(
            settings.workers, settings.query_memory, spare=0, quick=_QUICK_SECONDS
        )
        self._workers = WorkersOnDemand(_HANDLER, {}, limits)

    async def close(self) -> None:
        """End the workers."""
        await self._workers.close()

    async def validate(self, head: dict[str, object], body: bytes, client: str) -> Reply:
        """Have a worker validate.

        Args:
            head: What :class:`lcgraph.validation.shacl_report.ShapesValidator` is told.
            body: Both graphs.
            client: For whom, with a budget.

        Returns:
            What it answered.

        Raises:
            Problem: What becomes of the work, as ``deadline-exceeded`` or ``budget-spent``.
        """
        seconds = self._settings.validation_seconds
        return await self._workers.run_for(client, self._graph.budgets, head, body, seconds)


@router.post(
    "/shacl",
    openapi_extra=_BODY,
    response_class=Response,
    responses={
        200: {
            "description": "The validation report, whether the data conform or not. · "
            "รายงานผลการตรวจ ไม่ว่าข้อมูลจะผ่านหรือไม่",
            "content": {media: {} for media in GRAPHS.values()},
        }
    },
)
async def validate(request: Request) -> Response:
    """Validate the field `data` by the field `shapes`; the answer is a SHACL validation report.

    ตรวจกราฟใน `data` ด้วยเกณฑ์ใน `shapes` คำตอบคือรายงานผลการตรวจตาม SHACL
    """
    wanted = formats(request.headers.get("accept"), tuple(request.query_params.getlist("format")))
    if "graph" not in wanted:
        raise Problem("not-acceptable", {}, {"supported": list(GRAPHS.values())})
    media_type_of(request, [MULTIPART])
    data, shapes = _fields(await read_parts(request))
    head = {
        "data": len(data.content),
        "media_types": [format_of(data), format_of(shapes)],
        "report": wanted["graph"],
    }
    client, media_type = client_of(request), wanted["graph"]
    body = data.content + shapes.content
    reply = await ShapesValidators.of(request).validate(head, body, client)
    headers = {"Vary": "Accept", **request.app.state.graph.budgets.headers(client)}
    problem = _problem(reply, media_type)
    if problem is not None:
        problem.headers = {**problem.headers, **headers}
        raise problem
    return Response(reply.body, media_type=media_type, headers=headers)


def _problem(reply: Reply, media_type: str) -> Problem | None:
    """Say why there is no report, unless there is one."""
    outcome = reply.head["outcome"]
    if outcome == "report":
        return None
    if outcome == "unacceptable":
        return unacceptable("graph", reply.head["lacks"], media_type)
    if outcome == "wrong-terms":
        return Problem("wrong-shapes", _WRONG_TERMS)
    if outcome == "ill-formed":
        return Problem("wrong-shapes", reply.head["reason"])
    said = reply.body.decode()
    if outcome == "refused":
        detail = {"th": f"เครื่องมือตรวจแจ้งว่า {said}", "en": said} if said else _UNUSABLE
        return Problem("wrong-shapes", detail)
    return malformed_content(said, outcome)


def _fields(parts: list[Part]) -> list[Part]:
    by_name: dict[str, list[Part]] = {}
    for part in parts:
        by_name.setdefault(part.name, []).append(part)
    if any(len(by_name.get(name, ())) != 1 for name in _FIELDS):
        raise Problem(
            "malformed-request",
            {
                "th": "ต้องมี data หนึ่งส่วนและ shapes หนึ่งส่วน",
                "en": "Give exactly one part 'data' and one part 'shapes'.",
            },
            {"parameter": " ".join(_FIELDS)},
        )
    return [by_name[name][0] for name in _FIELDS]
