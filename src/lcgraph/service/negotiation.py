"""Content negotiation: which format, language or coding a client wants (RFC 9110, section 12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.requests import Request

LANGUAGES: Final = ("th", "en")

SOLUTIONS: Final[Mapping[str, str]] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
"""Formats of solutions, by the short name that ``format=`` takes."""

BOOLEANS: Final[Mapping[str, str]] = {name: SOLUTIONS[name] for name in ("json", "xml")}
"""Formats of a boolean (SPARQL 1.1 defines none in CSV and TSV)."""

GRAPHS: Final[Mapping[str, str]] = {
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "rdfxml": "application/rdf+xml",
    "jsonld": "application/ld+json",
}
"""Formats of graphs, by the short name that ``format=`` takes."""

ALIASES: Final[Mapping[str, str]] = {
    "application/json": SOLUTIONS["json"],
    "application/xml": SOLUTIONS["xml"],
}
"""Media types that clients ask for when they mean another one."""

_STRING: Final = r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)'
_ELEMENT: Final = re.compile(rf'(?:[^,"]+|{_STRING})+', re.DOTALL)
_PART: Final = re.compile(rf'(?:[^;"]+|{_STRING})+', re.DOTALL)
_WEIGHT: Final = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
_RANGE: Final = re.compile(r"\*|\*/\*|[^\s/*]+/(?:\*|[^\s/*]+)")

_WORTH_REMEMBERING: Final = 1024
"""How long a header may be that is not read anew each time."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a client names in a header, and how much it likes it.

    Attributes:
        value: A media range, a language range or a coding, in lower case.
        weight: From 0, which excludes it, to 1.
        is_plain: Whether it has no parameter but its weight.
    """

    value: str
    weight: float
    is_plain: bool


def choices(header: str) -> tuple[Choice, ...]:
    """Read a header by which a client chooses (RFC 9110, sections 5.6 and 12.4.2).

    Args:
        header: Its value, several lines of it joined by commas.

    Returns:
        What it names, in order. Whatever cannot be read is passed over.
    """
    return _read(header) if len(header) <= _WORTH_REMEMBERING else _read.__wrapped__(header)


@lru_cache(maxsize=512)
def _read(header: str) -> tuple[Choice, ...]:
    found = []
    for element in _ELEMENT.findall(header):
        value, *parameters = _PART.findall(element) or [""]
        weight, is_plain = "1", True
        for parameter in parameters:
            name, _, stated = parameter.partition("=")
            if name.strip().lower() == "q":
                weight = stated.strip()
            else:
                is_plain = False
        value = value.strip().lower()
        if value and _WEIGHT.fullmatch(weight):
            found.append(Choice(value, min(1.0, float(weight)), is_plain))
    return tuple(found)


def best(accept: str | None, offered: Sequence[str]) -> str | None:
    """Choose the format that a client likes best (RFC 9110, section 12.5.1).

    Args:
        accept: The Accept header, or None when there is none.
        offered: Media types that can be given, the one to prefer first.

    Returns:
        One of the media types offered, or None when the client accepts none of them. Parts of
        the header that cannot be read are passed over; with none left there is no preference.
        Of formats liked equally, the one that is named more exactly comes first.
    """
    ranges = [choice for choice in choices(accept or "") if _RANGE.fullmatch(choice.value)]
    if not ranges:
        return offered[0]
    liked = {media_type: _liking(media_type, ranges) for media_type in offered}
    found = max(offered, key=lambda media_type: liked[media_type])
    weight, _ = liked[found]
    return found if weight else None


def _liking(media_type: str, ranges: Sequence[Choice]) -> tuple[float, int]:
    """Return how much a media type is liked, by the range that names it most exactly."""
    of_kind = media_type.partition("/")[0] + "/*"
    exactness = {media_type: 3, of_kind: 2, "*/*": 1, "*": 1}
    matching = [
        (exactness[each.value], each.is_plain, each.weight)
        for each in ranges
        if each.value in exactness
    ]
    exact, _, weight = max(matching, default=(0, False, 0.0))
    return weight, exact


def language(request: Request) -> str:
    """Choose the language of sentences and labels.

    Args:
        request: The request; ``?lang=`` decides, or else ``Accept-Language``.

    Returns:
        ``th`` or ``en``; Thai when the client does not say.
    """
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return asked
    return best_language(request.headers.get("accept-language", ""))


def best_language(accept: str) -> str:
    """Choose the language that a client likes best (RFC 9110, section 12.5.4).

    Args:
        accept: The Accept-Language header.

    Returns:
        ``th`` or ``en``, by the range that names it most exactly: ``th``, then ``th-TH`` and the
        like, then ``*``. A language that is not named comes before one that is excluded; of
        languages liked equally Thai comes first.
    """
    ranges = choices(accept)
    return max(LANGUAGES, key=lambda tag: _liking_of_language(tag, ranges))


def _liking_of_language(tag: str, ranges: Sequence[Choice]) -> tuple[bool, bool, float]:
    exact = [each.weight for each in ranges if each.value == tag]
    regional = [each.weight for each in ranges if each.value.startswith(f"{tag}-")]
    other = [each.weight for each in ranges if each.value == "*"]
    weight = max(exact or regional or other, default=None)
    return weight is not None and weight > 0, weight is None, weight or 0.0
