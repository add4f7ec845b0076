"""The process that loads what workers need once, then forks a worker for each connection.

It is started as ``python -m lcgraph.workers.host MODULE:FACTORY SOCKET`` with its configuration on
standard input, and ends when standard input is closed: no worker outlives the service. It must stay
free of threads, since a fork copies only the one that forks.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import selectors
import signal
import socket
import sys
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from lcgraph.workers.children import Children
from lcgraph.workers.copied import CopiedMemory
from lcgraph.workers.frames import Head, pack, receive, send

if TYPE_CHECKING:
    from collections.abc import Callable


_KEPT_MEMORY: Final = 32 << 20
"""Bytes that a worker may have needed and still be kept: few allocators give all of it back."""
_KEPT_COPIES: Final = 64 << 20
"""Bytes of its own that it may have in all, copies of what it shared with the host among them."""


class Handler(Protocol):
    """What a host runs: made once, copied by a fork for each worker.

    Attributes:
        descriptors: How many files a worker may open; with 0 it can open neither file nor
            connection, whatever its work asks for.
    """

    descriptors: int

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        """Do one piece of work; called in a worker."""
        ...


@runtime_checkable
class Informed(Protocol):
    """A handler that takes news; one that is not is the same for all work."""

    def update(self, head: Head, body: bytes) -> Head:
        """Change what later workers will know; called in the host."""
        ...


def main() -> None:
    """Load the handler and serve connections until standard input closes."""
    target, path = sys.argv[1:3]
    module, _, name = target.partition(":")
    factory: Callable[[Head], Handler] = getattr(importlib.import_module(module), name)
    configuration = json.loads(sys.stdin.buffer.readline())
    handler = factory(configuration)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A collection in a worker would touch, and so copy, every page that the fork shares.
    gc.collect()
    gc.freeze()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(128)
        children = Children()
        children.watch()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        _accept_until_orphaned(listener, handler, children)


def _accept_until_orphaned(listener: socket.socket, handler: Handler, children: Children) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(listener, selectors.EVENT_READ)
        selector.register(sys.stdin, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is sys.stdin:
                    return
                connection, _ = listener.accept()
                with connection:
                    _serve(connection, listener, handler, children)


def _serve(
    connection: socket.socket, listener: socket.socket, handler: Handler, children: Children
) -> None:
    first = None
    # Who asks may have gone away meanwhile, here and below.
    with contextlib.suppress(ConnectionError):
        first = receive(connection)
    if first is None:
        return
    head, body = first
    if head["kind"] == "work":
        process = os.fork()
        if process == 0:
            _become_worker(listener)
            with contextlib.suppress(ConnectionError):
                _work(connection, handler, head)
            os._exit(0)
        children.begun(process)
        return
    if head["kind"] == "update":
        answer = handler.update(head, body) if isinstance(handler, Informed) else {}
    else:
        answer = {"code": children.code(head["process"])}
    with contextlib.suppress(ConnectionError):
        connection.sendall(pack(answer))


def _become_worker(listener: socket.socket) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    listener.close()
    # The service waits for the host's pipes to close, so a worker must not hold them.
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, sys.stdin.fileno())
    os.dup2(nowhere, sys.stdout.fileno())


def _work(connection: socket.socket, handler: Handler, limits: Head) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    if limits.get("memory"):
        ceiling = _address_space() + int(limits["memory"])
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, ceiling))
    copied = CopiedMemory()
    resource.setrlimit(resource.RLIMIT_NOFILE, (handler.descriptors, handler.descriptors))
    connection.sendall(pack({"process": os.getpid()}))
    at_first = _most_memory()
    while (request := receive(connection)) is not None:
        head, body = request
        # The kernel's timer ends the process even inside native code that never returns.
        signal.setitimer(signal.ITIMER_REAL, head.get("seconds", 0))
        said, content = handler.handle(head, body)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if _most_memory() - at_first > _KEPT_MEMORY or copied.exceeds(_KEPT_COPIES):
            said["retire"] = True
        send(connection, said, content)
        del request, body, content


def _most_memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _address_space() -> int:
    with open("/proc/self/statm") as statm:  # noqa: PTH123
        pages = int(statm.read().split()[0])
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
