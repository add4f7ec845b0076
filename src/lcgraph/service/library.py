"""The query library: each stored query is a resource that can be asked with its parameters."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from lcgraph.knowledge import Knowledge
from lcgraph.queries import Library, StoredQuery, WrongParameter, bind, without_columns
from lcgraph.service.graph import INTERNAL_FORMATS, Answer, PublishedGraph
from lcgraph.service.negotiation import GRAPHS, SOLUTIONS
from lcgraph.service.problems import Problem
from lcgraph.service.sparql import formats, response

router = APIRouter(tags=["Query library"])

_OWN_PARAMETERS = {"format"}


@router.get("/queries")
async def queries(request: Request) -> dict[str, Any]:
    """List the stored queries: what each answers, and what it is asked with."""
    library: Library = request.app.state.library.read()
    return {"queries": [_described(request, query) for query in library]}


@router.get(
    "/queries/{folder}/{name}",
    responses={
        200: {
            "description": "The answer, in the format that Accept or `format` asks for.",
            "content": {media: {} for media in (*SOLUTIONS.values(), *GRAPHS.values())},
        }
    },
    response_class=Response,
)
async def ask_stored_query(
    request: Request,
    folder: Annotated[str, Path(examples=["cities"])],
    name: Annotated[str, Path(examples=["list"])],
    format: Annotated[
        str | None,
        Query(description="Instead of Accept: " + ", ".join((*SOLUTIONS, *GRAPHS))),
    ] = None,
) -> Response:
    """Ask a stored query; its parameters are given as query parameters of these names."""
    query = stored(request, f"{folder}/{name}")
    given = {
        key: value
        for key, value in request.query_params.items()
        if key not in _OWN_PARAMETERS or any(p.name == key for p in query.parameters)
    }
    return response(await asked(request, query, given, formats(request, format)))


class LazyLibrary:
    """The library, read when the first query of it is asked: a start need not wait for it."""

    @cached_property
    def _library(self) -> Library:
        return Library.of(Knowledge().library())

    def read(self) -> Library:
        """Return the library.

        Returns:
            Every stored query that is shipped.
        """
        return self._library


def stored(request: Request, name: str) -> StoredQuery:
    """Find a stored query.

    Args:
        request: The request.
        name: Folder and name.

    Returns:
        The query.

    Raises:
        Problem: ``not-found``.
    """
    library: Library = request.app.state.library.read()
    found = library.get(name)
    if found is None:
        raise Problem(
            "not-found",
            {"th": f"ไม่มีแบบสอบถาม {name}", "en": f"There is no stored query {name}."},
        )
    return found


async def asked(
    request: Request,
    query: StoredQuery,
    given: dict[str, Any],
    media_types: dict[str, str] | None = None,
) -> Answer:
    """Ask a stored query.

    Args:
        request: The request.
        query: The query.
        given: Values by name of parameter.
        media_types: The formats to answer in; SPARQL JSON and N-Triples when None.

    Returns:
        The answer, without the columns that only repeat a parameter.

    Raises:
        Problem: ``wrong-parameter``, or whatever the readers say.
    """
    bound = bind(query, given)
    if isinstance(bound, WrongParameter):
        raise Problem(
            "wrong-parameter",
            bound.problem,
            {"parameter": bound.name, "example": bound.example},
        )
    graph: PublishedGraph = request.app.state.graph
    answer = await graph.query(
        bound.text,
        formats=media_types or INTERNAL_FORMATS,
        layers=query.store_layers,
        substitutions={variable.value: term for variable, term in bound.substitutions.items()},
    )
    if answer.kind != "solutions" or not bound.hidden:
        return answer
    content = without_columns(answer.content, answer.media_type, bound.hidden)
    return Answer(answer.kind, answer.media_type, content, answer.version)


def _described(request: Request, query: StoredQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "url": str(request.base_url) + "queries/" + query.name,
        "iri": query.iri.value,
        "form": query.form.value,
        "summary": dict(query.summary),
        "description": dict(query.description),
        "tags": list(query.tags),
        "answers": list(query.answers),
        "layers": list(query.layers),
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type.value,
                "description": dict(parameter.description),
                "example": parameter.example,
                "default": parameter.default,
                "required": parameter.default is None and not parameter.optional,
            }
            for parameter in query.parameters
        ],
        "text": query.text,
    }
