"""The query library: each stored query is a resource that can be asked with its parameters."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from lcgraph.knowledge import Knowledge
from lcgraph.queries import Bound, Library, StoredQuery, WrongParameter, bind
from lcgraph.queries.writing import AnswerForm, Origin, Shortening
from lcgraph.service.answer_page import page_of_json, shown
from lcgraph.service.answers import Answer, Extent
from lcgraph.service.asking import graph_of
from lcgraph.service.budgets import client_of
from lcgraph.service.history import graph_at
from lcgraph.service.json_documents import json_document
from lcgraph.service.library_description import call_of, described
from lcgraph.service.library_formats import Wanted, wanted
from lcgraph.service.library_parameters import given_in_address, given_with_body
from lcgraph.service.library_refusals import unknown, wrong_value
from lcgraph.service.long_responses import LongResponse
from lcgraph.service.mementos import memento_headers
from lcgraph.service.negotiation import ALIASES, LANGUAGES, language
from lcgraph.service.one_version import made_of_one_version
from lcgraph.service.problems import Problem
from lcgraph.service.questions import INTERNAL_FORMATS, Question
from lcgraph.service.single_values import single_values
from lcgraph.service.unchanged import unchanged, validators
from lcgraph.service.writers import AnswerBeginning, Writers

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(tags=["Query library"])

_LISTED_ONCE: Final = [Depends(single_values())]
_IN_HAND: Final = Extent(rows=100_000, bytes=32 << 20)
"""How long an answer may be that is turned into another form."""


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


@router.get("/queries", dependencies=_LISTED_ONCE)
async def queries(request: Request) -> Response:
    """List the stored queries: what each answers, and how to ask it.

    แสดงรายการแบบสอบถาม แต่ละรายการตอบคำถามใด และเรียกอย่างไร
    """
    library = await _library_of(request)
    presentation = page_of_json(request)
    if presentation is not None:
        return shown(request, await presentation.library(request), graph_of(request).version)
    base = str(request.base_url)
    document = {
        "folders": [
            {
                "name": folder,
                "url": f"{base}queries/{folder}",
                "queries": [query.name for query in found],
            }
            for folder, found in library.folders.items()
        ],
        "queries": [described(query, base) for query in library],
    }
    return json_document(request, document, graph_of(request).version)


@router.get("/queries/{folder}", openapi_extra={"x-listed-by": "folder"}, dependencies=_LISTED_ONCE)
async def queries_of_folder(request: Request, folder: str) -> Response:
    """List the stored queries of a folder.

    แสดงรายการแบบสอบถามในโฟลเดอร์
    """
    folders = (await _library_of(request)).folders
    if folder not in folders:
        raise unknown(request, folder, folders, {"th": "ไม่มีโฟลเดอร์", "en": "There is no folder"})
    presentation = page_of_json(request)
    version = graph_of(request).version
    if presentation is not None:
        return shown(request, await presentation.library(request, folder), version)
    found = [described(query, str(request.base_url)) for query in folders[folder]]
    return json_document(request, {"name": folder, "queries": found}, version)


@router.get("/queries/{folder}/{name}", include_in_schema=False)
async def ask_by_get(request: Request, folder: str, name: str) -> Response:
    """Ask a stored query with the parameters of the address."""
    query = await _found(request, f"{folder}/{name}")
    given = given_in_address(request, query)
    return await made_of_one_version(request, lambda: _answered(request, query, dict(given)))


@router.post("/queries/{folder}/{name}", include_in_schema=False)
async def ask_by_post(request: Request, folder: str, name: str) -> Response:
    """Ask a stored query with the parameters of a JSON object."""
    query = await _found(request, f"{folder}/{name}")
    given = await given_with_body(request, query)
    return await made_of_one_version(request, lambda: _answered(request, query, dict(given)))


def stored(request: Request, name: str) -> StoredQuery:
    """Find a stored query.

    Args:
        request: The request.
        name: Folder and name.

    Returns:
        The query.

    Raises:
        Problem: ``not-found``, with the names that are most like it.
    """
    library: Library = request.app.state.library.read()
    found = library.get(name)
    if found is None:
        names = [query.name for query in library]
        said = {"th": "ไม่มีแบบสอบถาม", "en": "There is no stored query"}
        raise unknown(request, name, names, said)
    return found


async def asked(request: Request, query: StoredQuery, given: dict[str, Any]) -> Answer:
    """Ask a stored query for what a document has to know.

    Args:
        request: The request.
        query: The query.
        given: Values by name of parameter.

    Returns:
        The whole answer in SPARQL JSON or N-Triples; columns that only repeat a parameter are
        among its first.

    Raises:
        Problem: ``wrong-parameter``, or whatever the readers say.
    """
    question = _question(query, _bound(query, given), INTERNAL_FORMATS)
    answer = await graph_of(request).ask(question, most=_IN_HAND)
    return answer if isinstance(answer, Answer) else await answer.read()


async def asked_for_page(
    request: Request, query: StoredQuery, given: dict[str, Any]
) -> AnswerBeginning:
    """Ask a stored query for a page, on the budget of the client.

    Args:
        request: The request.
        query: The query.
        given: Values by name of parameter.

    Returns:
        The beginning of the answer in SPARQL JSON or N-Triples.

    Raises:
        Problem: ``wrong-parameter``, or whatever the readers and writers say.
    """
    bound, client = _bound(query, given), client_of(request)
    question = _question(query, bound, INTERNAL_FORMATS)
    answer = await graph_of(request).ask(question, client=client, most=_IN_HAND)
    shortening = Shortening(answer.kind, bound.hidden)
    return await Writers.of(request).beginning(answer, shortening, client)


def _bound(query: StoredQuery, given: dict[str, Any]) -> Bound:
    bound = bind(query, given)
    if isinstance(bound, WrongParameter):
        raise wrong_value(query, bound, given)
    return bound


def _question(query: StoredQuery, bound: Bound, media_types: Mapping[str, str]) -> Question:
    terms = {variable.value: term for variable, term in bound.substitutions.items()}
    return Question(bound.text, media_types, query.store_layers, terms)


async def _answered(request: Request, query: StoredQuery, given: dict[str, Any]) -> Response:
    format_ = given.pop("format", None)
    if format_ is not None and not isinstance(format_, str):
        format_ = json.dumps(format_)
    form = wanted(query, request.headers.get("accept"), format_)
    spoken = _spoken(request, query, given)
    at = given.pop("at", None)
    graph = await graph_at(request, at if at is None else str(at))
    bound = _bound(query, given)
    question = _question(query, bound, form.of_engine)
    representation = f"-{form.written_here}-{spoken}" if form.written_here else ""
    made = await unchanged(request, graph, question, representation)
    if made is None:
        client, origin = client_of(request), None
        modified = await _modified(request) if form.written_here else None
        answer = await graph.ask(question, client=client, most=_IN_HAND)
        if form.written_here:
            moment = {} if at is None else {"at": answer.version}
            call = call_of(query, {**given, "format": form.written_here, **moment})
            address = str(request.base_url) + call
            origin = _origin(query, given, spoken, answer.version, modified, address)
        if origin is not None or (bound.hidden and answer.kind == "solutions"):
            engine = ALIASES.get(answer.media_type, answer.media_type)
            rewritten = AnswerForm(form.written_here, engine, bound.hidden, query.columns, origin)
            content = await Writers.of(request).written(answer, rewritten, client)
            answer = Answer(answer.kind, form.media_type, content, answer.version)
        headers = {
            **validators(question, answer.version, representation),
            **graph.budgets.headers(client),
            **memento_headers(request),
        }
        if isinstance(answer, Answer):
            made = Response(answer.content, media_type=answer.media_type, headers=headers)
        else:
            made = LongResponse(answer, headers)
    return _with_headers(made, query, form, spoken)


def _spoken(request: Request, query: StoredQuery, given: dict[str, Any]) -> str:
    takes_language = any(parameter.name == "lang" for parameter in query.parameters)
    if not takes_language:
        stated = given.pop("lang", None)
        if stated is None:
            return language(request)
        if stated not in LANGUAGES:
            raise Problem(
                "wrong-parameter",
                {"th": "lang ต้องเป็น th หรือ en", "en": "lang must be th or en."},
                {"parameter": "lang", "example": "en"},
            )
        return str(stated)
    stated = given.setdefault("lang", language(request))
    return stated if stated in LANGUAGES else LANGUAGES[0]


async def _modified(request: Request) -> str | None:
    """Return when a published record was last modified."""
    listed = await asked(request, stored(request, "cities/list"), {})
    rows = json.loads(listed.content)["results"]["bindings"]
    return max((row["modified"]["value"] for row in rows), default=None)


def _origin(
    query: StoredQuery,
    given: dict[str, Any],
    spoken: str,
    version: int,
    modified: str | None,
    address: str,
) -> Origin:
    defaults = {p.name: p.default for p in query.parameters if p.default is not None}
    return Origin(
        query=query.name,
        summary=query.summary,
        language=spoken,
        parameters={name: str(value) for name, value in {**defaults, **given}.items()},
        version=version,
        date=modified,
        address=address,
    )


def _with_headers(made: Response, query: StoredQuery, form: Wanted, spoken: str) -> Response:
    made.headers["Vary"] = "Accept, Accept-Language"
    made.headers["Content-Language"] = spoken
    if form.written_here == "xlsx":
        name = query.name.replace("/", "-")
        made.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return made


async def _library_of(request: Request) -> Library:
    library: Library = await run_in_threadpool(request.app.state.library.read)
    return library


async def _found(request: Request, name: str) -> StoredQuery:
    await _library_of(request)
    return stored(request, name)
