"""Publishing records from the command line: checked, versioned, whole or not at all."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from lcgraph.knowledge import Knowledge
from tests.cli.conftest import Run

RECORDS = Knowledge().root / "data" / "records"
YALA = (RECORDS / "th-yala.ttl").read_text(encoding="utf-8")


@pytest.fixture
def stocked(store: Path, tmp_path: Path) -> dict[str, str]:
    """A store of the test's own, with the shipped data."""
    shutil.copytree(store, tmp_path / "store")
    return {"LCGRAPH_STORE": str(tmp_path / "store")}


def everything(run: Run, settings: dict[str, str]) -> set[str]:
    said = run("export", "--all", "--format", "nquads", **settings)
    assert said.returncode == 0
    return set(said.stdout.splitlines())


def next_version(text: str, version: int = 2) -> str:
    text = text.replace("record:th-yala-v1", f"record:th-yala-v{version}")
    numbered = f'dcat:version "{version}" ; dcat:previousVersion record:th-yala-v{version - 1}'
    return text.replace('dcat:version "1"', numbered)


def published_versions(run: Run, settings: dict[str, str]) -> dict[str, str]:
    said = run("query", "cities/list", "--format", "csv", "--lang", "th", **settings)
    return {row["city"]: row["version"] for row in csv.DictReader(said.stdout.splitlines())}


def test_the_shipped_records_can_be_published(run: Run) -> None:
    said = run("validate", *sorted(RECORDS.glob("*.ttl")), "--format", "json")
    assert said.returncode == 0
    outcomes = json.loads(said.stdout)
    assert len(outcomes) == 10
    found = {each["severity"] for outcome in outcomes for each in outcome["findings"]}
    assert "Violation" not in found


@pytest.mark.parametrize(
    ("language", "message"),
    [("th", "ต้องมีชื่อเมืองภาษาไทยหนึ่งชื่อ"), ("en", "Give the city exactly one Thai name.")],
)
def test_a_broken_record_is_told_with_file_and_line(
    run: Run, tmp_path: Path, language: str, message: str
) -> None:
    file = tmp_path / "th-yala.ttl"
    broken = YALA.replace(
        'rdfs:label "ยะลา"@th , "Yala"@en ;\n  skos', 'rdfs:label "Yala"@en ;\n  skos'
    )
    file.write_text(broken, encoding="utf-8")
    line = broken.splitlines().index('  rdfs:label "Yala"@en ;') + 1
    said = run("validate", file, "--format", "csv", "--lang", language)
    assert said.returncode == 1
    rows = list(csv.DictReader(said.stdout.splitlines()))
    (row,) = [row for row in rows if row["severity"] == "Violation"]
    assert (row["file"], row["constraint"], row["message"]) == (str(file), "C01", message)
    assert abs(int(row["line"]) - line) <= 1


@pytest.mark.parametrize(
    "broken",
    [
        YALA.replace("lcg:partner agent:th-luk", "lcg:partner no Turtle agent:th-luk"),
        next_version(YALA).replace("lcg:hasTheme", "lcg:hasNoSuchProperty"),
        next_version(YALA).replace("agent:th-luk-rieang-group", "agent:th-yala-city-municipality"),
        YALA.replace('"ยะลา"@th , "Yala"@en ;\n  skos', '"ยะลาใหม่"@th , "Yala"@en ;\n  skos'),
    ],
    ids=["not Turtle", "no theme", "lead is partner", "published version edited"],
)  # fmt: skip
def test_what_cannot_be_published_changes_nothing(
    run: Run, tmp_path: Path, stocked: dict[str, str], broken: str
) -> None:
    assert broken != YALA
    before = everything(run, stocked)
    file = tmp_path / "broken.ttl"
    file.write_text(broken, encoding="utf-8")
    said = run("load", file, **stocked)
    assert said.returncode == 1
    assert str(file) in said.stderr
    assert "Traceback" not in said.stderr
    assert everything(run, stocked) == before


