"""Every query of the library answers exactly what it should on the shipped data."""

from __future__ import annotations

import csv

import pytest

from tests.queries.asking import ask
from tests.queries.cases import CASES, COMPUTED, EXPECTED, expected_file
from tests.queries.published import library


@pytest.mark.parametrize("name", CASES)
def test_the_rows_are_those_expected(name: str) -> None:
    with expected_file(name).open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)

    variables, found = ask(name, **CASES[name])

    assert variables == heading
    assert found == [tuple(row) for row in rows]


def test_every_query_has_its_expectation() -> None:
    assert set(CASES) | COMPUTED == {query.name for query in library()}
    assert {expected_file(name) for name in CASES} == set(EXPECTED.iterdir())


@pytest.mark.parametrize("name", [name for name, given in CASES.items() if "lang" in given])
def test_language_changes_words_and_nothing_else(name: str) -> None:
    case = CASES[name]

    thai, english = (_without_words(name, {**case, "lang": lang}) for lang in ("th", "en"))

    assert thai == english


def _without_words(name: str, given: dict[str, str]) -> list[tuple[str, ...]]:
    words = {"definition", "field", "kind", "name", "note", "reading", "section", "title", "unit"}
    words |= {"statement", "why"}
    variables, rows = ask(name, **given)
    kept = [
        place
        for place, variable in enumerate(variables)
        if not variable.endswith("Label") and variable not in words
    ]
    return sorted(tuple(row[place] for place in kept) for row in rows)
