"""The queries that the service asks for itself are read like those of the library."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lcgraph
from lcgraph.knowledge import Knowledge, TextFile
from lcgraph.queries.header import parse_query

QUERIES = Knowledge().service_queries()
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for room in ("service", "pages")
    for path in sorted((Path(lcgraph.__file__).parent / room).rglob("*.py"))
)


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: Path(file.name).stem)
def test_headers_and_parameters_follow_the_rules(file: TextFile) -> None:
    query = parse_query(file.name, file.text)
    assert query.name == f"service/{Path(file.name).stem}"
    assert set(query.summary) == {"th", "en"}


def test_each_is_asked_somewhere() -> None:
    names = {Path(file.name).stem for file in QUERIES}
    assert len(names) > 10
    assert {name for name in names if not re.search(f'"{name}"', CODE)} == set()
