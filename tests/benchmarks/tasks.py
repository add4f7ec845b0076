"""Small tasks for the process half of a comparison."""

from __future__ import annotations


class Doubling:
    """Doubles its argument as often as asked, or goes on for ever."""

    def __init__(self, argument: str) -> None:
        self._argument = int(argument)
        self._prepared = ""

    def prepare(self, work: str) -> None:
        self._prepared = work

    def run(self, work: str) -> int:
        while work == "for ever":
            pass
        return self._argument << int(self._prepared)

    def answer(self, result: int) -> list[int]:
        return [result]


class Failing:
    """Does not get ready."""

    def __init__(self, argument: str) -> None:
        raise ValueError(argument)
