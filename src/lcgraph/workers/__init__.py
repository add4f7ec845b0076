"""Processes that can be killed: blocking work runs in them under a deadline of the kernel."""

from __future__ import annotations

from lcgraph.workers.pool import Crashed, DeadlineExceeded, Pool, Reply, WorkerLimits

__all__ = ["Crashed", "DeadlineExceeded", "Pool", "Reply", "WorkerLimits"]
