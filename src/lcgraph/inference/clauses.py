"""Rules as Horn clauses, and the clauses that each axiom gives.

The clauses are the rules of OWL 2 RL/RDF (OWL 2 Profiles, section 4.3, tables 4 to 9) with the axiom filled in;
nested expressions are unfolded, so that a step of inference goes from named terms to named terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, count, permutations
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from lcgraph.inference.axioms import (
    AllValues,
    Axiom,
    AxiomKind,
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
from lcgraph.inference.datatypes import is_datatype
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
        distinct: Two variables that must stand for different nodes, where a reflexive conclusion is noise.
    """

    rules: tuple[str, ...]
    axiom: Axiom | None
    body: tuple[Pattern, ...]
    head: Head
    distinct: tuple[Variable, Variable] | None = None


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
    Clause(("eq-diff1",), None, (Pattern(X, OWL.differentFrom, X),), None),
    Clause(("cls-nothing2",), None, (Pattern(X, RDF.type, OWL.Nothing),), None),
)
"""Rules that need no axiom. eq-rep-s and eq-rep-o hold for every predicate and live in `chaining`."""


def clauses_of(axiom: Axiom) -> tuple[Clause, ...]:
    """Turn an axiom into clauses.

    Args:
        axiom: An axiom as read.

    Returns:
        Its clauses; none if it cannot add anything, as a domain of ``owl:Thing``.

    Raises:
        NotInProfile: If an expression stands where OWL 2 RL does not allow it.
    """
    return tuple(_MAKERS[axiom.kind](axiom))


# --- class expressions: what puts a thing into one, and what follows from being in one ---


class _Body(NamedTuple):
    rules: tuple[str, ...]
    patterns: tuple[Pattern, ...]


class _Consequence(NamedTuple):
    rules: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    head: Head


def _pattern(on: Property, subject: Slot, value: Slot) -> Pattern:
    return Pattern(value, on.iri, subject) if on.inverted else Pattern(subject, on.iri, value)


def _bodies(expression: Operand, at: Slot, fresh: Iterator[int]) -> Iterator[_Body]:
    """Yield the ways in which a node can be seen to belong to an expression."""
    match expression:
        case Named(iri) if iri == OWL.Thing:
            yield _Body((), ())
        case Named(iri) if is_datatype(iri):
            raise NotInProfile(f"DataRange {iri.value}", subclass_side=True)
        case Named(iri):
            yield _Body((), (Pattern(at, RDF.type, iri),))
        case Intersection(operands):
            yield from _all_of(operands, at, fresh)
        case Union(operands):
            for operand in operands:
                for body in _bodies(operand, at, fresh):
                    yield _Body(("cls-uni", *body.rules), body.patterns)
        case HasValue(on, value):
            yield _Body(("cls-hv2",), (_pattern(on, at, value),))
        case SomeValues(on, filler):
            member = Variable(next(fresh))
            for body in _bodies(filler, member, fresh):
                rule = "cls-svf1" if body.patterns else "cls-svf2"
                patterns = (_pattern(on, at, member), *body.patterns)
                yield _Body((rule, *body.rules), patterns)
        case _:
            raise NotInProfile(str(expression), subclass_side=True)


def _all_of(
    operands: tuple[ClassExpression, ...], at: Slot, fresh: Iterator[int]
) -> Iterator[_Body]:
    bodies = [_Body(("cls-int1",), ())]
    for operand in operands:
        bodies = [
            _Body(before.rules + body.rules, before.patterns + body.patterns)
            for before in bodies
            for body in _bodies(operand, at, fresh)
        ]
    yield from bodies


def _consequences(expression: Operand, at: Slot, fresh: Iterator[int]) -> Iterator[_Consequence]:
    """Yield what holds of a node that belongs to an expression."""
    match expression:
        case Named(iri) if iri == OWL.Thing:
            return
        case Named(iri) if is_datatype(iri):
            yield _Consequence(("dt-not-type",), (), DatatypeTest(at, iri))
        case Named(iri) if iri == OWL.Nothing:
            yield _Consequence(("cls-nothing2",), (), None)
        case Named(iri):
            yield _Consequence((), (), Pattern(at, RDF.type, iri))
        case Intersection(operands):
            for operand in operands:
                for rules, patterns, head in _consequences(operand, at, fresh):
                    yield _Consequence((*rules, "cls-int2"), patterns, head)
        case HasValue(on, value):
            yield _Consequence(("cls-hv1",), (), _pattern(on, at, value))
        case AllValues(on, filler):
            member = Variable(next(fresh))
            for rules, patterns, head in _consequences(filler, member, fresh):
                yield _Consequence((*rules, "cls-avf"), (_pattern(on, at, member), *patterns), head)
        case Complement(operand):
            for body in _bodies(operand, at, fresh):
                yield _Consequence(("cls-com", *body.rules), body.patterns, None)
        case _:
            raise NotInProfile(str(expression), subclass_side=False)


