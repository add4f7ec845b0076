"""Mementos: what an answer from an earlier version says of itself (RFC 7089)."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from fastapi import Request, Response

from lcgraph.service.asking import graph_of
from lcgraph.service.history import GraphAt
from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcgraph.store.moments import Publication

_LONGEST_LINK: Final = 2000


def memento_headers(request: Request) -> dict[str, str]:
    """Write the headers of an answer from a version that was named (RFC 7089, section 2.1).

    Args:
        request: A request that :func:`lcgraph.service.history.graph_at` has seen.

    Returns:
        ``Memento-Datetime``, when the version was published, and ``Link`` to the same without
        ``at``; nothing for what is published now, nor for a day that is not over: another version
        may be published in it.
    """
    graph = graph_of(request)
    if not isinstance(graph, GraphAt) or not graph.is_fixed:
        return {}
    headers = {"Memento-Datetime": http_date(graph.publication.published)}
    original = str(request.url.remove_query_params("at"))
    if request.method == "GET" and len(original) <= _LONGEST_LINK:
        headers["Link"] = f'<{original}>; rel="original"'
    return headers


async def memento_links(request: Request) -> str:
    """Write the links of a document to itself through time (RFC 7089, section 2.2).

    Args:
        request: The request for the document; :func:`lcgraph.service.history.graph_at` has seen it.

    Returns:
        ``original`` and ``timegate``, the address without ``at``, which negotiates by
        ``Accept-Datetime``, and ``memento``, the address of this version for good; empty where no
        history is kept.
    """
    graph = graph_of(request)
    if isinstance(graph, GraphAt):
        publication = graph.publication
    else:
        publications = await request.app.state.graph.publications()
        if not publications:
            return ""
        publication = publications[-1]
    original = request.url.remove_query_params("at")
    memento = original.include_query_params(at=publication.version)
    date = http_date(publication.published)
    return f', <{original}>; rel="original timegate", <{memento}>; rel="memento"; datetime="{date}"'


async def negotiated(request: Request) -> Response | None:
    """Lead a client that wants a document as it was at a time to that version of it.

    Args:
        request: The request for a document.

    Returns:
        302 to the address of the version (RFC 7089, section 4.1.1), or None if the request has no
        ``Accept-Datetime`` or names a version itself. A time before the first publication leads to
        the first, one in the future to the current version (section 4.5.3).

    Raises:
        Problem: ``malformed-request`` for what is no date of HTTP.
    """
    stated = request.headers.get("accept-datetime")
    if stated is None or "at" in request.query_params:
        return None
    publications: Sequence[Publication] = await request.app.state.graph.publications()
    if not publications:
        return None
    time = _http_date_of(stated)
    made = [each for each in publications if each.published <= time] or publications[:1]
    memento = request.url.include_query_params(at=made[-1].version)
    links = f'<{request.url}>; rel="original timegate"'
    headers = {"Location": str(memento), "Link": links, "Vary": "Accept-Datetime"}
    return Response(status_code=302, headers=headers)


def http_date(time: datetime) -> str:
    """Write a time as headers have it.

    Args:
        time: The time in UTC.

    Returns:
        An IMF-fixdate (RFC 9110, section 5.6.7).
    """
    return format_datetime(time, usegmt=True)


def _http_date_of(text: str) -> datetime:
    try:
        read = parsedate_to_datetime(text)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, IndexError):
        raise Problem(
            "malformed-request",
            {
                "th": "Accept-Datetime ต้องเป็นวันเวลาแบบ HTTP เช่น Mon, 23 Nov 2026 10:00:00 GMT",
                "en": "Accept-Datetime is a date of HTTP, such as Mon, 23 Nov 2026 10:00:00 GMT.",
            },
            {"parameter": "Accept-Datetime"},
        ) from None
