"""Each constraint has a record that fails it and nothing else, and one that passes."""

from __future__ import annotations

import pytest

from tests.shapes.sample import HERE, IDENTIFIERS, NOW, compiled, failing, passing, record, shapes


def test_sample_record_is_complete() -> None:
    assert compiled().validate(record(), now=NOW).results == ()


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_failing_record_raises_its_constraint_alone(identifier: str) -> None:
    report = compiled().validate(failing(identifier), now=NOW)
    assert [result.identifier for result in report.results] == [identifier]


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_passing_record_raises_nothing(identifier: str) -> None:
    report = compiled().validate(passing(identifier), now=NOW)
    assert [result.identifier for result in report.results] == []


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_failing_record_differs_from_the_sample(identifier: str) -> None:
    assert failing(identifier) != record()


def test_every_constraint_has_its_folder_and_no_folder_is_left_over() -> None:
    folders = {path.name for path in HERE.iterdir() if (path / "fail.ttl").exists()}
    assert folders == set(IDENTIFIERS)
    assert {constraint.identifier for constraint in compiled().constraints.values()} == folders
    assert all((HERE / name / "pass.ttl").exists() for name in folders)
    assert shapes()
