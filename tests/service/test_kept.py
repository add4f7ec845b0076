"""Short answers are kept in memory for whoever asks the same again."""

from __future__ import annotations

from lcgraph.service.answers import Answer
from lcgraph.service.kept import KeptAnswers


def test_answers_that_nobody_asks_for_make_room() -> None:
    kept = KeptAnswers(100_000)
    answers = {str(n): Answer("solutions", "text/csv", bytes(9_000), 1) for n in range(12)}
    for digest, answer in answers.items():
        kept.keep(1, digest, answer)
        kept.get(1, "0")
    found = [digest for digest in answers if kept.get(1, digest)]
    assert found == ["0", "3", "4", "5", "6", "7", "8", "9", "10", "11"]
    assert kept.get(2, "0") is None
    kept.keep(1, "long", Answer("solutions", "text/csv", bytes(20_000), 1))
    assert kept.get(1, "long") is None
