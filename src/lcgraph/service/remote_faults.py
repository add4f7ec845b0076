"""What clients are told when the SPARQL server that keeps the graph cannot answer.

They are told neither where it is nor how it is reached: that is in the log.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from lcgraph.service.problems import Problem
from lcgraph.service.refusals import too_long
from lcgraph.store.faults import (
    RemoteFault,
    RemoteRefused,
    RemoteTimeout,
    RemoteTooLong,
    RemoteUnreachable,
    StoreFault,
)

if TYPE_CHECKING:
    from lcgraph.service.answers import Extent

_log: Final = logging.getLogger("lcgraph")


def remote_problem(fault: StoreFault, deadline: float, extent: Extent) -> Problem:
    """Say why there is no answer.

    Args:
        fault: What became of the request to the server.
        deadline: Seconds that it was given.
        extent: How long the answer might be.

    Returns:
        The problem ``deadline-exceeded``, ``answer-too-long``, ``query-fault`` in the server's
        words, or ``store-unreachable``.
    """
    match fault:
        case RemoteTimeout():
            said = {"th": f"{deadline:g} วินาที", "en": f"{deadline:g} s"}
            return Problem("deadline-exceeded", said, {"limit": deadline})
        case RemoteTooLong():
            return too_long("bytes", extent)
        case RemoteUnreachable() | RemoteRefused():
            _log.warning("no answer: %s", fault)
            return Problem("store-unreachable")
        case RemoteFault():
            return Problem("query-fault", {"th": fault.reason, "en": fault.reason})
    _log.warning("no answer: %s", fault)
    return Problem("internal-error")


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
        The problem ``query-fault``.
    """
    detail = {
        "th": "ที่นี่ใช้ SERVICE และ DEFINE ไม่ได้",
        "en": "SERVICE and DEFINE cannot be used here.",
    }
    return Problem("query-fault", detail)
