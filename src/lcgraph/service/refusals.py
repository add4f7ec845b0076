"""What a client is told of a query that readers have no answer to."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from lcgraph.service.failures import failure_problem
from lcgraph.service.negotiation import BOOLEANS, GRAPHS, SOLUTIONS
from lcgraph.service.problems import Problem
from lcgraph.service.query_faults import malformed_query
from lcgraph.store.tokens import tokens_in
from lcgraph.store.unwritable import CHARACTERS, PREDICATES, TRIPLE_TERMS
from lcgraph.workers import Crashed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcgraph.service.answers import Extent
    from lcgraph.workers import Failure

_OFFERED: Final = {"boolean": BOOLEANS, "solutions": SOLUTIONS, "graph": GRAPHS}
_LIMITED: Final = {
    "bytes": {"th": "ไบต์", "en": "bytes"},
    "rows": {"th": "แถว", "en": "rows"},
}
_LACKING: Final = {
    CHARACTERS: {
        "th": "คำตอบมีอักขระควบคุมซึ่ง XML เก็บไม่ได้",
        "en": "The answer holds control characters, which XML cannot hold.",
    },
    PREDICATES: {
        "th": "คำตอบมีภาคแสดงที่เขียนเป็นชื่อใน RDF/XML ไม่ได้",
        "en": "The answer has a predicate that cannot be written as a name in RDF/XML.",
    },
    TRIPLE_TERMS: {
        "th": "คำตอบมีทริปเปิลซ้อน (RDF 1.2) ซึ่ง JSON-LD เก็บไม่ได้",
        "en": "The answer has triple terms (RDF 1.2), which JSON-LD cannot hold.",
    },
}
_MANY_TOKENS: Final = 2000
"""The engine recurses into what is nested and into long lists; fewer parts than this are safe."""


def refusal(said: Mapping[str, Any], extent: Extent, text: str, words: str) -> Problem:
    """Say why a reader did not answer.

    Args:
        said: What it said instead, as :meth:`lcgraph.store.reader.Reader.handle` does.
        extent: How long the answer may be.
        text: The query or update.
        words: What the engine says of it.

    Returns:
        ``not-acceptable``, ``answer-too-long``, ``malformed-query`` or ``query-fault``.
    """
    match said["outcome"]:
        case "unacceptable":
            return unacceptable(said["kind"], said.get("lacks"), said.get("media_type"))
        case "too-long":
            return too_long(said["limit"], extent)
        case "syntax":
            return malformed_query(text, words)
        case _:
            return Problem("query-fault", {"th": words, "en": words})


def unacceptable(kind: str, lacks: str | None = None, media_type: str | None = None) -> Problem:
    """Say that an answer cannot be given in any format that the client takes.

    Args:
        kind: ``boolean``, ``solutions`` or ``graph``.
        lacks: What the format cannot hold (:mod:`lcgraph.store.unwritable`), if it was tried.
        media_type: The format.

    Returns:
        The problem ``not-acceptable``.
    """
    named = {media_type, _ALIASED.get(media_type or "")}
    supported = [each for each in _OFFERED[kind].values() if each not in named]
    return Problem("not-acceptable", _LACKING.get(lacks or ""), {"supported": supported})


_ALIASED: Final = {"application/xml": SOLUTIONS["xml"]}


def too_long(limited: str, extent: Extent) -> Problem:
    """Say that an answer is longer than allowed.

    Args:
        limited: ``rows`` or ``bytes``.
        extent: How long it may be.

    Returns:
        The problem ``answer-too-long``.
    """
    limit: int = getattr(extent, limited)
    detail = {
        "th": f"คำตอบยาวเกิน {limit:,} {_LIMITED[limited]['th']}",
        "en": f"The answer has more than {limit:,} {_LIMITED[limited]['en']}.",
    }
    return Problem("answer-too-long", detail, {"limit": limit, "limited": limited})


def query_failed(failure: Failure, memory: int, text: str) -> Problem:
    """Say why a query came to nothing.

    Args:
        failure: What became of it.
        memory: Bytes that it was allowed.
        text: The query or update.

    Returns:
        ``query-too-complex`` where the engine ended on a text of very many parts, otherwise as
        :func:`lcgraph.service.failures.failure_problem`.
    """
    # A text of megabytes has more tokens than can be counted between two other requests.
    if isinstance(failure, Crashed) and next(islice(tokens_in(text), _MANY_TOKENS, None), None):
        return Problem("query-too-complex")
    return failure_problem(failure, memory)
