"""What a client says that it takes, read by the letter of RFC 9110."""

from __future__ import annotations

import pytest

from lcgraph.service.negotiation import best, best_language, choices

JSON, XML, CSV = "application/json", "application/xml", "text/csv"
OFFERED = (JSON, XML, CSV)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("*", JSON),
        ("text/*", CSV),
        ("TEXT/CSV", CSV),
        ("application/xml, */*", XML),
        ("application/json;q=0.5, application/xml", XML),
        ("application/*;q=0.9, application/json;q=0.1", XML),
        ("*/*, application/json;q=0", XML),
        ("text/html, image/gif, *; q=.2, */*; q=.2", JSON),
        ('text/csv;x="a,b";q=0.1,application/xml;q=0.5', XML),
        ('text/csv;x="a;q=1";q=0.1,application/xml;q=0.5', XML),
        (r'text/csv;x="\",text/csv";q=0.1,application/xml;q=0.5', XML),
        ("text/csv;header=present, application/xml;q=0.5", CSV),
        ("text/csv;a=b;q=0.1, text/csv;q=0.9, application/xml;q=0.5", CSV),
        ("text/csv;q=high, application/xml;q=0.1", XML),
        ("text/csv;q=๑, application/xml;q=0.1", XML),
        ("text/csv;q=-1, application/xml;q=nan, application/json;q=0.1", JSON),
        (",, ;q=1, text, /, text/csv", CSV),
        ('text/csv, "application/xml', CSV),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/csv;q=0.000", None),
    ],
)
def test_a_format_is_chosen(accept: str | None, chosen: str | None) -> None:
    assert best(accept, OFFERED) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "th"),
        ("*", "th"),
        ("fr", "th"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("th;q=0", "en"),
        ("*, th;q=0", "en"),
        ("th;q=0.2,*;q=0.9", "en"),
        ("en;q=0.5, *;q=0.1", "en"),
        ("fr, en;q=0.5, th;q=0.4", "en"),
        ("en;q=0", "th"),
        ("en;q=0, th;q=0", "th"),
        ("th-TH;q=0.8, en-US;q=0.9", "en"),
        ("th;q=0.1, th-TH, en;q=0.5", "en"),
        ("en;q=high", "th"),
    ],
)
def test_a_language_is_chosen(accept: str, chosen: str) -> None:
    assert best_language(accept) == chosen


def test_quotes_that_are_not_closed_end_with_the_header() -> None:
    header = 'a;x="' + '\\"' * 30_000 + "\\"
    assert [choice.value for choice in choices(header)] == ["a"]
