"""Processes that can be killed: blocking work runs in them under a deadline of the kernel."""

from __future__ import annotations

from lcgraph.workers.outcomes import (
    Crashed,
    DeadlineExceeded,
    Failure,
    LongReply,
    NotQuick,
    Overloaded,
    Reply,
    WorkerLimits,
)
from lcgraph.workers.pool import Pool

__all__ = [
    "Crashed",
    "DeadlineExceeded",
    "Failure",
    "LongReply",
    "NotQuick",
    "Overloaded",
    "Pool",
    "Reply",
    "WorkerLimits",
]
