"""The application: routes, start and stop, and the answer to whatever goes wrong."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager, nullcontext
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import Match

from lcgraph import __version__
from lcgraph.service import (
    cities,
    conformance,
    documentation,
    dumps,
    front_door,
    graph_store,
    health,
    history,
    library,
    linked_data,
    lists,
    openapi,
    publishing,
    recommendations,
    shacl,
    sparql,
    timemaps,
    validation,
)
from lcgraph.service.budgets import client_of
from lcgraph.service.compression import Compression
from lcgraph.service.departures import Departures
from lcgraph.service.description import Descriptions
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.library import LazyLibrary
from lcgraph.service.manners import Manners
from lcgraph.service.preparation import kept_ready, prepared
from lcgraph.service.problems import MEDIA_TYPE, Problem, response
from lcgraph.service.single_values import single_values
from lcgraph.service.wellformed import WellFormed
from lcgraph.service.wrong_parameters import wrong_parameter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    from fastapi import APIRouter
    from starlette.requests import Request

    from lcgraph.service.presentation import Presentation
    from lcgraph.service.settings import Settings

_EXPOSED: Final = (
    "Lcgraph-Data-Version",
    "ETag",
    "Link",
    "Content-Language",
    "Location",
    "Memento-Datetime",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
)
_CHARGED: Final = (
    "answer-too-long",
    "deadline-exceeded",
    "malformed-query",
    "memory-exceeded",
    "query-fault",
    "query-too-complex",
)
"""Problems that may have taken query time all the same."""
_log: Final = logging.getLogger("lcgraph")

_DESCRIPTION: Final = """The reference knowledge graph of learning cities. Each statement of the
article that it rests on leads to its sentence; facts from elsewhere lead to their source.

กราฟความรู้อ้างอิงของเมืองแห่งการเรียนรู้ ทุกข้อความจากบทความที่ใช้เป็นฐานสืบกลับไปยังประโยคต้นทางได้
ข้อเท็จจริงจากที่อื่นสืบกลับไปยังแหล่งข้อมูลของข้อเท็จจริงนั้น

Names and sentences are given in Thai and English; `lang=th` or `lang=en` chooses which comes first.
Errors are problem documents (RFC 9457) in both languages."""
_PLAIN_DESCRIPTION: Final = """A plain SPARQL store, in which administrators may write anything.

คลัง SPARQL เปล่า ซึ่งผู้ดูแลเขียนได้ทุกอย่าง

