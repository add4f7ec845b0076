"""The graph store (SPARQL 1.1 Graph Store HTTP Protocol): whole graphs by name.

A graph is named by ``?graph=IRI``, by ``?default``, or by the address itself below
``/rdf-graphs/`` (sections 4.1 and 4.2). Whatever is written is written in one transaction.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, parse

from lcgraph.service.authority import refuse_managed, require
from lcgraph.service.body import Part, media_type_of, read_body, read_parts
from lcgraph.service.budgets import client_of
from lcgraph.service.formats import formats
from lcgraph.service.history import At, graph_at, past_is_past
from lcgraph.service.negotiation import GRAPHS
from lcgraph.service.problems import Problem
from lcgraph.service.questions import Question
from lcgraph.service.sparql import answered
from lcgraph.service.update import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from lcgraph.service.asking import AskedGraph
    from lcgraph.service.graph import PublishedGraph

router = APIRouter(tags=["Graph store"])

PATH: Final = "/rdf-graphs"
_MULTIPART: Final = "multipart/form-data"
_HOLDS: Final = "ASK { GRAPH ?_graph_iri { ?s ?p ?o } }"
_EVERYTHING: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {media: {"schema": {"type": "string"}} for media in GRAPHS.values()},
    }
}
_GRAPHS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The graph.", "content": {media: {} for media in GRAPHS.values()}}
}

GraphName = Annotated[str | None, Query(description="The IRI of a named graph.")]
DefaultName = Annotated[
    str | None, Query(description="The default graph, instead of a named one; takes no value.")
]


@router.get(PATH, responses=_GRAPHS, response_class=Response)
async def get_graph(
    request: Request, graph: GraphName = None, default: DefaultName = None, at: At = None
) -> Response:
    """Give a graph, as it is or as it was."""
    return await _given(request, _named(request), at)


@router.get(PATH + "/{name:path}", responses=_GRAPHS, response_class=Response)
async def get_graph_at(request: Request, name: str, at: At = None) -> Response:
    """Give the graph whose IRI is this address, as it is or as it was."""
    return await _given(request, _address(request), at)


@router.put(PATH, openapi_extra=_BODY, response_class=Response)
async def put_graph(
    request: Request, graph: GraphName = None, default: DefaultName = None
) -> Response:
    """Replace a graph, or make it."""
    _require(request)
    return await _written(request, _named(request), replace=True)


@router.put(PATH + "/{name:path}", openapi_extra=_BODY, response_class=Response)
async def put_graph_at(request: Request, name: str) -> Response:
    """Replace the graph whose IRI is this address, or make it."""
    _require(request)
    return await _written(request, _address(request), replace=True)


@router.post(PATH, openapi_extra=_BODY, response_class=Response)
async def post_graph(
    request: Request, graph: GraphName = None, default: DefaultName = None
) -> Response:
    """Add to a graph; without a name make a new graph and say its address."""
    _require(request)
    if "graph" in request.query_params or "default" in request.query_params:
        return await _written(request, _named(request), replace=False)
    name = f"{request.base_url}{PATH[1:]}/{uuid.uuid4()}"
    made = await _written(request, name, replace=False)
    made.headers["Location"] = name
    return made


@router.post(PATH + "/{name:path}", openapi_extra=_BODY, response_class=Response)
async def post_graph_at(request: Request, name: str) -> Response:
    """Add to the graph whose IRI is this address."""
    _require(request)
    return await _written(request, _address(request), replace=False)


@router.delete(PATH, response_class=Response)
async def delete_graph(
    request: Request, graph: GraphName = None, default: DefaultName = None
) -> Response:
    """Remove a graph; the default graph is emptied."""
    _require(request)
    return await _deleted(request, _named(request))


@router.delete(PATH + "/{name:path}", response_class=Response)
async def delete_graph_at(request: Request, name: str) -> Response:
    """Remove the graph whose IRI is this address."""
    _require(request)
    return await _deleted(request, _address(request))


def _require(request: Request) -> None:
    require(request)
    if "at" in request.query_params:
        raise past_is_past()


def _named(request: Request) -> str:
    """Return the IRI of the graph that the parameters name, or the name of the default graph."""
    names = request.query_params.getlist("graph")
    if ("default" in request.query_params) == bool(names) or len(names) > 1:
        raise Problem(
            "malformed-request",
            {
                "th": "ระบุ graph หรือ default อย่างใดอย่างหนึ่ง เช่น ?graph=http://example.org/g",
                "en": "Give either graph or default, as in ?graph=http://example.org/g",
            },
            {"parameter": "graph"},
        )
    return _absolute(names[0]) if names else DEFAULT


def _address(request: Request) -> str:
    # The address as it was asked: another one, decoded or with a slash less, is another IRI.
    return _absolute(f"{str(request.base_url).rstrip('/')}{request.scope['raw_path'].decode()}")


def _absolute(iri: str) -> str:
    try:
        return NamedNode(iri).value
    except ValueError:
        raise Problem(
            "malformed-request",
            {
                "th": f"ชื่อกราฟต้องเป็น IRI ที่สมบูรณ์: {iri[:80]}",
                "en": f"The name of a graph is an absolute IRI: {iri[:80]}",
            },
            {"parameter": "graph"},
        ) from None


def _graph_of(request: Request) -> PublishedGraph:
    graph: PublishedGraph = request.app.state.graph
    return graph


async def _given(request: Request, name: str, at: str | None) -> Response:
    wanted = formats(request.headers.get("accept"), tuple(request.query_params.getlist("format")))
    graph = await graph_at(request, at)
    if name != DEFAULT and not await _is_there(request, graph, name):
        raise _absent(name)
    default = None if name == DEFAULT else [name]
    return await answered(request, graph, Question(_EVERYTHING, wanted, default=default))


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
    parts = await _parts(request)
    base = name or str(request.url.replace(query="", fragment=""))
    block = await run_in_threadpool(lambda: _block(name, _triples(parts, base)))
    graph = _graph_of(request)
    is_new = name != DEFAULT and not await graph.has_graph(name)
    operations = [f"CREATE SILENT GRAPH <{name}>"] if is_new else []
    if replace and not is_new:
        operations = [f"CLEAR GRAPH <{name}>" if name else "CLEAR DEFAULT"]
    await graph.update(" ;\n".join([*operations, block]), None, [name])
    return Response(status_code=201 if is_new else 204, headers={"Vary": "Accept"})


async def _deleted(request: Request, name: str) -> Response:
    refuse_managed(request, [name])
    graph = _graph_of(request)
    if name != DEFAULT and not await graph.has_graph(name):
        raise _absent(name)
    operation = f"DROP SILENT GRAPH <{name}>" if name else "DROP DEFAULT"
    await graph.update(operation, None, [name])
    return Response(status_code=204)


async def _parts(request: Request) -> list[Part]:
    media_type = media_type_of(request, [*GRAPHS.values(), _MULTIPART])
    if media_type == _MULTIPART:
        return await read_parts(request)
    return [Part("", "", media_type, await read_body(request))]


def _triples(parts: list[Part], base: str) -> Iterable[Triple]:
    for part in parts:
        if part.media_type not in GRAPHS.values():
            raise Problem("unsupported-media-type", {}, {"supported": list(GRAPHS.values())})
        syntax = RdfFormat.from_media_type(part.media_type)
        if syntax is None:
            raise ValueError(part.media_type)
        try:
            for quad in parse(part.content, format=syntax, base_iri=base, rename_blank_nodes=True):
                if not isinstance(quad.graph_name, DefaultGraph):
                    raise _several_graphs()
                yield quad.triple
        except (SyntaxError, ValueError) as fault:
            detail = {"th": str(fault), "en": str(fault)}
            raise Problem("malformed-content", detail) from None


def _block(name: str, triples: Iterable[Triple]) -> str:
    lines = "".join(f"{triple} .\n" for triple in triples)
    block = f"GRAPH <{name}> {{\n{lines}}}" if name else lines
    return f"INSERT DATA {{\n{block}}}"


def _absent(name: str) -> Problem:
    return Problem(
        "not-found",
        {"th": f"ไม่มีกราฟ {name}", "en": f"There is no graph {name}."},
        {"graph": name},
    )


def _several_graphs() -> Problem:
    return Problem(
        "malformed-content",
        {
            "th": "เนื้อหามีหลายกราฟ ให้ส่งทีละกราฟ",
            "en": "The content names graphs of its own: send one graph at a time.",
        },
    )
