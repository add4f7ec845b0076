"""OWL 2 RL: axioms compiled to rules, a closure a record, a reason for every inferred fact."""

from lcgraph.inference.axioms import Axiom, AxiomKind
from lcgraph.inference.closure import (
    BACKGROUND_BUDGET,
    RECORD_BUDGET,
    Background,
    Closure,
    CompiledRules,
    compile,
)
from lcgraph.inference.derivations import Derivation
from lcgraph.inference.messages import Message
from lcgraph.inference.outcomes import (
    Contradiction,
    Inconsistent,
    Overflow,
    Refusal,
    Unsupported,
)

__all__ = [
    "BACKGROUND_BUDGET",
    "RECORD_BUDGET",
    "Axiom",
    "AxiomKind",
    "Background",
    "Closure",
    "CompiledRules",
    "Contradiction",
    "Derivation",
    "Inconsistent",
    "Message",
    "Overflow",
    "Refusal",
    "Unsupported",
    "compile",
]
