"""The query library: each stored query is a resource that can be asked with its parameters."""

from __future__ import annotations

import difflib
import json
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from lcgraph.knowledge import Knowledge
from lcgraph.queries import Bound, Library, StoredQuery, WrongParameter, bind, without_columns
from lcgraph.service.answer_page import page_of_json, shown
from lcgraph.service.answers import Answer, Extent
from lcgraph.service.asking import graph_of
from lcgraph.service.budgets import client_of
from lcgraph.service.history import graph_at
from lcgraph.service.json_documents import json_document
from lcgraph.service.library_description import call_of, described
from lcgraph.service.library_formats import Wanted, wanted, written
from lcgraph.service.library_parameters import given_in_address, given_with_body
from lcgraph.service.mementos import memento_headers
from lcgraph.service.negotiation import ALIASES, LANGUAGES, language
from lcgraph.service.problems import Problem
from lcgraph.service.questions import INTERNAL_FORMATS, Question
from lcgraph.service.single_values import LONGEST_NAME, single_values
from lcgraph.service.unchanged import unchanged, validators
from lcgraph.service.workbook import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

router = APIRouter(tags=["Query library"])

_LISTED_ONCE: Final = [Depends(single_values())]
_OWN_PARAMETERS: Final = ("format", "lang", "at")
_IN_HAND: Final = Extent(rows=100_000, bytes=32 << 20)
"""How long an answer may be that is turned into another form here."""


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
        raise _unknown(request, folder, folders, {"th": "ไม่มีโฟลเดอร์", "en": "There is no folder"})
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
    return await _answered(request, query, given_in_address(request, query))


@router.post("/queries/{folder}/{name}", include_in_schema=False)
async def ask_by_post(request: Request, folder: str, name: str) -> Response:
    """Ask a stored query with the parameters of a JSON object."""
    query = await _found(request, f"{folder}/{name}")
    return await _answered(request, query, await given_with_body(request, query))


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
        raise _unknown(request, name, names, said)
    return found


async def asked(
    request: Request,
    query: StoredQuery,
    given: dict[str, Any],
    media_types: Mapping[str, str] | None = None,
    *,
    client: str | None = None,
) -> Answer:
    """Ask a stored query and read the whole answer.

    Args:
        request: The request.
        query: The query.
        given: Values by name of parameter.
        media_types: The formats to answer in; SPARQL JSON and N-Triples when None.
        client: For whom, with a budget; None for what a document itself has to know.

    Returns:
        The answer, without the columns that only repeat a parameter.

    Raises:
        Problem: ``wrong-parameter``, or whatever the readers say.
    """
    bound = _bound(query, given)
    question = _question(query, bound, media_types or INTERNAL_FORMATS)
    return await _read(request, bound, question, client)


def _bound(query: StoredQuery, given: dict[str, Any]) -> Bound:
    bound = bind(query, given)
    if isinstance(bound, WrongParameter):
        raise _wrong(query, bound, given)
    return bound


def _question(query: StoredQuery, bound: Bound, media_types: Mapping[str, str]) -> Question:
    terms = {variable.value: term for variable, term in bound.substitutions.items()}
    return Question(bound.text, media_types, query.store_layers, terms)


async def _read(request: Request, bound: Bound, question: Question, client: str | None) -> Answer:
    answer = await graph_of(request).ask(question, client=client, most=_IN_HAND)
    if not isinstance(answer, Answer):
        answer = await answer.read()
    if answer.kind != "solutions" or not bound.hidden:
        return answer
    content = await run_in_threadpool(
        without_columns,
        answer.content,
        ALIASES.get(answer.media_type, answer.media_type),
        bound.hidden,
    )
    return replace(answer, content=content)


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
        answer = await _read(request, bound, question, client_of(request))
        if form.written_here is not None:
            called = {**given, "format": form.written_here}
            if at is not None:
                called["at"] = answer.version
            origin = await _origin(request, query, given, called, answer, spoken)
            content = await run_in_threadpool(
                written, form.written_here, query, answer.content, origin
            )
            answer = replace(answer, content=content, media_type=form.media_type)
        headers = {
            **validators(question, answer.version, representation),
            **graph.budgets.headers(client_of(request)),
            **memento_headers(request),
        }
        made = Response(answer.content, media_type=answer.media_type, headers=headers)
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


async def _origin(
    request: Request,
    query: StoredQuery,
    given: dict[str, Any],
    called: dict[str, Any],
    answer: Answer,
    spoken: str,
) -> Origin:
    listed = await asked(request, stored(request, "cities/list"), {})
    rows = json.loads(listed.content)["results"]["bindings"]
    defaults = {p.name: p.default for p in query.parameters if p.default is not None}
    return Origin(
        query=query.name,
        summary=query.summary[spoken],
        language=spoken,
        parameters={name: str(value) for name, value in {**defaults, **given}.items()},
        version=answer.version,
        date=max((row["modified"]["value"] for row in rows), default=None),
        address=str(request.base_url) + call_of(query, called),
    )


def _with_headers(made: Response, query: StoredQuery, form: Wanted, spoken: str) -> Response:
    made.headers["Vary"] = "Accept, Accept-Language"
    made.headers["Content-Language"] = spoken
    if form.written_here == "xlsx":
        name = query.name.replace("/", "-")
        made.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return made


def _wrong(query: StoredQuery, wrong: WrongParameter, given: Iterable[str]) -> Problem:
    more: dict[str, Any] = {"parameter": wrong.name, "call": "/" + call_of(query)}
    if wrong.example:
        more["example"] = wrong.example
    else:
        known = [parameter.name for parameter in query.parameters]
        unknown = next(name for name in given if name not in known)
        more["parameter"] = unknown[:LONGEST_NAME]
        more["supported"] = list(dict.fromkeys([*known, *_OWN_PARAMETERS]))
    return Problem("wrong-parameter", wrong.problem, more)


def _unknown(request: Request, name: str, names: Iterable[str], said: dict[str, str]) -> Problem:
    shown = name[:LONGEST_NAME]
    similar = difflib.get_close_matches(shown, list(names), n=3, cutoff=0.6)
    detail = {"th": f"{said['th']} {shown}", "en": f"{said['en']} {shown}."}
    if similar:
        detail["th"] += f" หมายถึง {', '.join(similar)} หรือไม่"
        detail["en"] += f" Did you mean {', '.join(similar)}?"
    addresses = [f"{request.base_url}queries/{each}" for each in similar]
    return Problem("not-found", detail, {"similar": addresses})


async def _library_of(request: Request) -> Library:
    library: Library = await run_in_threadpool(request.app.state.library.read)
    return library


async def _found(request: Request, name: str) -> StoredQuery:
    await _library_of(request)
    return stored(request, name)
