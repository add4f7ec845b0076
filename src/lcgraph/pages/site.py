"""The pages of the service."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from lcgraph.pages import answers, city, conformance, front, queries, vocabularies
from lcgraph.pages.making import made
from lcgraph.pages.rendering import rendered
from lcgraph.pages.routes import router
from lcgraph.pages.schema_lists import collection_of
from lcgraph.pages.schema_org import embedded_of, worded
from lcgraph.pages.schema_terms import schema_terms
from lcgraph.pages.templating import compiled, template_names
from lcgraph.pages.views import view_of
from lcgraph.pages.words import WORDS
from lcgraph.service.recommendations import explanation_of
from lcgraph.vocabulary import BASE, CITY, LCG, QUERY, RECOMMENDATION

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from fastapi import APIRouter
    from pyoxigraph import NamedNode, Triple
    from starlette.requests import Request

    from lcgraph.service.problems import Problem
    from lcgraph.service.resources import Resource
    from lcgraph.service.writers import AnswerBeginning


class Pages:
    """Makes pages of what the service answers (see :class:`lcgraph.service.Presentation`)."""

    @property
    def routers(self) -> Sequence[APIRouter]:
        """Routes for the style sheet and the like."""
        return (router,)

    def preparations(self) -> Iterator[Callable[[], object]]:
        """Return what makes the first page as quick as the second.

        Yields:
            One step a template, and one for the terms of schema.org.
        """
        for name in template_names():
            yield partial(compiled, name)
        yield schema_terms

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
        explained = None
        if iri in RECOMMENDATION:
            key, peer = RECOMMENDATION.local(iri), request.query_params.get("peer")
            explained = await explanation_of(request, key, peer)
        return await made(request, lambda: _of_anything(request, resource, explained))

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
            A form, with examples.
        """
        return await answers.page(request)

    async def answer(self, request: Request, answer: AnswerBeginning | Problem) -> str:
        """Return the page of a query that was asked.

        Args:
            request: The request.
            answer: The answer in SPARQL JSON or N-Triples, or why there is none.

        Returns:
            The form with the query, and the answer as a table or what is wrong.
        """
        return await answers.page(request, answer)

    def cities(self, request: Request, listed: Mapping[str, Any]) -> str:
        """Return the page of the list of cities.

        Args:
            request: The request.
            listed: The list, as :func:`lcgraph.service.cities.listed_cities` makes it.

        Returns:
            The cities that have a published record.
        """
        embedded = collection_of(WORDS["cities"], LCG.LearningCity, listed["cities"])
        return rendered(request, "cities.html", cities=listed["cities"], embedded=embedded)

    async def library(self, request: Request, folder: str | None = None) -> str:
        """Return the page of the query library.

        Args:
            request: The request.
            folder: A folder of it; all of it when None.

        Returns:
            Its stored queries as questions.
        """
        return await queries.library_page(request, folder)

    async def queries(self, request: Request, iris: Collection[NamedNode]) -> str:
        """Return the page of stored queries that the graph describes.

        Args:
            request: The request.
            iris: The queries that there are in the version shown.

        Returns:
            Those of the library that are among them, as questions.
        """
        return await queries.library_page(request, iris=iris)

    async def schemes(self, request: Request) -> str:
        """Return the page of the list of concept schemes.

        Args:
            request: The request.

        Returns:
            Every scheme with its name and what it is for.
        """
        return await vocabularies.schemes_page(request)

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


def _of_anything(
    request: Request, resource: Resource, explained: dict[str, Any] | None = None
) -> str:
    thing, embedded = view_of(resource), embedded_of(resource)
    if explained is not None:
        thing["labels"] = explained["sentence"]
        embedded = worded(embedded, explained)
    return rendered(request, "thing.html", thing=thing, explained=explained, embedded=embedded)
