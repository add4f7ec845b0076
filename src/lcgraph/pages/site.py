"""The pages of the service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lcgraph.pages import city, conformance, front, queries, vocabularies
from lcgraph.pages.rendering import rendered
from lcgraph.pages.routes import router
from lcgraph.pages.schema_org import embedded_of, worded
from lcgraph.pages.views import view_of
from lcgraph.service.recommendations import recommendation
from lcgraph.vocabulary import BASE, CITY, QUERY, RECOMMENDATION

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from fastapi import APIRouter
    from pyoxigraph import Triple
    from starlette.requests import Request

    from lcgraph.service.resources import Resource


class Pages:
    """Makes pages of what the service answers (see :class:`lcgraph.service.Presentation`)."""

    @property
    def routers(self) -> Sequence[APIRouter]:
        """Routes for the style sheet, the query library, the concept schemes and queries."""
        return (router,)

    async def resource(self, request: Request, resource: Resource) -> str:
        """Return the page of a thing, a concept or a document of the graph.

        Args:
            request: The request.
            resource: What the graph says of it.

        Returns:
            The page made for its kind, or the one that fits anything.
        """
        iri = resource.iri
        if iri in CITY:
            return await city.page(request, resource)
        if iri in QUERY and (found := queries.query_of(request, iri)) is not None:
            return await queries.page(request, resource, found)
        path = iri.value.removeprefix(BASE)
        if path.partition("/")[0] == "ontology":
            return await vocabularies.ontology_page(request, resource)
        if path.startswith("concept/") and resource.content:
            return vocabularies.scheme_page(request, resource)
        thing = view_of(resource)
        embedded = embedded_of(resource)
        explained = None
        if iri in RECOMMENDATION:
            explained = await recommendation(request, RECOMMENDATION.local(iri), None)
            thing["labels"] = explained["sentence"]
            embedded = worded(embedded, explained)
        return rendered(request, "thing.html", thing=thing, explained=explained, embedded=embedded)

    async def home(self, request: Request) -> str:
        """Return the page that readers begin with.

        Args:
            request: The request.

        Returns:
            What this is, and the matrix of cities and factors in words.
        """
        return await front.page(request)

    async def sparql(self, request: Request) -> str:
        """Return the page from which queries are asked.

        Args:
            request: The request.

        Returns:
            A form.
        """
        return await queries.sparql_page(request)

    def conformance(self, request: Request, report: Collection[Triple]) -> str:
        """Return the page of an EARL report.

        Args:
            request: The request.
            report: The report.

        Returns:
            The results by suite, and why tests are not passed.
        """
        return conformance.page(request, report)

    def problem(self, request: Request, document: Mapping[str, Any]) -> str:
        """Return the page of a problem document.

        Args:
            request: The request.
            document: The problem, with ``messages`` by language.

        Returns:
            What is wrong and what to do.
        """
        return rendered(request, "problem.html", problem=document)
