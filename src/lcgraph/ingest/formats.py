"""The syntaxes that a record may be written in."""

from __future__ import annotations

from enum import Enum
from pathlib import PurePosixPath
from typing import Final, NamedTuple

from pyoxigraph import RdfFormat


class _Names(NamedTuple):
    media_types: tuple[str, ...]
    endings: tuple[str, ...]


class TextFormat(Enum):
    """A syntax that a record may be written in."""

    TURTLE = "Turtle"
    N_TRIPLES = "N-Triples"
    JSON_LD = "JSON-LD"
    TRIG = "TriG"
    RDF_XML = "RDF/XML"

    @property
    def media_type(self) -> str:
        """The preferred media type."""
        return _NAMES[self].media_types[0]

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of file names, without a dot."""
        return _NAMES[self].endings

    @property
    def syntax(self) -> RdfFormat:
        """The engine's name for the syntax."""
        return _SYNTAX[self]


_NAMES: Final = {
    TextFormat.TURTLE: _Names(
        ("text/turtle", "application/x-turtle", "application/turtle"), ("ttl", "turtle")
    ),
    TextFormat.N_TRIPLES: _Names(("application/n-triples", "text/plain"), ("nt",)),
    TextFormat.JSON_LD: _Names(("application/ld+json", "application/json"), ("jsonld", "json")),
    TextFormat.TRIG: _Names(("application/trig", "application/x-trig"), ("trig",)),
    TextFormat.RDF_XML: _Names(
        ("application/rdf+xml", "application/xml", "text/xml"), ("rdf", "xml", "owl")
    ),
}
_SYNTAX: Final = {
    TextFormat.TURTLE: RdfFormat.TURTLE,
    TextFormat.N_TRIPLES: RdfFormat.N_TRIPLES,
    TextFormat.JSON_LD: RdfFormat.JSON_LD,
    TextFormat.TRIG: RdfFormat.TRIG,
    TextFormat.RDF_XML: RdfFormat.RDF_XML,
}


def format_of(name: str, media_type: str | None) -> TextFormat | None:
    """Find the syntax of a file.

    Args:
        name: The file name, of which the ending counts.
        media_type: A media type with or without parameters; it goes before the file name.

    Returns:
        The syntax, or None if neither says.
    """
    wanted = (media_type or "").partition(";")[0].strip().lower()
    for text_format in TextFormat:
        if wanted in _NAMES[text_format].media_types:
            return text_format
    ending = PurePosixPath(name.lower()).suffix.removeprefix(".")
    for text_format in TextFormat:
        if ending in text_format.endings:
            return text_format
    return None
