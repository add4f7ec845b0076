"""How much query time each client may use, and who a client is.

A client's budget is a bucket that fills as time passes: a second of the budget of a minute comes
back within that part of a minute. A client that has used it up still has quick queries answered;
what takes longer is refused until some of the budget is there again.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

_MINUTE: Final = 60.0
_MOST_CLIENTS: Final = 10_000
_NAME: Final = "query-seconds"


class Budgets:
    """The budgets of all clients."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Give every client the same budget.

        Args:
            seconds: Query time a minute, in seconds; 0 for no limit.
            clock: What tells the time, in seconds.
        """
        self.seconds = seconds
        self._clock = clock
        self._used: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def left(self, client: str) -> float:
        """Tell what a client may still use.

        Args:
            client: The client.

        Returns:
            Seconds of query time; less than 0 after a query that took longer than was left.
        """
        if not self.seconds:
            return math.inf
        used, since = self._used.get(client, (0.0, 0.0))
        regained = (self._clock() - since) * self.seconds / _MINUTE
        return self.seconds - max(0.0, used - regained)

    def charge(self, client: str, seconds: float) -> None:
        """Take time off a client's budget.

        Args:
            client: The client.
            seconds: What its query took.
        """
        if not self.seconds:
            return
        used = self.seconds - self.left(client) + seconds
        self._used[client] = (used, self._clock())
        self._used.move_to_end(client)
        if len(self._used) > _MOST_CLIENTS:
            self._used.popitem(last=False)

    def retry_after(self, client: str) -> int:
        """Tell when a client may have a long query run again.

        Args:
            client: The client.

        Returns:
            Whole seconds, at least 1.
        """
        if not self.seconds:
            return 1
        return max(1, math.ceil(-self.left(client) * _MINUTE / self.seconds + 1))

    def headers(self, client: str) -> dict[str, str]:
        """Write what a client is told of its budget.

        Args:
            client: The client.

        Returns:
            ``RateLimit-Policy`` and ``RateLimit`` (draft-ietf-httpapi-ratelimit-headers, sections
            3 and 4), in whole seconds of query time; nothing without a limit.
        """
        if not self.seconds:
            return {}
        left = max(0, math.floor(self.left(client)))
        quota = math.floor(self.seconds)
        return {
            "RateLimit-Policy": f'"{_NAME}";q={quota};w={int(_MINUTE)}',
            "RateLimit": f'"{_NAME}";r={left};t={int(_MINUTE) if left < quota else 0}',
        }


def client_of(request: Request) -> str:
    """Tell clients apart.

    Args:
        request: The request.

    Returns:
        As :func:`client_at` for the address it comes from, as the web server sees it.
    """
    return client_at(request.client.host if request.client else "")


def client_at(host: str) -> str:
    """Tell clients apart by their addresses.

    Args:
        host: An address; anything else stands for itself.

    Returns:
        The address; of IPv6 the network of a household, and of IPv4 within IPv6 the IPv4 address.
    """
    if ":" not in host:
        return host
    try:
        address = ipaddress.IPv6Address(host.partition("%")[0])
    except ValueError:
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((address, 64), strict=False))
