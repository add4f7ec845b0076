"""Parameters that have one value: whoever gives several is told so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import Request

from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable

_REPEATABLE: Final = frozenset(("layer",))
LONGEST_NAME: Final = 100
"""How many characters of a name that came from outside are said back."""


def given_twice(name: str, example: str | None = None) -> Problem:
    """Say that a parameter has several values.

    Args:
        name: The parameter.
        example: A value that would do.

    Returns:
        The problem ``wrong-parameter``.
    """
    shown = name[:LONGEST_NAME]
    detail = {
        "th": f"{shown} มีมากกว่าหนึ่งค่า ให้ระบุค่าเดียว",
        "en": f"{shown} has more than one value: give one.",
    }
    more = {"parameter": shown, **({} if example is None else {"example": example})}
    return Problem("wrong-parameter", detail, more)


def repeated(names: Iterable[str]) -> str | None:
    """Find what is there twice.

    Args:
        names: The names of parameters, as a request has them.

    Returns:
        The first that comes again, or None.
    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def single_values(*repeatable: str) -> Callable[[Request], Coroutine[Any, Any, None]]:
    """Make what refuses requests that give a parameter twice.

    Args:
        *repeatable: Parameters that may be given again, or that the route itself looks at.

    Returns:
        A dependency of routes; it raises the problem ``wrong-parameter``. Layers may always be
        several.
    """
    allowed = _REPEATABLE | set(repeatable)

    async def refuse_repeated(request: Request) -> None:
        pairs = request.query_params.multi_items()
        name = repeated(name for name, _ in pairs if name not in allowed)
        if name is not None:
            raise given_twice(name)

    return refuse_repeated
