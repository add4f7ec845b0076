"""What the test suites of the W3C say of this service, in EARL and as a page."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from lcgraph.knowledge import Knowledge
from lcgraph.service.documents import HTML, chosen, conditional, links, serialized
from lcgraph.service.jsonld import Context
from lcgraph.service.linked_data import RDF_ANSWERS, Format
from lcgraph.service.negotiation import language
from lcgraph.service.presentation import PAGE_HEADERS, presentation_of
from lcgraph.vocabulary import BASE

if TYPE_CHECKING:
    from pyoxigraph import Triple

router = APIRouter(tags=["Service"])

_REPORT: Final = BASE + "conformance"


@cache
def report() -> frozenset[Triple]:
    """Read the shipped report, once.

    Returns:
        An EARL 1.0 report without blank nodes.
    """
    return frozenset(Knowledge().conformance())


@router.get("/conformance", responses=RDF_ANSWERS, response_class=Response)
async def conformance(request: Request, format: Format = None) -> Response:
    """Tell how this service fares in the test suites of the W3C, test by test.

    ผลการทดสอบบริการนี้ด้วยชุดทดสอบของ W3C รายข้อ เป็น RDF ตามคำศัพท์ EARL
    """
    presentation = presentation_of(request)
    media_type = chosen(request, html=presentation is not None)
    triples = await run_in_threadpool(report)
    headers = {"Link": links(request, _REPORT, html=presentation is not None)}
    if presentation is not None and media_type == HTML:
        body = (await run_in_threadpool(presentation.conformance, request, triples)).encode()
        headers |= {**PAGE_HEADERS, "Content-Language": language(request)}
    else:
        body = await run_in_threadpool(serialized, triples, media_type, Context(frozenset()))
    return conditional(request, body, media_type, request.app.state.graph.version, headers)