def _implication(axiom: Axiom, rule: str, sub: Operand, sup: Operand) -> Iterator[Clause]:
    fresh = count(1)
    for body in _bodies(sub, X, fresh):
        for rules, patterns, head in _consequences(sup, X, fresh):
            premises = tuple(dict.fromkeys(body.patterns + patterns))
            if not premises:
                raise NotInProfile("owl:Thing", subclass_side=True)
            if head not in premises:
                yield Clause((*rules, rule, *body.rules), axiom, premises, head)


# --- axioms ---


def _sub_class(axiom: Axiom) -> Iterator[Clause]:
    yield from _implication(axiom, "cax-sco", *axiom.operands)


def _equivalent_classes(axiom: Axiom) -> Iterator[Clause]:
    one, other = axiom.operands
    yield from _implication(axiom, "cax-eqc1", one, other)
    yield from _implication(axiom, "cax-eqc2", other, one)


def _disjoint_classes(axiom: Axiom) -> Iterator[Clause]:
    rule = "cax-dw" if axiom.construct == OWL.disjointWith else "cax-adc"
    for one, other in combinations(axiom.operands, 2):
        fresh = count(1)
        for left in _bodies(one, X, fresh):
            for right in _bodies(other, X, fresh):
                premises = tuple(dict.fromkeys(left.patterns + right.patterns))
                if not premises:
                    raise NotInProfile("owl:Thing", subclass_side=True)
                yield Clause((rule, *left.rules, *right.rules), axiom, premises, None)


def _domain(axiom: Axiom) -> Iterator[Clause]:
    on, domain = axiom.operands
    yield from _typing(axiom, "prp-dom", X, on, domain)


def _range(axiom: Axiom) -> Iterator[Clause]:
    on, range_ = axiom.operands
    yield from _typing(axiom, "prp-rng", Y, on, range_)


def _typing(axiom: Axiom, rule: str, at: Slot, on: Operand, type_: Operand) -> Iterator[Clause]:
    use = _pattern(_as_property(on), X, Y)
    for rules, patterns, head in _consequences(type_, at, count(2)):
        yield Clause((*rules, rule), axiom, (use, *patterns), head)


def _sub_property(axiom: Axiom) -> Iterator[Clause]:
    sub, sup = map(_as_property, axiom.operands)
    yield Clause(("prp-spo1",), axiom, (_pattern(sub, X, Y),), _pattern(sup, X, Y))


def _equivalent_properties(axiom: Axiom) -> Iterator[Clause]:
    one, other = map(_as_property, axiom.operands)
    yield Clause(("prp-eqp1",), axiom, (_pattern(one, X, Y),), _pattern(other, X, Y))
    yield Clause(("prp-eqp2",), axiom, (_pattern(other, X, Y),), _pattern(one, X, Y))


def _inverse_properties(axiom: Axiom) -> Iterator[Clause]:
    one, other = map(_as_property, axiom.operands)
    yield Clause(("prp-inv1",), axiom, (_pattern(one, X, Y),), _pattern(other, Y, X))
    yield Clause(("prp-inv2",), axiom, (_pattern(other, X, Y),), _pattern(one, Y, X))


def _chain(axiom: Axiom) -> Iterator[Clause]:
    *steps, result = map(_as_property, axiom.operands)
    nodes = [Variable(number) for number in range(len(steps) + 1)]
    body = tuple(_pattern(step, nodes[i], nodes[i + 1]) for i, step in enumerate(steps))
    yield Clause(("prp-spo2",), axiom, body, _pattern(result, nodes[0], nodes[-1]))


