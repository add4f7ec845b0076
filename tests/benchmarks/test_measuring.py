"""Ratios, processes and the page that is written."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.figures import Figure, Sample, Sense, compared
from benchmarks.processes import Side, descendants, measure, tree_memory
from benchmarks.report import markdown, write

RUN = {"date": "2026-11-23", "command": "c", "machine": "m", "load": 0.0, "versions": {"a": "1"}}


def pairs(*seconds: tuple[float, float]) -> list[tuple[Sample, Sample]]:
    return [(Sample(ours, ours, 10), Sample(theirs, theirs, 20)) for ours, theirs in seconds]


def figure(sense: Sense, demanded: float | None, **others: Any) -> Figure:
    measured = pairs((1.0, 8.0), (2.0, 20.0), (1.0, 30.0))
    return compared("name", "what", "peer", sense, demanded, measured, **others)


def test_the_ratio_is_the_median_of_the_repetitions() -> None:
    assert figure(Sense.FASTER, None).ratio == pytest.approx(10)
    assert figure(Sense.SLOWER, None).ratio == pytest.approx(0.1)
    assert figure(Sense.SLOWER, None).seconds == (1.0, 20.0)
    assert figure(Sense.SLOWER, None).memory == (10, 20)


@pytest.mark.parametrize(
    ("sense", "demanded", "met"),
    [
        (Sense.FASTER, 9.0, True),
        (Sense.FASTER, 11.0, False),
        (Sense.SLOWER, 0.2, True),
        (Sense.SLOWER, 0.05, False),
        (Sense.FASTER, None, True),
    ],
)
def test_a_demand_is_met_on_its_side(sense: Sense, demanded: float | None, met: bool) -> None:
    assert figure(sense, demanded).is_met is met


def test_a_fault_is_never_met() -> None:
    assert not figure(Sense.FASTER, 1.0, faults=["answers differ"]).is_met


def test_a_side_does_what_it_is_asked() -> None:
    side = Side("tests.benchmarks.tasks:Doubling", 3)
    try:
        said = side.run("2", answer=True)
        assert said["answer"] == [12]
        assert not said["exceeded"]
        assert said["memory"] > 1 << 20
        given_up = side.run("for ever", limit=0.05, answer=True)
        assert given_up["exceeded"]
        assert "answer" not in given_up
        assert side.run("1", answer=True)["answer"] == [6]
    finally:
        side.close()


def test_a_side_that_does_not_get_ready_is_told() -> None:
    with pytest.raises(RuntimeError, match="Failing ended"):
        Side("tests.benchmarks.tasks:Failing", "no")


def test_a_program_that_fails_is_told_with_its_words() -> None:
    with pytest.raises(RuntimeError, match="no such thing"):
        measure([sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_memory_of_a_process_counts_its_children() -> None:
    assert os.getpid() in descendants(os.getpid())
    assert tree_memory(os.getpid()) > 1 << 20


def test_figures_not_measured_anew_are_kept(tmp_path: Path) -> None:
    page = tmp_path / "RESULTS.md"
    write([figure(Sense.FASTER, 9.0)], RUN, page)
    other = compared("other", "else", "peer", Sense.SLOWER, 1.0, pairs((3.0, 1.0)))
    write([other], RUN, page)
    kept = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["figures"]
    assert list(kept) == ["name", "other"]
    text = page.read_text(encoding="utf-8")
    assert "| what | peer | at least 9 | 10.0 times faster |" in text
    assert "| else | peer | at most 1 | 3.0 times the time **(not met)** |" in text


def test_details_become_a_table() -> None:
    shown = figure(Sense.FASTER, None, details=[{"query": "a/b", "ratio": 2.0}]).to_dict()
    assert "| query | ratio |\n|---|---|\n| a/b | 2.0 |\n" in markdown([{**shown, "run": RUN}])
