"""What a stored query is asked with: the fields of the address, or the members of a JSON object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from lcgraph.service.body import read_body
from lcgraph.service.problems import Problem
from lcgraph.service.single_values import given_twice, repeated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from lcgraph.queries import StoredQuery

_JSON: Final = "application/json"


def given_in_address(request: Request, query: StoredQuery) -> dict[str, Any]:
    """Read the parameters of an address.

    Args:
        request: The request.
        query: The query that is asked.

    Returns:
        Strings by name.

    Raises:
        Problem: ``wrong-parameter`` if one is given twice.
    """
    return _once(query, request.query_params.multi_items())


async def given_with_body(request: Request, query: StoredQuery) -> dict[str, Any]:
    """Read the parameters of an address and of a JSON object in the body together.

    Args:
        request: The request.
        query: The query that is asked.

    Returns:
        Strings and JSON values by name; what is null is not given.

    Raises:
        Problem: ``wrong-parameter`` if one is given twice, ``unsupported-media-type``,
            ``too-large``, or ``malformed-request`` if the body is no JSON object.
    """
    stated = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if stated != _JSON:
        raise Problem("unsupported-media-type", {}, {"supported": [_JSON]})
    members = _members(await read_body(request))
    return _once(query, [*request.query_params.multi_items(), *members])


def _once(query: StoredQuery, pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    given = list(pairs)
    twice = repeated(name for name, _ in given)
    if twice is not None:
        examples = {p.name: p.example for p in query.parameters}
        raise given_twice(twice, examples.get(twice))
    return dict(given)


def _members(body: bytes) -> list[tuple[str, Any]]:
    try:
        # Pairs, so that a name given twice is not passed over.
        read = json.loads(body.decode(), object_pairs_hook=_Members)
        # Half a character can be escaped in JSON, but neither stored nor sent.
        json.dumps(read, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as fault:
        reason = _reason(fault)
        raise Problem(
            "malformed-request",
            {
                "th": f"อ่านเนื้อหาเป็น JSON ไม่ได้: {reason['th']}",
                "en": f"The body is not JSON: {reason['en']}",
            },
        ) from None
    if not isinstance(read, _Members):
        raise Problem(
            "malformed-request",
            {
                "th": 'เนื้อหาต้องเป็นออบเจกต์ JSON ของพารามิเตอร์ เช่น {"lang": "th"}',
                "en": 'The body must be a JSON object of parameters, such as {"lang": "en"}',
            },
        )
    return [(name, _plain(value)) for name, value in read if value is not None]


class _Members(list[tuple[str, Any]]):
    """The members of a JSON object, in order."""


def _plain(value: Any) -> Any:
    """Write the members of objects within objects as objects again."""
    if isinstance(value, _Members):
        return {name: _plain(member) for name, member in value}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _reason(fault: ValueError | RecursionError) -> dict[str, str]:
    match fault:
        case json.JSONDecodeError(lineno=line, colno=column, msg=words):
            return {
                "th": f"ผิดที่บรรทัด {line} อักขระที่ {column} ({words})",
                "en": f"error at line {line}, column {column}: {words}",
            }
        case UnicodeError():
            return {"th": "เนื้อหาไม่ใช่ UTF-8", "en": "it is not UTF-8"}
        case RecursionError():
            return {"th": "ซ้อนลึกเกินไป", "en": "it is nested too deeply"}
        case _:
            return {"th": "มีจำนวนที่ยาวเกินไป", "en": "it has a number that is too long"}
