"""Literals and the datatypes of OWL 2 RL: which values are well formed, and which belong where.

Calendar types beyond the OWL 2 datatype map (``xsd:date``, ``xsd:gYear`` …) are held to XML Schema
1.1, because the data use them; literals of unknown datatypes are taken as they are. Source: OWL 2
Profiles, section 4.2 and rules dt-not-type and dt-diff of table 8; XML Schema Definition Language
1.1 Part 2.
"""

from __future__ import annotations

import re
from calendar import monthrange
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from lcgraph.vocabulary import RDF, RDFS, XSD

_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_DAY = rf"(?P<year>{_YEAR})-(?P<month>0[1-9]|1[0-2])-(?P<day>\d\d)"
_DURATION = r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"

_FORMS = {
    datatype.value: re.compile(form, re.ASCII)
    for datatype, form in {
        XSD.boolean: r"true|false|0|1",
        XSD.integer: r"[+-]?\d+",
        XSD.decimal: r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
        XSD.double: r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
        XSD.date: _DAY + _ZONE,
        XSD.dateTime: rf"{_DAY}T{_TIME}{_ZONE}",
        XSD.dateTimeStamp: rf"{_DAY}T{_TIME}{_ZONE[:-1]}",
        XSD.time: _TIME + _ZONE,
        XSD.gYear: _YEAR + _ZONE,
        XSD.gYearMonth: rf"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}",
        XSD.gMonth: rf"--(?:0[1-9]|1[0-2]){_ZONE}",
        XSD.gDay: rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}",
        XSD.gMonthDay: rf"--(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]){_ZONE}",
        XSD.duration: _DURATION,
        XSD.hexBinary: r"(?:[0-9a-fA-F]{2})*",
        XSD.base64Binary: r"(?:[A-Za-z0-9+/ ]*={0,2} ?)",
        XSD.language: r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
        XSD.normalizedString: r"[^\t\n\r]*",
        XSD.token: r"(?:[^\s]+(?: [^\s]+)*)?",
        XSD.anyURI: r"[^\s<>\"{}|\\^`]*",
    }.items()
}
_FORMS[XSD.float.value] = _FORMS[XSD.double.value]

_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    XSD[name].value: bounds
    for name, bounds in {
        "integer": (None, None),
        "nonNegativeInteger": (0, None),
        "positiveInteger": (1, None),
        "nonPositiveInteger": (None, 0),
        "negativeInteger": (None, -1),
        "long": (-(2**63), 2**63 - 1),
        "int": (-(2**31), 2**31 - 1),
        "short": (-(2**15), 2**15 - 1),
        "byte": (-(2**7), 2**7 - 1),
        "unsignedLong": (0, 2**64 - 1),
        "unsignedInt": (0, 2**32 - 1),
        "unsignedShort": (0, 2**16 - 1),
        "unsignedByte": (0, 2**8 - 1),
    }.items()
}
_STRINGS = {XSD.string.value, XSD.normalizedString.value, XSD.token.value, XSD.language.value}
_LANGUAGE_TAGGED = RDF.langString.value
_ANY = {RDFS.Literal.value, RDF.PlainLiteral.value}
_LONGEST_NUMBER = 400
"""Digits up to which a number is compared by value; endless digits take endless time."""


def is_datatype(iri: NamedNode) -> bool:
    """Tell whether an IRI names a datatype rather than a class.

    Args:
        iri: What an axiom puts where a class or datatype may stand.

    Returns:
        True for XML Schema datatypes and those of RDF and RDFS.
    """
    return iri in XSD or iri.value == _LANGUAGE_TAGGED or iri.value in _ANY


def is_well_formed(literal: Literal) -> bool:
    """Tell whether a literal has a value (rule dt-not-type for its own datatype).

    Args:
        literal: Any literal.

    Returns:
        False if its letters are no value of its datatype, as 30 February is none of ``xsd:date``.
    """
    if literal.language is not None:
        return True
    return _is_form_of(literal.value, literal.datatype.value)


def belongs_to(literal: Literal, datatype: NamedNode) -> bool:
    """Tell whether a literal's value lies in a datatype (rule dt-not-type after prp-rng).

    Args:
        literal: Any literal.
        datatype: One for which `is_datatype` holds.

    Returns:
        True if it does, by value: ``"5"^^xsd:integer`` lies in ``xsd:decimal`` and in ``xsd:byte``.
    """
    wanted, own = datatype.value, literal.datatype.value
    if wanted in _ANY:
        return wanted == RDFS.Literal.value or own == _LANGUAGE_TAGGED or own in _STRINGS
    if not is_well_formed(literal):
        return False
    if wanted == own:
        return True
    if own in _INTEGERS or own == XSD.decimal.value:
        return _is_number_of(literal, wanted)
    if own in _STRINGS:
        return wanted in _STRINGS and _is_form_of(literal.value, wanted)
    return {own, wanted} == {XSD.dateTime.value, XSD.dateTimeStamp.value} and _is_form_of(
        literal.value, wanted
    )


def same_value(one: Literal, other: Literal) -> bool:
    """Tell whether two literals cannot be told apart by value (rules dt-eq and dt-diff).

    Args:
        one: A literal.
        other: Another.

    Returns:
        True for equal terms and for equal numbers written differently.
    """
    if one == other:
        return True
    numbers = [_number(literal) for literal in (one, other)]
    return numbers[0] is not None and numbers[0] == numbers[1]


def _number(literal: Literal) -> Decimal | None:
    datatype = literal.datatype.value
    numeric = datatype in _INTEGERS or datatype == XSD.decimal.value
    if not numeric or len(literal.value) > _LONGEST_NUMBER or not is_well_formed(literal):
        return None
    return Decimal(literal.value)


def _is_number_of(literal: Literal, wanted: str) -> bool:
    if wanted == XSD.decimal.value:
        return True
    value = _number(literal)
    if wanted not in _INTEGERS or value is None or value != value.to_integral_value():
        return False
    low, high = _INTEGERS[wanted]
    return (low is None or value >= low) and (high is None or value <= high)


def _is_form_of(text: str, datatype: str) -> bool:
    if datatype in _INTEGERS:
        return _is_integer(text, *_INTEGERS[datatype])
    form = _FORMS.get(datatype)
    if form is None:
        return True
    match = form.fullmatch(text)
    if match is None:
        return False
    return "day" not in match.groupdict() or _is_day(match)


def _is_integer(text: str, low: int | None, high: int | None) -> bool:
    if not _FORMS[XSD.integer.value].fullmatch(text):
        return False
    if low is None and high is None:
        return True
    if len(text) > _LONGEST_NUMBER:
        return high is None if not text.startswith("-") else low is None
    return (low is None or int(text) >= low) and (high is None or int(text) <= high)


def _is_day(match: re.Match[str]) -> bool:
    # The calendar repeats every 400 years, so the last four digits of a year tell its months.
    year = int(match["year"].lstrip("-")[-4:]) % 400 + 400
    return 1 <= int(match["day"]) <= monthrange(year, int(match["month"]))[1]