def test_a_new_version_takes_the_place_of_the_one_before(
    run: Run, tmp_path: Path, stocked: dict[str, str]
) -> None:
    file = tmp_path / "th-yala-v2.ttl"
    changed = next_version(YALA).replace('"จังหวัดยะลา"@th', '"เมืองยะลา"@th')
    file.write_text(changed, encoding="utf-8")
    said = run("load", file, **stocked)
    assert said.returncode == 0, said.stderr
    assert "published as of data version 2" in said.stdout
    assert published_versions(run, stocked)["https://w3id.org/lcgraph/id/city/th-yala"] == "2"
    quads = everything(run, stocked)
    old, new = '"จังหวัดยะลา"@th .', '"เมืองยะลา"@th .'
    assert [quad for quad in quads if quad.endswith(new)]
    assert not [quad for quad in quads if "th-yala>" in quad and quad.endswith(old)]
    record = "<https://w3id.org/lcgraph/record/th-yala-v1>"
    replaced = [quad for quad in quads if quad.startswith(record) and "isReplacedBy" in quad]
    assert len(replaced) == 2
    again = run("load", file, **stocked)
    assert "nothing changed" in again.stdout
    older = run("load", RECORDS / "th-yala.ttl", **stocked)
    assert older.returncode == 1
    assert "A later version has been published" in older.stderr


def test_a_draft_is_kept_apart(run: Run, tmp_path: Path, stocked: dict[str, str]) -> None:
    file = tmp_path / "draft.ttl"
    draft = next_version(YALA).replace("status:published", "status:draft")
    file.write_text(draft.replace('"จังหวัดยะลา"@th', '"เมืองยะลา"@th'), encoding="utf-8")
    said = run("load", file, **stocked)
    assert said.returncode == 0
    assert "th-yala-v2: kept as a draft in data version 2, not published" in said.stdout
    quads = everything(run, stocked)
    named = [quad for quad in quads if '"เมืองยะลา"@th' in quad]
    assert [quad.split()[-2] for quad in named] == ["<https://w3id.org/lcgraph/record/th-yala-v2>"]
    assert published_versions(run, stocked)["https://w3id.org/lcgraph/id/city/th-yala"] == "1"


def test_a_city_is_withdrawn_from_every_layer(
    run: Run, tmp_path: Path, stocked: dict[str, str]
) -> None:
    file = tmp_path / "withdrawn.ttl"
    file.write_text(YALA.replace("status:published", "status:withdrawn"), encoding="utf-8")
    said = run("load", file, **stocked)
    assert said.returncode == 0, said.stderr
    assert "th-yala-v1: withdrawn as of data version 2" in said.stdout
    record = "<https://w3id.org/lcgraph/record/th-yala-v1>"
    about = [
        quad
        for quad in everything(run, stocked)
        if "id/city/th-yala>" in quad.split(" ")[0] and quad.split()[-2] != record
    ]
    # Sources and reference data may name the city; nothing says anything of it.
    assert about == []
    again = run("load", RECORDS / "th-yala.ttl", **stocked)
    assert again.returncode == 1
    assert "has been withdrawn" in again.stderr


def test_taking_a_version_back_leaves_the_graph_as_it_would_be_without(
    run: Run, tmp_path: Path, stocked: dict[str, str]
) -> None:
    """Two publications of the same content differ in version numbers alone."""
    first, second = tmp_path / "second.ttl", tmp_path / "third.ttl"
    first.write_text(
        next_version(YALA).replace('"จังหวัดยะลา"@th', '"เมืองยะลา"@th'), encoding="utf-8"
    )
    second.write_text(next_version(YALA, 3), encoding="utf-8")

    def inferred() -> set[str]:
        graph = "<https://w3id.org/lcgraph/graph/inferred-owl>"
        return {quad for quad in everything(run, stocked) if quad.split()[-2] == graph}

    before = inferred()
    assert run("load", first, **stocked).returncode == 0
    assert run("load", second, **stocked).returncode == 0
    assert inferred() == before
