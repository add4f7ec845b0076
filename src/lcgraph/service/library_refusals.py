"""What a caller of the query library is told of calls that are not answered."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, Final

from lcgraph.service.library_description import call_of
from lcgraph.service.problems import Problem
from lcgraph.service.single_values import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request

    from lcgraph.queries import StoredQuery, WrongParameter

_OWN_PARAMETERS: Final = ("format", "lang", "at")


def wrong_value(query: StoredQuery, wrong: WrongParameter, given: Iterable[str]) -> Problem:
    """Say what is wrong with a parameter.

    Args:
        query: The query that was asked.
        wrong: What is wrong.
        given: The names of the parameters that were given.

    Returns:
        The problem ``wrong-parameter``, with an example or with the parameters that there are.
    """
    more: dict[str, Any] = {"parameter": wrong.name, "call": "/" + call_of(query)}
    if wrong.example:
        more["example"] = wrong.example
    else:
        known = [parameter.name for parameter in query.parameters]
        unknown = next(name for name in given if name not in known)
        more["parameter"] = unknown[:LONGEST_NAME]
        more["supported"] = list(dict.fromkeys([*known, *_OWN_PARAMETERS]))
    return Problem("wrong-parameter", wrong.problem, more)


def unknown(request: Request, name: str, names: Iterable[str], said: Mapping[str, str]) -> Problem:
    """Say that there is no such query or folder.

    Args:
        request: The request.
        name: What was asked for.
        names: What there is.
        said: The beginning of the sentence, by language tag.

    Returns:
        The problem ``not-found``, with the names that are most like it.
    """
    shown = name[:LONGEST_NAME]
    similar = difflib.get_close_matches(shown, list(names), n=3, cutoff=0.6)
    detail = {"th": f"{said['th']} {shown}", "en": f"{said['en']} {shown}."}
    if similar:
        detail["th"] += f" หมายถึง {', '.join(similar)} หรือไม่"
        detail["en"] += f" Did you mean {', '.join(similar)}?"
    addresses = [f"{request.base_url}queries/{each}" for each in similar]
    return Problem("not-found", detail, {"similar": addresses})
