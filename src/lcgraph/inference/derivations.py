"""How an inferred fact follows from what was asserted, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Triple

from lcgraph.inference.axioms import Axiom
from lcgraph.inference.layers import Fact, Layer
from lcgraph.inference.program import Program


@dataclass(frozen=True, slots=True)
class Derivation:
    """A fact with the rule, the axiom and the facts it follows from.

    Attributes:
        fact: The triple in question.
        rules: Names of the OWL 2 RL rules at work in this one step, the concluding one first; a
            step through a class expression applies several. Empty for an asserted fact.
        axiom: The axiom that the rules apply; None for an asserted fact and for the rules of
            equality.
        premises: The facts that the step rests on, each with its own derivation. Empty for an
            asserted fact.
    """

    fact: Triple
    rules: tuple[str, ...]
    axiom: Axiom | None
    premises: tuple[Derivation, ...]

    @property
    def is_asserted(self) -> bool:
        """Whether the fact was stated rather than inferred."""
        return not self.rules

    @property
    def steps(self) -> tuple[Derivation, ...]:
        """This derivation and everything below it, each fact once, conclusions before premises."""
        seen: dict[Triple, Derivation] = {}
        agenda = [self]
        while agenda:
            derivation = agenda.pop()
            if derivation.fact not in seen:
                seen[derivation.fact] = derivation
                agenda.extend(reversed(derivation.premises))
        return tuple(seen.values())

    @property
    def asserted(self) -> frozenset[Triple]:
        """The stated triples that the fact rests on."""
        return frozenset(step.fact for step in self.steps if step.is_asserted)

    @property
    def axioms(self) -> tuple[Axiom, ...]:
        """Every axiom used on the way, each once, the last applied first."""
        return tuple(dict.fromkeys(step.axiom for step in self.steps if step.axiom is not None))


def derivation_of(fact: Triple, layer: Layer, program: Program) -> Derivation:
    """Unfold the derivation of a fact down to asserted facts.

    Args:
        fact: A fact of the layer or the one below.
        layer: The layer, whose supports never run in circles.
        program: The clauses that the supports name.

    Returns:
        The derivation; facts used twice share one value.
    """
    goal = layer.numbered(fact)
    done: dict[Fact, Derivation] = {}
    agenda = [goal]
    while agenda:
        current = agenda[-1]
        support = layer.support(current)
        premises = support[1] if support else ()
        missing = [premise for premise in premises if premise not in done]
        if missing:
            agenda.extend(missing)
            continue
        agenda.pop()
        rules, axiom = program.rules_of(support[0]) if support else ((), None)
        known = tuple(done[premise] for premise in premises)
        done[current] = Derivation(layer.triple(current), rules, axiom, known)
    return done[goal]
