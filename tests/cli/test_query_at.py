"""``lcgraph query --at``: answers from the past of a store, also while a service has it open."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from typer.testing import CliRunner

from lcgraph.cli.application import application
from lcgraph.store import EmbeddedStore, Patch

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
TIMES = {n: datetime(2020, 3, n, 10, tzinfo=UTC) for n in (1, 2, 3)}


def label(text: str) -> Quad:
    return Quad(NamedNode("urn:x:s"), LABEL, Literal(text, language="th"), DefaultGraph())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store in which the label of a thing changed twice."""
    folder = tmp_path / "store"
    monkeypatch.setattr("lcgraph.store.embedded.this_second", lambda: TIMES[1])
    store = EmbeddedStore.create(folder, [label("ก")])
    for version, old, new in ((2, "ก", "ข"), (3, "ข", "ค")):
        monkeypatch.setattr("lcgraph.store.embedded.this_second", lambda v=version: TIMES[v])
        store.apply(Patch(frozenset([label(old)]), frozenset([label(new)])))
    store.close()
    return folder


def run(folder: Path, *options: str, lang: str = "en") -> Result:
    asked = ["query", "-", "--format", "csv", "--store", str(folder), "--lang", lang, *options]
    return CliRunner().invoke(application("query"), asked, input="SELECT ?o { <urn:x:s> ?p ?o }")


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("at", "found"),
    [("1", "ก"), ("2", "ข"), ("3", "ค"), ("2020-03-01", "ก"), ("2020-03-02T10:00:00Z", "ข"),
     ("2020-03-02T16:59:59+07:00", "ก"), ("2021-01-01", "ค")],
)  # fmt: skip
def test_the_past_is_asked_with_the_same_notation(folder: Path, at: str, found: str) -> None:
    before = files(folder)
    said = run(folder, "--at", at)
    assert (said.exit_code, said.stdout.split()) == (0, ["o", found]), said.output
    assert files(folder) == before
    assert run(folder).stdout.split() == ["o", "ค"]


def test_it_works_beside_a_service(folder: Path) -> None:
    store = EmbeddedStore(folder)
    store.snapshot()
    before = files(folder / "snapshots")
    said = run(folder, "--at", "1")
    assert (said.exit_code, said.stdout.split()) == (0, ["o", "ก"]), said.output
    assert files(folder / "snapshots") == before
    assert len(store) == len(EmbeddedStore.latest_snapshot(folder))
    store.close()


@pytest.mark.parametrize(
    ("at", "english", "thai"),
    [
        ("yesterday", "at is a data version", "at ต้องเป็น"),
        ("9", "There are the versions 1 to 3", "มีเวอร์ชัน 1 ถึง 3"),
        ("2019-01-01", "The first version that is known is 1", "เวอร์ชันแรกที่ยังมีอยู่คือ 1"),
        ("2999-01-01", "That moment has not come", "ยังไม่ถึงเวลานั้น"),
    ],
)
def test_what_names_no_version_is_said_so(folder: Path, at: str, english: str, thai: str) -> None:
    for language, words in (("en", english), ("th", thai)):
        said = run(folder, "--at", at, lang=language)
        assert said.exit_code == 2
        assert words in said.stderr
        assert said.stdout == ""


def test_a_damaged_history_is_said_so(folder: Path) -> None:
    (folder / "history" / "3.nq.gz").write_bytes(b"")
    said = run(folder, "--at", "1")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "There are the versions 3 to 3" in said.stderr
    assert run(folder, "--at", "3").stdout.split() == ["o", "ค"]
