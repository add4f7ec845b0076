"""Naming a publication: by its data version, or by a moment at which it was current."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_FARTHEST_ZONE: Final = timedelta(hours=14)
_VERSION: Final = re.compile(r"\d{1,18}", re.ASCII)
_DATE: Final = r"\d{4}-\d{2}-\d{2}"
_ZONE: Final = r"(?P<zone>Z|[+-]\d{2}:\d{2})?"
_DAY: Final = re.compile(rf"(?P<date>{_DATE}){_ZONE}", re.ASCII)
_INSTANT: Final = re.compile(
    rf"(?P<date>{_DATE}T\d{{2}}:\d{{2}}(?::\d{{2}})?)(?:\.\d+)?{_ZONE}", re.ASCII
)


@dataclass(frozen=True)
class DataVersion:
    """A state by its number.

    Attributes:
        number: The data version.
    """

    number: int


@dataclass(frozen=True)
class Moment:
    """A state by when it was what is published.

    Attributes:
        time: The instant in UTC, to the second, as publications are dated; for a day its last
            second.
        began: The same instant; for a day its first second.
    """

    time: datetime
    began: datetime


@dataclass(frozen=True)
class Malformed:
    """A text that names no state.

    Attributes:
        text: What was given.
    """

    text: str


def named_state(text: str) -> DataVersion | Moment | Malformed:
    """Read how somebody names a state of the graph.

    Args:
        text: A data version (``12``), an ``xsd:date`` (``2026-11-23``: the state at the end of
            that day) or an ``xsd:dateTime`` (``2026-11-23T10:00:00Z``, with or without seconds).
            Without a time zone it is UTC. A blank before hours of a time zone is the plus sign
            that it was in an address.

    Returns:
        What is named, or that nothing is.
    """
    stripped = re.sub(r" (?=\d{2}:\d{2}$)", "+", text.strip(" "))
    if _VERSION.fullmatch(stripped):
        return DataVersion(int(stripped))
    day, instant = _DAY.fullmatch(stripped), _INSTANT.fullmatch(stripped)
    found = day or instant
    if found is None:
        return Malformed(text)
    try:
        began, time = (
            datetime.fromisoformat(found["date"] + clock + (found["zone"] or "Z")).astimezone(UTC)
            for clock in (("T00:00:00", "T23:59:59") if day else ("", ""))
        )
    except (ValueError, OverflowError):
        return Malformed(text)
    return Moment(time, began)


@dataclass(frozen=True)
class Publication:
    """A data version and how it came about.

    Attributes:
        version: The data version.
        published: When, in UTC, to the second.
        records: The record versions published with it, by IRI.
        begins: Whether nothing leads back from it.
        withdrawn: The record versions withdrawn with it, by IRI.
    """

    version: int
    published: datetime
    records: tuple[str, ...] = ()
    begins: bool = False
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True)
class TooEarly:
    """Nothing that is still known was published at that moment.

    Attributes:
        first: The oldest publication that is known.
    """

    first: Publication


@dataclass(frozen=True)
class NotYet:
    """The moment has not come."""


@dataclass(frozen=True)
class UnknownVersion:
    """No publication that is known has that number.

    Attributes:
        first: The oldest publication that is known.
        last: The newest.
    """

    first: Publication
    last: Publication


@dataclass(frozen=True)
class Unkept:
    """No publication is known: the store keeps no history."""


Found = Publication | TooEarly | Unkept | NotYet | UnknownVersion | Malformed


def publication_at(text: str, publications: Sequence[Publication], now: datetime) -> Found:
    """Find the publication that somebody means.

    Args:
        text: As :func:`named_state` takes it.
        publications: Those that are known, by version, without a gap.
        now: The time, with its zone.

    Returns:
        The publication, or why there is none. A moment means the publication that was current
        then; one that has come in some time zone of the world already is not in the future.
    """
    named = named_state(text)
    if isinstance(named, Malformed):
        return named
    if not publications:
        return Unkept()
    first, last = publications[0], publications[-1]
    if isinstance(named, DataVersion):
        if not first.version <= named.number <= last.version:
            return UnknownVersion(first, last)
        return publications[named.number - first.version]
    if named.began > now + _FARTHEST_ZONE:
        return NotYet()
    made = [each for each in publications if each.published <= named.time]
    return made[-1] if made else TooEarly(first)
