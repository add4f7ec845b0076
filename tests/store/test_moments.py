"""Naming a publication by number, by day or by instant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lcgraph.store.moments import (
    DataVersion,
    Found,
    Malformed,
    Moment,
    NotYet,
    Publication,
    TooEarly,
    Unkept,
    UnknownVersion,
    named_state,
    publication_at,
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NOW = utc("2026-11-23T18:00:00")
SECOND = Publication(2, utc("2026-11-20T10:00:00"))
THIRD = Publication(3, utc("2026-11-20T23:59:59"))
FOURTH = Publication(4, utc("2026-11-21T00:00:00"))
KNOWN = [SECOND, THIRD, FOURTH]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3", THIRD),
        (" 003 ", THIRD),
        ("2026-11-20", THIRD),
        ("2026-11-20Z", THIRD),
        ("2026-11-21", FOURTH),
        ("2026-11-23", FOURTH),
        ("2026-11-20T10:00:00Z", SECOND),
        ("2026-11-20T10:00", SECOND),
        ("2026-11-20T10:00:00.999", SECOND),
        ("2026-11-20T23:59:58Z", SECOND),
        ("2026-11-21T06:59:59+07:00", THIRD),
        ("2026-11-21T06:59:59 07:00", THIRD),
        ("2026-11-21T07:00:00+07:00", FOURTH),
        ("2026-11-20+07:00", SECOND),
        ("2026-11-20T09:59:59Z", TooEarly(SECOND)),
        ("2026-11-19", TooEarly(SECOND)),
        ("0001-01-01", TooEarly(SECOND)),
        ("0", UnknownVersion(SECOND, FOURTH)),
        ("1", UnknownVersion(SECOND, FOURTH)),
        ("5", UnknownVersion(SECOND, FOURTH)),
        ("20261123", UnknownVersion(SECOND, FOURTH)),
        ("2026", UnknownVersion(SECOND, FOURTH)),
        ("2026-11-24", FOURTH),
        ("2026-11-24T01:00:00", FOURTH),
        ("2026-11-25", NotYet()),
        ("2569-11-23", NotYet()),
        ("9999-12-31T23:59:59Z", NotYet()),
    ],
)
def test_what_is_named_is_found(text: str, found: Found) -> None:
    assert publication_at(text, KNOWN, NOW) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "-1",
        "1.0",
        "1e3",
        "9" * 19,
        "๑๒",
        "2026-11",
        "2026-13-01",
        "2026-02-29",
        "2026-W47-1",
        "23/11/2026",
        "2026-11-23T",
        "2026-11-23T25:00:00Z",
        "2026-11-23 10:00:00",
        "2026-11-23T10:00:00+99:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "0000-01-01",
        "2026-11-23\n",
    ],
)
def test_what_names_nothing_is_malformed(text: str) -> None:
    assert publication_at(text, KNOWN, NOW) == Malformed(text)


def test_without_history_nothing_is_found() -> None:
    assert publication_at("1", [], NOW) == Unkept()


def test_a_clock_that_was_put_back_hides_no_publication() -> None:
    ahead = Publication(5, utc("2026-11-22T12:00:00"))
    back = Publication(6, utc("2026-11-22T11:00:00"))
    assert publication_at("2026-11-22T11:30:00", [*KNOWN, ahead, back], NOW) == back
    assert publication_at("2026-11-22", [*KNOWN, ahead, back], NOW) == back


@given(st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)))
def test_an_instant_is_the_same_in_any_zone(instant: datetime) -> None:
    stated = instant.replace(microsecond=0, tzinfo=timezone(timedelta(hours=7)))
    read = named_state(stated.isoformat())
    assert read == Moment(stated.astimezone(UTC), stated.astimezone(UTC))


@given(st.text(max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    assert isinstance(named_state(text), DataVersion | Moment | Malformed)
