"""The graph as it was: ``at=``, and the list of publications."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from lcgraph.service.answers import LongAnswer
from lcgraph.service.asking import AskedGraph, graph_of
from lcgraph.service.budgets import client_of
from lcgraph.service.json_documents import json_document
from lcgraph.service.problems import Problem
from lcgraph.store.moments import (
    Malformed,
    Moment,
    NotYet,
    Publication,
    TooEarly,
    Unkept,
    UnknownVersion,
    named_state,
    publication_at,
)

if TYPE_CHECKING:
    from lcgraph.service.answers import Answer, Extent
    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.questions import Question

router = APIRouter(tags=["History"])

_DESCRIPTION: Final = (
    "The graph as it was published then: a data version, a date (the end of that day, UTC) or a "
    "dateTime; `/history` lists them. · กราฟตามที่เผยแพร่ ณ เวลานั้น ระบุเวอร์ชันข้อมูล "
    "วันที่ (สิ้นวันตามเวลา UTC) หรือวันเวลา ดูรายการได้ที่ `/history`"
)
_EXAMPLE: Final = "2026-11-23"
At = Annotated[str | None, Query(description=_DESCRIPTION, examples=["1"])]
"""The parameter ``at`` of routes."""
AT_PARAMETER: Final[dict[str, Any]] = {
    "name": "at",
    "in": "query",
    "required": False,
    "description": _DESCRIPTION,
    "schema": {"type": "string"},
    "example": "1",
}
"""The same, for routes that are described otherwise."""


class GraphAt(AskedGraph):
    """A version of the graph: the current one as long as it is, then a past one.

    Attributes:
        publication: The publication that made it.
        is_fixed: Whether whoever asks with the same words later is answered from the same version.
    """

    def __init__(
        self, graph: PublishedGraph, publication: Publication, payer: str, *, is_fixed: bool
    ) -> None:
        """Take a version.

        Args:
            graph: The graph.
            publication: One of its publications.
            payer: The client whose query time it takes to get at it.
            is_fixed: Whether it was named for good: by number, or by a moment that has passed.
        """
        self.budgets = graph.budgets
        self.publication = publication
        self.is_fixed = is_fixed
        self._graph = graph
        self._payer = payer

    @property
    def version(self) -> int:
        """The data version."""
        return self.publication.version

    async def ask(
        self,
        question: Question,
        *,
        seconds: float | None = None,
        client: str | None = None,
        most: Extent | None = None,
    ) -> Answer | LongAnswer:
        """Ask a reader of this version, under a deadline.

        Args:
            question: What is asked.
            seconds: The deadline, at most the operator's.
            client: For whom, with a budget; None for what the service itself has to know.
            most: How long the answer may be, at most as long as the operator allows.

        Returns:
            The answer; the pieces of a long one have to be read, or their iterator closed.

        Raises:
            Problem: As for any graph; ``history-unavailable`` if the way back is damaged.
        """
        if self.version == self._graph.version:
            answer = await self._graph.ask(question, seconds=seconds, client=client, most=most)
            if answer.version == self.version:
                return answer
            # A publication came in between.
            if isinstance(answer, LongAnswer):
                await answer.close()
        past = self._graph.past
        if past is None:
            raise _unavailable()
        return await past.ask(
            self.version, question, seconds=seconds, client=client, most=most, payer=self._payer
        )


async def graph_at(request: Request, named: str | None) -> AskedGraph:
    """Choose the version of the graph that a request asks, for all that is asked in its course.

    Args:
        request: The request.
        named: How it names the version, or None for what is published now.

    Returns:
        The graph; :func:`lcgraph.service.asking.graph_of` returns it from then on.

    Raises:
        Problem: ``wrong-parameter``, ``no-such-version`` or ``history-unavailable``.
    """
    if named is not None:
        graph: PublishedGraph = request.app.state.graph
        now = datetime.now(UTC)
        found = publication_at(named, await graph.publications(), now)
        if not isinstance(found, Publication):
            raise no_version(found)
        moment = named_state(named)
        is_fixed = not isinstance(moment, Moment) or moment.time < now
        request.state.graph = GraphAt(graph, found, client_of(request), is_fixed=is_fixed)
    return graph_of(request)


def past_is_past() -> Problem:
    """Say that only the present can be changed.

    Returns:
        The problem ``wrong-parameter``.
    """
    detail = {"th": "อดีตแก้ไขไม่ได้ ไม่ต้องระบุ at", "en": "The past cannot be changed: omit at."}
    return Problem("wrong-parameter", detail, {"parameter": "at"})


@router.get("/history")
async def history(request: Request) -> Response:
    """List the publications: each data version, when it came, and its records.

    The newest comes first, each with the records that it published and those that it withdrew.
    `at=` asks the graph as any of them left it.

    แสดงรายการการเผยแพร่ เวอร์ชันข้อมูล เวลาเผยแพร่ และระเบียนที่เผยแพร่หรือถอนในครั้งนั้น ใหม่สุดอยู่ก่อน ใช้ `at=`
    ถามกราฟตามที่เป็นหลังการเผยแพร่ครั้งใดก็ได้
    """
    graph: PublishedGraph = request.app.state.graph
    publications = await graph.publications()
    if not publications:
        raise _unavailable()
    current = publications[-1].version
    document = {
        "data_version": current,
        "publications": [_described(each) for each in reversed(publications)],
    }
    return json_document(request, document, current)


def _described(publication: Publication) -> dict[str, Any]:
    return {
        **named(publication),
        "records": list(publication.records),
        "withdrawn": list(publication.withdrawn),
    }


def named(publication: Publication) -> dict[str, Any]:
    """Write which publication one is.

    Args:
        publication: The publication.

    Returns:
        ``version`` and ``published``, for JSON.
    """
    return {
        "version": publication.version,
        "published": f"{publication.published:%Y-%m-%dT%H:%M:%SZ}",
    }


def no_version(found: TooEarly | NotYet | UnknownVersion | Malformed | Unkept) -> Problem:
    """Say why there is no publication.

    Args:
        found: What became of the search for one.

    Returns:
        The problem ``wrong-parameter``, ``no-such-version`` or ``history-unavailable``.
    """
    match found:
        case Malformed():
            detail = {
                "th": "at ต้องเป็นเวอร์ชันข้อมูล วันที่ หรือวันเวลา (ปี ค.ศ.) เช่น 12, 2026-11-23 หรือ "
                "2026-11-23T10:00:00Z",
                "en": "at is a data version, a date or a dateTime, such as 12, 2026-11-23 or "
                "2026-11-23T10:00:00Z.",
            }
            return Problem("wrong-parameter", detail, {"parameter": "at", "example": _EXAMPLE})
        case UnknownVersion(first, last):
            detail = {
                "th": f"มีเวอร์ชัน {first.version} ถึง {last.version}",
                "en": f"There are the versions {first.version} to {last.version}.",
            }
            more = {"first": named(first), "last": named(last)}
        case TooEarly(first):
            detail = {
                "th": f"เวอร์ชันแรกที่ยังมีอยู่คือ {first.version} เผยแพร่เมื่อ {named(first)['published']}",
                "en": f"The first version that is known is {first.version}, published at "
                f"{named(first)['published']}.",
            }
            more = {"first": named(first)}
        case NotYet():
            detail = {
                "th": "ยังไม่ถึงเวลานั้น ถ้าต้องการข้อมูลปัจจุบันไม่ต้องระบุ at ปีเป็นปี ค.ศ.",
                "en": "That moment has not come: leave out 'at' for what is published now. Years "
                "are of the Common Era.",
            }
            more = {}
        case Unkept():
            return _unavailable()
    return Problem("no-such-version", detail, {"parameter": "at", **more})


def _unavailable() -> Problem:
    detail = {
        "th": "บริการนี้ไม่ได้เก็บประวัติ จึงถามได้เฉพาะข้อมูลปัจจุบัน",
        "en": "This service keeps no history, so only what is published now can be asked.",
    }
    return Problem("history-unavailable", detail, {"parameter": "at"})
