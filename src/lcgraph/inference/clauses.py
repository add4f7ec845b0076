"""Rules as Horn clauses: if all patterns of the body hold, so does the head.

The clauses are the rules of OWL 2 RL/RDF (OWL 2 Profiles, section 4.3, tables 4 to 9) with an axiom
filled in; `axiom_clauses` makes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from lcgraph.inference.axioms import Axiom
from lcgraph.vocabulary import OWL, RDF


@dataclass(frozen=True, slots=True)
class Variable:
    """A place in a clause that any node may take; equal numbers take the same node."""

    number: int


Slot = Variable | NamedNode | Literal


class Pattern(NamedTuple):
    """A triple with variables; the predicate is always known."""

    subject: Slot
    predicate: NamedNode
    object: Slot


@dataclass(frozen=True, slots=True)
class DatatypeTest:
    """A conclusion that a value lies in a datatype, which is false or adds nothing."""

    value: Slot
    datatype: NamedNode


Head = Pattern | DatatypeTest | None
"""What a clause concludes; None is *false*."""


@dataclass(frozen=True, slots=True)
class Clause:
    """If all patterns of the body hold, so does the head.

    Attributes:
        rules: The OWL 2 RL rules that the clause condenses, the concluding one first.
        axiom: The axiom it was made from; None for the rules of equality.
        body: One or more patterns.
        head: What follows.
        distinct: Two variables that must stand for different nodes, where a reflexive conclusion is
            noise.
    """

    rules: tuple[str, ...]
    axiom: Axiom | None
    body: tuple[Pattern, ...]
    head: Head
    distinct: tuple[Variable, Variable] | None = None


X, Y, Z = Variable(0), Variable(1), Variable(2)

EQUALITY = (
    Clause(("eq-sym",), None, (Pattern(X, OWL.sameAs, Y),), Pattern(Y, OWL.sameAs, X)),
    Clause(
        ("eq-trans",),
        None,
        (Pattern(X, OWL.sameAs, Y), Pattern(Y, OWL.sameAs, Z)),
        Pattern(X, OWL.sameAs, Z),
        distinct=(X, Z),
    ),
    Clause(
        ("eq-diff1",),
        None,
        (Pattern(X, OWL.sameAs, Y), Pattern(X, OWL.differentFrom, Y)),
        None,
    ),
    Clause(
        ("eq-diff1",),
        None,
        (Pattern(X, OWL.sameAs, Y), Pattern(Y, OWL.differentFrom, X)),
        None,
    ),
    Clause(("eq-diff1",), None, (Pattern(X, OWL.differentFrom, X),), None),
    Clause(("cls-nothing2",), None, (Pattern(X, RDF.type, OWL.Nothing),), None),
)
"""Rules that need no axiom. eq-rep-s and eq-rep-o hold for every predicate: see `chaining`."""
