"""What the workers of these tests can be asked to do."""

from __future__ import annotations

import os
import re
import signal
import socket
import threading
import time

from lcgraph.workers.frames import Head


class Handler:
    descriptors = 0

    def __init__(self, configuration: Head) -> None:
        self.greeting = configuration["greeting"]
        self.host = os.getpid()
        self.news = os.pipe()

    def update(self, head: Head, body: bytes) -> Head:
        self.greeting = head["greeting"]
        os.write(self.news[1], b"!")
        return {"done": True}

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        said: Head = {"greeting": self.greeting}
        match head["do"]:
            case "loop":
                while True:
                    pass
            case "slow":
                _use_processor(0.2)
                said = {"process": os.getpid()}
            case "catastrophic-regular-expression":
                re.match(r"(a+)+$", "a" * 64 + "b")
            case "allocate":
                body = _allocated(head["bytes"], head.get("threads", 0))
            case "process":
                said = {"process": os.getpid(), "host": self.host}
            case "wait-for-news":
                os.read(self.news[0], 1)
            case "be-killed":
                os.kill(os.getpid(), signal.SIGKILL)
            case "connect":
                said = {"refused": _refusal()}
        return said, body


def _allocated(size: int, others: int) -> bytes:
    """Allocate while there are so many other threads, each of which has allocated a little."""
    together = threading.Barrier(others + 1)

    def allocate() -> None:
        little = bytearray(4096)
        together.wait()
        together.wait()
        del little

    threading.stack_size(1 << 20)
    threads = [threading.Thread(target=allocate) for _ in range(others)]
    for thread in threads:
        thread.start()
    together.wait()
    body = b"\0" * size
    together.wait()
    for thread in threads:
        thread.join()
    return body


def _refusal() -> str | None:
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=1).close()
    except OSError as fault:
        return fault.strerror
    return None


def _use_processor(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
