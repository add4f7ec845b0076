"""The SPARQL endpoint (SPARQL 1.1 Protocol, section 2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from starlette.datastructures import QueryParams

from lcgraph.service.body import form_fields, read_body
from lcgraph.service.graph import Answer, PublishedGraph
from lcgraph.service.negotiation import GRAPHS, SOLUTIONS, best
from lcgraph.service.problems import Problem
from lcgraph.store import Layer

if TYPE_CHECKING:
    from collections.abc import Sequence

router = APIRouter(tags=["SPARQL"])

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"

_EXAMPLE: Final = """PREFIX lcg: <https://w3id.org/lcgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?city ?label WHERE { ?city a lcg:LearningCity ; rdfs:label ?label }"""
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The results, in the format that Accept or `format` asks for.",
        "content": {media: {} for media in (*SOLUTIONS.values(), *GRAPHS.values())},
    }
}


@router.get("/sparql", responses=_ANSWERS, response_class=Response)
async def query_by_get(
    request: Request,
    query: Annotated[
        str | None,
        Query(description="A SPARQL 1.1 query.", openapi_examples={"cities": {"value": _EXAMPLE}}),
    ] = None,
    format: Annotated[
        str | None,
        Query(description="Instead of Accept: " + ", ".join((*SOLUTIONS, *GRAPHS))),
    ] = None,
    layer: Annotated[
        list[Layer] | None,
        Query(description="A layer to add to what is published; may be repeated."),
    ] = None,
    timeout: Annotated[
        float | None,
        Query(gt=0, description="A deadline in seconds, shorter than the service's own."),
    ] = None,
) -> Response:
    """Answer a query given as a parameter."""
    parameters = request.query_params
    if len(parameters.getlist("query")) != 1 or query is None:
        raise _no_query()
    return await _answer(
        request,
        query,
        format,
        layer or (),
        parameters.getlist("default-graph-uri"),
        parameters.getlist("named-graph-uri"),
        timeout,
    )


@router.post(
    "/sparql",
    responses=_ANSWERS,
    response_class=Response,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                QUERY: {"schema": {"type": "string"}, "example": _EXAMPLE},
                FORM: {
                    "schema": {
                        "type": "object",
                        "required": ["query"],
                        "properties": {"query": {"type": "string", "example": _EXAMPLE}},
                    }
                },
            },
        }
    },
)
async def query_by_post(
    request: Request,
    format: Annotated[str | None, Query(description="Instead of Accept.")] = None,
    layer: Annotated[list[Layer] | None, Query(description="A layer to add.")] = None,
    timeout: Annotated[float | None, Query(gt=0, description="A deadline in seconds.")] = None,
) -> Response:
    """Answer a query given as the body, or as the field `query` of a form."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await read_body(request)
    if media_type == QUERY:
        fields = QueryParams([*request.query_params.multi_items(), ("query", _decoded(body))])
    elif media_type == FORM:
        fields = form_fields(body)
    else:
        raise Problem("unsupported-media-type", {}, {"supported": [QUERY, FORM]})
    queries = fields.getlist("query")
    if len(queries) != 1:
        raise _no_query()
    layers = layer or [_layer(name) for name in fields.getlist("layer")]
    return await _answer(
        request,
        queries[0],
        format or fields.get("format"),
        layers,
        fields.getlist("default-graph-uri"),
        fields.getlist("named-graph-uri"),
        timeout,
    )


def _layer(name: str) -> Layer:
    try:
        return Layer(name)
    except ValueError:
        raise Problem(
            "wrong-parameter",
            {"th": f"ไม่มีชั้นข้อมูล {name}", "en": f"There is no layer {name}."},
            {"parameter": "layer", "supported": list(Layer)},
        ) from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise Problem(
            "malformed-request",
            {"th": "เนื้อหาไม่ใช่ UTF-8", "en": "The body is not UTF-8."},
        ) from None


def _no_query() -> Problem:
    return Problem(
        "malformed-request",
        {
            "th": "ต้องมีพารามิเตอร์ query หนึ่งค่า ตัวอย่าง /sparql?query=ASK{}",
            "en": "Give exactly one parameter 'query', as in /sparql?query=ASK{}",
        },
        {"parameter": "query"},
    )


async def _answer(
    request: Request,
    text: str,
    short: str | None,
    layers: Sequence[Layer],
    default: Sequence[str],
    named: Sequence[str],
    seconds: float | None,
) -> Response:
    graph: PublishedGraph = request.app.state.graph
    dataset_is_given = bool(default or named)
    answer = await graph.query(
        text,
        formats=formats(request, short),
        layers=layers,
        default=default if dataset_is_given else None,
        named=named if dataset_is_given else None,
        seconds=seconds,
    )
    return response(answer)


def response(answer: Answer) -> Response:
    """Write an answer as a response.

    Args:
        answer: What a reader answered.

    Returns:
        The response, which names the data version it was given from.
    """
    return Response(
        answer.content,
        media_type=answer.media_type,
        headers={"Vary": "Accept", "Lcgraph-Data-Version": str(answer.version)},
    )


def formats(request: Request, short: str | None = None) -> dict[str, str]:
    """Choose the format for each kind of answer a query may have.

    Args:
        request: The request, for its Accept header.
        short: A short name or a media type that overrides the header.

    Returns:
        Media types by kind; a kind that the client takes in none of our formats has none.

    Raises:
        Problem: ``wrong-parameter`` or ``not-acceptable``.
    """
    everything = {**SOLUTIONS, **GRAPHS}
    if short is not None:
        chosen = everything.get(short, short)
        if chosen not in everything.values():
            raise Problem(
                "wrong-parameter",
                {"th": f"ไม่มีรูปแบบ {short}", "en": f"There is no format {short}."},
                {"parameter": "format", "supported": list(everything)},
            )
        accept: str | None = chosen
    else:
        accept = request.headers.get("accept")
    solutions = best(accept, tuple(SOLUTIONS.values()))
    graphs = best(accept, tuple(GRAPHS.values()))
    if solutions is None and graphs is None:
        raise Problem("not-acceptable", {}, {"supported": list(everything.values())})
    # A client that takes only one kind of answer is told so by the reader if it gets the other.
    found = {"solutions": solutions, "boolean": solutions, "graph": graphs}
    return {kind: media_type for kind, media_type in found.items() if media_type is not None}
