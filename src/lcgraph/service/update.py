"""SPARQL Update requests: what they write to, and the dataset that the protocol gives them.

The engine takes no dataset for an update, so that ``using-graph-uri`` and
``using-named-graph-uri`` (SPARQL 1.1 Protocol, section 2.2.3) are written into the operations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import RdfFormat, parse

from lcgraph.service.problems import Problem
from lcgraph.service.query_faults import malformed_at
from lcgraph.service.remote import Edit, edited, read_tokens, service_edits
from lcgraph.service.syntax import Kind, Token, without_comments

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT: Final = ""
"""How the default graph is named among graphs written to."""
ANY: Final = "*"
"""How a graph that is known only when the update runs is named among graphs written to."""

_GRAPH_OPERATIONS: Final = ("CLEAR", "DROP", "CREATE")
_TRANSFERS: Final = ("ADD", "MOVE", "COPY")


@dataclass(frozen=True)
class UpdateRequest:
    """An update that may be run.

    Attributes:
        text: Operations without a semicolon at the end; comments are blanked.
        written: The graphs it may write to: IRIs, :data:`DEFAULT` or :data:`ANY`.
        operations: How many operations it has.
        data: The same as ``INSERT DATA`` operations alone, if it does nothing but insert and
            delete data; else None.
    """

    text: str
    written: frozenset[str]
    operations: int
    data: str | None = None


def update_request(
    text: str, base: str, default: Sequence[str] = (), named: Sequence[str] = ()
) -> UpdateRequest:
    """Read an update from outside.

    Args:
        text: A SPARQL 1.1 Update request.
        base: What its relative IRIs are resolved against.
        default: Graph IRIs of ``using-graph-uri``.
        named: Graph IRIs of ``using-named-graph-uri``.

    Returns:
        The request to be run.

    Raises:
        Problem: ``malformed-query``; ``malformed-request`` for a dataset in the request besides
            one in the text; ``service-refused`` for LOAD and for SERVICE without SILENT.
    """
    tokens = read_tokens(text)
    edits, _ = service_edits(text, tokens, ())
    reader = _Reader(text, tokens, base, default, named)
    reader.read()
    blanked = without_comments(text, tokens)
    edits = [*edits, *reader.edits]
    return UpdateRequest(
        edited(blanked, edits),
        frozenset(reader.written),
        reader.operations,
        edited(blanked, [*edits, *reader.deleting]) if reader.is_data else None,
    )


@dataclass
class _Reader:
    text: str
    tokens: list[Token]
    base: str
    default: Sequence[str]
    named: Sequence[str]
    at: int = 0
    operations: int = 0
    ended: int = 0
    semicolon: int | None = None
    prefixes: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    edits: list[Edit] = field(default_factory=list)
    deleting: list[Edit] = field(default_factory=list)
    is_data: bool = True

    def read(self) -> None:
        while self.at < len(self.tokens):
            word = self.next_word()
            if word == "PREFIX":
                name, iri = self.take(), self.take()
                self.prefixes[name.text.rstrip(":")] = self.resolved(iri)
            elif word == "BASE":
                self.base = self.resolved(self.take())
            elif word == "VERSION":
                self.take()
            else:
                self.operation(word)
                self.operations += 1
                self.ended = self.tokens[self.at - 1].end
                self.end_of_operation()
        if self.semicolon is not None and self.ended <= self.semicolon:
            # What follows the last operation goes, so that another one can be appended.
            self.edits.append((self.semicolon, len(self.text), ""))

    def operation(self, word: str) -> None:
        token = self.tokens[self.at - 1]
        if word in ("INSERT", "DELETE") and self.skip("DATA"):
            if word == "DELETE":
                self.deleting.append((token.start, token.end, "INSERT"))
            self.quads(DEFAULT)
            return
        self.is_data = False
        if word in _GRAPH_OPERATIONS:
            self.skip("SILENT")
            self.written.add(self.graph_reference())
        elif word in _TRANSFERS:
            self.skip("SILENT")
            source = self.graph_reference()
            self.expect("TO")
            self.written.add(self.graph_reference())
            if word == "MOVE":
                self.written.add(source)
        elif word == "LOAD":
            raise _no_loading()
        elif word == "DELETE" and self.peek() == "WHERE":
            self.delete_where()
        elif word in ("WITH", "INSERT", "DELETE"):
            self.modify(word)
        else:
            raise malformed_at(self.text, token.start)

    def delete_where(self) -> None:
        where = self.take()
        body = self.tokens[self.at].start if self.at < len(self.tokens) else where.end
        end = self.quads(DEFAULT)
        if self.default or self.named:
            quads = without_comments(self.text, self.tokens)[body:end]
            self.edits.append((where.start, where.start, f"{quads} {self.using()}"))

    def modify(self, word: str) -> None:
        graph, states_dataset = DEFAULT, False
        if word == "WITH":
            graph, states_dataset = self.resolved(self.take()), True
            word = self.next_word()
        if word not in ("INSERT", "DELETE"):
            raise malformed_at(self.text, self.tokens[self.at - 1].start)
        self.quads(graph)
        if word == "DELETE" and self.skip("INSERT"):
            self.quads(graph)
        while self.skip("USING"):
            self.skip("NAMED")
            self.take()
            states_dataset = True
        where = self.expect("WHERE")
        if self.default or self.named:
            if states_dataset:
                raise _two_datasets()
            self.edits.append((where.start, where.start, self.using()))
        self.group()

    def using(self) -> str:
        parts = [f"USING <{iri}>" for iri in self.default]
        parts += [f"USING NAMED <{iri}>" for iri in self.named]
        return " ".join(parts) + " "

    def quads(self, graph: str) -> int:
        """Read quads in braces, note the graphs they name, and return where they end."""
        first = self.at
        end = self.group()
        inner = self.tokens[first + 1 : self.at - 1]
        index = 0
        while index < len(inner):
            text = inner[index].text
            if text == "GRAPH":
                self.written.add(self.named_graph(inner, index))
                index = _closing(inner, index + 2)
            elif text == "{" and [token.text for token in inner[index + 1 : index + 2]] != ["|"]:
                raise malformed_at(self.text, inner[index].start)
            elif text != ".":
                self.written.add(graph)
            index += 1
        return end

    def named_graph(self, tokens: list[Token], index: int) -> str:
        opening = tokens[index + 2 : index + 3]
        if not opening or opening[0].text != "{":
            raise malformed_at(self.text, tokens[index].start)
        name = tokens[index + 1]
        return ANY if name.kind is Kind.VARIABLE else self.resolved(name)

    def group(self) -> int:
        """Pass over a group in braces and return where it ends."""
        depth = 0
        while True:
            token = self.take()
            if token.kind is Kind.SIGN:
                depth += (token.text == "{") - (token.text == "}")
            if depth == 0:
                if token.text != "}":
                    raise malformed_at(self.text, token.start)
                return token.end

    def graph_reference(self) -> str:
        token = self.take()
        if token.kind is Kind.WORD and token.text == "GRAPH":
            token = self.take()
        if token.kind is Kind.WORD:
            if token.text == "DEFAULT":
                return DEFAULT
            if token.text in ("ALL", "NAMED"):
                return ANY
        return self.resolved(token)

    def resolved(self, token: Token) -> str:
        if token.kind not in (Kind.IRI, Kind.NAME):
            raise malformed_at(self.text, token.start)
        known = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in self.prefixes.items())
        line = f"{known}<urn:x-s:> <urn:x-p:> {token.text} ."
        try:
            (quad,) = parse(line.encode(), format=RdfFormat.TURTLE, base_iri=self.base)
        except (SyntaxError, ValueError):
            raise malformed_at(self.text, token.start) from None
        return str(quad.object)[1:-1]

    def end_of_operation(self) -> None:
        if self.at < len(self.tokens):
            self.semicolon = self.expect(";").start

    def take(self) -> Token:
        if self.at == len(self.tokens):
            raise malformed_at(self.text, len(self.text))
        self.at += 1
        return self.tokens[self.at - 1]

    def next_word(self) -> str:
        token = self.take()
        if token.kind is not Kind.WORD:
            raise malformed_at(self.text, token.start)
        return token.text

    def peek(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    def skip(self, word: str) -> bool:
        found = self.peek() == word
        self.at += found
        return found

    def expect(self, text: str) -> Token:
        token = self.take()
        if token.text != text:
            raise malformed_at(self.text, token.start)
        return token


def _closing(tokens: list[Token], opening: int) -> int:
    depth = 0
    for index in range(opening, len(tokens)):
        depth += (tokens[index].text == "{") - (tokens[index].text == "}")
        if depth == 0:
            return index
    return len(tokens) - 1


def _no_loading() -> Problem:
    detail = {
        "th": "บริการไม่ดึงข้อมูลจากเครือข่าย ให้ส่งเนื้อหาด้วย POST ที่ /rdf-graphs",
        "en": "Nothing is fetched from the network: send the content with POST to /rdf-graphs.",
    }
    return Problem("service-refused", detail)


def _two_datasets() -> Problem:
    detail = {
        "th": "ระบุชุดข้อมูลได้ที่เดียว: using-graph-uri หรือ USING และ WITH ในข้อความ",
        "en": "State the dataset once: using-graph-uri, or USING and WITH in the text.",
    }
    return Problem("malformed-request", detail)
