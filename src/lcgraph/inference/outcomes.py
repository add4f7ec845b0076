"""What can come of reading an ontology or closing a record, other than the closure itself."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Triple

from lcgraph.inference.axioms import Axiom
from lcgraph.inference.derivations import Derivation
from lcgraph.inference.messages import Message


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that inference cannot honour and therefore will not pass over.

    Attributes:
        refused: The axiom, or the triple if it could not be read as an axiom or is none.
        reason: Why, and what to do instead.
    """

    refused: Axiom | Triple
    reason: Message


@dataclass(frozen=True, slots=True)
class Unsupported:
    """Nothing was inferred, because something stated lies outside what the rules can honour.

    Attributes:
        refusals: Every such statement; at least one.
    """

    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A set of statements that cannot all be true.

    Attributes:
        rule: The OWL 2 RL rule that concludes *false*, e.g. ``cax-dw`` (OWL 2 Profiles, 4.3).
        axiom: The axiom that forbids it; None for the few rules that need no axiom of the ontology.
        clashing: The triples that clash, asserted or inferred.
        derivations: How each of them came about, in the same order.
        message: One sentence, with labels where there are any.
    """

    rule: str
    axiom: Axiom | None
    clashing: tuple[Triple, ...]
    derivations: tuple[Derivation, ...]
    message: Message

    @property
    def asserted(self) -> frozenset[Triple]:
        """The asserted triples behind the clash: what a person can correct."""
        return frozenset().union(*(derivation.asserted for derivation in self.derivations))


@dataclass(frozen=True, slots=True)
class Inconsistent:
    """Nothing can be inferred safely, because statements contradict each other.

    Attributes:
        contradictions: Every contradiction met, each once; at least one.
    """

    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class Overflow:
    """Inference was given up, because the data would make it run beyond its budget.

    Attributes:
        budget: How many steps were allowed (facts drawn from the agenda plus matches looked at).
    """

    budget: int
