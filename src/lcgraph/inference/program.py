"""Clauses made ready to run: terms become numbers, and each body gets an order of look-ups.

A clause with one pattern is a *projection* of the fact that sets it off. A clause with several is a
*join*: one plan for each pattern that a new fact can match, in which every further look-up starts
from nodes known by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from pyoxigraph import NamedNode

from lcgraph.inference.axioms import Axiom, Term
from lcgraph.inference.clauses import Clause, DatatypeTest, Pattern, Slot, Variable
from lcgraph.vocabulary import OWL, RDF

SUBJECT, OBJECT = -1, -2
"""In a projection: the subject and the object of the fact that sets it off."""

EQUALITY_RULES = {-1: "eq-rep-s", -2: "eq-rep-o"}
"""Rules that hold for every predicate, so that no clause states them, by their stand-in numbers."""

UNSET = -1
"""In a join: a variable without a value."""


class Projection(NamedTuple):
    """What one fact leads to by itself; slots are node numbers, SUBJECT or OBJECT."""

    subject: int
    predicate: int
    object: int
    clause: int


class ValueTest(NamedTuple):
    """A datatype that a subject or an object must lie in."""

    slot: int
    datatype: NamedNode
    clause: int


class LookUp(IntEnum):
    """What is known when a pattern is looked up."""

    CHECK = 0
    OBJECTS = 1
    SUBJECTS = 2
    PAIRS = 3


class Step(NamedTuple):
    """One look-up: how, of which predicate, and the places of its subject and object."""

    how: LookUp
    predicate: int
    subject: int
    object: int


class Place(NamedTuple):
    """A pattern whose nodes are places in the list of values of a plan."""

    subject: int
    predicate: int
    object: int


@dataclass(frozen=True, slots=True)
class Join:
    """A plan for one clause and the pattern that a new fact matches.

    Attributes:
        clause: The clause's number.
        values: Values to start from: UNSET for each variable, then the constants.
        trigger: Where the nodes of the new fact go; a place that is set already must agree.
        steps: The look-ups that remain, in order.
        body: All patterns, to name the premises.
        head: What follows, a test of a value, or None for *false*.
        distinct: Two places that must differ.
    """

    clause: int
    values: tuple[int, ...]
    trigger: Place
    steps: tuple[Step, ...]
    body: tuple[Place, ...]
    head: Place | tuple[int, NamedNode] | None
    distinct: tuple[int, int] | None


@dataclass(slots=True)
class Program:
    """Everything that forward chaining looks up while it runs; built once, then only read.

    Attributes:
        clauses: The clauses by number.
        ids: The numbers of the terms that occur in clauses.
        terms: Those terms by number.
        projections: By predicate, for patterns whose object is a variable.
        projections_at: By predicate and object, for patterns that name their object.
        tests: Datatypes to hold values against, by predicate.
        joins: By predicate, for patterns whose object is a variable.
        joins_at: By predicate and object, for patterns that name their object.
        keyed: Predicates that some pattern names together with an object.
        by_subject: Predicates whose objects are looked up by subject.
        by_object: Predicates whose subjects are looked up by object.
        vocabulary: Classes and properties that the clauses speak of.
        active: Predicates that some clause has in its body or head.
    """

    clauses: tuple[Clause, ...]
    ids: dict[Term, int] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    projections: dict[int, list[Projection]] = field(default_factory=dict)
    projections_at: dict[tuple[int, int], list[Projection]] = field(default_factory=dict)
    tests: dict[int, list[ValueTest]] = field(default_factory=dict)
    joins: dict[int, list[Join]] = field(default_factory=dict)
    joins_at: dict[tuple[int, int], list[Join]] = field(default_factory=dict)
    keyed: set[int] = field(default_factory=set)
    by_subject: set[int] = field(default_factory=set)
    by_object: set[int] = field(default_factory=set)
    vocabulary: set[int] = field(default_factory=set)
    active: set[int] = field(default_factory=set)

    def rules_of(self, number: int) -> tuple[tuple[str, ...], Axiom | None]:
        """Return the rules and the axiom behind a conclusion.

        Args:
            number: The number of a clause, or one of EQUALITY_RULES.

        Returns:
            Names of OWL 2 RL rules, the concluding one first, and the axiom if there is one.
        """
        if number in EQUALITY_RULES:
            return (EQUALITY_RULES[number],), None
        return self.clauses[number].rules, self.clauses[number].axiom

    def number(self, term: Term) -> int:
        """Return the number of a term, giving it the next one if it is new.

        Args:
            term: Any node.

        Returns:
            Its number.
        """
        known = self.ids.setdefault(term, len(self.terms))
        if known == len(self.terms):
            self.terms.append(term)
        return known


def program_of(clauses: Iterable[Clause]) -> Program:
    """Plan a set of clauses.

    Args:
        clauses: What the axioms and the rules of equality give.

    Returns:
        The program, complete and from then on unchanged.
    """
    # Falsehood first: a contradictory equality is then seen before it spreads.
    program = Program(tuple(sorted(clauses, key=lambda clause: clause.head is not None)))
    program.by_subject.add(program.number(OWL.sameAs))
    program.active |= {program.number(term) for term in (OWL.sameAs, OWL.differentFrom, RDF.type)}
    for number, clause in enumerate(program.clauses):
        _note_vocabulary(program, clause)
        if _is_projection(clause):
            _add_projection(program, number, clause)
        else:
            _add_joins(program, number, clause)
    at = [*program.projections_at, *program.joins_at]
    program.keyed |= {predicate for predicate, _ in at}
    return program


def _note_vocabulary(program: Program, clause: Clause) -> None:
    patterns = [*clause.body, clause.head] if isinstance(clause.head, Pattern) else clause.body
    for pattern in patterns:
        program.active.add(program.number(pattern.predicate))
        if clause.axiom is None:
            continue
        program.vocabulary.add(program.number(pattern.predicate))
        if pattern.predicate == RDF.type and not isinstance(pattern.object, Variable):
            program.vocabulary.add(program.number(pattern.object))


def _is_projection(clause: Clause) -> bool:
    if len(clause.body) > 1 or clause.head is None or clause.distinct is not None:
        return False
    subject, _, object_ = clause.body[0]
    return isinstance(subject, Variable) and subject != object_


def _add_projection(program: Program, number: int, clause: Clause) -> None:
    (pattern,) = clause.body

    def slot(node: Slot) -> int:
        if node == pattern.subject:
            return SUBJECT
        return OBJECT if node == pattern.object else program.number(_constant(node))

    predicate = program.number(pattern.predicate)
    if isinstance(clause.head, DatatypeTest):
        test = ValueTest(slot(clause.head.value), clause.head.datatype, number)
        program.tests.setdefault(predicate, []).append(test)
    elif isinstance(clause.head, Pattern):
        subject, relation, object_ = clause.head
        projection = Projection(slot(subject), program.number(relation), slot(object_), number)
        if isinstance(pattern.object, Variable):
            program.projections.setdefault(predicate, []).append(projection)
        else:
            key = (predicate, program.number(pattern.object))
            program.projections_at.setdefault(key, []).append(projection)


def _constant(slot: Slot) -> Term:
    if isinstance(slot, Variable):
        raise TypeError("the head of a clause has a variable that its body lacks")
    return slot


def _add_joins(program: Program, number: int, clause: Clause) -> None:
    places, values = _places(program, clause)

    def place(pattern: Pattern) -> Place:
        predicate = program.number(pattern.predicate)
        return Place(places[pattern.subject], predicate, places[pattern.object])

    body = tuple(place(pattern) for pattern in clause.body)
    head: Place | tuple[int, NamedNode] | None = None
    if isinstance(clause.head, Pattern):
        head = place(clause.head)
    elif isinstance(clause.head, DatatypeTest):
        head = (places[clause.head.value], clause.head.datatype)
    distinct = clause.distinct and (places[clause.distinct[0]], places[clause.distinct[1]])
    for pattern, trigger in zip(clause.body, body, strict=True):
        rest = [other for other in body if other != trigger]
        steps = tuple(_ordered(rest, trigger, values))
        join = Join(number, values, trigger, steps, body, head, distinct)
        if isinstance(pattern.object, Variable):
            program.joins.setdefault(trigger.predicate, []).append(join)
        else:
            key = (trigger.predicate, program.number(pattern.object))
            program.joins_at.setdefault(key, []).append(join)
        for step in steps:
            if step.how in (LookUp.OBJECTS, LookUp.PAIRS):
                program.by_subject.add(step.predicate)
            elif step.how is LookUp.SUBJECTS:
                program.by_object.add(step.predicate)


def _places(program: Program, clause: Clause) -> tuple[dict[Slot, int], tuple[int, ...]]:
    slots: dict[Slot, int] = {}
    values: list[int] = []
    patterns = [*clause.body, clause.head] if isinstance(clause.head, Pattern) else clause.body
    for pattern in patterns:
        for slot in (pattern.subject, pattern.object):
            if slot not in slots:
                slots[slot] = len(values)
                values.append(UNSET if isinstance(slot, Variable) else program.number(slot))
    return slots, tuple(values)


def _ordered(rest: list[Place], trigger: Place, values: Sequence[int]) -> Iterator[Step]:
    """Order look-ups so that each knows as much as possible, checks first."""
    known = {place for place, value in enumerate(values) if value != UNSET}
    known |= {trigger.subject, trigger.object}

    def how(pattern: Place) -> LookUp:
        if pattern.subject in known:
            return LookUp.CHECK if pattern.object in known else LookUp.OBJECTS
        return LookUp.SUBJECTS if pattern.object in known else LookUp.PAIRS

    # A constant joins on far more facts than a node just reached, so reached nodes go first.
    reached = {trigger.subject, trigger.object}

    def cost(pattern: Place) -> tuple[int, bool]:
        look_up = how(pattern)
        far = reached.isdisjoint((pattern.subject, pattern.object))
        return (0 if look_up is LookUp.CHECK else 3 if look_up is LookUp.PAIRS else 1, far)

    remaining = list(rest)
    while remaining:
        best = min(remaining, key=cost)
        remaining.remove(best)
        yield Step(how(best), best.predicate, best.subject, best.object)
        known |= {best.subject, best.object}
        reached |= {best.subject, best.object}
