"""What stands above documents: the list of concept schemes, and that of stored queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from pyoxigraph import NamedNode

from lcgraph.service.asking import graph_of
from lcgraph.service.documents import HTML, chosen, conditional, links, serialized
from lcgraph.service.graph import triples_of
from lcgraph.service.history import At, GraphAt, graph_at
from lcgraph.service.jsonld import Context
from lcgraph.service.linked_data import RDF_ANSWERS, Format, context_of
from lcgraph.service.mementos import memento_headers
from lcgraph.service.negotiation import GRAPHS, language
from lcgraph.service.one_version import OneVersionRoute
from lcgraph.service.presentation import PAGE_HEADERS, presentation_of
from lcgraph.service.texts import text
from lcgraph.vocabulary import GRAPH, QUERY

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from lcgraph.service.answers import Answer

router = APIRouter(tags=["Linked data"], route_class=OneVersionRoute)


@router.get("/concept", responses=RDF_ANSWERS, response_class=Response)
async def schemes(request: Request, format: Format = None, at: At = None) -> Response:
    """List the concept schemes: what each is called, and what it is for.

    แสดงรายการชุดแนวคิด แต่ละชุดมีชื่อว่าอะไรและใช้ทำอะไร
    """
    presentation = presentation_of(request)
    media_type = chosen(request, html=presentation is not None)
    graph = await graph_at(request, at)
    if presentation is not None and media_type == HTML:
        page = await presentation.schemes(request)
        return _answered(request, page.encode(), HTML, graph.version)
    answer = await graph.query(text("schemes"))
    return await _in_rdf(request, answer, await run_in_threadpool(triples_of, answer), media_type)


@router.get("/query", responses=RDF_ANSWERS, response_class=Response)
async def queries(request: Request, format: Format = None, at: At = None) -> Response:
    """List the stored queries as things that the graph describes: their texts and parameters.

    แสดงรายการแบบสอบถามตามที่กราฟอธิบายไว้ ทั้งข้อความและพารามิเตอร์
    """
    presentation = presentation_of(request)
    media_type = chosen(request, html=presentation is not None)
    graph = await graph_at(request, at)
    if presentation is not None and media_type == HTML:
        page = await presentation.queries(request, await _queries_shown(request))
        return _answered(request, page.encode(), HTML, graph.version)
    answer = await _reference(request)
    return await _in_rdf(request, answer, await _of_queries(answer), media_type)


async def _queries_shown(request: Request) -> set[NamedNode]:
    """Find the queries that there are in the version that is asked."""
    if isinstance(graph_of(request), GraphAt):
        described = await _of_queries(await _reference(request))
        return {t.subject for t in described if isinstance(t.subject, NamedNode)}
    library = await run_in_threadpool(request.app.state.library.read)
    return {query.iri for query in library}


async def _reference(request: Request) -> Answer:
    return await graph_of(request).query(text("graph"), default=[GRAPH["reference"].value])


async def _of_queries(answer: Answer) -> set[Triple]:
    found = await run_in_threadpool(triples_of, answer)
    return {triple for triple in found if triple.subject in QUERY}


async def _in_rdf(
    request: Request, answer: Answer, triples: set[Triple], media_type: str
) -> Response:
    is_json = media_type == GRAPHS["jsonld"]
    made = await context_of(graph_of(request)) if is_json else Context(frozenset())
    body = await run_in_threadpool(serialized, triples, media_type, made)
    return _answered(request, body, media_type, answer.version)


def _answered(request: Request, body: bytes, media_type: str, version: int) -> Response:
    through_time = memento_headers(request)
    has_pages = presentation_of(request) is not None
    found = [links(request, None, html=has_pages), through_time.pop("Link", "")]
    headers = {**through_time, "Link": ", ".join(filter(None, found)), "Vary": "Accept"}
    if media_type == HTML:
        headers |= {**PAGE_HEADERS, "Content-Language": language(request)}
    return conditional(request, body, media_type, version, headers)