def _symmetric(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    yield Clause(("prp-symp",), axiom, (_pattern(on, X, Y),), _pattern(on, Y, X))


def _transitive(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    body = (_pattern(on, X, Y), _pattern(on, Y, Z))
    yield Clause(("prp-trp",), axiom, body, _pattern(on, X, Z))


def _functional(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    body = (_pattern(on, X, Y), _pattern(on, X, Z))
    yield Clause(("prp-fp",), axiom, body, Pattern(Y, OWL.sameAs, Z), distinct=(Y, Z))


def _inverse_functional(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    body = (_pattern(on, X, Z), _pattern(on, Y, Z))
    yield Clause(("prp-ifp",), axiom, body, Pattern(X, OWL.sameAs, Y), distinct=(X, Y))


def _irreflexive(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    yield Clause(("prp-irp",), axiom, (_pattern(on, X, X),), None)


def _asymmetric(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    yield Clause(("prp-asyp",), axiom, (_pattern(on, X, Y), _pattern(on, Y, X)), None)


def _disjoint_properties(axiom: Axiom) -> Iterator[Clause]:
    rule = "prp-pdw" if axiom.construct == OWL.propertyDisjointWith else "prp-adp"
    for one, other in combinations(map(_as_property, axiom.operands), 2):
        yield Clause((rule,), axiom, (_pattern(one, X, Y), _pattern(other, X, Y)), None)


def _key(axiom: Axiom) -> Iterator[Clause]:
    keyed, *on = axiom.operands
    fresh = count(2)
    body: list[Pattern] = []
    rules: list[str] = []
    for node in (X, Y):
        members = list(_bodies(keyed, node, fresh))
        if len(members) != 1:
            raise NotInProfile(str(keyed), subclass_side=True)
        rules += members[0].rules
        body += members[0].patterns
    for step in map(_as_property, on):
        value = Variable(next(fresh))
        body += (_pattern(step, X, value), _pattern(step, Y, value))
    head = Pattern(X, OWL.sameAs, Y)
    yield Clause(("prp-key", *rules), axiom, tuple(body), head, distinct=(X, Y))


def _different(axiom: Axiom) -> Iterator[Clause]:
    for one, other in permutations(axiom.operands, 2):
        if isinstance(one, NamedNode) and isinstance(other, NamedNode):
            yield Clause(("eq-diff2",), axiom, (Pattern(one, OWL.sameAs, other),), None)


def _negative(axiom: Axiom) -> Iterator[Clause]:
    on, source, target = axiom.operands
    if isinstance(source, NamedNode) and isinstance(target, NamedNode | Literal):
        rule = "prp-npa2" if isinstance(target, Literal) else "prp-npa1"
        yield Clause((rule,), axiom, (_pattern(_as_property(on), source, target),), None)


def _as_property(operand: Operand) -> Property:
    if not isinstance(operand, Property):
        raise TypeError(f"{operand} is no property")
    return operand


_MAKERS: dict[AxiomKind, Callable[[Axiom], Iterator[Clause]]] = {
    AxiomKind.SUB_CLASS: _sub_class,
    AxiomKind.EQUIVALENT_CLASSES: _equivalent_classes,
    AxiomKind.DISJOINT_CLASSES: _disjoint_classes,
    AxiomKind.SUB_PROPERTY: _sub_property,
    AxiomKind.PROPERTY_CHAIN: _chain,
    AxiomKind.EQUIVALENT_PROPERTIES: _equivalent_properties,
    AxiomKind.INVERSE_PROPERTIES: _inverse_properties,
    AxiomKind.DISJOINT_PROPERTIES: _disjoint_properties,
    AxiomKind.DOMAIN: _domain,
    AxiomKind.RANGE: _range,
    AxiomKind.FUNCTIONAL: _functional,
    AxiomKind.INVERSE_FUNCTIONAL: _inverse_functional,
    AxiomKind.SYMMETRIC: _symmetric,
    AxiomKind.ASYMMETRIC: _asymmetric,
    AxiomKind.TRANSITIVE: _transitive,
    AxiomKind.IRREFLEXIVE: _irreflexive,
    AxiomKind.HAS_KEY: _key,
    AxiomKind.DIFFERENT_INDIVIDUALS: _different,
    AxiomKind.NEGATIVE_ASSERTION: _negative,
}
