"""RDF documents as responses: format, validators and links (RFC 9110, RFC 8288)."""

from __future__ import annotations

import hashlib
import re
import string
from bisect import bisect_left
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat
from starlette.responses import Response

from lcgraph.service.jsonld import compacted
from lcgraph.service.negotiation import GRAPHS, best
from lcgraph.service.prefixes import ALL_PREFIXES
from lcgraph.service.problems import Problem
from lcgraph.service.refusals import unacceptable
from lcgraph.store.unwritable import Unwritable, readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Triple
    from starlette.requests import Request

    from lcgraph.service.jsonld import Context

HTML: Final = "text/html"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_KEPT: Final = ("at", "peer")
"""The parameters that say which document it is, whatever its format."""
_FRESH: Final = "no-cache"
_DECLARATION: Final = re.compile(rb'@prefix [^\n]*\n| xmlns:[^=]+="[^"]*"')
_DECLARATIONS: Final = re.compile(
    rb'((?:<\?xml[^>]*>\s*<rdf:RDF)?)((?:@prefix [^\n]*\n| xmlns:[^=]+="[^"]*")+)'
)


def chosen(request: Request, *, html: bool) -> str:
    """Choose the format of a document.

    Args:
        request: The request; ``?format=`` overrides Accept.
        html: Whether there is a page too.

    Returns:
        A media type.

    Raises:
        Problem: ``wrong-parameter`` for an unknown ``format``, or ``not-acceptable``.
    """
    return chosen_from(request, {**GRAPHS, **({"html": HTML} if html else {})})


def chosen_from(request: Request, offered: Mapping[str, str]) -> str:
    """Choose the format of anything.

    Args:
        request: The request; ``?format=`` overrides Accept.
        offered: Media types by the name that ``format`` takes, the one to prefer first.

    Returns:
        A media type.

    Raises:
        Problem: ``wrong-parameter`` for an unknown ``format``, or ``not-acceptable``.
    """
    short = request.query_params.get("format")
    if short is not None:
        named = offered.get(short, short)
        if named not in offered.values():
            raise Problem(
                "wrong-parameter",
                {"th": f"ไม่มีรูปแบบ {short[:80]}", "en": f"There is no format {short[:80]}."},
                {"parameter": "format", "supported": list(offered)},
            )
        return named
    found = best(request.headers.get("accept"), list(offered.values()))
    if found is None:
        raise Problem(
            "not-acceptable", {}, {"supported": list(offered.values())}, {"Vary": "Accept"}
        )
    return found


def serialized(triples: Iterable[Triple], media_type: str, context: Context) -> bytes:
    """Write a graph.

    Args:
        triples: The graph, without blank nodes.
        media_type: One of the media types of graphs.
        context: What JSON-LD is compacted with.

    Returns:
        The document in UTF-8; the same graph gives the same bytes.

    Raises:
        Problem: ``not-acceptable`` if the format cannot hold what the graph says.
    """
    ordered = sorted(triples, key=str)
    if media_type == GRAPHS["jsonld"]:
        return compacted(ordered, context)
    syntax = RdfFormat.from_media_type(media_type)
    prefixes = _used(ordered) if media_type != GRAPHS["ntriples"] else None
    written = pyoxigraph.serialize(ordered, format=syntax, prefixes=prefixes) or b""
    try:
        return readable(_in_order(written), media_type)
    except Unwritable as fault:
        raise unacceptable("graph", fault.what, media_type) from None


def _in_order(document: bytes) -> bytes:
    """Sort the declarations of prefixes, which the engine writes in any order."""
    declarations = _DECLARATIONS.match(document)
    if declarations is None:
        return document
    found = _DECLARATION.findall(declarations[2])
    ordered = declarations[1] + b"".join(sorted(found))
    return ordered + document[declarations.end() :]


def _used(triples: Iterable[Triple]) -> dict[str, str]:
    iris = sorted({iri for triple in triples for iri in _iris(triple)})

    def is_used(start: str) -> bool:
        # In order, those that begin so follow where the beginning itself would stand.
        place = bisect_left(iris, start)
        return place < len(iris) and iris[place].startswith(start)

    return {prefix: start for prefix, start in ALL_PREFIXES.items() if is_used(start)}


def _iris(triple: Triple) -> Iterable[str]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value
        elif not isinstance(term, BlankNode):
            raise TypeError(term)


def conditional(
    request: Request,
    body: bytes,
    media_type: str,
    version: int,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with a document, or say that the client has it (RFC 9110, section 13).

    Args:
        request: The request.
        body: The document.
        media_type: Its format.
        version: The data version it was made from.
        headers: Further headers.

    Returns:
        200 with the document, or 304 when ``If-None-Match`` names it.
    """
    etag = f'"{version}-{hashlib.sha256(body).hexdigest()[:24]}"'
    written = {
        "ETag": etag,
        "Vary": "Accept",
        "Cache-Control": _FRESH,
        "Lcgraph-Data-Version": str(version),
        **(headers or {}),
    }
    if is_current(request, etag):
        return Response(status_code=304, headers=written)
    return Response(body, media_type=media_type, headers=written)


def is_current(request: Request, etag: str) -> bool:
    """Tell whether a client has this representation already.

    Args:
        request: The request.
        etag: The entity tag, with its quotation marks.

    Returns:
        True if ``If-None-Match`` names it.
    """
    stated = request.headers.get("if-none-match", "")
    tags = {tag.strip().removeprefix("W/") for tag in stated.split(",")}
    return etag in tags or "*" in tags


def links(request: Request, iri: str | None, *, html: bool) -> str:
    """Write the Link header of a document (RFC 8288).

    Args:
        request: The request for the document.
        iri: What the document describes, if it is one thing.
        html: Whether there is a page too.

    Returns:
        ``describes`` and ``canonical`` (the thing's IRI, which leads here), ``describedby`` (the
        description of the whole data set), ``license``, and ``alternate`` for each format, of the
        same version.
    """
    here = request.url.replace(query="", fragment="")
    kept = {name: value for name, value in request.query_params.items() if name in _KEPT}
    here = here.include_query_params(**kept)
    found = [f'<{request.base_url}.well-known/void>; rel="describedby"']
    if not request.app.state.settings.unmanaged:
        found.append(f'<{LICENCE}>; rel="license"')
    if iri is not None:
        found += [f'<{iri}>; rel="canonical"', f'<{iri}>; rel="describes"']
    offered = {**GRAPHS, **({"html": HTML} if html else {})}
    found += [
        f'<{here.include_query_params(format=short)}>; rel="alternate"; type="{media_type}"'
        for short, media_type in offered.items()
    ]
    return in_ascii(", ".join(found))


def in_ascii(header: str) -> str:
    """Write IRIs in a header field as URIs (RFC 3987, section 3.1).

    Args:
        header: The value of a field; letters beyond ASCII stand only in its IRIs.

    Returns:
        The same with these percent-encoded.
    """
    return quote(header, safe=string.printable)
