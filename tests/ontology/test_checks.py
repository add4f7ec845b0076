"""The offline bar: every check finds nothing in what is shipped, and finds what was planted."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from tests.ontology import shipped

_PLANTED = Path(__file__).parent / "planted"


@pytest.mark.parametrize("check", shipped.CHECKS, ids=lambda path: path.stem)
def test_finds_nothing_in_the_shipped_ontology(check: Path) -> None:
    assert shipped.rows(check, shipped.store()) == []


@pytest.mark.parametrize("check", shipped.CHECKS, ids=lambda path: path.stem)
def test_finds_what_is_planted(check: Path) -> None:
    text = (_PLANTED / f"{check.stem}.ttl").read_text(encoding="utf-8")
    wanted = text.partition("\n")[0].removeprefix("# finds: ").split()
    graph = Store()
    graph.load(text, format=RdfFormat.TURTLE)
    assert sorted({row[0] for row in shipped.rows(check, graph)}) == sorted(wanted)


def test_every_planted_fault_has_a_check() -> None:
    planted = {path.stem for path in _PLANTED.glob("*.ttl")}
    assert planted == {path.stem for path in shipped.CHECKS}
