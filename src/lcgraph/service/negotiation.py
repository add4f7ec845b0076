"""Content negotiation: which format and which language a client wants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import mimeparse

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


def best(accept: str | None, offered: Sequence[str]) -> str | None:
    """Choose the format that a client likes best (RFC 9110, section 12.5.1).

    Args:
        accept: The Accept header, or None when there is none.
        offered: Media types that can be given, the one to prefer first.

    Returns:
        One of the media types offered, or None when the client accepts none of them. Parts of
        the header that cannot be read are passed over; with none left there is no preference.
    """
    ranges = [part for part in (accept or "").lower().split(",") if _is_range(part)]
    if not ranges:
        return offered[0]
    # The library prefers the last of equals; the first is the one that is offered first.
    return mimeparse.best_match(list(reversed(offered)), ",".join(ranges)) or None


def _is_range(part: str) -> bool:
    try:
        kind, subkind, _ = mimeparse.parse_media_range(part)
    except (mimeparse.MimeTypeParseException, ValueError):
        return False
    return bool(kind) and bool(subkind)


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
    weights: dict[str, float] = {}
    for part in request.headers.get("accept-language", "").lower().split(","):
        tag, _, parameter = part.strip().partition(";")
        weight = parameter.strip().removeprefix("q=") or "1"
        try:
            weights.setdefault(tag.partition("-")[0].strip(), float(weight))
        except ValueError:
            continue
    ranked = sorted(LANGUAGES, key=lambda tag: -weights.get(tag, 0.0))
    return ranked[0]
