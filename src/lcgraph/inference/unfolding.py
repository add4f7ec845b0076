"""Unfolds class expressions: what puts a thing into one, and what follows from being in one.

Nested expressions disappear here, so that a step of inference goes from named terms to named terms.
Source: OWL 2 Profiles, section 4.3, table 6 (rules cls-*).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from pyoxigraph import NamedNode

from lcgraph.inference.axioms import (
    AllValues,
    ClassExpression,
    Complement,
    HasValue,
    Intersection,
    Named,
    Operand,
    Property,
    SomeValues,
    Union,
)
from lcgraph.inference.clauses import DatatypeTest, Head, Pattern, Slot, Variable
from lcgraph.inference.datatypes import is_datatype
from lcgraph.vocabulary import OWL, RDF


class NotInProfile(Exception):
    """An expression stands on a side of an axiom where OWL 2 RL has no rule for it."""

    def __init__(self, construct: str, *, subclass_side: bool) -> None:
        """Keep what stands where.

        Args:
            construct: The expression's name in functional-style syntax.
            subclass_side: Whether it stands on the subclass side.
        """
        super().__init__(construct)
        self.construct = construct
        self.subclass_side = subclass_side


class Body(NamedTuple):
    """One way in which a node can be seen to belong to an expression, with the rules it takes."""

    rules: tuple[str, ...]
    patterns: tuple[Pattern, ...]


class Consequence(NamedTuple):
    """What holds of a node in an expression if the patterns hold too, with the rules it takes."""

    rules: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    head: Head


def pattern_of(on: Property, subject: Slot, value: Slot) -> Pattern:
    """Return the pattern of a property between two nodes, turned round for an inverse."""
    return Pattern(value, on.iri, subject) if on.inverted else Pattern(subject, on.iri, value)


def bodies_of(expression: Operand, at: Slot, fresh: Iterator[int]) -> Iterator[Body]:
    """Unfold an expression on the subclass side.

    Args:
        expression: A class expression.
        at: The node.
        fresh: Numbers for further variables.

    Yields:
        The ways in which the node can be seen to belong to the expression; without patterns if
        every node does.

    Raises:
        NotInProfile: If the expression may not stand on this side.
    """
    match expression:
        case Named(iri):
            if is_datatype(iri):
                raise NotInProfile(f"DataRange {iri.value}", subclass_side=True)
            everything = iri == OWL.Thing
            yield Body((), () if everything else (Pattern(at, RDF.type, iri),))
        case Intersection(operands):
            yield from _all_of(operands, at, fresh)
        case Union(operands):
            ways = chain.from_iterable(bodies_of(operand, at, fresh) for operand in operands)
            yield from (Body(("cls-uni", *way.rules), way.patterns) for way in ways)
        case HasValue(on, value):
            yield Body(("cls-hv2",), (pattern_of(on, at, value),))
        case SomeValues(on, filler):
            member = Variable(next(fresh))
            for body in bodies_of(filler, member, fresh):
                rule = "cls-svf1" if body.patterns else "cls-svf2"
                patterns = (pattern_of(on, at, member), *body.patterns)
                yield Body((rule, *body.rules), patterns)
        case _:
            raise NotInProfile(str(expression), subclass_side=True)


def _all_of(
    operands: tuple[ClassExpression, ...], at: Slot, fresh: Iterator[int]
) -> Iterator[Body]:
    bodies = [Body(("cls-int1",), ())]
    for operand in operands:
        bodies = [
            Body(before.rules + body.rules, before.patterns + body.patterns)
            for before in bodies
            for body in bodies_of(operand, at, fresh)
        ]
    yield from bodies


def consequences_of(expression: Operand, at: Slot, fresh: Iterator[int]) -> Iterator[Consequence]:
    """Unfold an expression on the superclass side.

    Args:
        expression: A class expression or a datatype.
        at: The node.
        fresh: Numbers for further variables.

    Yields:
        What holds of a node that belongs to the expression.

    Raises:
        NotInProfile: If the expression may not stand on this side.
    """
    match expression:
        case Named(iri):
            yield from _membership(iri, at)
        case Intersection(operands):
            for operand in operands:
                for rules, patterns, head in consequences_of(operand, at, fresh):
                    yield Consequence((*rules, "cls-int2"), patterns, head)
        case HasValue(on, value):
            yield Consequence(("cls-hv1",), (), pattern_of(on, at, value))
        case AllValues(on, filler):
            member = Variable(next(fresh))
            for rules, patterns, head in consequences_of(filler, member, fresh):
                yield Consequence(
                    (*rules, "cls-avf"), (pattern_of(on, at, member), *patterns), head
                )
        case Complement(operand):
            for body in bodies_of(operand, at, fresh):
                yield Consequence(("cls-com", *body.rules), body.patterns, None)
        case _:
            raise NotInProfile(str(expression), subclass_side=False)


def _membership(iri: NamedNode, at: Slot) -> Iterator[Consequence]:
    if is_datatype(iri):
        yield Consequence(("dt-not-type",), (), DatatypeTest(at, iri))
    elif iri == OWL.Nothing:
        yield Consequence(("cls-nothing2",), (), None)
    elif iri != OWL.Thing:
        yield Consequence((), (), Pattern(at, RDF.type, iri))
