"""Pages of the query library."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import RdfFormat, parse, serialize

from lcgraph.pages.making import made
from lcgraph.pages.rendering import rendered
from lcgraph.pages.schema_lists import collection_of
from lcgraph.pages.schema_org import embedded_of
from lcgraph.pages.views import view_of
from lcgraph.pages.words import WORDS
from lcgraph.queries.names import PREFIXES
from lcgraph.queries.stored import ParameterType
from lcgraph.service.library import asked_for_page
from lcgraph.service.negotiation import language
from lcgraph.vocabulary import SH

if TYPE_CHECKING:
    from collections.abc import Collection

    from pyoxigraph import NamedNode
    from starlette.requests import Request

    from lcgraph.queries import StoredQuery
    from lcgraph.service.resources import Resource
    from lcgraph.service.writers import AnswerBeginning


def query_of(request: Request, iri: NamedNode) -> StoredQuery | None:
    """Find the stored query with an IRI.

    Args:
        request: The request.
        iri: The IRI.

    Returns:
        The query, or None.
    """
    library = request.app.state.library.read()
    return next((query for query in library if query.iri == iri), None)


async def library_page(
    request: Request, folder: str | None = None, iris: Collection[NamedNode] | None = None
) -> str:
    """Make the page of the query library.

    Args:
        request: The request.
        folder: A folder of it; all of it when None.
        iris: The queries to list, for a document that there is in RDF too; all when None.

    Returns:
        The stored queries by folder, as questions.
    """
    library = await run_in_threadpool(request.app.state.library.read)
    listed = {
        name: [query for query in found if iris is None or query.iri in iris]
        for name, found in library.folders.items()
        if folder in (None, name)
    }
    folders = {name: found for name, found in listed.items() if found}
    members = [query for found in folders.values() for query in found]
    embedded = collection_of(WORDS["queries"], SH.SPARQLExecutable, map(_member, members))
    return rendered(
        request, "queries.html", folders=folders, embedded=embedded, in_rdf=iris is not None
    )


def _member(query: StoredQuery) -> dict[str, Any]:
    return {"iri": query.iri.value, "labels": query.summary, "definition": query.description}


async def page(request: Request, resource: Resource, query: StoredQuery) -> str:
    """Make the page of one stored query.

    Args:
        request: The request; its parameters are the query's.
        resource: What the graph says of the query.
        query: The query.

    Returns:
        What it answers, a form to ask it, the answer if everything needed is given, and its text.
    """
    spoken = language(request)
    names = {parameter.name for parameter in query.parameters}
    given = {name: value for name, value in request.query_params.items() if name in names and value}
    for parameter in query.parameters:
        if parameter.type is ParameterType.LANGUAGE:
            given[parameter.name] = spoken
    missing = [
        p for p in query.parameters if p.default is None and not p.optional and p.name not in given
    ]
    found = None if missing else await asked_for_page(request, query, dict(given))
    return await made(request, lambda: _page(request, resource, query, given, found))


def _page(
    request: Request,
    resource: Resource,
    query: StoredQuery,
    given: dict[str, str],
    found: AnswerBeginning | None,
) -> str:
    spoken = language(request)
    headings = {name: texts[spoken] for name, texts in query.columns.items()}
    return rendered(
        request,
        "query.html",
        query=query,
        thing=view_of(resource),
        embedded=embedded_of(resource),
        given=given,
        fields=[p for p in query.parameters if p.type is not ParameterType.LANGUAGE],
        answer=None if found is None else _shown(found, headings),
    )


def _shown(beginning: AnswerBeginning, headings: dict[str, str]) -> dict[str, Any]:
    answer = beginning.answer
    if answer.kind == "graph":
        kept = [quad.triple for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)]
        used = {
            prefix: start
            for prefix, start in PREFIXES.items()
            if any(f"<{start}" in str(triple) for triple in kept)
        }
        written = serialize(kept, format=RdfFormat.TURTLE, prefixes=used) or b""
        return {
            "kind": "graph",
            "text": written.decode(),
            "count": beginning.count,
            "shown": len(kept),
            "is_cut": beginning.count > len(kept),
        }
    document = json.loads(answer.content)
    if answer.kind == "boolean":
        return {"kind": "boolean", "value": document["boolean"]}
    variables: list[str] = document["head"]["vars"]
    named = {v for v in variables if v.endswith("Label") and v.removesuffix("Label") in variables}
    rows = document["results"]["bindings"]
    return {
        "kind": "solutions",
        "columns": [(v, headings.get(v, v)) for v in variables if v not in named],
        "rows": rows,
        "count": beginning.count,
        "shown": len(rows),
        "is_cut": beginning.count > len(rows),
    }
