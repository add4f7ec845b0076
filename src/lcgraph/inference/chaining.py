"""Forward chaining over numbered facts, one layer upon another.

A fact is taken from the agenda once, put into the index, and matched against the rest of the index
through every clause it can set off; so each way to a conclusion is met when its last premise
arrives (semi-naive evaluation). The first way is kept as the fact's support, whose premises were
all known before it: explanations cannot run in circles.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lcgraph.inference.axioms import Axiom
from lcgraph.inference.datatypes import belongs_to, is_well_formed, same_value
from lcgraph.inference.layers import Fact, Layer
from lcgraph.inference.program import (
    EQUALITY_RULES,
    OBJECT,
    SUBJECT,
    UNSET,
    Join,
    LookUp,
    Place,
    Program,
)
from lcgraph.inference.reading import states_axiom
from lcgraph.vocabulary import OWL, RDF

_EQ_REP_S, _EQ_REP_O = EQUALITY_RULES


class Clash(NamedTuple):
    """Premises from which a rule concludes *false*, with the value if it is about a literal."""

    rule: str
    axiom: Axiom | None
    premises: tuple[Fact, ...]
    value: Literal | None = None
    datatype: NamedNode | None = None


class Chaining:
    """One run: facts go in, the layer fills up, and what went wrong is noted.

    Attributes:
        program: The clauses that are run.
        layer: The facts of this run with their supports.
        clashes: The contradictions met.
        refused: Triples that are no plain facts: axioms, or types without a name.
        equated: Equalities between a class or property and something else, with the term in
            question.
    """

    def __init__(self, program: Program, layer: Layer, budget: int) -> None:
        """Prepare a run.

        Args:
            program: The clauses.
            layer: An empty layer; the one below it is only read.
            budget: Steps allowed: facts taken from the agenda, plus matches looked at.
        """
        self.layer = layer
        self.clashes: list[Clash] = []
        self.refused: list[Triple] = []
        self.equated: list[tuple[Fact, int]] = []
        self.program = program
        self._left = budget
        self._facts = layer.facts
        self._below = layer.below.facts if layer.below else {}
        self._agenda: list[Fact] = []
        self._literals = layer.literals
        self._literals_below: set[int] = layer.below.literals if layer.below else set()
        self._type, self._same = program.ids[RDF.type], program.ids[OWL.sameAs]
        self._guarded = {self._type, self._same}

    @property
    def exhausted(self) -> bool:
        """Whether the budget ran out, which leaves the layer incomplete."""
        return self._left < 0

    def load(self, triples: Iterable[Triple], *, lazily: bool) -> None:
        """Put asserted triples on the agenda.

        Args:
            triples: Plain facts; others are noted as refused.
            lazily: Whether facts that no clause speaks of may wait until an equality makes them
                matter.
        """
        number, predicates = self.layer.number, self.layer.predicates
        active = self.program.active
        for triple in triples:
            _, predicate, value = triple
            known = number(predicate)
            if known not in predicates:
                if known != self._type and states_axiom(triple):
                    self.refused.append(triple)
                    continue
                predicates.add(known)
            if isinstance(value, Literal):
                self._check_form(triple, value)
            if known in self._guarded and _is_no_fact(triple):
                self.refused.append(triple)
            elif lazily and known not in active:
                self.layer.inert.append(triple)
            else:
                self._assert(triple)

    def _check_form(self, triple: Triple, value: Literal) -> None:
        if value.language is None and not is_well_formed(value):
            fact = self.layer.numbered(triple)
            self._facts.setdefault(fact)
            self.clashes.append(Clash("dt-not-type", None, (fact,), value, value.datatype))

    def _assert(self, triple: Triple) -> None:
        fact = self.layer.numbered(triple)
        reflexive = fact[1] == self._same and fact[0] == fact[2]
        if not reflexive and fact not in self._below and fact not in self._facts:
            self._facts[fact] = None
            self._agenda.append(fact)

    def run(self) -> None:
        """Chain until nothing new follows or the budget is spent."""
        if self.layer.mentions is not None:
            self._wake()
        for fact in self._agenda:
            self._left -= 1
            if self._left < 0:
                return
            if fact[1] == self._same:
                if not self._equate(fact):
                    continue
            elif self.layer.mentions is not None:
                self._replace(fact)
            self.layer.index(fact)
            self._match(fact)

    def _match(self, fact: Fact) -> None:
        """Run every clause that the fact can set off."""
        program, predicate = self.program, fact[1]
        if predicate in program.projections:
            self._project(fact, program.projections[predicate])
        if predicate in program.joins:
            self._join(fact, program.joins[predicate])
        if predicate in program.tests:
            self._test(fact)
        if predicate in program.keyed:
            key = (predicate, fact[2])
            if key in program.projections_at:
                self._project(fact, program.projections_at[key])
            if key in program.joins_at:
                self._join(fact, program.joins_at[key])

    def _derive(self, fact: Fact, clause: int, premises: tuple[Fact, ...]) -> None:
        """Add a fact, unless it is known or RDF cannot state it, as with literals for subjects."""
        if fact in self._facts or fact in self._below:
            return
        literal = fact[2] if fact[1] == self._same else fact[0]
        if literal in self._literals or literal in self._literals_below:
            if fact[1] == self._same:
                self._compare(fact, clause, premises)
            return
        self._facts[fact] = (clause, premises)
        self._agenda.append(fact)

    def _compare(self, fact: Fact, clause: int, premises: tuple[Fact, ...]) -> None:
        one, other = self.layer.term(fact[0]), self.layer.term(fact[2])
        if isinstance(one, Literal) and isinstance(other, Literal) and not same_value(one, other):
            _, axiom = self.program.rules_of(clause)
            self.clashes.append(Clash("dt-diff", axiom, premises, other))

    def _clash(
        self,
        clause: int,
        premises: tuple[Fact, ...],
        value: Literal | None = None,
        datatype: NamedNode | None = None,
    ) -> None:
        rules, axiom = self.program.rules_of(clause)
        self.clashes.append(Clash(rules[0], axiom, premises, value, datatype))

    # --- clauses ---

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
        for slot, datatype, clause in self.program.tests[fact[1]]:
            value = fact[0] if slot == SUBJECT else fact[2]
            self._hold(value, datatype, clause, (fact,))

    def _hold(
        self, value: int, datatype: NamedNode, clause: int, premises: tuple[Fact, ...]
    ) -> None:
        """Hold a value against a datatype."""
        term = self.layer.term(value)
        if isinstance(term, Literal) and not belongs_to(term, datatype):
            self._clash(clause, premises, term, datatype)

    def _join(self, fact: Fact, joins: Iterable[Join]) -> None:
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
            self._each(join, values, depth, right, self.layer.objects(predicate, values[left]))
        elif how is LookUp.SUBJECTS:
            self._each(join, values, depth, left, self.layer.subjects(predicate, values[right]))
        else:
            for values[left], found in self.layer.pairs(predicate):
                self._each(join, values, depth, right, found)

    def _each(
        self, join: Join, values: list[int], depth: int, place: int, found: Iterable[int]
    ) -> None:
        """Extend a join by each of the nodes found for a place."""
        _, _, left, right = join.steps[depth]
        before = values[place]
        for node in found:
            self._left -= 1
            if self._left < 0:
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
            self._clash(join.clause, _premises(join, values))
        else:
            self._hold(values[head[0]], head[1], join.clause, _premises(join, values))

    # --- equality ---

    def _equate(self, fact: Fact) -> bool:
        """Let an equality take effect, unless it is impossible.

        Args:
            fact: A fact of ``owl:sameAs`` between two nodes.

        Returns:
            False if it contradicts something or touches the vocabulary; such an equality does not
            spread.
        """
        one, _, other = fact
        before = len(self.clashes)
        falsehoods = [join for join in self.program.joins[self._same] if join.head is None]
        self._join(fact, falsehoods)
        if len(self.clashes) > before:
            return False
        for node in (one, other):
            if node in self.program.vocabulary or self.layer.is_predicate(node):
                self.equated.append((fact, node))
                return False
        self.layer.has_equality = True
        self._wake()
        for mention in list(self.layer.mentions_of(one)):
            self._left -= 1
            subject, predicate, object_ = mention
            if subject == one:
                self._derive((other, predicate, object_), _EQ_REP_S, (fact, mention))
            if object_ == one:
                self._derive((subject, predicate, other), _EQ_REP_O, (fact, mention))
        return True

    def _wake(self) -> None:
        """Make every fact count, now that any of them may be said of an equal."""
        self.layer.note_mentions(self._same)
        for triple in self.layer.inert:
            self._assert(triple)
        self.layer.inert.clear()

    def _replace(self, fact: Fact) -> None:
        """Say a fact of everything that equals its subject or its object."""
        subject, predicate, object_ = fact
        self.layer.mention(fact)
        for equal in self.layer.objects(self._same, subject):
            premises = ((subject, self._same, equal), fact)
            self._derive((equal, predicate, object_), _EQ_REP_S, premises)
        for equal in self.layer.objects(self._same, object_):
            premises = ((object_, self._same, equal), fact)
            self._derive((subject, predicate, equal), _EQ_REP_O, premises)


def _is_no_fact(triple: Triple) -> bool:
    """Tell whether a type has no name or states an axiom, or an equality is one with a literal."""
    value = triple.object
    if triple.predicate == OWL.sameAs:
        return isinstance(value, Literal)
    return isinstance(value, BlankNode) or states_axiom(triple)


def _premises(join: Join, values: list[int]) -> tuple[Fact, ...]:
    return tuple((values[left], predicate, values[right]) for left, predicate, right in join.body)
