"""Taking any statement out of a complete record is noticed, unless it may be missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcgraph.validation import check_record
from lcgraph.vocabulary import BASE
from tests.shapes.sample import NOW, compiled, record

if TYPE_CHECKING:
    from pyoxigraph import Triple

MAY_BE_MISSING = {
    # What a record may leave out.
    ("record/th-sample-v1", "title"),
    ("record/th-sample-v1", "inSeries"),
    ("record/th-sample-v1", "issued"),
    ("record/th-sample-v1", "usesFramework"),
    ("id/city/th-sample", "hasDesignation"),
    ("id/city/th-sample", "hasFigure"),
    ("id/passage/sample-lead-position", "positions"),
    # One of two is enough: a programme or an event, either direction, one of two languages.
    ("id/city/th-sample", "hasParticipation"),
    ("id/city/th-sample", "hostsEvent"),
    ("id/city/th-sample", "offersProgramme"),
    ("id/city/th-sample", "hasLearningSpace"),
    ("id/space/th-sample-museum", "locatedInCity"),
    ("id/emendation/sample-1", "rationale"),
    ("id/passage/sample-lead", "section"),
    ("id/passage/sample-lead", "hasSelector"),
    ("id/source/sample", "rights"),
    ("id/source/sample", "title"),
    # Findings carry the evidence; without a row label there is nothing to compare.
    ("id/observation/th-sample-1", "evidencedBy"),
    ("id/observation/th-sample-2", "evidencedBy"),
    ("id/passage/sample-cell-1", "rowLabel"),
    ("id/passage/sample-cell-2", "rowLabel"),
}


@dataclass
class Unplaced:
    triples: tuple[Triple, ...]
    name: str = "sample.ttl"

    def place(self, focus: object, path: object = None, value: object = None) -> None:
        return None


def test_every_other_statement_is_needed() -> None:
    unnoticed = set()
    for triple in sorted(record(), key=str):
        without = Unplaced(tuple(sorted(record() - {triple}, key=str)))
        if not check_record(without, compiled(), now=NOW).findings:
            subject = str(triple.subject)[1:-1].removeprefix(BASE)
            unnoticed.add((subject, triple.predicate.value.replace("#", "/").rpartition("/")[2]))
    assert unnoticed == MAY_BE_MISSING
