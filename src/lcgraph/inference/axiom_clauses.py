"""The clauses that each kind of axiom gives.

Source: OWL 2 Profiles, section 4.3, tables 4, 5 and 7 (rules eq-*, prp-*, cax-*).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, count, permutations

from pyoxigraph import Literal, NamedNode

from lcgraph.inference.axioms import Axiom, AxiomKind, Operand, Property
from lcgraph.inference.clauses import Clause, Pattern, Slot, Variable, X, Y, Z
from lcgraph.inference.unfolding import NotInProfile, bodies_of, consequences_of, pattern_of
from lcgraph.vocabulary import OWL


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


def _implication(axiom: Axiom, rule: str, sub: Operand, sup: Operand) -> Iterator[Clause]:
    fresh = count(1)
    for body in bodies_of(sub, X, fresh):
        for rules, patterns, head in consequences_of(sup, X, fresh):
            premises = tuple(dict.fromkeys(body.patterns + patterns))
            if not premises:
                raise NotInProfile("owl:Thing", subclass_side=True)
            if head not in premises:
                yield Clause((*rules, rule, *body.rules), axiom, premises, head)


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
        for left in bodies_of(one, X, fresh):
            for right in bodies_of(other, X, fresh):
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
    use = pattern_of(_as_property(on), X, Y)
    for rules, patterns, head in consequences_of(type_, at, count(2)):
        yield Clause((*rules, rule), axiom, (use, *patterns), head)


def _sub_property(axiom: Axiom) -> Iterator[Clause]:
    sub, sup = map(_as_property, axiom.operands)
    yield Clause(("prp-spo1",), axiom, (pattern_of(sub, X, Y),), pattern_of(sup, X, Y))


def _equivalent_properties(axiom: Axiom) -> Iterator[Clause]:
    one, other = map(_as_property, axiom.operands)
    yield Clause(("prp-eqp1",), axiom, (pattern_of(one, X, Y),), pattern_of(other, X, Y))
    yield Clause(("prp-eqp2",), axiom, (pattern_of(other, X, Y),), pattern_of(one, X, Y))


def _inverse_properties(axiom: Axiom) -> Iterator[Clause]:
    one, other = map(_as_property, axiom.operands)
    yield Clause(("prp-inv1",), axiom, (pattern_of(one, X, Y),), pattern_of(other, Y, X))
    yield Clause(("prp-inv2",), axiom, (pattern_of(other, X, Y),), pattern_of(one, Y, X))


def _property_chain(axiom: Axiom) -> Iterator[Clause]:
    *steps, result = map(_as_property, axiom.operands)
    nodes = [Variable(number) for number in range(len(steps) + 1)]
    body = tuple(pattern_of(step, nodes[i], nodes[i + 1]) for i, step in enumerate(steps))
    yield Clause(("prp-spo2",), axiom, body, pattern_of(result, nodes[0], nodes[-1]))


def _symmetric(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    yield Clause(("prp-symp",), axiom, (pattern_of(on, X, Y),), pattern_of(on, Y, X))


def _transitive(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    body = (pattern_of(on, X, Y), pattern_of(on, Y, Z))
    yield Clause(("prp-trp",), axiom, body, pattern_of(on, X, Z))


def _functional(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    body = (pattern_of(on, X, Y), pattern_of(on, X, Z))
    yield Clause(("prp-fp",), axiom, body, Pattern(Y, OWL.sameAs, Z), distinct=(Y, Z))


def _inverse_functional(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    body = (pattern_of(on, X, Z), pattern_of(on, Y, Z))
    yield Clause(("prp-ifp",), axiom, body, Pattern(X, OWL.sameAs, Y), distinct=(X, Y))


def _irreflexive(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    yield Clause(("prp-irp",), axiom, (pattern_of(on, X, X),), None)


def _asymmetric(axiom: Axiom) -> Iterator[Clause]:
    (on,) = map(_as_property, axiom.operands)
    yield Clause(("prp-asyp",), axiom, (pattern_of(on, X, Y), pattern_of(on, Y, X)), None)


def _disjoint_properties(axiom: Axiom) -> Iterator[Clause]:
    rule = "prp-pdw" if axiom.construct == OWL.propertyDisjointWith else "prp-adp"
    for one, other in combinations(map(_as_property, axiom.operands), 2):
        yield Clause((rule,), axiom, (pattern_of(one, X, Y), pattern_of(other, X, Y)), None)


def _key(axiom: Axiom) -> Iterator[Clause]:
    keyed, *on = axiom.operands
    fresh = count(2)
    body: list[Pattern] = []
    rules: list[str] = []
    for node in (X, Y):
        members = list(bodies_of(keyed, node, fresh))
        if len(members) != 1:
            raise NotInProfile(str(keyed), subclass_side=True)
        rules += members[0].rules
        body += members[0].patterns
    for step in map(_as_property, on):
        value = Variable(next(fresh))
        body += (pattern_of(step, X, value), pattern_of(step, Y, value))
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
        yield Clause((rule,), axiom, (pattern_of(_as_property(on), source, target),), None)


def _as_property(operand: Operand) -> Property:
    if not isinstance(operand, Property):
        raise TypeError(f"{operand} is no property")
    return operand


_MAKERS: dict[AxiomKind, Callable[[Axiom], Iterator[Clause]]] = {
    AxiomKind.SUB_CLASS: _sub_class,
    AxiomKind.EQUIVALENT_CLASSES: _equivalent_classes,
    AxiomKind.DISJOINT_CLASSES: _disjoint_classes,
    AxiomKind.SUB_PROPERTY: _sub_property,
    AxiomKind.PROPERTY_CHAIN: _property_chain,
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
