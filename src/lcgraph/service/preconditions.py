"""Writes that are only meant for the state that a client has seen (RFC 9110, section 13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request

_ANY: Final = "*"


def check_preconditions(request: Request, version: int, *, exists: bool) -> None:
    """Let a write pass only if what the client has seen is still so.

    Entity tags begin with the data version, and whatever changes steps it: a tag of the current
    version is one of the current state, in whichever format it was seen. So tags of answers, which
    are weak since rows may come in another order, count here too.

    Args:
        request: The request.
        version: The current data version.
        exists: Whether there is what is to be written to.

    Raises:
        Problem: ``precondition-failed``, where ``If-Match`` or ``If-None-Match`` does not hold.
    """
    wanted, unwanted = _tags(request, "if-match"), _tags(request, "if-none-match")
    if wanted and not (exists and _names(wanted, version)):
        raise _failed("If-Match", exists=exists)
    if unwanted and exists and _names(unwanted, version):
        raise _failed("If-None-Match", exists=exists)


def _tags(request: Request, header: str) -> list[str]:
    stated = ",".join(request.headers.getlist(header))
    return [tag.strip() for tag in stated.split(",") if tag.strip()]


def _names(tags: list[str], version: int) -> bool:
    start = f'"{version}-'
    return any(tag == _ANY or tag.removeprefix("W/").startswith(start) for tag in tags)


def _failed(header: str, *, exists: bool) -> Problem:
    now = {
        "th": "มีกราฟนี้อยู่แล้ว" if exists else "ไม่มีกราฟนี้",
        "en": "The graph is there." if exists else "There is no such graph.",
    }
    return Problem("precondition-failed", now, {"header": header})
