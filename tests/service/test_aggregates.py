"""Aggregates over expressions that fail for some rows (SPARQL 1.1 Query, section 18.5.1)."""

from __future__ import annotations

import httpx
import pytest

ROWS = "VALUES ?x { 0 1 2 }"


def value(client: httpx.Client, select: str, pattern: str) -> str | None:
    query = f"SELECT ({select} AS ?found) {{ {pattern} }}"
    (row,) = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    return row["found"]["value"] if "found" in row else None


@pytest.mark.parametrize("distinct", ["", "DISTINCT "])
def test_a_failing_expression_leaves_the_whole_count_unbound(
    unmanaged: httpx.Client, distinct: str
) -> None:
    # The standard says 2; docs/service.md says so too.
    assert value(unmanaged, f"COUNT({distinct}1 / ?x)", ROWS) is None


@pytest.mark.parametrize("distinct", ["", "DISTINCT "])
def test_what_was_bound_before_is_counted(unmanaged: httpx.Client, distinct: str) -> None:
    bound = f"{ROWS} BIND(1 / ?x AS ?value)"
    assert value(unmanaged, f"COUNT({distinct}?value)", bound) == "2"
    assert value(unmanaged, "COUNT(*)", bound) == "3"


@pytest.mark.parametrize("name", ["SUM", "AVG", "MIN", "MAX"])
def test_a_failing_expression_makes_other_aggregates_fail(
    unmanaged: httpx.Client, name: str
) -> None:
    assert value(unmanaged, f"{name}(1 / ?x)", ROWS) is None
