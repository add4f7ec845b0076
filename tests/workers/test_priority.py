"""Long work lets other work go first, wherever the service itself stands."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys

import pytest

from lcgraph.workers.processes import Worker


@pytest.mark.parametrize("nice", [0, 15])
def test_no_process_comes_forward_when_it_is_to_step_back(nice: int) -> None:
    async def test(process: int) -> None:
        ours, of_the_worker = socket.socketpair()
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        Worker(reader, writer, process, 0).step_back()
        writer.close()
        await writer.wait_closed()
        of_the_worker.close()

    with subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"],
        stdin=subprocess.PIPE,
        preexec_fn=lambda: os.nice(nice),
    ) as process:
        before = os.getpriority(os.PRIO_PROCESS, process.pid)
        asyncio.run(test(process.pid))
        after = os.getpriority(os.PRIO_PROCESS, process.pid)
        process.communicate()
    assert after == min(before + 10, 19)
