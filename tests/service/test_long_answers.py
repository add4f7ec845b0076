"""Long answers wait in files for who reads them, and for who asks the same again."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from lcgraph.service import Settings
from lcgraph.service.answers import Extent, LongAnswer
from lcgraph.service.long_answers import LongAnswerFile, LongAnswers, NoRoom
from lcgraph.service.problems import Problem
from lcgraph.service.readers import Asking

_ANY = Extent(rows=1000, bytes=1_000_000)
# Each evaluation would name the nodes otherwise.
_LONG = "SELECT (BNODE() AS ?node) ?s ?p ?o { ?s ?p ?o }"


class _Reply:
    """A long answer as a reader says it, and whether it was closed."""

    def __init__(self, *pieces: bytes, ends: bool = True) -> None:
        self.closed = False
        self.pieces = pieces
        self._ends = ends
        length = sum(map(len, pieces))
        self.answer = LongAnswer("solutions", "text/csv", length, self, 1)
        self._iterator = self._said()

    def __aiter__(self) -> _Reply:
        return self

    async def __anext__(self) -> bytes:
        return await anext(self._iterator)

    async def _said(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece
        if not self._ends:
            raise ConnectionError("the worker ended")

    async def aclose(self) -> None:
        self.closed = True


def _taken(answers: LongAnswers, reply: _Reply) -> LongAnswerFile:
    taken = asyncio.run(answers.take(reply.answer, 1000))
    assert reply.closed
    return taken


def _read(answer: LongAnswer | None) -> bytes | None:
    return None if answer is None else asyncio.run(answer.read()).content


def _found(answers: LongAnswers, digest: str, extent: Extent = _ANY) -> bytes | None:
    return _read(answers.get(1, digest, extent))


def test_an_answer_is_read_as_often_as_it_is_asked_for(tmp_path: Path) -> None:
    answers = LongAnswers(1_000_000, 0, tmp_path)
    taken = _taken(answers, _Reply(b"first", b"second" * 20_000))
    content = b"first" + b"second" * 20_000
    assert _read(taken.answer()) == _read(taken.answer()) == content
    assert _found(answers, "question") is None
    answers.keep("question", taken)
    assert _found(answers, "question") == content
    assert answers.get(2, "question", _ANY) is None
    assert list(tmp_path.iterdir()) == []


def test_a_kept_answer_is_not_given_to_whom_it_is_too_long(tmp_path: Path) -> None:
    answers = LongAnswers(1_000_000, 0, tmp_path)
    answers.keep("question", _taken(answers, _Reply(bytes(1000))))
    assert _found(answers, "question", Extent(1000, 1000)) == bytes(1000)
    assert _found(answers, "question", Extent(1000, 999)) is None
    # It was allowed to have 1,000 rows; how many it has is not known.
    assert _found(answers, "question", Extent(999, 1000)) is None


def test_answers_that_nobody_asks_for_make_room(tmp_path: Path) -> None:
    answers = LongAnswers(80_000, 20_000, tmp_path)
    for number in range(9):
        answers.keep(str(number), _taken(answers, _Reply(bytes(10_000))))
    found = [number for number in range(9) if _found(answers, str(number)) is not None]
    assert found == [1, 2, 3, 4, 5, 6, 7, 8]
    answers.keep("too long", _taken(answers, _Reply(bytes(10_001))))
    assert _found(answers, "too long") is None


def test_answers_that_are_being_sent_go_before_those_that_are_kept(tmp_path: Path) -> None:
    answers = LongAnswers(80_000, 20_000, tmp_path)
    answers.keep("question", _taken(answers, _Reply(bytes(10_000))))
    sent = [_taken(answers, _Reply(bytes(40_000))) for _ in range(2)]
    assert _found(answers, "question") is not None
    sent.append(_taken(answers, _Reply(bytes(20_000))))
    assert _found(answers, "question") is None
    refused = _Reply(b"1")
    with pytest.raises(NoRoom):
        asyncio.run(answers.take(refused.answer, 1000))
    assert refused.closed
    del sent[0]
    gc.collect()
    assert _read(_taken(answers, _Reply(bytes(40_000))).answer()) == bytes(40_000)


def test_where_no_file_can_be_made_there_is_no_room(tmp_path: Path) -> None:
    answers = LongAnswers(1_000_000, 0, tmp_path / "missing")
    for _ in range(3):
        reply = _Reply(bytes(500_000))
        with pytest.raises(NoRoom):
            asyncio.run(answers.take(reply.answer, 1000))
        assert reply.closed


def test_an_answer_that_breaks_off_is_none(tmp_path: Path) -> None:
    answers = LongAnswers(1_000_000, 0, tmp_path)
    for _ in range(3):
        reply = _Reply(bytes(500_000), ends=False)
        with pytest.raises(ConnectionError):
            asyncio.run(answers.take(reply.answer, 1000))
        assert reply.closed


@pytest.mark.parametrize(
    ("ends", "room", "kind"), [(False, 8, "restarting"), (True, 0, "overloaded")]
)
def test_a_client_is_told_why_there_is_no_answer(
    tmp_path: Path, ends: bool, room: int, kind: str
) -> None:
    asking = Asking(Settings(store=tmp_path, answer_bytes=room, kept_file_bytes=0))
    reply = _Reply(b"12345678", ends=ends)
    with pytest.raises(Problem) as told:
        asyncio.run(asking._taken(reply.answer, _ANY))
    assert (told.value.kind, "Retry-After" in told.value.headers) == (kind, True)


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