Errors are problem documents (RFC 9457) in both languages."""


def create_application(settings: Settings, presentation: Presentation | None = None) -> FastAPI:
    """Build the service.

    Args:
        settings: Where the store is and what clients may use of the machine.
        presentation: What makes pages for people; without it the service answers machines only.

    Returns:
        An application whose start opens the store and whose stop releases it.
    """

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[None]:
        graph = _graph_of(settings)
        await graph.open()
        application.state.graph = graph
        application.state.shared = {}
        application.state.library = LazyLibrary()
        application.state.description = openapi.Description()
        application.state.explanations = recommendations.LazyExplanations()
        try:
            async with prepared(_steps(application)), _description_ready(application):
                yield
        finally:
            for shared in application.state.shared.values():
                await shared.close()
            await graph.close()

    application = FastAPI(
        title="lcgraph",
        version=__version__,
        description=_PLAIN_DESCRIPTION if settings.unmanaged else _DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        responses={"4XX": _problem_response(), "5XX": _problem_response()},
        license_info=None if settings.unmanaged else {"name": "Apache-2.0 (data: CC BY 4.0)"},
    )
    application.state.settings = settings
    application.state.presentation = presentation
    application.router.redirect_slashes = False
    application.add_middleware(WellFormed)
    application.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=_EXPOSED,
    )
    application.add_middleware(Compression)
    application.add_middleware(Manners)
    application.add_middleware(Departures)
    once, by_protocol = single_values(), single_values("format", "graph", "default")
    for router in _routers(settings, presentation):
        if router is library.router:
            # Stored queries say themselves what would do.
            application.include_router(router)
            continue
        is_protocol = router in (sparql.router, graph_store.router, shacl.router)
        found = by_protocol if is_protocol else once
        application.include_router(router, dependencies=[Depends(found)])
    application.add_exception_handler(Problem, _problem)
    application.add_exception_handler(HTTPException, _http_exception)
    application.add_exception_handler(RequestValidationError, _invalid_request)
    application.add_exception_handler(Exception, _fault)
    return application


def _routers(settings: Settings, presentation: Presentation | None) -> Iterator[APIRouter]:
    """Return the routes, in the order in which the description of the service names them."""
    of_learning_cities = not settings.unmanaged
    for module in (sparql, graph_store, shacl, conformance, health):
        yield module.router
    of_records = (cities, recommendations, library, validation, publishing)
    for module in of_records if of_learning_cities else ():
        yield module.router
    yield front_door.router
    for module in (history, timemaps, dumps, linked_data, lists) if of_learning_cities else ():
        yield module.router
    yield documentation.router
    yield from presentation.routers if presentation is not None else ()


def _graph_of(settings: Settings) -> PublishedGraph:
    if settings.remote is None:
        return PublishedGraph(settings)
    # Only those who use a server need what speaks to one.
    from lcgraph.service.remote_graph import RemoteGraph

    return RemoteGraph(settings, settings.remote)


def _steps(application: FastAPI) -> Iterator[Callable[[], object]]:
    """Find what the first requests would have to wait for."""
    state = application.state
    if state.settings.unmanaged:
        return
    if state.presentation is not None:
        yield from state.presentation.preparations()
    yield state.explanations.read
    yield state.library.read


def _description_ready(application: FastAPI) -> AbstractAsyncContextManager[None]:
    """Count what the description of the service says before the first client asks for it."""
    graph: PublishedGraph = application.state.graph
    if application.state.settings.unmanaged or graph.settled_version is None:
        return nullcontext()
    descriptions = Descriptions.of_application(application)
    return kept_ready(lambda: graph.settled_version, descriptions.prepare)


def _problem_response() -> dict[str, object]:
    return {
        "description": "A problem document, in Thai and English.",
        "content": {MEDIA_TYPE: {"schema": {"type": "object"}}},
    }


async def _problem(request: Request, problem: Exception) -> Response:
    if not isinstance(problem, Problem):
        raise problem
    answer = response(request, problem)
    if problem.kind in _CHARGED:
        graph: PublishedGraph = request.app.state.graph
        answer.headers.update(graph.budgets.headers(client_of(request)))
    return answer


async def _http_exception(request: Request, exception: Exception) -> Response:
    if not isinstance(exception, HTTPException):
        raise exception
    headers = dict(exception.headers or {})
    if exception.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=headers)
    kinds = {404: "not-found", 405: "method-not-allowed", 413: "too-large"}
    kind = kinds.get(exception.status_code, "malformed-request")
    return response(request, Problem(kind, {}, {}, headers))


def _methods(request: Request) -> list[str]:
    """Return the methods that are possible at an address, whichever routes answer them."""
    found = {"OPTIONS"}
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
            found |= {"GET", "HEAD"} if method == "GET" else {method}
    return sorted(found)


async def _invalid_request(request: Request, invalid: Exception) -> Response:
    if not isinstance(invalid, RequestValidationError):
        raise invalid
    return response(request, wrong_parameter(request, invalid))


async def _fault(request: Request, fault: Exception) -> Response:
    _log.error("request failed: %s %s", request.method, request.url.path, exc_info=fault)
    # This answer is given outside the middleware, which would have said so.
    headers = {"Access-Control-Allow-Origin": "*"}
    return response(request, Problem("internal-error", {}, {}, headers))
