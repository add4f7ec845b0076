"""What reading a file can lead to: its triples, or a fault that says what, where and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    from lcgraph.ingest.formats import TextFormat


@dataclass(frozen=True)
class SourcePlace:
    """Where a statement stands.

    Attributes:
        file: The name that the file was given.
        line: The line, from 1.
        column: The character within the line, from 1.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return the place as tools print it.

        Returns:
            File, line and column with colons between.
        """
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Limits:
    """How much is read of what comes from outside.

    Attributes:
        max_bytes: The size of a file, in bytes of UTF-8.
        max_triples: How many triples it may hold.
        max_literal: How many characters one literal may have.
        max_depth: How deep JSON may be nested.
    """

    max_bytes: int = 2_000_000
    max_triples: int = 20_000
    max_literal: int = 20_000
    max_depth: int = 64


@dataclass(frozen=True)
class ParsedRecord:
    """The triples of one file, blank nodes included.

    Attributes:
        name: The name that the file was given.
        format: The syntax it is in.
        triples: Its triples, each once, in the order of the text; literals as they are written.
        base: The base IRI that the text declares, if it does.
        finder: Finds the line and column of a statement; made when it is first asked.
    """

    name: str
    format: TextFormat
    triples: tuple[Triple, ...]
    base: str | None
    finder: Callable[[object, object, object], tuple[int, int] | None] = field(
        repr=False, compare=False
    )

    def place(
        self,
        focus: NamedNode | BlankNode,
        path: NamedNode | None = None,
        value: NamedNode | BlankNode | Literal | None = None,
    ) -> SourcePlace | None:
        """Find where the text says something.

        Args:
            focus: The thing that the statement is about.
            path: Its property, if one is meant.
            value: The value, if one is meant.

        Returns:
            The place of the value; else that of the property; else that of the description of
            the thing; else that of its first mention. None if the text does not name the thing.
        """
        found = self.finder(focus, path, value)
        return SourcePlace(self.name, *found) if found else None


@dataclass(frozen=True)
class Fault:
    """A file that cannot be read. Nothing of it is taken, nothing is changed.

    Attributes:
        name: The name that the file was given.
        messages: What is wrong, by language tag (``th``, ``en``).
        advice: What to do, by language tag.
        line: The line, from 1, where one can be named.
        column: The character within the line, from 1, where one can be named.
    """

    name: str
    messages: Mapping[str, str] = field(hash=False)
    advice: Mapping[str, str] = field(hash=False)
    line: int | None = None
    column: int | None = None

    @property
    def place(self) -> SourcePlace | None:
        """The place, where one can be named."""
        if self.line is None:
            return None
        return SourcePlace(self.name, self.line, self.column or 1)


@dataclass(frozen=True)
class SyntaxFault(Fault):
    """The text breaks the rules of its syntax.

    Attributes:
        what: The parser's own words.
    """

    what: str = ""


@dataclass(frozen=True)
class TooLarge(Fault):
    """The file, its number of triples, a literal or its nesting exceeds a limit.

    Attributes:
        limit: The limit that was exceeded.
    """

    limit: int = 0


@dataclass(frozen=True)
class NotUtf8(Fault):
    """The bytes are not UTF-8."""


@dataclass(frozen=True)
class UnknownFormat(Fault):
    """Neither the media type nor the file name says which syntax it is."""


@dataclass(frozen=True)
class RemoteContext(Fault):
    """The text asks for a document from the web: a JSON-LD context or an XML entity."""


@dataclass(frozen=True)
class SeveralGraphs(Fault):
    """The file holds more than one graph."""


@dataclass(frozen=True)
class BeyondRdf11(Fault):
    """The file uses triple terms or base directions of RDF 1.2."""


Faulty = (
    SyntaxFault | TooLarge | NotUtf8 | UnknownFormat | RemoteContext | SeveralGraphs | BeyondRdf11
)
