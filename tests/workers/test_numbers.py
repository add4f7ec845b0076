"""The system gives the number of a process that has ended to another one by and by."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys

from lcgraph.workers.children import Children
from lcgraph.workers.processes import Worker


def test_no_other_process_is_ended_for_a_worker_that_has_ended_before() -> None:
    async def test(other: int) -> None:
        ours, of_the_worker = socket.socketpair()
        of_the_worker.close()
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        worker = Worker(reader, writer, other, 0)
        while worker.is_alive:
            await asyncio.sleep(0)
        worker.end()
        await writer.wait_closed()

    with subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE
    ) as other:
        asyncio.run(test(other.pid))
        other.communicate()
    assert other.returncode == 0


def test_how_a_process_ended_is_not_told_of_the_next_with_its_number() -> None:
    children = Children()
    process = os.posix_spawn(sys.executable, [sys.executable, "-c", "raise SystemExit(3)"], {})
    assert children.code(process) == 3
    children.begun(process)
    assert children.code(process) is None
