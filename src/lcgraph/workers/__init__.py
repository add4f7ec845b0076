"""Processes that can be killed: blocking work runs in them under a deadline of the kernel."""

from __future__ import annotations

from lcgraph.workers.outcomes import (
    Crashed,
    DeadlineExceeded,
    Failure,
    Killed,
    LongReply,
    NotQuick,
    Overloaded,
    Reply,
    Unavailable,
    WorkerLimits,
)
from lcgraph.workers.pool import Pool
from lcgraph.workers.processes import NotStarted

__all__ = [
    "Crashed",
    "DeadlineExceeded",
    "Failure",
    "Killed",
    "LongReply",
    "NotQuick",
    "NotStarted",
    "Overloaded",
    "Pool",
    "Reply",
    "Unavailable",
    "WorkerLimits",
]
