"""What a SPARQL Protocol request asks for (SPARQL 1.1 Protocol, sections 2.1 and 2.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import NamedNode
from starlette.datastructures import QueryParams

from lcgraph.service.authority import require
from lcgraph.service.body import form_fields, media_type_of, read_body
from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

_KINDS: Final = ("query", "update")
_DATASET: Final = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}


@dataclass(frozen=True)
class Operation:
    """A query or an update, as the request states it.

    Attributes:
        kind: ``query`` or ``update``.
        text: The text of it.
        default: Graphs that make up the default graph; with ``named`` empty too, none was stated.
        named: Graphs that are the named graphs.
        fields: Every parameter, from the URL and the form together.
        base: The IRI that relative IRIs of the text are resolved against.
    """

    kind: str
    text: str
    default: tuple[str, ...]
    named: tuple[str, ...]
    fields: QueryParams
    base: str

    @property
    def states_dataset(self) -> bool:
        """Whether the request says which graphs the operation is about."""
        return bool(self.default or self.named)


async def operation_of(request: Request) -> Operation | None:
    """Read the operation that a request states.

    Args:
        request: A GET or POST of the endpoint.

    Returns:
        The operation, or None for a GET that states none.

    Raises:
        Problem: ``malformed-request`` unless there is exactly one text of one kind,
            ``unsupported-media-type``; for an update as the body ``not-authorized`` or
            ``not-permitted`` before anything of it is read.
    """
    base = base_of(request)
    if request.method == "GET":
        return operation_by_get(request.scope["query_string"], base)
    stated = list(request.query_params.multi_items())
    media_type = media_type_of(request, [QUERY, UPDATE, FORM])
    if media_type == FORM:
        fields = form_fields(await read_body(request)).multi_items()
        return _operation([*stated, *fields], base)
    if any(name in _KINDS for name, _ in stated):
        raise _malformed(
            "มีข้อความทั้งใน URL และในเนื้อหา ให้ส่งที่เดียว",
            "There is a text in the URL and one in the body: send one.",
        )
    kind = "query" if media_type == QUERY else "update"
    if kind == "update":
        require(request)
    text = _decoded(await read_body(request, of_administrator=kind == "update"))
    return _operation([*stated, (kind, text)], base)


def operation_by_get(parameters: bytes, base: str) -> Operation | None:
    """Read the operation that the address of a GET states.

    Args:
        parameters: The query component of the address.
        base: The IRI that relative IRIs of the text are resolved against.

    Returns:
        The operation, or None if it states none.

    Raises:
        Problem: ``malformed-request`` unless it is exactly one query.
    """
    stated = QueryParams(parameters).multi_items()
    if not any(name in _KINDS for name, _ in stated):
        return None
    if any(name == "update" for name, _ in stated):
        raise _malformed(
            "ใช้ update กับ GET ไม่ได้ ให้ส่งด้วย POST", "An update is sent with POST, not GET."
        )
    return _operation(stated, base)


def base_of(request: Request) -> str:
    """Return the IRI of an endpoint, against which relative IRIs are resolved.

    Args:
        request: A request to it.

    Returns:
        The address without its query component.
    """
    return str(request.url.replace(query="", fragment=""))


def _operation(fields: list[tuple[str, str]], base: str) -> Operation:
    texts = [(name, value) for name, value in fields if name in _KINDS]
    if len(texts) != 1 or not texts[0][1].strip():
        raise _malformed(
            "ต้องมี query หรือ update หนึ่งข้อความ เช่น /sparql?query=ASK{}",
            "Give exactly one query or update, as in /sparql?query=ASK{}",
        )
    ((kind, text),) = texts
    default, named = (
        tuple(_graph(name, value) for name, value in fields if name == wanted)
        for wanted in _DATASET[kind]
    )
    return Operation(kind, text, default, named, QueryParams(fields), base)


def _graph(name: str, value: str) -> str:
    try:
        return NamedNode(value).value
    except ValueError:
        raise _malformed(
            f"{name} ต้องเป็น IRI ที่สมบูรณ์", f"{name} must be an absolute IRI: {value[:80]}"
        ) from None


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise _malformed("เนื้อหาไม่ใช่ UTF-8", "The body is not UTF-8.") from None


def _malformed(th: str, en: str) -> Problem:
    return Problem("malformed-request", {"th": th, "en": en})
