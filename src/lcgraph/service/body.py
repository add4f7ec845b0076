"""Reading request bodies, within a limit and without surprises."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser
from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect

from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from python_multipart.multipart import MultipartCallbacks
    from starlette.requests import Request

    from lcgraph.service.settings import Settings

_MOST_PARTS: Final = 100
_UNCODED: Final = "identity"


@dataclass
class Part:
    """A part of a body that has several.

    Attributes:
        name: The field it is the value of.
        file: What its file is called; empty when not said.
        media_type: Its format, in lower case and without parameters; empty when not said.
        content: What it holds.
    """

    name: str
    file: str
    media_type: str
    content: bytes


async def read_body(request: Request, *, of_administrator: bool = False) -> bytes:
    """Read the body of a request.

    Args:
        request: The request.
        of_administrator: Whether an administrator sends it, who may send more than others.

    Returns:
        The whole body.

    Raises:
        Problem: ``too-large`` as soon as more has arrived than the operator allows;
            ``unsupported-coding`` for a body that is compressed; ``malformed-request`` if the
            client leaves before the end, so that nobody reads it.
    """
    _require_uncoded(request)
    try:
        return await _read(request, of_administrator=of_administrator)
    except ClientDisconnect:
        raise Problem("malformed-request") from None


def _require_uncoded(request: Request) -> None:
    stated = ",".join(request.headers.getlist("content-encoding")).split(",")
    codings = {coding.strip().lower() for coding in stated} - {"", _UNCODED}
    if codings:
        named = ", ".join(sorted(codings))[:80]
        raise Problem(
            "unsupported-coding",
            {
                "th": f"เนื้อหาเข้ารหัสแบบ {named} ซึ่งบริการไม่ถอดให้",
                "en": f"The body has the coding {named}, which is not undone here.",
            },
            {"supported": [_UNCODED]},
            {"Accept-Encoding": _UNCODED},
        )


async def _read(request: Request, *, of_administrator: bool) -> bytes:
    settings: Settings = request.app.state.settings
    limit = settings.administrator_body_bytes if of_administrator else settings.body_bytes
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > limit:
            raise Problem(
                "too-large",
                {"th": f"รับได้ไม่เกิน {limit} ไบต์", "en": f"At most {limit} bytes are read."},
                {"limit": limit},
            )
        parts.append(part)
    return b"".join(parts)


def form_fields(body: bytes) -> QueryParams:
    """Read the fields of a form.

    Args:
        body: ``application/x-www-form-urlencoded`` content.

    Returns:
        The fields in order; a name may be there more than once.

    Raises:
        Problem: ``malformed-request`` if it is not UTF-8 or has too many fields.
    """
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=100
        )
    except ValueError:
        raise Problem(
            "malformed-request",
            {"th": "อ่านแบบฟอร์มไม่ได้", "en": "The form cannot be read as UTF-8 fields."},
        ) from None
    return QueryParams(pairs)


def media_type_of(request: Request, supported: Sequence[str]) -> str:
    """Tell the format of a body.

    Args:
        request: The request.
        supported: Media types that are read.

    Returns:
        One of them.

    Raises:
        Problem: ``unsupported-media-type`` for another, for none, or for text that is not UTF-8.
    """
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    # An empty or broken header reads as text/plain, which is supported nowhere.
    media_type = header.get_content_type()
    if str(header.get_param("charset", "utf-8")).lower() not in ("utf-8", "utf8"):
        raise Problem(
            "unsupported-media-type",
            {"th": "เนื้อหาต้องเป็น UTF-8", "en": "The body must be UTF-8."},
            {"supported": list(supported)},
        )
    if media_type not in supported:
        raise Problem("unsupported-media-type", {}, {"supported": list(supported)})
    return media_type


async def read_parts(request: Request, *, of_administrator: bool = False) -> list[Part]:
    """Read the parts of a ``multipart/form-data`` body.

    Args:
        request: The request.
        of_administrator: Whether an administrator sends it, who may send more than others.

    Returns:
        The parts in order.

    Raises:
        Problem: ``too-large``, or ``malformed-request`` if it cannot be read.
    """
    header = Message()
    header["content-type"] = request.headers.get("content-type", "")
    body = await read_body(request, of_administrator=of_administrator)
    reader = _PartReader()
    try:
        parser = MultipartParser(str(header.get_param("boundary", "")).encode(), reader.callbacks())
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError):
        reader.parts.clear()
    if not reader.parts or reader.unfinished:
        raise Problem(
            "malformed-request",
            {
                "th": "อ่าน multipart/form-data ไม่ได้ ให้ตรวจ boundary",
                "en": "The multipart/form-data body cannot be read: check its boundary.",
            },
        )
    return reader.parts


class _PartReader:
    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.unfinished = True
        self._headers = Message()
        self._field = b""
        self._value = b""
        self._content: list[bytes] = []

    def callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._add_to_field,
            "on_header_value": self._add_to_value,
            "on_header_end": self._end_header,
            "on_part_data": self._add_to_content,
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def _begin(self) -> None:
        if len(self.parts) == _MOST_PARTS:
            raise ValueError("too many parts")
        self._headers, self._content = Message(), []

    def _add_to_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _add_to_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        self._headers[self._field.decode()] = self._value.decode()
        self._field = self._value = b""

    def _add_to_content(self, data: bytes, start: int, end: int) -> None:
        self._content.append(data[start:end])

    def _end(self) -> None:
        headers = self._headers
        self.parts.append(
            Part(
                str(headers.get_param("name", "", header="content-disposition")),
                str(headers.get_param("filename", "", header="content-disposition")),
                headers.get_content_type() if "content-type" in headers else "",
                b"".join(self._content),
            )
        )

    def _finish(self) -> None:
        self.unfinished = False
