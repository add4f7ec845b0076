"""Document types of XML, whose entities may stand for gigabytes in a few hundred bytes."""

from __future__ import annotations

import re
from typing import Final

# What is not closed goes on to the end: each character is looked at once.
_TYPE: Final = re.compile(
    rb"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|(?P<type><!DOCTYPE)",
    re.DOTALL | re.IGNORECASE,
)
_WORDS: Final = "Document types (DOCTYPE) are not read"


class DocumentType(ValueError):
    """An XML document has a document type.

    Attributes:
        line: The line where it stands, from 1.
        column: The byte within the line, from 1.
    """

    def __init__(self, line: int, column: int) -> None:
        """Say where it stands, in the words of the engine's parsers.

        Args:
            line: The line, from 1.
            column: The byte within the line, from 1.
        """
        super().__init__(f"Parser error at line {line} column {column}: {_WORDS}")
        self.line = line
        self.column = column


def refuse_document_type(content: bytes) -> None:
    """Refuse XML with a document type.

    The engine takes its entities up in lower case too, and at any place other than a comment, a
    CDATA section or a processing instruction.

    Args:
        content: An XML document.

    Raises:
        DocumentType: If there is one.
    """
    for found in _TYPE.finditer(content):
        if found["type"]:
            before = content[: found.start()]
            line = before.count(b"\n") + 1
            raise DocumentType(line, found.start() - before.rfind(b"\n"))
