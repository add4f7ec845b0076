"""The SPARQL endpoint (SPARQL 1.1 Protocol)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from lcgraph.service.answer_page import answer_page, page_wanted, problem_page, without_format
from lcgraph.service.answers import Answer
from lcgraph.service.authority import refuse_managed, require
from lcgraph.service.body_examples import EXAMPLE_UPDATE
from lcgraph.service.budgets import client_of
from lcgraph.service.direct import DirectRoute
from lcgraph.service.formats import SHORT_NAMES, formats
from lcgraph.service.front_door import endpoint_without_query
from lcgraph.service.history import At, graph_at, past_is_past
from lcgraph.service.long_responses import LongResponse
from lcgraph.service.long_texts import SHORT, LongTexts, QueryRead, has_many_tokens, query_read
from lcgraph.service.mementos import memento_headers
from lcgraph.service.negotiation import GRAPHS, SOLUTIONS
from lcgraph.service.one_version import made_of_one_version
from lcgraph.service.operation import (
    FORM,
    QUERY,
    UPDATE,
    Operation,
    base_of,
    operation_by_get,
    operation_of,
)
from lcgraph.service.problems import Problem
from lcgraph.service.query_parameters import at_most_once, layers_of, seconds_of
from lcgraph.service.questions import INTERNAL_FORMATS, Question
from lcgraph.service.unchanged import unchanged, validators
from lcgraph.service.update import update_request
from lcgraph.store import Layer
from lcgraph.store.interface import LAYER_GRAPHS

if TYPE_CHECKING:
    from collections.abc import Callable

    from lcgraph.service.asking import AskedGraph
    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.presentation import Presentation

router = APIRouter(tags=["SPARQL"], route_class=DirectRoute)

_EXAMPLE: Final = """PREFIX lcg: <https://w3id.org/lcgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?city ?label WHERE { ?city a lcg:LearningCity ; rdfs:label ?label }"""
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The results, in the format that Accept or `format` asks for. · "
        "คำตอบในรูปแบบที่ Accept หรือ `format` ขอ",
        "content": {media: {} for media in (*SOLUTIONS.values(), *GRAPHS.values())},
    }
}
_SHORT: Final = 8192

Format = Annotated[
    str | None,
    Query(
        description="Instead of Accept: a media type, or one of these names. · "
        "ใช้แทน Accept: ชนิดสื่อ หรือชื่อเหล่านี้ " + ", ".join(SHORT_NAMES)
    ),
]
LayerNames = Annotated[
    list[Layer] | None,
    Query(
        description="A layer to add to what is published; may be repeated. · "
        "ชั้นข้อมูลที่เพิ่มจากส่วนที่เผยแพร่ ระบุซ้ำได้"
    ),
]
Timeout = Annotated[
    float | None,
    Query(
        gt=0,
        description="A deadline in seconds, shorter than the service's own. · "
        "กำหนดเวลาเป็นวินาที สั้นกว่าที่บริการกำหนดไว้",
    ),
]


@router.get("/sparql", responses=_ANSWERS, response_class=Response)
async def query_by_get(
    request: Request,
    query: Annotated[
        str | None,
        Query(
            description="A SPARQL 1.1 query; without one the service describes itself. · "
            "ข้อความสอบถาม SPARQL 1.1 หากไม่ระบุ บริการจะอธิบายตัวเอง",
            openapi_examples={"cities": {"value": _EXAMPLE}},
        ),
    ] = None,
    format: Format = None,
    layer: LayerNames = None,
    at: At = None,
    timeout: Timeout = None,
) -> Response:
    """Answer a query given as a parameter.

    ตอบข้อความสอบถามที่ส่งเป็นพารามิเตอร์
    """
    parameters: bytes = request.scope["query_string"]
    headers = request.headers
    # The same few requests come again and again; what is long is not worth remembering.
    accept, base = headers.get("accept"), base_of(request)
    length = len(parameters) + len(accept or "") + len(base)
    page = page_wanted(request)
    if page is not None and "query" in request.query_params:
        return await _asked_for_page(request, page)
    if length < _SHORT:
        services = request.app.state.settings.allowed_services
        asked = _asking_by_get(parameters, base, accept, services)
    else:
        operation = operation_by_get(parameters, base)
        asked = None if operation is None else await _asking(request, operation, accept)
    if asked is None:
        return await endpoint_without_query(request)
    return await _asked(request, asked)


