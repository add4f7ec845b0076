"""What a server answered by the SPARQL 1.1 Protocol, and how it is read.

Results come as SPARQL JSON, graphs as N-Triples or Turtle, whatever a reader is to be given later.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, cast

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from lcgraph.store.faults import (
    RemoteDeadlock,
    RemoteFault,
    RemoteMoved,
    RemoteNonsense,
    RemoteRefused,
    RemoteTimeout,
)

if TYPE_CHECKING:
    import httpx

ACCEPTED_RESULTS: Final = "application/sparql-results+json"
"""What a server is asked for where solutions or a boolean are expected."""
ACCEPTED_GRAPHS: Final = "application/n-triples, text/turtle;q=0.8, text/plain;q=0.5"
"""What it is asked for where triples are expected."""
_SYNTAXES: Final = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/plain": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
}
_REFUSALS: Final = frozenset({401, 403})
_SHOWN: Final = 500
# The SQLSTATE of what may be tried again (ISO/IEC 9075-2, 24.1: serialization failure).
_DEADLOCK: Final = "Virtuoso 40001 "
# Virtuoso answers ASK in JSON with solutions of this one variable.
_ASKED: Final = "__ASK_RETVAL"
# The engine recurses into triple terms, so the depth is counted before it reads them.
_DEEPEST: Final = 1000
_IN_RESULTS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}]', re.DOTALL)
_IN_GRAPHS: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"|<<|>>', re.DOTALL)

Answered = QuerySolutions | QueryBoolean | frozenset[Triple]


@dataclass(frozen=True)
class Received:
    """A whole answer of a server.

    Attributes:
        media_type: Its format, without parameters, in lower case.
        content: Its bytes.
        server: What the server calls itself; empty if it does not say.
    """

    media_type: str
    content: bytes
    server: str


def received(url: str, response: httpx.Response, content: bytes) -> Received:
    """Judge a response.

    Args:
        url: Where it comes from.
        response: Its status and headers.
        content: Its body, whole.

    Returns:
        The answer.

    Raises:
        RemoteRefused: If the server wants other credentials.
        RemoteTimeout: If the server says that it took too long.
        RemoteMoved: If the server redirects.
        SyntaxError: If the server cannot read the request.
        RemoteDeadlock: If the server has given the request up in favour of another.
        RemoteFault: If it says anything else than that it succeeded.
    """
    status = response.status_code
    if status in _REFUSALS:
        raise RemoteRefused(url, status)
    said = re.sub(r"\s+", " ", content[:_SHOWN].decode(errors="replace")).strip()
    if status in {408, 504}:
        raise RemoteTimeout(url, f"{status} {said}")
    if status == 400:
        raise SyntaxError(said)
    if 300 <= status < 400:
        raise RemoteMoved(url, status, response.headers.get("location", "")[:_SHOWN])
    if not response.is_success:
        raise (RemoteDeadlock if said.startswith(_DEADLOCK) else RemoteFault)(url, said, status)
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Received(media_type, content, response.headers.get("server", ""))


def read_answer(url: str, form: str, received: Received) -> Answered:
    """Read what a server answered.

    Args:
        url: Where it was asked.
        form: The form of the query.
        received: The whole answer.

    Returns:
        The solutions, the boolean, or the triples. Solutions are read one by one: whoever takes
        them makes RemoteNonsense of a SyntaxError or ValueError, or has called
        :func:`check_answer`.

    Raises:
        RemoteNonsense: If it is not an answer to such a query.
    """
    try:
        if form in {"SELECT", "ASK"}:
            return _results(form, received.content)
        syntax = syntax_of(url, received)
        _refuse_depth(received.content, b"<<", _IN_GRAPHS)
        return frozenset(quad.triple for quad in parse(received.content, format=syntax))
    except (SyntaxError, ValueError) as fault:
        raise RemoteNonsense(url, wrong_in(received, fault)) from fault


def check_answer(url: str, form: str, received: Received) -> None:
    """Read solutions as a whole for what may be wrong with any of them.

    Args:
        url: Where it was asked.
        form: The form of the query.
        received: The whole answer.

    Raises:
        RemoteNonsense: If it is not an answer to such a query.
    """
    if form != "SELECT":
        return
    try:
        deque(cast("QuerySolutions", _results(form, received.content)), maxlen=0)
    except (SyntaxError, ValueError) as fault:
        raise RemoteNonsense(url, wrong_in(received, fault)) from fault


def rows_of(url: str, text: str, received: Received) -> list[dict[str, Any]]:
    """Read the whole answer to a SELECT query of our own.

    Args:
        url: Where it was asked.
        text: The query, whose variables stand before its first brace.
        received: The whole answer.

    Returns:
        One dictionary a row: each variable to its term, or None without any.

    Raises:
        RemoteNonsense: If it is not an answer to this query.
    """
    wanted = set(re.findall(r"\?(\w+)", text.partition("{")[0]))
    try:
        return _rows(received.content, wanted)
    except (SyntaxError, ValueError) as fault:
        raise RemoteNonsense(url, wrong_in(received, fault)) from fault


def wrong_in(received: Received, fault: Exception) -> str:
    """Say what is wrong with an answer that cannot be read.

    Args:
        received: The answer.
        fault: What is wrong; where it came up is forgotten.

    Returns:
        The reason for :class:`RemoteNonsense`.
    """
    # What was read so far must go in the thread that read it.
    fault.__traceback__ = None
    start = received.content[:80].decode(errors="replace")
    return f"{fault}: {start}"


def syntax_of(url: str, received: Received) -> RdfFormat:
    """Tell in which syntax triples come.

    Args:
        url: Where they were asked for.
        received: The answer, or its beginning.

    Returns:
        The syntax.

    Raises:
        RemoteNonsense: If it is none that was asked for.
    """
    syntax = _SYNTAXES.get(received.media_type)
    if syntax is None:
        raise RemoteNonsense(url, f"Content-Type: {received.media_type}")
    return syntax


def _rows(content: bytes, wanted: set[str]) -> list[dict[str, Any]]:
    found = _results("SELECT", content)
    if not isinstance(found, QuerySolutions):
        return []
    names = [variable.value for variable in found.variables]
    if set(names) != wanted:
        raise ValueError(f"{sorted(wanted)} were expected, not {sorted(names)}")
    return [dict(zip(names, row, strict=True)) for row in found]


def _refuse_depth(content: bytes, opening: bytes, marks: re.Pattern[bytes]) -> None:
    """Raise ValueError for terms within terms within terms."""
    # What is escaped may be anything.
    if content.count(opening) + content.count(rb"\u") <= _DEEPEST:
        return
    depth = 0
    for mark in marks.finditer(content):
        depth += {b"{": 1, b"<<": 1, b"}": -1, b">>": -1}.get(mark[0], 0)
        if depth > 2 * _DEEPEST:
            raise ValueError("triple terms are nested too deeply")


def _results(form: str, content: bytes) -> QuerySolutions | QueryBoolean:
    _refuse_depth(content, b'"subject"', _IN_RESULTS)
    read = parse_query_results(content, format=QueryResultsFormat.JSON)
    if form == "SELECT" and not isinstance(read, QuerySolutions):
        raise ValueError("solutions were expected")
    if form == "ASK" and isinstance(read, QuerySolutions):
        if [variable.value for variable in read.variables] != [_ASKED]:
            raise ValueError("a boolean was expected")
        said = b"true" if next(iter(read), None) is not None else b"false"
        answer = parse_query_results(
            b'{"head":{},"boolean":' + said + b"}", format=QueryResultsFormat.JSON
        )
        return answer
    return read
