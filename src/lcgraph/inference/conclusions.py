"""What a run has come to: facts, each with the first way to it, and contradictions."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from lcgraph.inference.axioms import Axiom
from lcgraph.inference.datatypes import belongs_to, same_value
from lcgraph.inference.layers import Fact, Layer
from lcgraph.inference.program import Program
from lcgraph.vocabulary import OWL


class Clash(NamedTuple):
    """Premises from which a rule concludes *false*, with the value if it is about a literal."""

    rule: str
    axiom: Axiom | None
    premises: tuple[Fact, ...]
    value: Literal | None = None
    datatype: NamedNode | None = None


class Conclusions:
    """The facts of one run, in the order in which they are to be looked at.

    Attributes:
        layer: Where they are kept with their supports.
        facts: The facts of the layer.
        below: Those of the layer below it.
        agenda: The facts that the run has to look at, the oldest first.
        clashes: The contradictions met.
        left: Steps that are still allowed; less than 0 when the run was ended.
    """

    def __init__(self, program: Program, layer: Layer, budget: int) -> None:
        """Begin without any.

        Args:
            program: The clauses by which facts follow.
            layer: An empty layer; the one below it is only read.
            budget: Steps allowed: facts taken from the agenda, plus matches looked at.
        """
        self.layer = layer
        self.facts = layer.facts
        self.below = layer.below.facts if layer.below else {}
        self.agenda: list[Fact] = []
        self.clashes: list[Clash] = []
        self.left = budget
        self._program = program
        self._literals = layer.literals
        self._literals_below: set[int] = layer.below.literals if layer.below else set()
        self._same = program.ids[OWL.sameAs]

    def assume(self, triple: Triple) -> None:
        """Take a fact as asserted.

        Args:
            triple: A plain fact; one that is known already changes nothing.
        """
        fact = self.layer.numbered(triple)
        reflexive = fact[1] == self._same and fact[0] == fact[2]
        if not reflexive and fact not in self.below and fact not in self.facts:
            self.facts[fact] = None
            self.agenda.append(fact)

    def derive(self, fact: Fact, clause: int, premises: tuple[Fact, ...]) -> None:
        """Add a fact, unless it is known or RDF cannot state it, as with literals for subjects.

        Args:
            fact: What follows.
            clause: The number of the clause by which it does.
            premises: What it follows from.
        """
        if fact in self.facts or fact in self.below:
            return
        literal = fact[2] if fact[1] == self._same else fact[0]
        if literal in self._literals or literal in self._literals_below:
            if fact[1] == self._same:
                self._compare(fact, clause, premises)
            return
        self.facts[fact] = (clause, premises)
        self.agenda.append(fact)

    def _compare(self, fact: Fact, clause: int, premises: tuple[Fact, ...]) -> None:
        one, other = self.layer.term(fact[0]), self.layer.term(fact[2])
        if isinstance(one, Literal) and isinstance(other, Literal) and not same_value(one, other):
            _, axiom = self._program.rules_of(clause)
            self.clashes.append(Clash("dt-diff", axiom, premises, other))

    def clash(
        self,
        clause: int,
        premises: tuple[Fact, ...],
        value: Literal | None = None,
        datatype: NamedNode | None = None,
    ) -> None:
        """Note a contradiction.

        Args:
            clause: The number of the clause that concludes it.
            premises: What contradicts itself.
            value: The value in question, if it is about a literal.
            datatype: The datatype that it does not lie in.
        """
        rules, axiom = self._program.rules_of(clause)
        self.clashes.append(Clash(rules[0], axiom, premises, value, datatype))

    def hold(
        self, value: int, datatype: NamedNode, clause: int, premises: tuple[Fact, ...]
    ) -> None:
        """Hold a value against a datatype; what does not lie in it is a contradiction.

        Args:
            value: The number of a node; only a literal can be held against a datatype.
            datatype: The datatype.
            clause: The number of the clause that says so.
            premises: What it follows from.
        """
        term = self.layer.term(value)
        if isinstance(term, Literal) and not belongs_to(term, datatype):
            self.clash(clause, premises, term, datatype)
