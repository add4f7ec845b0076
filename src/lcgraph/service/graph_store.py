"""The graph store (SPARQL 1.1 Graph Store HTTP Protocol): whole graphs by name.

A graph is named by ``?graph=IRI``, by ``?default``, or by the address itself below
``/rdf-graphs/`` (sections 4.1 and 4.2). Whatever is written is written in one transaction.
"""

from __future__ import annotations

import uuid
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from pyoxigraph import NamedNode

from lcgraph.service.authority import refuse_managed, require
from lcgraph.service.body_examples import EXAMPLE_GRAPH, bodies, form_of_files
from lcgraph.service.budgets import client_of
from lcgraph.service.formats import formats
from lcgraph.service.graph import Overtaken
from lcgraph.service.graph_content import MULTIPART, parts_of
from lcgraph.service.graph_names import graph_addressed, graph_named
from lcgraph.service.graph_tags import GraphTags, whole
from lcgraph.service.history import At, graph_at, past_is_past
from lcgraph.service.insertions import Insertions
from lcgraph.service.negotiation import GRAPHS
from lcgraph.service.preconditions import check_preconditions
from lcgraph.service.problems import Problem
from lcgraph.service.refusals import unacceptable
from lcgraph.service.sparql import answered
from lcgraph.service.update import DEFAULT

if TYPE_CHECKING:
    from lcgraph.service.asking import AskedGraph
    from lcgraph.service.graph import PublishedGraph

router = APIRouter(tags=["Graph store"])

PATH: Final = "/rdf-graphs"
_HOLDS: Final = "ASK { GRAPH ?_graph_iri { ?s ?p ?o } }"
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            **bodies(EXAMPLE_GRAPH, GRAPHS.values()),
            MULTIPART: form_of_files({"data": EXAMPLE_GRAPH}, open_ended=True),
        },
    }
}
_GRAPHS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The graph. · กราฟ",
        "content": {media: {} for media in GRAPHS.values()},
    }
}
_CHANGED: Final[dict[str, Any]] = {
    "status_code": 204,
    "response_description": "The graph is changed. · แก้ไขกราฟแล้ว",
    "response_class": Response,
}
_MADE: Final[dict[str, Any]] = {"description": "The graph is made. · สร้างกราฟแล้ว"}
_NAMED: Final[dict[str, Any]] = {
    "description": "The graph is made; without a name, at a new address. · "
    "สร้างกราฟแล้ว หากไม่ระบุชื่อจะได้ที่อยู่ใหม่",
    "headers": {
        "Location": {
            "description": "The address of a graph that was given none. · ที่อยู่ของกราฟที่ส่งมาโดยไม่มีชื่อ",
            "schema": {"type": "string", "format": "uri"},
        }
    },
}

GraphName = Annotated[
    str | None,
    Query(
        description="The IRI of a named graph; this or `default` is needed. · "
        "IRI ของกราฟที่มีชื่อ ต้องระบุอย่างใดอย่างหนึ่งระหว่างพารามิเตอร์นี้กับ `default`"
    ),
]
DefaultName = Annotated[
    str | None,
    Query(
        description="The default graph, instead of a named one; takes no value. · "
        "กราฟปริยาย ใช้แทนกราฟที่มีชื่อ ไม่ต้องมีค่า"
    ),
]
NewName = Annotated[
    str | None,
    Query(
        description="The IRI of a named graph; without this and `default`, a new graph is made. · "
        "IRI ของกราฟที่มีชื่อ หากไม่ระบุทั้งพารามิเตอร์นี้และ `default` จะสร้างกราฟใหม่"
    ),
]


@router.get(PATH, responses=_GRAPHS, response_class=Response)
async def get_graph(
    request: Request, graph: GraphName = None, default: DefaultName = None, at: At = None
) -> Response:
    """Give a graph, as it is or as it was.

    ให้กราฟตามที่เป็นอยู่หรือตามที่เคยเป็น
    """
    return await _given(request, graph_named(request), at)


@router.get(PATH + "/{name:path}", responses=_GRAPHS, response_class=Response)
async def get_graph_at(request: Request, name: str, at: At = None) -> Response:
    """Give the graph whose IRI is this address, as it is or as it was.

    ให้กราฟที่มี IRI เป็นที่อยู่นี้ ตามที่เป็นอยู่หรือตามที่เคยเป็น
    """
    return await _given(request, graph_addressed(request), at)


@router.put(PATH, openapi_extra=_BODY, responses={201: _MADE}, **_CHANGED)
async def put_graph(
    request: Request, graph: GraphName = None, default: DefaultName = None
) -> Response:
    """Replace a graph, or make it.

    แทนที่กราฟทั้งกราฟ หรือสร้างขึ้นหากยังไม่มี
    """
    _require(request)
    return await _written(request, graph_named(request), replace=True)


@router.put(PATH + "/{name:path}", openapi_extra=_BODY, responses={201: _MADE}, **_CHANGED)
async def put_graph_at(request: Request, name: str) -> Response:
    """Replace the graph whose IRI is this address, or make it.

    แทนที่กราฟที่มี IRI เป็นที่อยู่นี้ หรือสร้างขึ้นหากยังไม่มี
    """
    _require(request)
    return await _written(request, graph_addressed(request), replace=True)


