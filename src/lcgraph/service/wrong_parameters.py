"""What FastAPI says of parameters, said in Thai and English, with what would do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import Request
    from fastapi.exceptions import RequestValidationError

_ONE_OF: Final = {"th": "ต้องเป็นค่าใดค่าหนึ่งที่มีให้เลือก", "en": "must be one of those there are"}
_SAID: Final[dict[str, dict[str, str]]] = {
    "greater_than_equal": {"th": "ต้องไม่น้อยกว่า {ge}", "en": "must be at least {ge}"},
    "less_than_equal": {"th": "ต้องไม่เกิน {le}", "en": "must be at most {le}"},
    "int_parsing": {"th": "ต้องเป็นจำนวนเต็ม", "en": "must be a whole number"},
    "int_parsing_size": {"th": "ต้องเป็นจำนวนเต็ม", "en": "must be a whole number"},
    "string_pattern_mismatch": {
        "th": "ไม่อยู่ในรูปแบบที่ใช้ได้",
        "en": "does not have the form that it needs",
    },
    "enum": _ONE_OF,
    "literal_error": _ONE_OF,
    "missing": {"th": "ต้องระบุ", "en": "is needed"},
}
_QUOTED: Final = re.compile(r"'([^']*)'")
_OTHERWISE: Final = {"th": "ใช้ไม่ได้", "en": "cannot be used"}


def wrong_parameter(request: Request, invalid: RequestValidationError) -> Problem:
    """Say which parameter of a request cannot be used, and why.

    Args:
        request: The request; its route knows an example.
        invalid: What FastAPI found; the first fault is told.

    Returns:
        The problem ``wrong-parameter`` with ``parameter``, ``supported`` where there is a
        choice, and ``example`` if the route gives one.
    """
    first = invalid.errors()[0]
    where = str(first["loc"][1]) if len(first["loc"]) > 1 else str(first["loc"][0])
    context: dict[str, Any] = first.get("ctx", {})
    said = _SAID.get(first["type"], _OTHERWISE)
    detail = {tag: f"{where} {text.format(**context)}" for tag, text in said.items()}
    more: dict[str, Any] = {"parameter": where}
    if supported := _QUOTED.findall(str(context.get("expected", ""))):
        more["supported"] = supported
    example = next((str(each) for each in (*supported, *_examples(request, where))), None)
    if example is not None:
        more["example"] = example
        detail = {"th": f"{detail['th']} เช่น {example}", "en": f"{detail['en']}, such as {example}"}
    detail["en"] += "."
    return Problem("wrong-parameter", detail, more)


def _examples(request: Request, name: str) -> Iterator[object]:
    dependant = request.scope["route"].dependant
    for field in (*dependant.path_params, *dependant.query_params):
        if field.alias == name:
            yield from field.field_info.examples or ()
