"""Recommendations: computed from evidence by rules, never asserted, explained in two languages."""

from __future__ import annotations

from lcgraph.recommendations.advice import (
    PEERS_IN_FULL,
    CityAdvice,
    ThemeAdvice,
    explain,
    for_city,
    to_explain,
)
from lcgraph.recommendations.affected import affected_cities
from lcgraph.recommendations.asking import LAYERS, Asked, Explanations, Question, answered
from lcgraph.recommendations.derive import ACTIVITY, derivation_patch, derive, input_digest
from lcgraph.recommendations.explanation import Candidate, Explanation
from lcgraph.recommendations.peers import ordered_peers
from lcgraph.recommendations.rules import DerivationRule, InvalidRule, Kind, RuleSet
from lcgraph.recommendations.why_not import Condition, why_not
from lcgraph.recommendations.wording import wording_of

__all__ = [
    "ACTIVITY",
    "LAYERS",
    "PEERS_IN_FULL",
    "Asked",
    "Candidate",
    "CityAdvice",
    "Condition",
    "DerivationRule",
    "Explanation",
    "Explanations",
    "InvalidRule",
    "Kind",
    "Question",
    "RuleSet",
    "ThemeAdvice",
    "affected_cities",
    "answered",
    "derivation_patch",
    "derive",
    "explain",
    "for_city",
    "input_digest",
    "ordered_peers",
    "to_explain",
    "why_not",
    "wording_of",
]
