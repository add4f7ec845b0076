"""What is no answer in some formats: the engine would write it all the same, or give up."""

from __future__ import annotations

from typing import Final

_XML: Final = ("application/sparql-results+xml", "application/xml", "application/rdf+xml")
_JSONLD: Final = "application/ld+json"
_NO_CHARACTERS: Final = bytes(sorted({*range(0x20)} - {0x09, 0x0A, 0x0D}))
_NONCHARACTERS: Final = ("\ufffe".encode(), "\uffff".encode())
_NAMELESS: Final = b"<oxprefix: "
_NO_TRIPLE_TERMS: Final = "RDF 1.2"
_STRETCH: Final = 1 << 20

CHARACTERS: Final = "characters"
"""A character that XML cannot hold."""
PREDICATES: Final = "predicates"
"""A predicate that is no name in XML."""
TRIPLE_TERMS: Final = "triple-terms"
"""A triple term, in JSON-LD."""


class Unwritable(Exception):
    """An answer that its format cannot hold.

    Attributes:
        what: :data:`CHARACTERS`, :data:`PREDICATES` or :data:`TRIPLE_TERMS`.
    """

    def __init__(self, what: str) -> None:
        """Say what the format cannot hold.

        Args:
            what: :data:`CHARACTERS`, :data:`PREDICATES` or :data:`TRIPLE_TERMS`.
        """
        super().__init__(what)
        self.what = what


def readable(content: bytes, media_type: str) -> bytes:
    """See to it that what the engine wrote can be read by others, with the same values.

    Args:
        content: An answer.
        media_type: Its format.

    Returns:
        The answer; in XML a carriage return is written as a reference, as it would be read as a
        line feed (XML 1.0, section 2.11).

    Raises:
        Unwritable: If it holds what XML cannot (XML 1.0, section 2.2; RDF/XML, section 2.6).
    """
    if media_type not in _XML:
        return content
    # The part of an answer that is copied to look at it is short.
    for start in range(0, len(content), _STRETCH):
        stretch = content[start : start + _STRETCH]
        if len(stretch.translate(None, _NO_CHARACTERS)) != len(stretch):
            raise Unwritable(CHARACTERS)
    if any(character in content for character in _NONCHARACTERS):
        raise Unwritable(CHARACTERS)
    if _NAMELESS in content:
        raise Unwritable(PREDICATES)
    return content.replace(b"\r", b"&#xD;") if b"\r" in content else content


def is_unwritable(fault: OSError, media_type: str) -> bool:
    """Tell whether the engine gave up because of a triple term in JSON-LD.

    Args:
        fault: What it raised.
        media_type: What it was to write.

    Returns:
        True if there is a triple term.
    """
    return media_type == _JSONLD and _NO_TRIPLE_TERMS in str(fault)
