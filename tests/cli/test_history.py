"""``lcgraph history``: the publications of a store, also while a service has it open."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from typer.testing import CliRunner

from lcgraph.cli.application import application
from lcgraph.store import EmbeddedStore, Patch
from lcgraph.vocabulary import ADMS, GRAPH, RECORD, STATUS

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


def quad(number: int) -> Quad:
    return Quad(NamedNode("urn:x:s"), NamedNode("urn:x:p"), Literal(str(number)), DefaultGraph())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = EmbeddedStore.create(tmp_path, [])
    for number in range(3):
        store.apply(Patch(added=frozenset([quad(number)])))
    store.close()
    return tmp_path


def run(folder: Path, *options: str) -> Result:
    arguments = ["history", "--store", str(folder), "--lang", "en", "--format", "json", *options]
    return CliRunner().invoke(application("history"), arguments)


def versions(result: Result) -> list[int]:
    assert result.exit_code == 0, result.output
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    return [row["version"] for row in rows]


def test_publications_are_listed_newest_first(folder: Path) -> None:
    assert versions(run(folder)) == [4, 3, 2, 1]


def test_a_withdrawal_names_its_record(tmp_path: Path) -> None:
    record = RECORD["th-yala-v1"]
    published, withdrawn = (
        Quad(record, ADMS.status, STATUS[status], GRAPH["catalogue"])
        for status in ("published", "withdrawn")
    )
    store = EmbeddedStore.create(tmp_path, [published])
    store.apply(Patch.between([published], [withdrawn]))
    store.close()
    rows = json.loads(run(tmp_path).stdout)
    assert [(row["records"], row["withdrawn"]) for row in rows] == [
        ([], [record.value]),
        ([record.value], []),
    ]


def test_a_table_names_records_without_brackets(tmp_path: Path) -> None:
    record = RECORD["th-yala-v1"]
    published = Quad(record, ADMS.status, STATUS["published"], GRAPH["catalogue"])
    EmbeddedStore.create(tmp_path, [published]).close()
    said = run(tmp_path, "--format", "csv").stdout.splitlines()
    assert said[0] == "version,published,records,withdrawn"
    assert said[1].split(",")[2:] == [record.value, ""]


def test_old_ones_are_dropped_when_asked(folder: Path) -> None:
    dropped = run(folder, "--keep", "2")
    assert versions(dropped) == [4, 3]
    assert "2 old publications dropped" in dropped.stderr
    assert versions(run(folder)) == [4, 3]


def test_it_works_beside_a_service(folder: Path) -> None:
    store = EmbeddedStore(folder)
    store.snapshot()
    assert versions(run(folder, "--keep", "3")) == [4, 3, 2]
    assert store.history is not None
    assert [each.version for each in store.history.publications(4)] == [2, 3, 4]
    store.close()
