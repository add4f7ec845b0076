"""What a client is told of work that came to nothing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from lcgraph.service.problems import Problem
from lcgraph.workers import (
    Crashed,
    DeadlineExceeded,
    Killed,
    NotQuick,
    NotStarted,
    Overloaded,
    Unavailable,
)

if TYPE_CHECKING:
    from lcgraph.service.budgets import Budgets
    from lcgraph.workers import Failure, Pool

NOT_CHARGED: Final = (Killed, Overloaded, Unavailable)
"""What becomes of work through no fault of the client's."""


def failure_problem(failure: Failure, memory: int) -> Problem:
    """Say why there is no answer.

    Args:
        failure: What became of the work.
        memory: Bytes that it was allowed.

    Returns:
        The problem ``deadline-exceeded``, ``memory-exceeded``, ``overloaded`` or ``restarting``.
    """
    match failure:
        case DeadlineExceeded(seconds=limit):
            return Problem("deadline-exceeded", _seconds(limit), {"limit": limit})
        case Crashed():
            return Problem("memory-exceeded", {}, {"limit": memory})
        case Overloaded(seconds=limit) | NotQuick(seconds=limit):
            return Problem("overloaded", _seconds(limit), {"limit": limit}, _wait(limit))
        case Killed():
            return Problem("restarting", {}, {}, _wait(0.0))
        case Unavailable(seconds=after):
            return Problem("restarting", {}, {}, _wait(after))


async def start_for_client(pool: Pool) -> None:
    """Start workers that a client is the first to need.

    Args:
        pool: The workers.

    Raises:
        Problem: ``restarting`` if they cannot be started now.
    """
    try:
        await pool.start()
    except NotStarted:
        raise not_started() from None


def not_started() -> Problem:
    """Say that workers cannot be started now.

    Returns:
        The problem ``restarting``.
    """
    return failure_problem(Unavailable(1.0), 0)


def budget_spent(budgets: Budgets, client: str) -> Problem:
    """Say that a client has used its time up.

    Args:
        budgets: The budgets of all clients.
        client: The client.

    Returns:
        The problem ``budget-spent``, which says when to try again.
    """
    after, limit = budgets.retry_after(client), budgets.seconds
    detail = {
        "th": f"ใช้ได้นาทีละ {limit:g} วินาที ลองใหม่ใน {after} วินาที",
        "en": f"{limit:g} s a minute may be used. Try again in {after} s.",
    }
    headers = {"Retry-After": str(after), **budgets.headers(client)}
    return Problem("budget-spent", detail, {"limit": limit, "retry_after": after}, headers)


def _wait(seconds: float) -> dict[str, str]:
    return {"Retry-After": str(max(1, math.ceil(seconds)))}


def _seconds(limit: float) -> dict[str, str]:
    return {"th": f"{limit:g} วินาที", "en": f"{limit:g} s"}
