"""The formats that a stored query is answered in, those that the engine does not write too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lcgraph.queries import Form
from lcgraph.service.negotiation import ALIASES, BOOLEANS, GRAPHS, SOLUTIONS, best
from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcgraph.queries import StoredQuery

TABLE: Final = "application/json"
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WRITTEN_HERE: Final = {"xlsx": WORKBOOK, "table": TABLE, "turtle": GRAPHS["turtle"]}
_KIND: Final = {Form.SELECT: "solutions", Form.ASK: "boolean", Form.CONSTRUCT: "graph"}
_OF_ENGINE: Final[Mapping[Form, Mapping[str, str]]] = {
    Form.SELECT: SOLUTIONS,
    Form.ASK: BOOLEANS,
    Form.CONSTRUCT: GRAPHS,
}


@dataclass(frozen=True)
class Wanted:
    """The format in which a stored query is to be answered.

    Attributes:
        media_type: The media type of the response.
        of_engine: The media type that the engine is asked for, by kind of answer.
        written_here: ``table``, ``xlsx`` or ``turtle`` when the engine's solutions are turned
            into one.
    """

    media_type: str
    of_engine: Mapping[str, str]
    written_here: str | None = None


def offered(query: StoredQuery) -> dict[str, str]:
    """List the formats of a query.

    Args:
        query: A stored query.

    Returns:
        The media type of each short name that ``format=`` takes, the preferred one first.
    """
    return {**_OF_ENGINE[query.form], **(_WRITTEN_HERE if query.form is Form.SELECT else {})}


def wanted(query: StoredQuery, accept: str | None, short: str | None) -> Wanted:
    """Choose the format of an answer.

    Args:
        query: A stored query.
        accept: The Accept header, or None.
        short: A short name or a media type, which overrides the header; or None.

    Returns:
        The format.

    Raises:
        Problem: ``wrong-parameter`` if the query is not answered in the format named,
            ``not-acceptable`` if it is in none that the header admits.
    """
    formats = offered(query)
    if short is not None:
        if short in formats:
            return _wanted(query, formats[short], short)
        if short not in formats.values():
            raise _no_such_format(query, short)
        accept = short
    aliases = () if query.form is Form.CONSTRUCT else tuple(ALIASES)
    media_types = [*_OF_ENGINE[query.form].values(), *aliases]
    here: dict[str, str] = {}
    if query.form is Form.SELECT:
        # As JSON solutions are meant: a table has to be asked for by its name.
        here = {media: name for name, media in _WRITTEN_HERE.items() if media != TABLE}
    media_type = best(accept, [*media_types, *here])
    if media_type is None:
        raise Problem("not-acceptable", {}, {"supported": list(dict.fromkeys(formats.values()))})
    return _wanted(query, media_type, here.get(media_type))


def _wanted(query: StoredQuery, media_type: str, short: str | None) -> Wanted:
    is_select = query.form is Form.SELECT
    written_here = short if is_select and short in _WRITTEN_HERE else None
    of_engine = SOLUTIONS["json"] if written_here else media_type
    return Wanted(media_type, {_KIND[query.form]: of_engine}, written_here)


def _no_such_format(query: StoredQuery, short: str) -> Problem:
    formats = list(offered(query))
    named, known = short[:80], ", ".join(formats)
    return Problem(
        "wrong-parameter",
        {
            "th": f"format: แบบสอบถาม {query.name} ไม่ตอบเป็น {named} แต่ตอบเป็น {known}",
            "en": f"format: {query.name} is not answered as {named}, but as {known}.",
        },
        {"parameter": "format", "example": formats[0], "supported": formats},
    )
