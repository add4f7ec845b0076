"""Rendering: names in the reader's language, links and embedded data."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape
from pyoxigraph import NamedNode

from lcgraph.pages.templating import compiled
from lcgraph.pages.words import PLAIN, WORDS
from lcgraph.queries.names import key_of
from lcgraph.service.asking import graph_of
from lcgraph.service.history import GraphAt
from lcgraph.service.negotiation import GRAPHS, language
from lcgraph.vocabulary import BASE, XSD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

_OF_THE_PRESENT: Final = (
    "/static/",
    "/docs",
    "/openapi.json",
    "/context.jsonld",
    "/conformance",
)
"""What belongs to the service and not to a version of the graph."""
_THAI: Final = re.compile(r"([\u0e01-\u0e5b]+(?:[\s()/.-]+[\u0e01-\u0e5b]+)*)")


def rendered(request: Request, template: str, **values: Any) -> str:
    """Render a page.

    Args:
        request: The request; it decides the language.
        template: The name of a template.
        **values: What the template shows.

    Returns:
        The HTML document.
    """
    return compiled(template).render(page=Page(request), **values)


class Page:
    """What every template needs to know of the request, and how it writes names and links."""

    def __init__(self, request: Request) -> None:
        """Take what the request decides.

        Args:
            request: The request.
        """
        self._root = str(request.scope.get("root_path", ""))
        self._path = str(request.scope["path"])
        self._query = [
            (key, value) for key, value in request.query_params.multi_items() if key != "lang"
        ]
        self._is_stated = "lang" in request.query_params
        self.language = language(request)
        self.is_plain = request.app.state.settings.unmanaged
        graph = graph_of(request)
        self.version = graph.version
        self.past = graph.publication if isinstance(graph, GraphAt) else None
        self.as_of = request.query_params.get("at", "") if self.past else ""
        self.formats = tuple(GRAPHS)

    def words(self, key: str) -> str:
        """Return what pages say themselves.

        Args:
            key: A key of :data:`WORDS`.

        Returns:
            The text in the reader's language.
        """
        return ((self.is_plain and PLAIN.get(key)) or WORDS[key])[self.language]

    def to(self, path: str, **query: str | list[str]) -> str:
        """Return a link within the service.

        Args:
            path: The path, with a slash before it.
            **query: Parameters; a list is one that is repeated.

        Returns:
            The address; the version of the graph that is shown, and a language that the reader
            chose, are kept.
        """
        if self.as_of and not path.startswith(_OF_THE_PRESENT):
            query = {**query, "at": self.as_of}
        if self._is_stated:
            query = {**query, "lang": self.language}
        return self._root + quote(path) + ("?" + urlencode(query, doseq=True) if query else "")

    @property
    def other_language(self) -> str:
        """The language that this page is not in."""
        return "en" if self.language == "th" else "th"

    @property
    def in_other_language(self) -> str:
        """The address of this page in the other language."""
        query = urlencode([*self._query, ("lang", self.other_language)])
        return f"{self._root}{quote(self._path)}?{query}"

    @property
    def in_the_present(self) -> str:
        """The address of this page as it is now."""
        query = [(key, value) for key, value in self._query if key != "at"]
        if self._is_stated:
            query.append(("lang", self.language))
        return f"{self._root}{quote(self._path)}" + (f"?{urlencode(query)}" if query else "")

    def as_format(self, short: str) -> str:
        """Return the address of this document in another format.

        Args:
            short: The short name of the format.

        Returns:
            The address, of the same version of the graph.
        """
        kept = [(key, value) for key, value in self._query if key in ("at", "peer")]
        return f"{self._root}{quote(self._path)}?{urlencode([*kept, ('format', short)])}"

    def at(self, iri: str) -> str:
        """Return where a reader is led to for an IRI.

        Args:
            iri: Any IRI.

        Returns:
            For one of our own, the same path here; for another, and in a plain store, itself if
            it is on the web.
        """
        if self.is_plain or not iri.startswith(BASE):
            return iri if iri.startswith(("http://", "https://")) else ""
        path, mark, fragment = iri.removeprefix(BASE).partition("#")
        if path.startswith("id/"):
            path = "doc/" + path.removeprefix("id/")
        return self.to("/" + path) + (mark + quote(fragment) if mark else "")

    def part(self, iri: str) -> str:
        """Return where a recommendation, or one peer of it, is explained.

        Args:
            iri: The IRI of a recommendation, or of a part of it, as one peer is.

        Returns:
            The address of its page.
        """
        whole, _, peer = iri.partition("#")
        address = self.at(whole)
        if not peer:
            return address
        return f"{address}{'&' if '?' in address else '?'}{urlencode({'peer': peer})}"

    def text(self, texts: Mapping[str, str] | None) -> Markup:
        """Write a text that may be there in several languages.

        Args:
            texts: Language tag to text.

        Returns:
            It in the reader's language, or in one there is, marked as such.
        """
        if not texts:
            return Markup()
        for tag in (self.language, self.other_language, *texts):
            if tag in texts:
                return self.marked(texts[tag], tag)
        return Markup()

    def other(self, texts: Mapping[str, str] | None) -> Markup:
        """Write the same text in the language that the page is not in, if it is there.

        Args:
            texts: Language tag to text.

        Returns:
            The text marked as being in that language, or nothing.
        """
        tag = self.other_language
        return self.marked(texts[tag], tag) if texts and tag in texts else Markup()

    def marked(self, text: str, tag: str | None) -> Markup:
        """Write a text in a language.

        Args:
            text: The text.
            tag: Its language tag; None or ``und`` for none.

        Returns:
            The text, in an element with ``lang`` where the page is in another language; Thai
            words in a text of another language are marked as well.
        """
        if not tag or tag in {self.language, "und"}:
            return escape(text) if self.language == "th" else _thai_marked(text)
        return Markup('<span lang="{}">{}</span>').format(tag, text)

    def link(self, iri: str, labels: Mapping[str, str] | None = None) -> Markup:
        """Write a link to a thing under its name.

        Args:
            iri: The IRI.
            labels: Its names by language tag.

        Returns:
            The link; under a short form of the IRI for a thing without a name.
        """
        name = self.text(labels) or Markup("<code>{}</code>").format(short(iri))
        address = self.at(iri)
        return Markup('<a href="{}">{}</a>').format(address, name) if address else name

    def short(self, iri: str) -> str:
        """Return a form of an IRI that people can read.

        Args:
            iri: Any IRI.

        Returns:
            A prefixed name, a path below our base, or the IRI.
        """
        return f"xsd:{XSD.local(NamedNode(iri))}" if iri.startswith(str(XSD)) else short(iri)

    def data(self, document: object) -> Markup:
        """Embed a JSON document.

        Args:
            document: What to embed.

        Returns:
            JSON that no markup can end.
        """
        written = json.dumps(document, ensure_ascii=False)
        for character in "<>&":
            written = written.replace(character, f"\\u{ord(character):04x}")
        return Markup(written)  # noqa: S704 - nothing in it can be read as markup


def _thai_marked(text: str) -> Markup:
    pieces = _THAI.split(text)
    # Every second piece is what the expression found.
    return Markup().join(
        Markup('<span lang="th">{}</span>').format(piece) if number % 2 else escape(piece)
        for number, piece in enumerate(pieces)
    )


def short(iri: str) -> str:
    """Return a form of an IRI that people can read.

    Args:
        iri: Any IRI.

    Returns:
        A prefixed name, a path below our base, or the IRI.
    """
    key = key_of(NamedNode(iri))
    return key if key != iri else iri.removeprefix(BASE)
