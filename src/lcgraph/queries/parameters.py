"""From what a caller gives to the terms that a query is run with."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Variable

from lcgraph.queries.names import KEYED_CLASSES, named
from lcgraph.queries.stored import ParameterType
from lcgraph.vocabulary import CONCEPT, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcgraph.queries.stored import Parameter, StoredQuery

LANGUAGES: Final = ("th", "en")
LONGEST_STRING: Final = 500
"""The greatest number of characters of a string, where the header sets no other."""
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,15}")
_SHOWN: Final = 80


@dataclass(frozen=True)
class Bound:
    """A query ready to be run.

    Attributes:
        text: The text to run.
        substitutions: The terms of its variables.
        hidden: The columns of the answer that only repeat a substituted term.
    """

    text: str
    substitutions: Mapping[Variable, NamedNode | Literal]
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class WrongParameter:
    """A value that a query cannot be asked with.

    Attributes:
        name: The name of the parameter, as it was given.
        problem: What is wrong and what to do, by language tag.
        example: A value that would do; empty if there is no parameter of that name.
    """

    name: str
    problem: Mapping[str, str]
    example: str


def bind(query: StoredQuery, given: Mapping[str, object]) -> Bound | WrongParameter:
    """Turn what a caller gives into terms.

    Args:
        query: The query to ask.
        given: Values by name of parameter: strings as written in an address, or JSON values.

    Returns:
        What to run, or the first thing that is wrong.
    """
    known = {parameter.name for parameter in query.parameters}
    for name in given:
        if name not in known:
            return _unknown(query, name)
    terms: dict[Variable, NamedNode | Literal] = {}
    for parameter in query.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is None:
            if parameter.optional:
                continue
            return _missing(parameter)
        term = term_of(parameter, value)
        if isinstance(term, WrongParameter):
            return term
        terms[Variable(parameter.variable)] = term
    bound = tuple(variable.value for variable in terms)
    return Bound(query.with_columns_for(bound), terms, bound)


def term_of(parameter: Parameter, value: object) -> NamedNode | Literal | WrongParameter:
    """Turn one value into the term that its parameter stands for.

    Args:
        parameter: What the value is for.
        value: A string, or a JSON value.

    Returns:
        The term, or what is wrong with the value.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        if parameter.type is not ParameterType.INTEGER:
            return _wrong(parameter, value)
        value = str(value) if abs(value) < 10**15 else ""
    if not isinstance(value, str) or not _is_unicode(value):
        return _wrong(parameter, value)
    term = _READERS[parameter.type](parameter, value)
    return _wrong(parameter, value) if term is None else term


def _iri(parameter: Parameter, value: str) -> NamedNode | None:
    keys_at = KEYED_CLASSES.get(parameter.class_name or "")
    if parameter.scheme is not None:
        keys_at = f"{CONCEPT}{parameter.scheme}/"
    return named(value.strip(), keys_at)


def _language(_parameter: Parameter, value: str) -> Literal | None:
    return Literal(value) if value in LANGUAGES else None


def _integer(parameter: Parameter, value: str) -> Literal | None:
    if not _INTEGER.fullmatch(value.strip()):
        return None
    number = int(value)
    if parameter.minimum is not None and number < parameter.minimum:
        return None
    if parameter.maximum is not None and number > parameter.maximum:
        return None
    return Literal(str(number), datatype=XSD.integer)


def _string(parameter: Parameter, value: str) -> Literal | None:
    longest = LONGEST_STRING if parameter.max_length is None else parameter.max_length
    return Literal(value) if value.strip() and len(value) <= longest else None


_READERS: Final = {
    ParameterType.IRI: _iri,
    ParameterType.LANGUAGE: _language,
    ParameterType.INTEGER: _integer,
    ParameterType.STRING: _string,
}


def _is_unicode(text: str) -> bool:
    # A lone surrogate is a str of Python's but no text: it cannot be stored or sent.
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _unknown(query: StoredQuery, name: str) -> WrongParameter:
    known = ", ".join(parameter.name for parameter in query.parameters)
    return WrongParameter(
        name=_shown(name),
        problem={
            "th": f"แบบสอบถาม {query.name} ไม่มีพารามิเตอร์นี้ พารามิเตอร์ที่ใช้ได้: {known or 'ไม่มี'}",
            "en": f"{query.name} has no such parameter; it has: {known or 'none'}",
        },
        example="",
    )


def _missing(parameter: Parameter) -> WrongParameter:
    return WrongParameter(
        name=parameter.name,
        problem={
            "th": f"ต้องระบุ {parameter.name} ({parameter.description['th']}) "
            f"เช่น {parameter.example}",
            "en": f"{parameter.name} is needed ({parameter.description['en']}), "
            f"such as {parameter.example}",
        },
        example=parameter.example,
    )


def _wrong(parameter: Parameter, value: object) -> WrongParameter:
    expected = _expected(parameter)
    return WrongParameter(
        name=parameter.name,
        problem={
            "th": f"{parameter.name} ต้องเป็น{expected['th']} เช่น {parameter.example} "
            f"แต่ได้รับ {_shown(value)}",
            "en": f"{parameter.name} must be {expected['en']}, such as {parameter.example}, "
            f"not {_shown(value)}",
        },
        example=parameter.example,
    )


def _expected(parameter: Parameter) -> dict[str, str]:
    if parameter.type is ParameterType.LANGUAGE:
        return {"th": "รหัสภาษา th หรือ en", "en": "a language, th or en"}
    if parameter.type is ParameterType.INTEGER:
        least, most = parameter.minimum, parameter.maximum
        return {
            "th": "จำนวนเต็ม"
            + (f" ไม่น้อยกว่า {least}" if least is not None else "")
            + (f" ไม่เกิน {most}" if most is not None else ""),
            "en": "an integer"
            + (f" of at least {least}" if least is not None else "")
            + (f" of at most {most}" if most is not None else ""),
        }
    if parameter.type is ParameterType.STRING:
        longest = LONGEST_STRING if parameter.max_length is None else parameter.max_length
        return {
            "th": f"ข้อความที่ไม่ว่าง ยาวไม่เกิน {longest} อักขระ",
            "en": f"text of 1 to {longest} characters",
        }
    if parameter.class_name is None and parameter.scheme is None:
        return {"th": " IRI หรือชื่อที่มีคำนำหน้า", "en": "an IRI or a prefixed name"}
    return {"th": " IRI ชื่อที่มีคำนำหน้า หรือรหัส", "en": "an IRI, a prefixed name or a key"}


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    if not _is_unicode(text):
        text = json.dumps(value, default=str)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