@router.post(PATH, openapi_extra=_BODY, responses={201: _NAMED}, **_CHANGED)
async def post_graph(
    request: Request, graph: NewName = None, default: DefaultName = None
) -> Response:
    """Add to a graph; without a name make a new graph and say its address.

    เพิ่มข้อมูลในกราฟ หากไม่ระบุชื่อจะสร้างกราฟใหม่และบอกที่อยู่
    """
    _require(request)
    if "graph" in request.query_params or "default" in request.query_params:
        return await _written(request, graph_named(request), replace=False)
    name = f"{request.base_url}{PATH[1:]}/{uuid.uuid4()}"
    made = await _written(request, name, replace=False)
    made.headers["Location"] = name
    return made


@router.post(PATH + "/{name:path}", openapi_extra=_BODY, responses={201: _MADE}, **_CHANGED)
async def post_graph_at(request: Request, name: str) -> Response:
    """Add to the graph whose IRI is this address.

    เพิ่มข้อมูลในกราฟที่มี IRI เป็นที่อยู่นี้
    """
    _require(request)
    return await _written(request, graph_addressed(request), replace=False)


@router.delete(PATH, **_CHANGED)
async def delete_graph(
    request: Request, graph: GraphName = None, default: DefaultName = None
) -> Response:
    """Remove a graph; the default graph is emptied.

    ลบกราฟ ส่วนกราฟปริยายจะถูกล้างให้ว่าง
    """
    _require(request)
    return await _deleted(request, graph_named(request))


@router.delete(PATH + "/{name:path}", **_CHANGED)
async def delete_graph_at(request: Request, name: str) -> Response:
    """Remove the graph whose IRI is this address.

    ลบกราฟที่มี IRI เป็นที่อยู่นี้
    """
    _require(request)
    return await _deleted(request, graph_addressed(request))


def _require(request: Request) -> None:
    require(request)
    if "at" in request.query_params:
        raise past_is_past()


def _graph_of(request: Request) -> PublishedGraph:
    graph: PublishedGraph = request.app.state.graph
    return graph


async def _given(request: Request, name: str, at: str | None) -> Response:
    wanted = formats(request.headers.get("accept"), tuple(request.query_params.getlist("format")))
    if "graph" not in wanted:
        raise unacceptable("graph")
    graph = await graph_at(request, at)
    if name != DEFAULT and not await _is_there(request, graph, name):
        raise _absent(name)
    current = _graph_of(request)
    since = partial(current.states.since, name) if graph is current else None
    return await answered(request, graph, whole(name, wanted["graph"]), since=since)


async def _is_there(request: Request, graph: AskedGraph, name: str) -> bool:
    current = _graph_of(request)
    if graph is current:
        return await current.has_graph(name)
    # An empty graph is none of those that are remembered.
    substitutions = {"_graph_iri": NamedNode(name)}
    answer = await graph.query(_HOLDS, substitutions=substitutions, client=client_of(request))
    return b"true" in answer.content


async def _written(request: Request, name: str, *, replace: bool) -> Response:
    refuse_managed(request, [name])
    parts = await parts_of(request)
    base = name or str(request.url.replace(query="", fragment=""))
    block = await Insertions.of(request).written(name, parts, base)
    graph = _graph_of(request)
    while True:
        seen, exists = await _state(graph, name)
        _check(request, graph, name, seen, exists=exists)
        operations = [block] if exists else [f"CREATE SILENT GRAPH <{name}>", block]
        if replace and exists:
            operations = [f"CLEAR GRAPH <{name}>" if name else "CLEAR DEFAULT", block]
        data = block if operations == [block] else None
        with suppress(Overtaken):
            version = await graph.update(" ;\n".join(operations), None, [name], seen, data)
            return Response(status_code=204 if exists else 201, headers=_headers(version))


async def _deleted(request: Request, name: str) -> Response:
    refuse_managed(request, [name])
    graph = _graph_of(request)
    operation = f"DROP SILENT GRAPH <{name}>" if name else "DROP DEFAULT"
    while True:
        seen, exists = await _state(graph, name)
        _check(request, graph, name, seen, exists=exists)
        if not exists:
            raise _absent(name)
        with suppress(Overtaken):
            version = await graph.update(operation, None, [name], seen)
            return Response(status_code=204, headers=_headers(version))


async def _state(graph: PublishedGraph, name: str) -> tuple[int, bool]:
    """Look at a version: whoever writes what follows from it names it."""
    seen = graph.version
    return seen, name == DEFAULT or await graph.has_graph(name)


def _check(request: Request, graph: PublishedGraph, name: str, seen: int, *, exists: bool) -> None:
    tags = GraphTags(name, graph.states.since(name, seen), seen)
    check_preconditions(request, tags.name_current, exists=exists)


def _headers(version: int) -> dict[str, str]:
    return {"Lcgraph-Data-Version": str(version), "Vary": "Accept"}


def _absent(name: str) -> Problem:
    return Problem(
        "not-found",
        {"th": f"ไม่มีกราฟ {name}", "en": f"There is no graph {name}."},
        {"graph": name},
    )
