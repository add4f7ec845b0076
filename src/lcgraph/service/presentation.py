"""What shows the service to people, as far as the service needs to know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from typing import Any

    from fastapi import APIRouter
    from pyoxigraph import NamedNode, Triple
    from starlette.requests import Request

    from lcgraph.service.problems import Problem
    from lcgraph.service.resources import Resource
    from lcgraph.service.writers import AnswerBeginning


class Presentation(Protocol):
    """Makes HTML pages of what the service answers in RDF and JSON.

    A service without one answers machines only: HTML is then none of its formats.
    """

    @property
    def routers(self) -> Sequence[APIRouter]:
        """Routes for what only pages need, such as style sheets."""
        ...

    def preparations(self) -> Iterable[Callable[[], object]]:
        """Return what makes the first page as quick as the second, step by step."""
        ...

    async def resource(self, request: Request, resource: Resource) -> str:
        """Return the page of a thing, a concept or a document of the graph."""
        ...

    async def home(self, request: Request) -> str:
        """Return the page that readers begin with."""
        ...

    async def sparql(self, request: Request) -> str:
        """Return the page from which queries are asked."""
        ...

    async def answer(self, request: Request, answer: AnswerBeginning | Problem) -> str:
        """Return the page of a query that was asked, with its answer or what is wrong."""
        ...

    def cities(self, request: Request, listed: Mapping[str, Any]) -> str:
        """Return the page of the list of cities."""
        ...

    async def library(self, request: Request, folder: str | None = None) -> str:
        """Return the page of the query library, or of one folder of it."""
        ...

    async def queries(self, request: Request, iris: Collection[NamedNode]) -> str:
        """Return the page of stored queries that the graph describes."""
        ...

    async def schemes(self, request: Request) -> str:
        """Return the page of the list of concept schemes."""
        ...

    def conformance(self, request: Request, report: Collection[Triple]) -> str:
        """Return the page of an EARL report."""
        ...

    def problem(self, request: Request, document: Mapping[str, Any]) -> str:
        """Return the page of a problem document."""
        ...


def presentation_of(request: Request) -> Presentation | None:
    """Return what shows this service to people.

    Args:
        request: A request to the service.

    Returns:
        The presentation the application was made with, if any.
    """
    found: Presentation | None = request.app.state.presentation
    return found


PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept, Accept-Language",
}
"""Headers of every page: nothing from other hosts, and no scripts."""
