"""Unknown functions: an error of one expression, not of the whole request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeVar

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from lcgraph.store.interface import Term

    Functions = dict[NamedNode, Callable[..., Term | None]]

_UNKNOWN: Final = re.compile(r"custom function <([^<>]*)> is not supported")
_MOST_UNKNOWN: Final = 100

Result = TypeVar("Result")


def with_unknown_functions(run: Callable[[Functions], Result]) -> Result:
    """Run a query or update, each function that the engine does not know being always unbound.

    The engine gives the whole text up on an unknown function, unless it has a definition
    (against SPARQL 1.1 Query, section 17.3).

    Args:
        run: Runs the text with definitions of functions, anew for each unknown one.

    Returns:
        What the last run returned.

    Raises:
        RuntimeError: What the engine raised for another reason.
    """
    unknown: Functions = {}
    while True:
        try:
            return run(unknown)
        except RuntimeError as fault:
            named = _UNKNOWN.search(str(fault))
            if named is None or len(unknown) == _MOST_UNKNOWN:
                raise
            unknown[NamedNode(named[1])] = _unbound


def _unbound(*_arguments: object) -> None:
    return None
