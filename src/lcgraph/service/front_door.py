"""The front door: what this is, for readers and for machines."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from lcgraph.service.description import service_description
from lcgraph.service.documents import HTML, chosen, chosen_from, conditional, links
from lcgraph.service.history import At, graph_at
from lcgraph.service.json_documents import JSON
from lcgraph.service.linked_data import RDF_ANSWERS, Format
from lcgraph.service.mementos import memento_headers
from lcgraph.service.negotiation import language
from lcgraph.service.one_version import OneVersionRoute, made_of_one_version
from lcgraph.service.presentation import PAGE_HEADERS, presentation_of
from lcgraph.service.problem_kinds import KINDS
from lcgraph.service.problems import Problem, document_of
from lcgraph.service.query_parameters import at_most_once

router = APIRouter(tags=["Front door"], route_class=OneVersionRoute)


@router.get("/", responses=RDF_ANSWERS, response_class=Response)
async def front_door(request: Request, format: Format = None, at: At = None) -> Response:
    """Show readers around; describe the service and its data to machines.

    หน้าแรกสำหรับผู้อ่าน และคำอธิบายบริการกับข้อมูลสำหรับโปรแกรม
    """
    if request.app.state.settings.unmanaged:
        return await endpoint_without_query(request)
    presentation = presentation_of(request)
    graph = await graph_at(request, at)
    if presentation is None or chosen(request, html=True) != HTML:
        return await service_description(request)
    page = await presentation.home(request)
    memento = memento_headers(request)
    found = [links(request, None, html=True), memento.pop("Link", "")]
    headers = {
        **PAGE_HEADERS,
        "Content-Language": language(request),
        "Link": ", ".join(filter(None, found)),
        **memento,
    }
    return conditional(request, page.encode(), HTML, graph.version, headers)


@router.get("/.well-known/void", responses=RDF_ANSWERS, response_class=Response)
async def void(request: Request, format: Format = None, at: At = None) -> Response:
    """Describe the service and its data: SPARQL service description, VoID, DCAT, examples.

    อธิบายบริการและข้อมูลด้วย SPARQL service description, VoID, DCAT และตัวอย่าง
    """
    await graph_at(request, at)
    return await service_description(request)


async def endpoint_without_query(request: Request) -> Response:
    """Answer a GET of the SPARQL endpoint that asks nothing.

    Args:
        request: The request.

    Returns:
        A page to write a query on for browsers, the service description for other clients.
    """
    return await made_of_one_version(request, lambda: _endpoint(request))


async def _endpoint(request: Request) -> Response:
    presentation = presentation_of(request)
    graph = await graph_at(request, at_most_once(request.query_params, "at"))
    if presentation is None or chosen(request, html=True) != HTML:
        return await service_description(request)
    page = await presentation.sparql(request)
    headers = {
        **PAGE_HEADERS,
        "Content-Language": language(request),
        **memento_headers(request),
    }
    return conditional(request, page.encode(), HTML, graph.version, headers)


@router.get("/problems/{kind}", response_class=Response)
async def kind_of_problem(
    request: Request,
    kind: Annotated[
        str, Path(description="A kind of problem. · ชนิดของปัญหา", examples=["wrong-parameter"])
    ],
) -> Response:
    """Tell what a kind of problem is and what to do about it (RFC 9457, section 3.1.1).

    อธิบายชนิดของปัญหา และวิธีแก้ (RFC 9457 ข้อ 3.1.1)
    """
    found = KINDS.get(kind)
    if found is None:
        raise Problem(
            "not-found",
            {"th": f"ไม่มีปัญหาชนิด {kind[:80]}", "en": f"There is no kind of problem {kind[:80]}."},
            {"supported": sorted(KINDS)},
        )
    presentation = presentation_of(request)
    offered = {"json": JSON} if presentation is None else {"json": JSON, "html": HTML}
    media_type = chosen_from(request, offered)
    document = document_of(request, Problem(kind))
    headers = {"Content-Language": language(request), "Vary": "Accept, Accept-Language"}
    if presentation is not None and media_type == HTML:
        page = presentation.problem(request, document)
        return HTMLResponse(page, headers={**PAGE_HEADERS, **headers})
    return JSONResponse(document, headers=headers)