@router.post(
    "/sparql",
    responses={
        **_ANSWERS,
        204: {"description": "The update is carried out. · ปรับปรุงข้อมูลแล้ว"},
    },
    response_class=Response,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                QUERY: {"schema": {"type": "string"}, "example": _EXAMPLE},
                UPDATE: {"schema": {"type": "string"}, "example": EXAMPLE_UPDATE},
                FORM: {
                    "schema": {
                        "type": "object",
                        "properties": {
                            "query": {"type": "string", "example": _EXAMPLE},
                            "update": {"type": "string"},
                        },
                    },
                    "example": {"query": _EXAMPLE},
                },
            },
        }
    },
)
async def operation_by_post(
    request: Request,
    format: Format = None,
    layer: LayerNames = None,
    at: At = None,
    timeout: Timeout = None,
) -> Response:
    """Answer a query given as the body or as the field `query` of a form; carry out an update.

    An update is the body (`application/sparql-update`) or the field `update`, and needs the bearer
    token of an administrator. Graphs that lcgraph manages cannot be changed this way.

    ตอบข้อความสอบถามที่ส่งเป็นเนื้อหาหรือในช่อง `query` ของแบบฟอร์ม หรือปรับปรุงข้อมูล ซึ่งส่งเป็นเนื้อหา
    (`application/sparql-update`) หรือในช่อง `update` และต้องมีโทเค็นของผู้ดูแล
    กราฟที่ lcgraph ดูแลแก้ไขด้วยวิธีนี้ไม่ได้
    """
    return await _answered(request)


async def _answered(request: Request) -> Response:
    operation = await operation_of(request)
    if operation is None:
        return await endpoint_without_query(request)
    if operation.kind == "update":
        return await _updated(request, operation)
    return await _asked(request, await _asking(request, operation, request.headers.get("accept")))


async def _updated(request: Request, operation: Operation) -> Response:
    require(request)
    if "at" in operation.fields:
        raise past_is_past()
    if len(operation.text) > SHORT:
        update = await LongTexts.of(request).update(request, operation)
    else:
        update = update_request(operation.text, operation.base, operation.default, operation.named)
    refuse_managed(request, update.written)
    graph: PublishedGraph = request.app.state.graph
    version = graph.version
    if update.operations:
        version = await graph.update(update.text, operation.base, update.written, data=update.data)
    return Response(status_code=204, headers={"Lcgraph-Data-Version": str(version)})


@dataclass(frozen=True)
class _Asking:
    question: Question
    seconds: float | None
    at: str | None


async def _asked_for_page(request: Request, page: Presentation) -> Response:
    try:
        operation = operation_by_get(without_format(request), base_of(request))
        if operation is None:
            return await endpoint_without_query(request)
        asking = await _asking(request, operation, None)
    except Problem as problem:
        return await problem_page(request, page, problem)
    question = replace(asking.question, formats=INTERNAL_FORMATS)
    seconds, at = asking.seconds, asking.at
    return await made_of_one_version(
        request, lambda: answer_page(request, page, question, seconds, at)
    )


async def _asked(request: Request, asking: _Asking) -> Response:
    graph = await graph_at(request, asking.at)
    return await answered(request, graph, asking.question, asking.seconds)


@lru_cache(maxsize=1024)
def _asking_by_get(
    parameters: bytes, base: str, accept: str | None, services: frozenset[str]
) -> _Asking | None:
    operation = operation_by_get(parameters, base)
    if operation is None:
        return None
    read = query_read(operation.text, services, _layers_to_add(operation))
    return _asking_of(operation, accept, read)


async def _asking(request: Request, operation: Operation, accept: str | None) -> _Asking:
    layers = _layers_to_add(operation)
    if has_many_tokens(operation.text, layers):
        read = await LongTexts.of(request).query(request, operation.text, layers)
    else:
        services = request.app.state.settings.allowed_services
        read = query_read(operation.text, services, layers)
    return _asking_of(operation, accept, read)


def _layers_to_add(operation: Operation) -> list[Layer]:
    # A dataset of the request takes the place of that of the query, and has its layers.
    return [] if operation.states_dataset else layers_of(operation.fields)


def _asking_of(operation: Operation, accept: str | None, read: QueryRead) -> _Asking:
    fields = operation.fields
    default = named = None
    if operation.states_dataset:
        layers = layers_of(fields)
        default = (*operation.default, *(LAYER_GRAPHS[layer].value for layer in layers))
        named = operation.named
    question = Question(
        read.text,
        formats(accept, tuple(fields.getlist("format"))),
        read.layers,
        None,
        default,
        named,
        operation.base,
        read.remote,
    )
    at_most_once(fields, "lang")
    return _Asking(question, seconds_of(fields), at_most_once(fields, "at"))


async def answered(
    request: Request,
    graph: AskedGraph,
    question: Question,
    seconds: float | None = None,
    since: Callable[[int], int] | None = None,
) -> Response:
    """Answer a question of a client, unless it has the answer already.

    Args:
        request: The request, for its client and its If-None-Match header.
        graph: What is asked.
        question: What is asked for.
        seconds: The deadline, at most the operator's.
        since: Tells since which version the answer is the same, where that is known.

    Returns:
        The response, which names the data version and what is left of the client's budget; 304
        where the client has the answer (RFC 9110, section 13.1.2). A long one is sent as it is
        read; nothing can fail by then.
    """
    client = client_of(request)
    known = await unchanged(request, graph, question, since=since)
    if known is not None:
        return known
    answer = await graph.ask(question, seconds=seconds, client=client)
    headers = {
        **validators(question, answer.version, since=since),
        **graph.budgets.headers(client),
        **memento_headers(request),
        "Vary": "Accept",
    }
    if isinstance(answer, Answer):
        return Response(answer.content, media_type=answer.media_type, headers=headers)
    return LongResponse(answer, headers)
