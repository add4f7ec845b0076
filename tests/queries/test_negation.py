"""MINUS is fast and NOT EXISTS is plain: where a query uses MINUS, both must say the same."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, QuerySolutions

from lcgraph.queries import Bound, StoredQuery, bind
from lcgraph.store import MemoryStore, Patch
from lcgraph.vocabulary import CITY, LCG
from tests.queries.asking import short
from tests.queries.cases import CASES
from tests.queries.published import library, published

NEGATING = [query for query in library() if "MINUS" in query.text]


@pytest.fixture(scope="module")
def gaps() -> MemoryStore:
    """Everything, but for what would leave most negations without an answer.

    Yala loses its observations and spaces, technology its place among the themes of mappings.
    """
    store = MemoryStore.loaded(published().dump())
    lost = {
        *store.match(None, LCG.aboutPlace, CITY["th-yala"]),
        *store.match(CITY["th-yala"], LCG.hasLearningSpace),
        *store.match(None, LCG.mapsTheme),
        *store.match(None, LCG.notStatedInSource, LCG.mentors),
    }
    store.stage(Patch(frozenset(lost), frozenset()))
    return store


def rows(store: MemoryStore, query: StoredQuery, text: str) -> list[tuple[str, ...]]:
    bound = bind(query, CASES[query.name])
    assert isinstance(bound, Bound)
    asked = bound.text.replace(query.text[query.text.index("WHERE {") :], text)
    found = store.query(asked, layers=query.store_layers, substitutions=bound.substitutions)
    assert isinstance(found, QuerySolutions)
    return [tuple(short(term) for term in row) for row in found]


@pytest.mark.parametrize("query", NEGATING, ids=lambda query: query.name)
@pytest.mark.parametrize("with_gaps", [False, True], ids=["whole", "with gaps"])
def test_both_forms_of_negation_agree(
    query: StoredQuery, with_gaps: bool, gaps: MemoryStore
) -> None:
    store = gaps if with_gaps else published()
    body = query.text[query.text.index("WHERE {") :]

    as_written = rows(store, query, body)
    as_not_exists = rows(store, query, body.replace("MINUS {", "FILTER NOT EXISTS {"))

    assert as_written == as_not_exists
    assert as_written or not with_gaps


def test_the_negations_are_the_known_ones() -> None:
    assert {query.name for query in NEGATING} == {
        "cities/without",
        "factors/coverage",
        "guidance/unanswered",
        "quality/asserted-vs-inferred",
        "quality/silent-or-missing",
        "themes/off-factor",
        "themes/unused",
    }


def test_a_missing_observation_shows_in_coverage(gaps: MemoryStore) -> None:
    query = library()["factors/coverage"]
    found = rows(gaps, query, query.text[query.text.index("WHERE {") :])

    assert [(row[1], row[3]) for row in found] == [
        ("city:th-yala", f"factor:{name}")
        for name in ("capacity", "culture", "environment", "flexibility", "mindset", "pedagogy")
    ]
    assert not list(gaps.match(None, LCG.aboutPlace, CITY["th-yala"], DefaultGraph()))
