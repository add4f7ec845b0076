"""What clients are told when the SPARQL server that keeps the graph cannot answer.

They are told neither where it is nor how it is reached, nor what it says but of their query: that
is in the log.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from lcgraph.service.failures import failure_problem
from lcgraph.service.problems import Problem
from lcgraph.service.query_faults import malformed_query
from lcgraph.service.refusals import too_long
from lcgraph.store.faults import RemoteTimeout, RemoteTooLong, StoreChanged, StoreFault
from lcgraph.workers import Overloaded

if TYPE_CHECKING:
    from lcgraph.service.answers import Extent
    from lcgraph.service.questions import Question

_log: Final = logging.getLogger("lcgraph")
_QUIETER_AFTER: Final = 1.0
_LONGEST: Final = 300
_PLACED: Final = re.compile(r"\berror at (\d+):(\d+)")
"""How Oxigraph names a place in a text."""
_LINE: Final = re.compile(r"\bline:? ?\d+", re.IGNORECASE)
"""How others do."""
_SILENT: Final = {
    "th": "เซิร์ฟเวอร์ SPARQL ที่เก็บกราฟไม่ได้ให้คำตอบ ผู้ดูแลดูสาเหตุได้ในบันทึกของบริการ",
    "en": "The SPARQL server that keeps the graph gave no answer to this; the log of the service "
    "tells its operator why.",
}
_UNREADABLE: Final = {
    "th": "เซิร์ฟเวอร์ SPARQL ที่เก็บกราฟอ่านข้อความสอบถามนี้ไม่ได้",
    "en": "The SPARQL server that keeps the graph cannot read this query.",
}


def remote_problem(fault: StoreFault, deadline: float, extent: Extent) -> Problem:
    """Say why there is no answer.

    Args:
        fault: What became of the request to the server.
        deadline: Seconds that it was given.
        extent: How long the answer might be.

    Returns:
        The problem ``deadline-exceeded``, ``answer-too-long``, ``overloaded`` where things are
        published faster than they can be read, or ``store-unreachable``.
    """
    match fault:
        case RemoteTimeout():
            said = {"th": f"{deadline:g} วินาที", "en": f"{deadline:g} s"}
            return Problem("deadline-exceeded", said, {"limit": deadline})
        case RemoteTooLong():
            return too_long("bytes", extent)
        case StoreChanged():
            return failure_problem(Overloaded(_QUIETER_AFTER), 0)
    _log.warning("no answer: %s", fault)
    return Problem("store-unreachable", _SILENT)


def malformed(question: Question, sent: str, said: str, url: str) -> Problem:
    """Say what is wrong with a query that the server cannot read.

    Args:
        question: The query of a client.
        sent: The text that the server got, which ends as the query does.
        said: What the server says of it.
        url: Where the server is.

    Returns:
        The problem ``malformed-query``, in the server's words if they name a place in the query
        and not where the server is.
    """
    placed = _PLACED.search(said)
    if placed is not None:
        line, column = int(placed[1]), int(placed[2])
        if line == 1:
            column = max(1, column - (len(sent) - len(question.text)))
        words = f"error at {line}:{column}{said[placed.end() :]}"
        return malformed_query(question.text, words)
    _log.warning("a query was refused: %s", said)
    words = said.partition("SPARQL query:")[0][:_LONGEST].strip()
    host = urlsplit(url).hostname or ""
    if _LINE.search(words) and host not in words and "://" not in words:
        return malformed_query(question.text, words)
    return Problem("malformed-query", _UNREADABLE)


def kept_elsewhere() -> Problem:
    """Say that the graph is not changed here.

    Returns:
        The problem ``update-refused``.
    """
    detail = {
        "th": "บริการนี้อ่านกราฟจากเซิร์ฟเวอร์ SPARQL ของผู้ดูแล ให้แก้ไขที่เซิร์ฟเวอร์นั้นโดยตรง",
        "en": "This service reads the graph from a SPARQL server of its operator: update it there.",
    }
    return Problem("update-refused", detail)


def no_others() -> Problem:
    """Say that the server is not made to ask others.

    Returns:
        The problem ``service-refused``.
    """
    detail = {
        "th": "ที่นี่ใช้ SERVICE และ DEFINE ไม่ได้",
        "en": "SERVICE and DEFINE cannot be used here.",
    }
    return Problem("service-refused", detail)
