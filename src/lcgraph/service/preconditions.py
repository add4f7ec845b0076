"""Writes that are only meant for the state that a client has seen (RFC 9110, section 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

_ANY: Final = "*"
_ABSENT: Final = {"th": "ไม่มีกราฟนี้", "en": "There is no such graph."}
_THERE: Final = {"th": "มีกราฟนี้อยู่แล้ว", "en": "The graph is there."}
_OTHER: Final = {
    "th": "ETag ที่ส่งมาไม่ใช่ของกราฟนี้ในตอนนี้ กราฟเปลี่ยนไปแล้วหลังจากที่ได้ ETag หรือ ETag ไม่ใช่ของกราฟนี้",
    "en": "The tag is not the graph's current one: the graph has changed since, or the tag is not "
    "one of this graph.",
}
_SAME: Final = {
    "th": "กราฟยังเป็นอย่างที่ ETag ที่ส่งมาระบุ",
    "en": "The graph is still as the tag says.",
}


def check_preconditions(
    request: Request, is_current: Callable[[str], bool], *, exists: bool
) -> None:
    """Let a write pass only if what the client has seen is still so.

    Args:
        request: The request.
        is_current: Tells whether an entity tag is one of the current state. Tags of graphs are weak
            and count here too: no two states of a graph share one.
        exists: Whether there is what is to be written to.

    Raises:
        Problem: ``precondition-failed``, where ``If-Match`` or ``If-None-Match`` does not hold.
    """
    wanted, unwanted = _tags(request, "if-match"), _tags(request, "if-none-match")
    if wanted and not exists:
        raise _failed("If-Match", _ABSENT)
    if wanted and _ANY not in wanted and not any(map(is_current, wanted)):
        raise _failed("If-Match", _OTHER)
    if exists and _ANY in unwanted:
        raise _failed("If-None-Match", _THERE)
    if exists and any(map(is_current, unwanted)):
        raise _failed("If-None-Match", _SAME)


def _tags(request: Request, header: str) -> list[str]:
    stated = ",".join(request.headers.getlist(header))
    return [tag.strip() for tag in stated.split(",") if tag.strip()]


def _failed(header: str, now: dict[str, str]) -> Problem:
    return Problem("precondition-failed", now, {"header": header})
