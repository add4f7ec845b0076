"""``lcgraph query``: a query file, a stored query or a query text, asked of the store."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    serialize,
)

from lcgraph.cli.languages import Language, chosen, preferred
from lcgraph.cli.options import FormatOption, LanguageOption, RemoteOption, StoreOption, place_of
from lcgraph.cli.output import ExitCode, Format, stop, write, write_rows
from lcgraph.cli.query_faults import explaining
from lcgraph.cli.stores import reading
from lcgraph.knowledge import Knowledge
from lcgraph.queries import (
    Bound,
    Library,
    StoredQuery,
    WrongParameter,
    bind,
    table_of,
    without_columns,
)
from lcgraph.store import Layer, Store
from lcgraph.store.copies import looking_back
from lcgraph.store.moments import Publication, Unkept

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lcgraph.queries import Cell
    from lcgraph.store.address import Address
    from lcgraph.store.interface import QueryResults
    from lcgraph.store.moments import Malformed, NotYet, TooEarly, UnknownVersion
    from lcgraph.store.oxigraph import OxigraphStore

    _Asked = Store | OxigraphStore

_RESULTS: Final = {
    Format.TABLE: QueryResultsFormat.JSON,
    Format.JSON: QueryResultsFormat.JSON,
    Format.CSV: QueryResultsFormat.CSV,
    Format.TURTLE: QueryResultsFormat.JSON,
}


def command(
    query: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE|NAME|-",
            help="ไฟล์ .rq ชื่อแบบสอบถามในคลัง หรือ - ซึ่งอ่านจากอินพุตมาตรฐาน · A .rq file, the name of a "
            "stored query, or - for standard input.",
        ),
    ] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            "-p",
            metavar="NAME=VALUE",
            help="พารามิเตอร์ของแบบสอบถามในคลัง ระบุซ้ำได้ · A parameter of a stored query; repeatable.",
        ),
    ] = None,
    layer: Annotated[
        list[Layer] | None,
        typer.Option("--layer", help="ชั้นข้อมูลที่เพิ่ม ระบุซ้ำได้ · A layer to add; repeatable."),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="VERSION|DATE|TIME",
            help="กราฟตามที่เผยแพร่ ณ เวอร์ชันข้อมูล วันที่ หรือเวลานั้น ดูรายการด้วย lcgraph history · The graph "
            "as it was published then; 'lcgraph history' lists the versions.",
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
    store: StoreOption = None,
    remote: RemoteOption = None,
    lang: LanguageOption = None,
) -> None:
    """สอบถามกราฟด้วย SPARQL · Ask the graph a SPARQL query.

    หากไม่ระบุแบบสอบถาม จะแสดงรายการแบบสอบถามในคลัง ·
    Without an argument the stored queries are listed.

    Example: lcgraph query cities/list --lang en

    Example: lcgraph query themes/limitations -p theme=technology --format csv

    Example: lcgraph query cities/list --at 2026-11-23

    Example: echo 'SELECT * { ?s ?p ?o } LIMIT 3' | lcgraph query -
    """
    language = lang or preferred()
    if query is None:
        _list_queries(language, form)
        return
    given = _parameters(parameter or [])
    with _read(place_of(store, remote), at, language) as opened:
        path = Path(query)
        if query == "-" or path.is_file():
            text = _text(None if query == "-" else path)
            if given:
                stop("--param: ใช้กับแบบสอบถามที่มีชื่อเท่านั้น · stored queries only.", ExitCode.USAGE)
            found = _asked(opened, text, layer or [], None, form, language)
            _show(*found, form, (), {})
        else:
            _ask_stored(opened, query, given, layer or [], form, language)


@contextmanager
def _read(place: Path | Address, at: str | None, language: Language) -> Iterator[_Asked]:
    """Open a store for reading, as it is or as it was."""
    with reading(place, language) as opened:
        if at is None:
            yield opened
            return
        with looking_back(opened) as retrospect:
            if retrospect is None:
                _stop_without_version(Unkept(), language)
            found = retrospect.history.resolve(at, opened.version, datetime.now(UTC))
            if not isinstance(found, Publication):
                _stop_without_version(found, language)
            with retrospect.as_it_was(found.version) as earlier:
                yield earlier


def _stop_without_version(
    found: TooEarly | NotYet | UnknownVersion | Malformed | Unkept, language: Language
) -> NoReturn:
    # The words are those of the service, which takes a while to import.
    from lcgraph.service.history import no_version
    from lcgraph.service.problem_kinds import KINDS

    problem = no_version(found)
    title = KINDS[problem.kind].title[language.value]
    stop(f"--at: {title}. {problem.detail[language.value]}", ExitCode.USAGE)


def _ask_stored(
    opened: _Asked,
    name: str,
    given: dict[str, object],
    layers: list[Layer],
    form: Format,
    language: Language,
) -> None:
    stored = Library.of(Knowledge().library()).get(name)
    if stored is None:
        stop(
            f"{name}: ไม่มีไฟล์หรือแบบสอบถามชื่อนี้ ดูรายการด้วย lcgraph query · "
            "no such file or stored query; 'lcgraph query' lists them.",
            ExitCode.USAGE,
        )
    if any(known.name == "lang" for known in stored.parameters):
        given.setdefault("lang", language.value)
    bound = bind(stored, given)
    if isinstance(bound, WrongParameter):
        stop(chosen(dict(bound.problem), language), ExitCode.USAGE)
    every = [*layers, *stored.store_layers]
    found = _asked(opened, bound.text, every, bound, form, language)
    said = {name: texts[language.value] for name, texts in stored.columns.items()}
    _show(*found, form, bound.hidden, said)


def _text(path: Path | None) -> str:
    try:
        return sys.stdin.read() if path is None else path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        stop(f"{path or '-'}: ไฟล์ไม่ใช่ UTF-8 · the file is not UTF-8.", ExitCode.USAGE)


def _asked(
    opened: _Asked,
    text: str,
    layers: list[Layer],
    bound: Bound | None,
    form: Format,
    language: Language,
) -> tuple[QueryResults, bytes]:
    """Ask, and write what was found as a program reads it; some faults come only with that."""
    terms = None if bound is None else bound.substitutions
    with explaining(text, language):
        results = opened.query(text, layers=layers, substitutions=terms)
        if isinstance(results, QuerySolutions | QueryBoolean):
            return results, results.serialize(format=_RESULTS[form]) or b""
        syntax = RdfFormat.JSON_LD if form is Format.JSON else RdfFormat.TURTLE
        return results, serialize(results, format=syntax) or b""


def _show(
    results: QueryResults,
    written: bytes,
    form: Format,
    hidden: tuple[str, ...],
    said: Mapping[str, str],
) -> None:
    if isinstance(results, QuerySolutions | QueryBoolean):
        if isinstance(results, QuerySolutions) and hidden:
            written = without_columns(written, _RESULTS[form].media_type, hidden)
        if form is Format.TABLE and isinstance(results, QuerySolutions):
            table = table_of(written)
            columns = [said.get(name, name) for name in table.columns]
            rows = [dict(zip(columns, map(_shown, row), strict=True)) for row in table.rows]
            write_rows(columns, rows, Format.TABLE)
        else:
            write(written.rstrip(b"\r\n") + b"\n")
    else:
        write(written)


def _shown(cell: Cell) -> str:
    if cell.value is None:
        return ""
    if cell.is_iri:
        return cell.label or cell.value
    return cell.value


def _parameters(pairs: list[str]) -> dict[str, object]:
    given: dict[str, object] = {}
    for pair in pairs:
        name, separator, value = pair.partition("=")
        if not separator:
            stop(f"--param {pair}: NAME=VALUE", ExitCode.USAGE)
        given[name] = value
    return given


def _list_queries(language: Language, form: Format) -> None:
    rows = [_row(query, language) for query in Library.of(Knowledge().library())]
    write_rows(("name", "parameters", "summary"), rows, form, language=language)


def _row(query: StoredQuery, language: Language) -> dict[str, str]:
    return {
        "name": query.name,
        "parameters": " ".join(parameter.name for parameter in query.parameters),
        "summary": chosen(dict(query.summary), language),
    }
