"""How requests name whole graphs (SPARQL 1.1 Graph Store HTTP Protocol, sections 4.1 and 4.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pyoxigraph import NamedNode

from lcgraph.service.problems import Problem
from lcgraph.service.update import DEFAULT

if TYPE_CHECKING:
    from starlette.requests import Request

_PARAMETERS: Final = ("graph", "default")
_ESCAPES: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
# What may stand in an IRI as it is (RFC 3987, section 2.2), but for the marks of direction that it
# says to leave encoded (section 4.1).
_PLAIN: Final = re.compile(
    "[\u00a0-\u200d\u2010-\u2029\u202f-\u2065\u206a-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
    "\U00010000-\U0001fffd\U00020000-\U0002fffd\U00030000-\U0003fffd\U000e1000-\U000efffd]"
)


def graph_named(request: Request) -> str:
    """Read which graph the parameters of a request name.

    Args:
        request: A request with ``graph`` or ``default``.

    Returns:
        The IRI of the graph, or the name of the default graph (:mod:`lcgraph.service.update`).

    Raises:
        Problem: ``malformed-request`` unless it is one of the two, once.
    """
    names = request.query_params.getlist("graph")
    if ("default" in request.query_params) == bool(names) or len(names) > 1:
        raise _malformed(
            "ระบุ graph หรือ default อย่างใดอย่างหนึ่ง เช่น ?graph=http://example.org/g",
            "Give either graph or default, as in ?graph=http://example.org/g",
        )
    return _absolute(names[0]) if names else DEFAULT


def graph_addressed(request: Request) -> str:
    """Read which graph the address of a request is.

    Args:
        request: A request below the address of the graph store.

    Returns:
        The IRI that the address is an URI of (RFC 3987, section 3.2): letters of other scripts than
        the Latin one stand as they are, as in queries, and ``%e0`` is ``%E0``.

    Raises:
        Problem: ``malformed-request`` if parameters name a graph besides.
    """
    if any(name in request.query_params for name in _PARAMETERS):
        raise _malformed(
            "ที่อยู่นี้เป็นชื่อกราฟแล้ว ไม่ต้องระบุ graph หรือ default",
            "This address is the name of a graph: leave out graph and default.",
        )
    # The address as it was asked: one with a slash less is another IRI.
    path = _ESCAPES.sub(_iri_part, request.scope["raw_path"].decode())
    return _absolute(f"{str(request.base_url).rstrip('/')}{path}")


def _iri_part(escapes: re.Match[str]) -> str:
    octets = bytes.fromhex(escapes[0].replace("%", ""))
    # Octets that are no UTF-8 come out as they went in.
    text = octets.decode(errors="surrogateescape")
    return "".join(
        character
        if _PLAIN.fullmatch(character)
        else quote(character.encode(errors="surrogateescape"), safe="")
        for character in text
    )


def _absolute(iri: str) -> str:
    try:
        return NamedNode(iri).value
    except ValueError:
        raise _malformed(
            f"ชื่อกราฟต้องเป็น IRI ที่สมบูรณ์: {iri[:80]}",
            f"The name of a graph is an absolute IRI: {iri[:80]}",
        ) from None


def _malformed(th: str, en: str) -> Problem:
    return Problem("malformed-request", {"th": th, "en": en}, {"parameter": "graph"})
