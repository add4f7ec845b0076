"""The formats that a query may be answered in, by their names and by what a client accepts."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lcgraph.service.negotiation import ALIASES, BOOLEANS, GRAPHS, SOLUTIONS, best
from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OFFERED: Final[Mapping[str, Mapping[str, str]]] = {
    "solutions": SOLUTIONS,
    "boolean": BOOLEANS,
    "graph": GRAPHS,
}
# What other services and clients call the formats of graphs; JSON and XML are named by the kind of
# the answer.
_ALSO_CALLED: Final[Mapping[str, Sequence[str]]] = {
    "turtle": ("ttl", "n3", "text/n3", "text/rdf+n3", "application/n3", "application/turtle"),
    "ntriples": ("nt", "n-triples"),
    "rdfxml": ("rdf", "rdf+xml", "rdf/xml", "rdf-xml", "xml", "application/xml"),
    "jsonld": ("json-ld", "json", "application/json", "application/x-json+ld"),
}


def _named() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for kind, offered in _OFFERED.items():
        for name, media_type in offered.items():
            for each in (name, media_type, *_ALSO_CALLED.get(name, ())):
                found.setdefault(each, {})[kind] = media_type
    for alias in ALIASES:
        found[alias] |= dict.fromkeys(("solutions", "boolean"), alias)
    return found


_NAMED: Final = _named()
_WORTH_REMEMBERING: Final = 1024
"""How long what names formats may be that is not read anew each time."""
SHORT_NAMES: Final = (*SOLUTIONS, *GRAPHS)
"""The names that documents mention; others are understood too."""


def formats(accept: str | None, named: tuple[str, ...] = ()) -> Mapping[str, str]:
    """Choose the format for each kind of answer a query may have.

    Args:
        accept: The Accept header, or None.
        named: Values of ``format=``: names or media types that override the header for the kinds
            of answers that they are formats of.

    Returns:
        Media types by kind; a kind that the client takes in none of our formats has none.

    Raises:
        Problem: ``wrong-parameter`` or ``not-acceptable``.
    """
    length = len(accept or "") + sum(map(len, named))
    choose = _chosen if length <= _WORTH_REMEMBERING else _chosen.__wrapped__
    return choose(accept, named)


@lru_cache(maxsize=1024)
def _chosen(accept: str | None, named: tuple[str, ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    # Clients that are in doubt what a format is called here name it in several ways.
    for name in ",".join(named).split(","):
        short = name.partition(";")[0].strip().lower()
        if not short:
            continue
        of_name = _NAMED.get(short)
        if of_name is None:
            raise _unknown(short)
        if any(found.get(kind, media_type) != media_type for kind, media_type in of_name.items()):
            raise _several()
        found |= of_name
    for kind, offered in _OFFERED.items():
        aliases = () if kind == "graph" else tuple(ALIASES)
        media_type = found.get(kind) or best(accept, (*offered.values(), *aliases))
        if media_type is not None:
            found[kind] = media_type
    if not found:
        supported = list({**SOLUTIONS, **GRAPHS}.values())
        raise Problem("not-acceptable", {}, {"supported": supported})
    # A client that takes only one kind of answer is told so by the reader if it gets another.
    return MappingProxyType(found)


def _unknown(name: str) -> Problem:
    return Problem(
        "wrong-parameter",
        {"th": f"ไม่มีรูปแบบ {name[:80]}", "en": f"There is no format {name[:80]}."},
        {"parameter": "format", "supported": list(SHORT_NAMES)},
    )


def _several() -> Problem:
    detail = {
        "th": "format ระบุหลายรูปแบบที่ต่างกัน ให้ระบุรูปแบบเดียว",
        "en": "format names several formats: name one.",
    }
    return Problem("wrong-parameter", detail, {"parameter": "format", "example": "json"})
