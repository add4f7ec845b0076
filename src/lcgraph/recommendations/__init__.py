"""Recommendations: computed from evidence by rules, never asserted, explained in two languages."""

from __future__ import annotations

from lcgraph.recommendations.advice import CityAdvice, ThemeAdvice, explain, for_city
from lcgraph.recommendations.affected import affected_cities
from lcgraph.recommendations.derive import ACTIVITY, derivation_patch, derive, input_digest
from lcgraph.recommendations.explanation import Explanation
from lcgraph.recommendations.peers import ordered_peers
from lcgraph.recommendations.rules import DerivationRule, InvalidRule, Kind, RuleSet
from lcgraph.recommendations.why_not import Condition, why_not
from lcgraph.recommendations.wording import wording_of

__all__ = [
    "ACTIVITY",
    "CityAdvice",
    "Condition",
    "DerivationRule",
    "Explanation",
    "InvalidRule",
    "Kind",
    "RuleSet",
    "ThemeAdvice",
    "affected_cities",
    "derivation_patch",
    "derive",
    "explain",
    "for_city",
    "input_digest",
    "ordered_peers",
    "why_not",
    "wording_of",
]
