"""What lcgraph reports is what pySHACL reports, fixture by fixture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.shapes import oracle
from tests.shapes.sample import IDENTIFIERS, NOW, compiled, failing, passing, reference, shapes

if TYPE_CHECKING:
    from pyoxigraph import Triple


def _assert_same_results(data: frozenset[Triple]) -> None:
    expected = oracle.about(data, oracle.results(data | reference(), shapes()))
    found = compiled().raw_results(data, now=NOW)
    assert oracle.without_blank_labels(found) == oracle.without_blank_labels(expected)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_same_results_as_pyshacl_on_failing_records(identifier: str) -> None:
    _assert_same_results(failing(identifier))


@pytest.mark.slow
@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_same_results_as_pyshacl_on_passing_records(identifier: str) -> None:
    _assert_same_results(passing(identifier))
