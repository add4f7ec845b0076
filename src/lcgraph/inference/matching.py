"""Running the clauses that a fact sets off, by matching their other patterns with the index."""

from __future__ import annotations

from collections.abc import Iterable

from lcgraph.inference.conclusions import Conclusions
from lcgraph.inference.layers import Fact
from lcgraph.inference.program import OBJECT, SUBJECT, UNSET, Join, LookUp, Place, Program


class Matching:
    """The clauses of a program, run for one fact after another."""

    def __init__(self, program: Program, conclusions: Conclusions) -> None:
        """Prepare to run clauses.

        Args:
            program: The clauses.
            conclusions: Where to look for other facts, and where what follows goes.
        """
        self._program = program
        self._conclusions = conclusions
        self._layer = conclusions.layer
        self._facts = conclusions.facts
        self._below = conclusions.below
        self._derive = conclusions.derive

    def match(self, fact: Fact) -> None:
        """Run every clause that a fact can set off.

        Args:
            fact: A fact that has just been put into the index.
        """
        program, predicate = self._program, fact[1]
        if predicate in program.projections:
            self._project(fact, program.projections[predicate])
        if predicate in program.joins:
            self.join(fact, program.joins[predicate])
        if predicate in program.tests:
            self._test(fact)
        if predicate in program.keyed:
            key = (predicate, fact[2])
            if key in program.projections_at:
                self._project(fact, program.projections_at[key])
            if key in program.joins_at:
                self.join(fact, program.joins_at[key])

    def _project(self, fact: Fact, projections: Iterable[tuple[int, int, int, int]]) -> None:
        facts, below = self._facts, self._below
        subject, _, object_ = fact
        for left, predicate, right, clause in projections:
            new = (
                subject if left == SUBJECT else object_ if left == OBJECT else left,
                predicate,
                subject if right == SUBJECT else object_ if right == OBJECT else right,
            )
            if new not in facts and new not in below:
                self._derive(new, clause, (fact,))

    def _test(self, fact: Fact) -> None:
        for slot, datatype, clause in self._program.tests[fact[1]]:
            value = fact[0] if slot == SUBJECT else fact[2]
            self._conclusions.hold(value, datatype, clause, (fact,))

    def join(self, fact: Fact, joins: Iterable[Join]) -> None:
        """Run some of the clauses that a fact can set off.

        Args:
            fact: The fact.
            joins: Plans for patterns with its predicate.
        """
        subject, _, object_ = fact
        for join in joins:
            values = list(join.values)
            left, _, right = join.trigger
            if values[left] == UNSET:
                values[left] = subject
            if values[right] == UNSET:
                values[right] = object_
            if values[left] == subject and values[right] == object_:
                self._extend(join, values, 0)

    def _extend(self, join: Join, values: list[int], depth: int) -> None:
        """Look up the next pattern of a join, for every match in turn."""
        if depth == len(join.steps):
            self._conclude(join, values)
            return
        how, predicate, left, right = join.steps[depth]
        if how is LookUp.CHECK:
            wanted = (values[left], predicate, values[right])
            if wanted in self._facts or wanted in self._below:
                self._extend(join, values, depth + 1)
            return
        if how is LookUp.OBJECTS:
            self._each(join, values, depth, right, self._layer.objects(predicate, values[left]))
        elif how is LookUp.SUBJECTS:
            self._each(join, values, depth, left, self._layer.subjects(predicate, values[right]))
        else:
            for values[left], found in self._layer.pairs(predicate):
                self._each(join, values, depth, right, found)

    def _each(
        self, join: Join, values: list[int], depth: int, place: int, found: Iterable[int]
    ) -> None:
        """Extend a join by each of the nodes found for a place."""
        _, _, left, right = join.steps[depth]
        before = values[place]
        for node in found:
            self._conclusions.left -= 1
            if self._conclusions.left < 0:
                return
            if left == right and before != node:
                continue
            values[place] = node
            self._extend(join, values, depth + 1)

    def _conclude(self, join: Join, values: list[int]) -> None:
        if join.distinct is not None and values[join.distinct[0]] == values[join.distinct[1]]:
            return
        head = join.head
        if isinstance(head, Place):
            fact = (values[head.subject], head.predicate, values[head.object])
            if fact not in self._facts and fact not in self._below:
                self._derive(fact, join.clause, _premises(join, values))
        elif head is None:
            self._conclusions.clash(join.clause, _premises(join, values))
        else:
            self._conclusions.hold(values[head[0]], head[1], join.clause, _premises(join, values))


def _premises(join: Join, values: list[int]) -> tuple[Fact, ...]:
    return tuple((values[left], predicate, values[right]) for left, predicate, right in join.body)
