"""Linked data: each IRI of our own, at the same path of the service.

Things are named ``/id/…`` and described by ``/doc/…``, which the service redirects to with 303
(W3C TAG, httpRange-14); concepts, records, rules, queries, graphs and the ontology are documents
and answer themselves. IRIs inside RDF are never rewritten (section 1.2 of the model).
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pyoxigraph import NamedNode

from lcgraph.service.asking import AskedGraph, graph_of
from lcgraph.service.documents import HTML, chosen, conditional, in_ascii, links, serialized
from lcgraph.service.history import At, graph_at
from lcgraph.service.jsonld import Context
from lcgraph.service.mementos import (
    asks_for_part,
    memento_headers,
    memento_links,
    negotiated,
    varying,
)
from lcgraph.service.negotiation import GRAPHS, language
from lcgraph.service.one_version import OneVersionRoute
from lcgraph.service.presentation import PAGE_HEADERS, presentation_of
from lcgraph.service.problems import Problem
from lcgraph.service.recommendations import explanation_of
from lcgraph.service.resources import Resource, not_found, require, resource_of
from lcgraph.service.standing import city_of
from lcgraph.service.texts import text
from lcgraph.service.withdrawals import or_withdrawn, with_versions, withdrawn_city
from lcgraph.store import Layer
from lcgraph.vocabulary import BASE, ID, LCG, RECOMMENDATION

router = APIRouter(tags=["Linked data"], route_class=OneVersionRoute)

# Each kind of document with the rest of an address, as an example.
_KINDS: Final = {
    "concept": "factor/culture",
    "record": "th-yala-v1",
    "rule": "R01",
    "query": "cities-list",
    "metric": "required-checks-met",
    "graph": "ontology",
    ".well-known/genid": "0000",
}
_RELEASES: Final = ("ontology", "shapes")
RDF_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The document, in the format that Accept or `format` asks for. · "
        "เอกสารในรูปแบบที่ Accept หรือ `format` ขอ",
        "content": {media_type: {} for media_type in (*GRAPHS.values(), HTML)},
    }
}

Format = Annotated[
    str | None,
    Query(
        description="Instead of Accept: " + ", ".join((*GRAPHS, "html")) + ". · ใช้แทน Accept",
        openapi_examples={"turtle": {"value": "turtle"}},
    ),
]
ThingPath = Annotated[
    str,
    Path(
        description="What stands behind `/id/` in the IRI of the thing. · ส่วนที่ตามหลัง `/id/` ใน IRI",
        examples=["city/th-yala"],
    ),
]
Layers = Annotated[
    list[Layer] | None,
    Query(
        description="A layer to add to the published statements of RDF; may be repeated."
        " · ชั้นข้อมูลที่เพิ่มจากข้อความที่เผยแพร่ ระบุซ้ำได้"
    ),
]


Peer = Annotated[
    str | None,
    Query(
        description="Of a recommendation of peers: one of them, by its key. The page explains it; "
        "RDF is that of the recommendation. · เมืองเพื่อนร่วมเรียนรู้เมืองหนึ่งของข้อแนะนำ ตามรหัสเมือง "
        "หน้าเว็บอธิบายเมืองนั้น ส่วน RDF เป็นของข้อแนะนำทั้งข้อ"
    ),
]


@router.get("/id/{path:path}", status_code=303, response_class=Response)
async def thing(request: Request, path: ThingPath, at: At = None) -> Response:
    """Lead from a thing, which is not a document, to the document that describes it.

    นำจากสิ่งซึ่งไม่ใช่เอกสาร ไปยังเอกสารที่อธิบายสิ่งนั้น
    """
    iri = iri_at(f"id/{path}")
    # What is wanted as it was need not be there now; the document finds out.
    is_now = "accept-datetime" not in request.headers
    if is_now:
        graph = await graph_at(request, at)
        try:
            await require(graph, iri)
        except Problem as problem:
            raise await or_withdrawn(request, iri, problem) from None
    root = request.scope.get("root_path", "")
    query = f"?{request.url.query}" if request.url.query else ""
    document = f"{root}/doc/{quote(path)}{query}"
    return Response(
        status_code=303,
        headers={"Location": document, "Link": f'<{document}>; rel="describedby"'},
    )


@router.get("/doc/{path:path}", responses=RDF_ANSWERS, response_class=Response)
async def document_of_thing(
    request: Request,
    path: ThingPath,
    format: Format = None,
    layer: Layers = None,
    peer: Peer = None,
    at: At = None,
) -> Response:
    """Describe a thing: what is said of it and by which passages, and what refers to it.

    อธิบายสิ่งหนึ่ง ว่ามีข้อความใดกล่าวถึง ตามหลักฐานใด และสิ่งใดอ้างถึง
    """
    return await _document(request, NamedNode(ID[""].value + _valid(path)), layer or [], at)


@router.get("/context.jsonld", response_class=Response)
async def context(request: Request) -> Response:
    """Give the JSON-LD context: short names for the terms of our own and for texts.

    บริบท JSON-LD คือชื่อย่อของคำศัพท์และข้อความของกราฟนี้
    """
    graph = graph_of(request)
    made = await context_of(graph)
    body = json.dumps({"@context": made.written()}, ensure_ascii=False, indent=1).encode()
    return conditional(request, body, GRAPHS["jsonld"], graph.version)


async def document(
    request: Request, format: Format = None, layer: Layers = None, at: At = None
) -> Response:
    """Answer with a concept, a record, a rule, a query, a graph, or a release of the ontology.

    ตอบด้วยแนวคิด ระเบียน กฎ แบบสอบถาม กราฟ หรือรุ่นของออนโทโลยี
    """
    iri = iri_at(request.scope["path"].removeprefix("/"))
    return await _document(request, iri, layer or [], at)


def _with_example(name: str, example: str) -> dict[str, Any]:
    described = {
        "name": name,
        "in": "path",
        "required": True,
        "description": "The rest of the IRI. · ส่วนที่เหลือของ IRI",
        "schema": {"type": "string"},
        "example": example,
    }
    return {"parameters": [described]}


for _pattern, _extra in (
    *((f"/{kind}/{{path:path}}", _with_example("path", each)) for kind, each in _KINDS.items()),
    *((f"/{release}", None) for release in _RELEASES),
    *((f"/{release}/{{version}}", _with_example("version", "0.1.0")) for release in _RELEASES),
):
    router.add_api_route(
        _pattern,
        document,
        methods=["GET"],
        responses=RDF_ANSWERS,
        response_class=Response,
        openapi_extra=_extra,
        # No address of a node without a name is there for good, to show as an example.
        include_in_schema="genid" not in _pattern,
    )


def iri_at(path: str) -> NamedNode:
    """Return the IRI that a path of the service stands for.

    Args:
        path: The path, decoded, without the slash before it.

    Returns:
        The IRI of our own with that path.

    Raises:
        Problem: ``not-found`` if no IRI can have that path.
    """
    return NamedNode(BASE + _valid(path))


def iri_of_document(path: str) -> NamedNode:
    """Return the IRI of what a document of the service describes, or is.

    Args:
        path: The path of the document, decoded, without the slash before it.

    Returns:
        An IRI of our own, which need not be in the graph.

    Raises:
        Problem: ``not-found`` for what is no path of a document.
    """
    kind, _, rest = path.partition("/")
    if kind == "doc" and rest:
        return NamedNode(ID[""].value + _valid(rest))
    if kind in _RELEASES or (kind in _KINDS and rest):
        return iri_at(path)
    raise not_found(BASE + path)


def _valid(path: str) -> str:
    try:
        NamedNode(BASE + path)
    except ValueError:
        raise not_found(BASE + path) from None
    return path


async def context_of(graph: AskedGraph) -> Context:
    """Make the JSON-LD context from the ontology.

    Args:
        graph: The published graph; the declarations of properties are read.

    Returns:
        The short names.
    """
    rows = await graph.rows(text("link-properties"))
    iris = [NamedNode(row["property"]["value"]) for row in rows]
    return Context(frozenset(LCG.local(iri) for iri in iris if iri in LCG))


async def _document(
    request: Request, iri: NamedNode, layers: list[Layer], at: str | None
) -> Response:
    presentation = presentation_of(request)
    media_type = chosen(request, html=presentation is not None)
    earlier = await negotiated(request, iri)
    if earlier is not None:
        return earlier
    graph = await graph_at(request, at)
    await _refuse_withdrawn(request, iri)
    try:
        resource = await resource_of(graph, iri)
    except Problem as problem:
        told = await or_withdrawn(request, iri, problem)
        raise await with_versions(request, told) from None
    links_ = _links(request, resource, html=presentation is not None)
    headers = {
        **memento_headers(request),
        "Link": links_ + await memento_links(request),
        "Vary": varying(request, "Accept"),
    }
    if presentation is not None and media_type == HTML:
        page = await presentation.resource(request, resource)
        headers |= {
            **PAGE_HEADERS,
            "Content-Language": language(request),
            "Vary": varying(request, PAGE_HEADERS["Vary"]),
        }
        return conditional(request, page.encode(), HTML, resource.version, headers)
    if asks_for_part(request):
        # The page has found out itself whether there is such a part.
        await explanation_of(request, RECOMMENDATION.local(iri), request.query_params["peer"])
    made = await context_of(graph) if media_type == GRAPHS["jsonld"] else Context(frozenset())
    body = await run_in_threadpool(serialized, resource.triples(layers), media_type, made)
    return conditional(request, body, media_type, resource.version, headers)


async def _refuse_withdrawn(request: Request, iri: NamedNode) -> None:
    key = city_of(iri)
    withdrawn = None if key is None else await withdrawn_city(request, key)
    if withdrawn is not None:
        raise await with_versions(request, withdrawn)


def _links(request: Request, resource: Resource, *, html: bool) -> str:
    written = links(request, resource.iri.value, html=html)
    if resource.successor is not None:
        written += in_ascii(f', <{resource.successor.value}>; rel="successor-version"')
    return written
