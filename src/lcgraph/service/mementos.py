"""Mementos: what an answer from an earlier version says of itself (RFC 7089).

A document negotiates by ``Accept-Datetime`` at its own address and redirects to the version
(section 4.1.1): it is its own TimeGate, and ``at=`` makes the address of a memento.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote, urlencode

from fastapi import Request, Response

from lcgraph.service.asking import graph_of
from lcgraph.service.history import GraphAt
from lcgraph.service.lifetimes import Lifetimes
from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from lcgraph.store.moments import Publication

TIMEMAPS: Final = {"link": "application/link-format", "json": "application/json"}
"""The forms of TimeMaps, and their media types."""
_LONGEST_LINK: Final = 2000
_RFC_1123: Final = re.compile(r"[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT")


@dataclass(frozen=True)
class Original:
    """A resource whose earlier states there are.

    Attributes:
        root: The address of the service, with a slash at its end.
        path: The path below it, as it stands in addresses.
        query: The parameters but ``at``, as they stand in addresses.
    """

    root: str
    path: str
    query: str

    @classmethod
    def of(cls, request: Request) -> Original:
        """Tell what a request is about.

        Args:
            request: A request for the resource, or for an earlier state of it.

        Returns:
            The resource.
        """
        return cls.of_timemap(request, request.scope["path"].removeprefix("/"))

    @classmethod
    def of_timemap(cls, request: Request, path: str) -> Original:
        """Tell what a TimeMap is about.

        Args:
            request: The request for the TimeMap.
            path: The path of the resource, decoded, without the slash before it.

        Returns:
            The resource with the parameters of the request.
        """
        pairs = parse_qsl(request.url.query, keep_blank_values=True)
        query = urlencode([pair for pair in pairs if pair[0] != "at"])
        return cls(str(request.base_url), quote(path, safe="/:@!$&'()*+,;=~"), query)

    @property
    def address(self) -> str:
        """Its address, which is that of its TimeGate too."""
        return self._at(self.path, self.query)

    def memento(self, publication: Publication) -> str:
        """Return the address of an earlier state.

        Args:
            publication: What made the state.

        Returns:
            The address.
        """
        version = f"at={publication.version}"
        return self._at(self.path, f"{self.query}&{version}" if self.query else version)

    def timemap(self, form: str) -> str:
        """Return the address of its TimeMap.

        Args:
            form: A key of :data:`TIMEMAPS`.

        Returns:
            The address.
        """
        return self._at(f"timemap/{form}/{self.path}", self.query)

    @property
    def links(self) -> str:
        """Links to the TimeGate and the TimeMaps (RFC 7089, section 2.2)."""
        found = [f'<{self.address}>; rel="original timegate"']
        found += [
            f'<{self.timemap(form)}>; rel="timemap"; type="{media_type}"'
            for form, media_type in TIMEMAPS.items()
        ]
        return ", ".join(found)

    def _at(self, path: str, query: str) -> str:
        return self.root + path + (f"?{query}" if query else "")


def asks_for_part(request: Request) -> bool:
    """Tell whether a request is about one peer of a recommendation.

    Nothing tells without asking in which versions a city was a peer, so a part is neither
    negotiated in time nor listed in TimeMaps: the recommendation is.

    Args:
        request: A request for a document or its TimeMap.

    Returns:
        True if it names a peer.
    """
    of_recommendation = "/doc/recommendation/" in request.scope["path"]
    return of_recommendation and "peer" in request.query_params


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
    original = Original.of(request).address
    if request.method == "GET" and len(original) <= _LONGEST_LINK:
        headers["Link"] = f'<{original}>; rel="original"'
    return headers


async def memento_links(request: Request) -> str:
    """Write the links of a document to itself through time (RFC 7089, section 2.2).

    Args:
        request: The request for the document; :func:`lcgraph.service.history.graph_at` has seen it.

    Returns:
        Those of :attr:`Original.links`, and ``memento``, the address of this version for good;
        empty where no history is kept, and for a part.
    """
    if asks_for_part(request):
        return ""
    version = graph_of(request).version
    publications = await request.app.state.graph.publications()
    publication = next((each for each in publications if each.version == version), None)
    if publication is None:
        return ""
    original = Original.of(request)
    return f", {original.links}, {link_to(original, publication)}"


async def negotiated(request: Request, thing: NamedNode) -> Response | None:
    """Lead a client that wants a document as it was at a time to that version of it.

    Args:
        request: The request for a document.
        thing: What it describes, or is.

    Returns:
        302 to the address of the version (RFC 7089, section 4.1.1), or None if the request has no
        ``Accept-Datetime`` or names a version itself, or if the document never was there. A time
        before the first version leads to the first, one after the last to the last (section
        4.5.3), also for a document that is there no longer (section 4.5.2).

    Raises:
        Problem: ``malformed-request`` for what is no date of HTTP (section 4.5.3).
    """
    stated = request.headers.get("accept-datetime")
    if stated is None or "at" in request.query_params or asks_for_part(request):
        return None
    time = _http_date_of(stated)
    publications = await Lifetimes.of(request).of_thing(request, thing)
    if not publications:
        return None
    made = [each for each in publications if each.published <= time] or publications[:1]
    original = Original.of(request)
    headers = {
        "Location": original.memento(made[-1]),
        "Link": f"{original.links}, {link_to(original, made[-1])}",
        "Vary": "Accept-Datetime",
    }
    return Response(status_code=302, headers=headers)


def varying(request: Request, fields: str) -> str:
    """Say what the representation of a document depends on.

    Args:
        request: The request for the document.
        fields: Header fields.

    Returns:
        They, and ``Accept-Datetime`` unless the request names a version, which depends on no other
        time (RFC 7089, section 2.1.2).
    """
    is_one = "at" in request.query_params or asks_for_part(request)
    return fields if is_one else f"{fields}, Accept-Datetime"


def http_date(time: datetime) -> str:
    """Write a time as headers have it.

    Args:
        time: The time in UTC.

    Returns:
        An IMF-fixdate (RFC 9110, section 5.6.7).
    """
    return format_datetime(time, usegmt=True)


def link_to(original: Original, publication: Publication) -> str:
    """Write the link to an earlier state of a resource.

    Args:
        original: The resource.
        publication: What made the state.

    Returns:
        A link with the relation ``memento``.
    """
    date = http_date(publication.published)
    return f'<{original.memento(publication)}>; rel="memento"; datetime="{date}"'


def _http_date_of(text: str) -> datetime:
    try:
        if not _RFC_1123.fullmatch(text.strip()):
            raise ValueError(text)
        return parsedate_to_datetime(text).astimezone(UTC)
    except (ValueError, OverflowError, IndexError):
        raise Problem(
            "malformed-request",
            {
                "th": "Accept-Datetime ต้องเป็นวันเวลาแบบ HTTP เช่น Mon, 23 Nov 2026 10:00:00 GMT",
                "en": "Accept-Datetime is a date of HTTP, such as Mon, 23 Nov 2026 10:00:00 GMT.",
            },
            {"parameter": "Accept-Datetime"},
        ) from None
