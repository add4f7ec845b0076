"""A worker that has copied much of what it shared with its host is replaced."""

from __future__ import annotations

import pytest

from lcgraph.workers import Pool, Reply, WorkerLimits
from tests.workers.test_pool import run

SHARED = 112 << 20


@pytest.mark.parametrize(("written", "same"), [(0, True), (32 << 20, True), (96 << 20, False)])
def test_a_worker_is_kept_unless_it_has_copied_much(written: int, same: bool) -> None:
    async def test() -> None:
        limits = WorkerLimits(workers=1, spare=0)
        made = Pool("tests.workers.sharing:Sharing", {"bytes": SHARED}, limits)
        await made.start()
        used = []
        for bytes_written in (written, 0):
            reply = await made.run({"written": bytes_written}, b"", 20)
            assert isinstance(reply, Reply)
            used.append(reply.head["process"])
        await made.stop()
        assert (used[0] == used[1]) is same

    run(test)
