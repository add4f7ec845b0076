"""The page on which free queries are asked and answered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from lcgraph.pages.making import made
from lcgraph.pages.rendering import rendered
from lcgraph.queries import Bound, bind
from lcgraph.queries.stored import ParameterType
from lcgraph.service.negotiation import BOOLEANS, GRAPHS, SOLUTIONS, language
from lcgraph.service.problems import document_of
from lcgraph.service.writers import AnswerBeginning
from lcgraph.store.binding import bound

if TYPE_CHECKING:
    from starlette.requests import Request

    from lcgraph.queries import Library, StoredQuery
    from lcgraph.service.problems import Problem

_BEGINNING: Final = """PREFIX lcg: <https://w3id.org/lcgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?city ?cityLabel WHERE {
  ?city a lcg:LearningCity ;
    rdfs:label ?cityLabel .
}
ORDER BY ?city ?cityLabel
LIMIT 100"""
_BEGINNING_PLAIN: Final = "SELECT * WHERE {\n  ?subject ?predicate ?object .\n}\nLIMIT 100"
_OFFERED: Final = {"solutions": SOLUTIONS, "boolean": BOOLEANS, "graph": GRAPHS}


async def page(request: Request, answer: AnswerBeginning | Problem | None = None) -> str:
    """Make the page.

    Args:
        request: The request; ``query`` is what is, or was, asked, and ``example`` names a query of
            the library to begin with.
        answer: The beginning of the answer in SPARQL JSON or N-Triples, or why there is none; None
            before asking.

    Returns:
        A form with the query, the answer or what is wrong with it, and examples, which a plain
        store has none of.
    """
    is_plain = request.app.state.settings.unmanaged
    library = None if is_plain else await run_in_threadpool(request.app.state.library.read)
    return await made(request, lambda: _page(request, library, answer))


def _page(
    request: Request, library: Library | None, answer: AnswerBeginning | Problem | None
) -> str:
    asked = request.query_params.get("query")
    shown: dict[str, Any] | None = None
    wrong: dict[str, Any] | None = None
    if isinstance(answer, AnswerBeginning):
        shown = _shown(answer)
    elif answer is not None:
        wrong = document_of(request, answer)
    return rendered(
        request,
        "sparql.html",
        text=asked if asked is not None else _beginning(request, library),
        asked=_asked_with(request),
        answer=shown,
        wrong=wrong,
        formats=list(_OFFERED[shown["kind"]]) if shown else [],
        offered=[*SOLUTIONS, *GRAPHS],
        folders={
            folder: [query for query in queries if not query.store_layers]
            for folder, queries in (library.folders.items() if library else ())
        },
    )


def _asked_with(request: Request) -> dict[str, list[str]]:
    """Return the parameters that came with the query, to ask on the same terms again."""
    return {
        name: request.query_params.getlist(name)
        for name in request.query_params
        if name not in ("query", "format", "lang", "example")
    }


def _beginning(request: Request, library: Library | None) -> str:
    """Write what there is to be asked before anything else was."""
    if library is None:
        return _BEGINNING_PLAIN
    return _example(library, request) or _BEGINNING


def _example(library: Library, request: Request) -> str:
    """Write a query of the library with the examples of its parameters."""
    query = library.get(request.query_params.get("example", ""))
    if query is None:
        return ""
    given = bind(query, _examples(query, language(request)))
    if not isinstance(given, Bound):
        return ""
    lines = query.text.splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("#+"))
    return bound(text, {each.value: term for each, term in given.substitutions.items()})


def _examples(query: StoredQuery, spoken: str) -> dict[str, str]:
    return {
        parameter.name: spoken if parameter.type is ParameterType.LANGUAGE else parameter.example
        for parameter in query.parameters
        if not parameter.optional
    }


def _shown(beginning: AnswerBeginning) -> dict[str, Any]:
    answer = beginning.answer
    if answer.kind == "graph":
        columns = ["subject", "predicate", "object"]
        rows = [
            dict(zip(columns, map(_term, quad.triple), strict=True))
            for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)
        ]
        return _table("graph", columns, rows, beginning.count)
    document = json.loads(answer.content)
    if answer.kind == "boolean":
        return {"kind": "boolean", "value": document["boolean"]}
    rows = document["results"]["bindings"]
    return _table("solutions", document["head"]["vars"], rows, beginning.count)


def _table(kind: str, columns: list[str], rows: list[dict[str, Any]], count: int) -> dict[str, Any]:
    return {
        "kind": kind,
        "columns": columns,
        "rows": rows,
        "count": count,
        "shown": len(rows),
        "is_cut": count > len(rows),
    }


def _term(term: object) -> dict[str, str]:
    """Describe a term as SPARQL 1.1 Query Results JSON does."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if not isinstance(term, Literal):
        return {"type": "triple", "value": str(term)}
    described = {"type": "literal", "value": term.value}
    if term.language:
        return {**described, "xml:lang": term.language}
    return {**described, "datatype": term.datatype.value}
