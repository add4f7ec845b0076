"""The OpenAPI description of the service: its routes, and one entry for each stored query.

It is made when it is first asked for, so that a start does not wait for the query library. Answers
are not asked for it: that of one stored query takes a moment among a thousand cities, and those of
all of them half a minute of a busy machine.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final

from fastapi.concurrency import run_in_threadpool

from lcgraph.queries import Library
from lcgraph.service.call_examples import Known, fill_calls, known_of
from lcgraph.service.library_description import operations_of, tag_of
from lcgraph.service.problem_kinds import KINDS
from lcgraph.service.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from lcgraph.queries import StoredQuery

_RECOMMENDATION: Final = "recommendation"
_ROUTES: Final = {
    "SPARQL": {"en": "SPARQL endpoint", "th": "จุดบริการ SPARQL"},
    "Graph store": {"en": "Graph store", "th": "คลังกราฟ"},
    "Validation": {"en": "Validation", "th": "การตรวจระเบียน"},
    "Publication": {"en": "Publishing records", "th": "การเผยแพร่ระเบียน"},
    "Service": {"en": "The service itself", "th": "ตัวบริการ"},
    "Cities": {"en": "Cities", "th": "เมือง"},
    "Recommendations": {"en": "Recommendations", "th": "ข้อแนะนำ"},
    "History": {"en": "Publications and earlier versions", "th": "การเผยแพร่และเวอร์ชันก่อนหน้า"},
    "Query library": {"en": "Lists of stored queries", "th": "รายการแบบสอบถาม"},
    "Front door": {"en": "Front door", "th": "หน้าแรก"},
    "Dumps": {"en": "Downloads", "th": "ดาวน์โหลด"},
    "Linked data": {"en": "Linked data", "th": "ข้อมูลเชื่อมโยง"},
}
_ANSWER: Final = {
    "200": "What was asked for. · สิ่งที่ขอ",
    "303": "Where a document about it is. · ที่อยู่ของเอกสารเกี่ยวกับสิ่งนั้น",
}
"""What a status means where a route says nothing of it."""
_UNSAID: Final = "Successful Response"
_REFERENCE: Final = {"$ref": "#/components/responses/Problem"}
_SENTENCES: Final = {name: {"type": "string"} for name in ("title", "detail", "advice")}
_BOTH: Final = {"type": "object", "required": ["title", "advice"], "properties": _SENTENCES}
_PROBLEM: Final = {
    "type": "object",
    "description": "A problem document (RFC 9457). · เอกสารแจ้งปัญหา (RFC 9457)",
    "required": ["type", "status", "title", "advice", "messages"],
    "properties": {
        "type": {"type": "string", "description": "What kind of problem. · ชนิดของปัญหา"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        **_SENTENCES,
        "messages": {
            "type": "object",
            "description": "The same in each language. · ข้อความเดียวกันในแต่ละภาษา",
            "required": ["th", "en"],
            "properties": {"th": _BOTH, "en": _BOTH},
        },
        "parameter": {"type": "string", "description": "What is wrong. · ส่วนที่ผิด"},
        "example": {"type": "string", "description": "What would do. · ตัวอย่างที่ใช้ได้"},
    },
}


class Description:
    """The OpenAPI description, kept while the data version is the same."""

    def __init__(self) -> None:
        """Describe nothing yet."""
        self._making = asyncio.Lock()
        self._made: dict[str, Any] = {}
        self._version: int | None = None

    async def document(self, request: Request) -> tuple[int, dict[str, Any]]:
        """Return the description.

        Args:
            request: The request that asks for it, for the application that it describes.

        Returns:
            The data version whose things its examples name, and an OpenAPI 3.1 document.
        """
        version = await request.app.state.graph.current_version()
        async with self._making:
            if self._version != version:
                self._made = await _described(request)
                self._version = version
            return version, self._made


async def _described(request: Request) -> dict[str, Any]:
    library = Library({})
    if not request.app.state.settings.unmanaged:
        library = await run_in_threadpool(request.app.state.library.read)
    routes = await run_in_threadpool(request.app.openapi)
    known = await known_of(request)
    return await run_in_threadpool(_document, routes, library, known)


def _document(routes: dict[str, Any], library: Library, known: Known) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(routes))
    paths = document["paths"]
    for operation in _operations(document):
        _split_summary(operation)
    for query in library:
        paths[f"/queries/{query.name}"] = operations_of(query, _known_to(query, known))
    if library:
        _name_folders(paths["/queries/{folder}"], library)
    for operation in _operations(document):
        _name_answers(operation)
        _name_problems(operation)
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = _PROBLEM
    components["responses"] = {"Problem": _problem_response()}
    document["tags"] = [*document.get("tags", []), *_tags(document, library)]
    fill_calls(document, known)
    return document


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in document["paths"].values():
        for method in ("get", "post", "put", "delete", "patch"):
            if method in item:
                yield item[method]


def _split_summary(operation: dict[str, Any]) -> None:
    # The first paragraph of a route's docstring says in a sentence what the route does.
    summary, _, rest = operation.get("description", "").partition("\n\n")
    operation["summary"] = " ".join(summary.split()) or operation.get("summary", "")
    operation["description"] = rest.strip()


def _known_to(query: StoredQuery, known: Known) -> dict[str, str]:
    """Give examples that a header cannot: recommendations are named by digest."""
    names = {parameter.name for parameter in query.parameters}
    if known.recommendation is None or _RECOMMENDATION not in names:
        return {}
    return {_RECOMMENDATION: known.recommendation}


def _name_folders(item: dict[str, Any], library: Library) -> None:
    folders = list(library.folders)
    for parameter in item["get"].get("parameters", ()):
        parameter["schema"] = {"type": "string", "enum": folders}
        parameter["example"] = folders[0]
        parameter["description"] = "A folder of the library. · โฟลเดอร์ของคลังแบบสอบถาม"


def _name_answers(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for status, said in _ANSWER.items():
        if status in responses and responses[status]["description"] == _UNSAID:
            responses[status]["description"] = said


def _name_problems(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for general in ("422", "5XX"):
        responses.pop(general, None)
    for status in ("4XX", "503", "504"):
        responses[status] = _REFERENCE


def _problem_response() -> dict[str, Any]:
    kind = KINDS["wrong-parameter"]
    messages = {tag: {"title": kind.title[tag], "advice": kind.advice[tag]} for tag in kind.title}
    example = {
        "type": "/problems/wrong-parameter",
        "status": kind.status,
        **messages["en"],
        "messages": messages,
        "parameter": "city",
        "example": "th-yala",
    }
    return {
        "description": "A problem document, in Thai and English. · เอกสารแจ้งปัญหาสองภาษา",
        "content": {
            MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
        },
    }


def _tags(document: dict[str, Any], library: Library) -> Iterator[dict[str, str]]:
    used = {tag for operation in _operations(document) for tag in operation.get("tags", ())}
    for name, described in _ROUTES.items():
        if name in used:
            yield {"name": name, "description": f"{described['en']} · {described['th']}"}
    for folder in library.folders:
        described = {"en": f"Stored queries: {folder}", "th": f"แบบสอบถาม: {folder}"}
        yield {"name": tag_of(folder), "description": f"{described['en']} · {described['th']}"}
