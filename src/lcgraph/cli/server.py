"""The web server around the service."""

from __future__ import annotations

import gc
import socket
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Literal

import uvicorn

from lcgraph.cli.output import ExitCode, stop
from lcgraph.pages import Pages
from lcgraph.service import Repeats, create_application

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from lcgraph.service import Settings

_STACK: Final = 8 << 20
_IDLE_SECONDS: Final = 75
"""How long a connection may stay idle: longer than clients and proxies keep one to use again.

Who sends a request at the moment at which the server closes the connection gets no answer.
"""


class _AnnouncedServer(uvicorn.Server):
    """A server that says where it listens once it does."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen.

        Args:
            sockets: The sockets to listen on.
        """
        await super().startup(sockets)
        # What is there for good need not be looked through whenever memory is tidied up.
        gc.collect()
        gc.freeze()
        if self.started and sockets:
            self._ready(_address(sockets[0]))


def run(settings: Settings, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until a signal ends it.

    Args:
        settings: Where the store is and what clients may use.
        host: The address to listen on.
        port: The port; 0 for a free one.
        ready: Told the URL once requests are answered.
    """
    # What is nested is read by recursion, also where the system would give threads less.
    threading.stack_size(_STACK)
    config = uvicorn.Config(
        Repeats(create_application(settings, Pages())),
        http=_protocol(),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=5,
    )
    with _listening(host, port) as listener:
        _AnnouncedServer(config, ready).run([listener])


def _protocol() -> type[asyncio.Protocol] | Literal["auto"]:
    if find_spec("httptools") is None:
        # Interpreters without it have another parser, which answers in words of its own.
        return "auto"
    from lcgraph.cli.unreadable import BilingualProtocol

    return BilingualProtocol


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as fault:
        listener.close()
        stop(
            f"เปิดรับที่ {host}:{port} ไม่ได้ ({fault.strerror}) ให้เลือกพอร์ตอื่นด้วย --port · "
            f"cannot listen on {host}:{port} ({fault.strerror}): choose another --port.",
            ExitCode.FAULT,
        )
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
