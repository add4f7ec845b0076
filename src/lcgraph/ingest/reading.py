"""From bytes or text to triples, without the web and within limits."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, Triple, parse

from lcgraph.ingest import messages
from lcgraph.ingest.formats import TextFormat, format_of
from lcgraph.ingest.outcomes import (
    BeyondRdf11,
    Limits,
    NotUtf8,
    ParsedRecord,
    RemoteContext,
    SeveralGraphs,
    SyntaxFault,
    TooLarge,
    UnknownFormat,
)
from lcgraph.ingest.places import find_in
from lcgraph.store.document_types import DocumentType, refuse_document_type

if TYPE_CHECKING:
    from lcgraph.ingest.outcomes import Faulty

_JSON_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[\[\]{}]', re.DOTALL)
_PLAIN_LIMITS: Final = Limits()


class _Stop(Exception):
    """Ends the reading with a fault; never leaves this module."""

    def __init__(self, fault: Faulty) -> None:
        super().__init__()
        self.fault = fault


def read_record(
    content: bytes | str,
    name: str,
    media_type: str | None = None,
    *,
    limits: Limits = _PLAIN_LIMITS,
) -> ParsedRecord | Faulty:
    """Read a file in Turtle, N-Triples, JSON-LD, TriG (one graph) or RDF/XML.

    Nothing is fetched: JSON-LD contexts on the web and XML document types are refused. Relative
    IRIs need a base that the text declares.

    Args:
        content: The file, as bytes in UTF-8 or as text.
        name: The name of the file; it is named in places, and its ending may tell the syntax.
        media_type: The syntax as a media type; it goes before the file name.
        limits: How much is read.

    Returns:
        The triples with their places; or why there are none. No content makes it raise.
    """
    text_format = format_of(name, media_type)
    if text_format is None:
        words = messages.UNKNOWN_FORMAT
        return UnknownFormat(name, words.messages, words.advice)
    try:
        text = _decoded(content, name, limits)
        _refuse_hostile(text, text_format, name, limits)
        return _parsed(text, text_format, name, limits)
    except _Stop as stop:
        return stop.fault


def _decoded(content: bytes | str, name: str, limits: Limits) -> str:
    try:
        encoded = content.encode() if isinstance(content, str) else content
        if len(encoded) > limits.max_bytes:
            words = messages.too_large("ไฟล์", "The file", limits.max_bytes, "ไบต์", "bytes")
            raise _Stop(TooLarge(name, words.messages, words.advice, limit=limits.max_bytes))
        return encoded.decode("utf-8-sig")
    except UnicodeEncodeError as fault:
        raise _not_utf8(name, str(content)[: fault.start]) from None
    except UnicodeDecodeError as fault:
        raise _not_utf8(name, fault.object[: fault.start].decode("utf-8", "replace")) from None


def _not_utf8(name: str, before: str) -> _Stop:
    words = messages.NOT_UTF8
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    return _Stop(NotUtf8(name, words.messages, words.advice, line, column))


def _refuse_hostile(text: str, text_format: TextFormat, name: str, limits: Limits) -> None:
    if text_format is TextFormat.RDF_XML:
        try:
            refuse_document_type(text.encode())
        except DocumentType as found:
            words = messages.DOCUMENT_TYPE
            raise _Stop(
                RemoteContext(name, words.messages, words.advice, found.line, found.column)
            ) from None
    if text_format is TextFormat.JSON_LD:
        _refuse_deep(text, name, limits)
        if _asks_the_web(_json(text, name)):
            words = messages.REMOTE_CONTEXT
            line = text[: max(text.find('"@context"'), 0)].count("\n") + 1
            raise _Stop(RemoteContext(name, words.messages, words.advice, line, 1))


def _refuse_deep(text: str, name: str, limits: Limits) -> None:
    depth = 0
    for token in _JSON_TOKEN.finditer(text):
        if token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        if depth > limits.max_depth:
            words = messages.too_large(
                "ความลึกของโครงสร้าง", "The nesting", limits.max_depth, "ชั้น", "levels"
            )
            line = text[: token.start()].count("\n") + 1
            raise _Stop(
                TooLarge(name, words.messages, words.advice, line, 1, limit=limits.max_depth)
            )


def _json(text: str, name: str) -> Any:
    try:
        # Numbers stay text: nothing is computed with them, and huge ones would take long.
        return json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as fault:
        words = messages.UNREADABLE
        raise _Stop(
            SyntaxFault(name, words.messages, words.advice, fault.lineno, fault.colno, fault.msg)
        ) from None


def _asks_the_web(value: Any) -> bool:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "@import" in item or _names_context(item.get("@context")):
                return True
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return False


def _names_context(context: Any) -> bool:
    if isinstance(context, list):
        return any(isinstance(item, str) for item in context)
    return isinstance(context, str)


def _parsed(text: str, text_format: TextFormat, name: str, limits: Limits) -> ParsedRecord:
    triples: dict[Triple, None] = {}
    graphs = set()
    try:
        parser = parse(text, format=text_format.syntax)
        for quad in parser:
            graphs.add(quad.graph_name)
            _refuse_unfit(quad.triple, name, limits)
            triples[quad.triple] = None
            if len(triples) > limits.max_triples:
                words = messages.too_large(
                    "จำนวนข้อความในไฟล์", "The number of triples", limits.max_triples, "ข้อ", "triples"
                )
                raise _Stop(TooLarge(name, words.messages, words.advice, limit=limits.max_triples))
    except (SyntaxError, ValueError) as fault:
        raise _syntax_fault(name, fault) from None
    if len(graphs) > 1:
        words = messages.SEVERAL_GRAPHS
        raise _Stop(SeveralGraphs(name, words.messages, words.advice))
    everything = tuple(triples)
    return ParsedRecord(
        name,
        text_format,
        everything,
        parser.base_iri,
        partial(find_in, text, text_format, everything),
    )


def _refuse_unfit(triple: Triple, name: str, limits: Limits) -> None:
    value = triple.object
    if isinstance(value, Triple) or (isinstance(value, Literal) and value.direction is not None):
        words = messages.BEYOND_RDF11
        raise _Stop(BeyondRdf11(name, words.messages, words.advice))
    if isinstance(value, Literal) and len(value.value) > limits.max_literal:
        words = messages.too_large(
            "ข้อความหนึ่งค่า", "A literal", limits.max_literal, "อักขระ", "characters"
        )
        raise _Stop(TooLarge(name, words.messages, words.advice, limit=limits.max_literal))


def _syntax_fault(name: str, fault: SyntaxError | ValueError) -> _Stop:
    what = str(fault.args[0]) if fault.args else ""
    words = messages.syntax_words(what)
    line = fault.lineno if isinstance(fault, SyntaxError) else None
    column = fault.offset if isinstance(fault, SyntaxError) else None
    return _Stop(SyntaxFault(name, words.messages, words.advice, line, column, what))
