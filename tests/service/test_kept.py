"""Answers are kept for whoever asks the same again, in memory and in files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from lcgraph.service.answers import Answer, Extent, LongAnswer
from lcgraph.service.kept import KeptAnswers, KeptFile, KeptLongAnswers

_ANY = Extent(rows=1000, bytes=1_000_000)
# Each evaluation would name the nodes otherwise.
_LONG = "SELECT (BNODE() AS ?node) ?s ?p ?o { ?s ?p ?o }"


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


class _Reply:
    """A long answer, and whether it was closed."""

    def __init__(self, *pieces: bytes) -> None:
        self.closed = False
        self.pieces = pieces
        length = sum(map(len, pieces))
        self.answer = LongAnswer("solutions", "text/csv", length, self._said(), 1)

    async def _said(self) -> AsyncIterator[bytes]:
        try:
            for piece in self.pieces:
                yield piece
        finally:
            self.closed = True


def _kept(
    kept: KeptLongAnswers, reply: _Reply, digest: str = "question"
) -> tuple[bytes, list[KeptFile | None]]:
    told: list[KeptFile | None] = []
    read = kept.keeping(digest, reply.answer, 1000, told.append).read()
    return asyncio.run(read).content, told


def _found(kept: KeptLongAnswers, digest: str, extent: Extent = _ANY) -> bytes | None:
    answer = kept.get(1, digest, extent)
    return None if answer is None else asyncio.run(answer.read()).content


def test_a_long_answer_is_kept_when_it_has_been_read(tmp_path: Path) -> None:
    kept = KeptLongAnswers(1_000_000, tmp_path)
    content, told = _kept(kept, _Reply(b"first", b"second" * 20_000))
    assert content == b"first" + b"second" * 20_000
    assert len(told) == 1
    assert told[0] is not None
    # Twice, as each reader reads from the beginning.
    assert _found(kept, "question") == _found(kept, "question") == content
    assert kept.get(2, "question", _ANY) is None
    assert list(tmp_path.iterdir()) == []


def test_a_long_answer_that_is_given_up_is_not_kept(tmp_path: Path) -> None:
    kept, reply = KeptLongAnswers(1_000_000, tmp_path), _Reply(b"1", b"2")
    told: list[KeptFile | None] = []

    async def given_up() -> None:
        answer = kept.keeping("question", reply.answer, 1000, told.append)
        async for _ in answer.pieces:
            break
        await answer.close()

    asyncio.run(given_up())
    assert (told, reply.closed) == ([None], True)
    assert kept.get(1, "question", _ANY) is None


def test_a_kept_answer_is_not_given_to_whom_it_is_too_long(tmp_path: Path) -> None:
    kept = KeptLongAnswers(1_000_000, tmp_path)
    _kept(kept, _Reply(bytes(1000)))
    assert _found(kept, "question", Extent(1000, 1000)) == bytes(1000)
    assert _found(kept, "question", Extent(1000, 999)) is None
    # It was allowed to have 1,000 rows; how many it has is not known.
    assert _found(kept, "question", Extent(999, 1000)) is None


def test_long_answers_that_nobody_asks_for_make_room(tmp_path: Path) -> None:
    kept = KeptLongAnswers(80_000, tmp_path)
    for number in range(9):
        assert _kept(kept, _Reply(bytes(10_000)), str(number))[1] != [None]
    found = [number for number in range(9) if _found(kept, str(number)) is not None]
    assert found == [1, 2, 3, 4, 5, 6, 7, 8]
    content, told = _kept(kept, _Reply(bytes(10_001)), "too long")
    assert (len(content), told) == (10_001, [None])


def test_where_no_file_can_be_made_the_answer_is_given_all_the_same(tmp_path: Path) -> None:
    kept = KeptLongAnswers(1_000_000, tmp_path / "missing")
    assert _kept(kept, _Reply(b"1", b"2")) == (b"12", [None])
    assert kept.get(1, "question", _ANY) is None


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_long_answer_is_evaluated_once(client: httpx.Client, form: str) -> None:
    answers = [
        # What differs in a byte is another request, but the same question.
        client.get("/sparql", params={"query": _LONG, "format": form}, headers={"x-number": number})
        for number in ("1", "2", "2")
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len(answers[0].content) > 1 << 18
    assert answers[0].content == answers[1].content == answers[2].content
