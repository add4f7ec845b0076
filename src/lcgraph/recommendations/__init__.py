"""Recommendations: computed from evidence by rules, never asserted, explained in two languages."""

from __future__ import annotations

from lcgraph.recommendations.affected import affected_cities
from lcgraph.recommendations.derive import ACTIVITY, derive, input_digest
from lcgraph.recommendations.rules import DerivationRule, InvalidRule, Kind, RuleSet

__all__ = [
    "ACTIVITY",
    "DerivationRule",
    "InvalidRule",
    "Kind",
    "RuleSet",
    "affected_cities",
    "derive",
    "input_digest",
]
