"""What adds the content of a request to a graph, as a worker writes it.

Content of some hundred bytes can stand for gigabytes or end the process that reads it, so it is
read where only that request is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lcgraph.service.content_faults import malformed_content
from lcgraph.service.on_demand import WorkersOnDemand
from lcgraph.service.problems import Problem
from lcgraph.service.shared import OfGraph
from lcgraph.store.depth import MOST_NESTED
from lcgraph.workers import WorkerLimits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lcgraph.service.body import Part
    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings

_HANDLER: Final = "lcgraph.store.insertion:InsertionWriter"
_EXPANSION: Final = 4
"""How many times as long as a body its triples may be, with all names written out."""
_OPENING: Final = b"<<"
_SEVERAL_GRAPHS: Final = {
    "th": "เนื้อหามีหลายกราฟ ให้ส่งทีละกราฟ",
    "en": "The content names graphs of its own: send one graph at a time.",
}
_TOO_NESTED: Final = {
    "th": f"ทริปเปิลซ้อนกันได้ไม่เกิน {MOST_NESTED} ชั้น",
    "en": f"Triple terms may be nested at most {MOST_NESTED} levels deep.",
}


class Insertions(OfGraph):
    """The workers that read what is to be added to graphs."""

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Describe the workers; they are started when the first request comes.

        Args:
            graph: The graph of the application, which is not looked at.
            settings: What a query may use, for so much may reading.
        """
        super().__init__(graph, settings)
        limits = WorkerLimits(
            settings.workers,
            settings.query_memory,
            spare=0,
            patience=settings.patience_seconds,
        )
        self._workers = WorkersOnDemand(_HANDLER, {}, limits)

    async def close(self) -> None:
        """End the workers."""
        await self._workers.close()

    async def written(self, name: str, parts: Sequence[Part], base: str) -> str:
        """Write the operation that adds content to a graph.

        Args:
            name: The IRI of the graph; empty for the default graph.
            parts: The content, each part with its format; blank nodes of one are none of another.
            base: What relative IRIs are resolved against.

        Returns:
            An operation of SPARQL 1.1 Update.

        Raises:
            Problem: ``malformed-content``, ``too-large``, or what becomes of the work, as
                ``deadline-exceeded`` or ``memory-exceeded``.
        """
        most = _EXPANSION * self._settings.administrator_body_bytes
        head = {
            "name": name,
            "base": base,
            "parts": [[part.media_type, len(part.content)] for part in parts],
            "most": most,
        }
        body = b"".join(part.content for part in parts)
        try:
            reply = await self._workers.run(head, body, self._settings.query_seconds)
        except Problem as problem:
            # What is nested beyond what can be counted ends the worker, as want of memory does.
            if problem.kind == "memory-exceeded" and body.count(_OPENING) > MOST_NESTED:
                raise Problem("malformed-content", _TOO_NESTED) from None
            raise
        match reply.head["outcome"]:
            case "written":
                return reply.body.decode()
            case "several-graphs":
                raise Problem("malformed-content", _SEVERAL_GRAPHS)
            case "too-nested":
                raise Problem("malformed-content", _TOO_NESTED)
            case "too-long":
                raise _too_long(most)
            case _:
                raise malformed_content(reply.body.decode())


def _too_long(most: int) -> Problem:
    detail = {
        "th": f"ทริปเปิลของเนื้อหาเขียนเต็มแล้วยาวเกิน {most:,} ไบต์",
        "en": f"Written out, the triples of the content take more than {most:,} bytes.",
    }
    return Problem("too-large", detail, {"limit": most})
