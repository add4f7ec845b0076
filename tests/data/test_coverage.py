"""Where each statement of the article stands in the graph: every claimed triple is there."""

from __future__ import annotations

import csv

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from tests.data.knowledge_base import ROOT, knowledge

FILES = sorted((ROOT / "data" / "coverage").glob("*.csv"))
COLUMNS = ["fact", "status", "subject", "predicate", "object", "reason_th", "reason_en"]


def rows(name: str) -> list[dict[str, str]]:
    """Read one coverage table."""
    with (ROOT / "data" / "coverage" / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        assert list(reader.fieldnames or []) == COLUMNS
        return list(reader)


def term(text: str) -> NamedNode | Literal:
    """Read an object in N-Triples syntax."""
    line = f"<https://example.org/s> <https://example.org/p> {text} ."
    (quad,) = parse(line, format=RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, NamedNode | Literal)
    return quad.object


def own(prefix: str) -> list[str]:
    """List the tables whose name begins so."""
    return [path.name for path in FILES if path.name.startswith(prefix)]


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_every_stated_fact_is_in_the_graph(name: str) -> None:
    missing = [
        row["fact"]
        for row in rows(name)
        if row["status"] == "stated"
        and not any(
            knowledge().quads_for_pattern(
                NamedNode(row["subject"]), NamedNode(row["predicate"]), term(row["object"])
            )
        )
    ]
    assert missing == []


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_what_is_left_out_has_a_reason_in_both_languages(name: str) -> None:
    for row in rows(name):
        assert row["status"] in {"stated", "left-out"}
        left_out = row["status"] == "left-out"
        assert bool(row["reason_th"] and row["reason_en"]) == left_out
        assert bool(row["subject"] or row["predicate"] or row["object"]) != left_out


def test_no_fact_is_listed_twice() -> None:
    facts = [row["fact"] for path in FILES for row in rows(path.name)]
    assert sorted(facts) == sorted(set(facts))


def test_cities_and_table_2_are_covered_whole() -> None:
    cities = [row["fact"] for name in own("city-") for row in rows(name)]
    cells = [row["fact"] for name in own("table-2") for row in rows(name)]
    assert set(cities) == {f"G{number:04}" for number in range(319, 528)}
    assert set(cells) == {f"G{number:04}" for number in range(635, 836)}
