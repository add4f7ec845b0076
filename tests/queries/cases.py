"""What each query of the library is asked with; ``expected/`` holds what it must answer.

The expected rows were compared by hand with the facts of the article, not only recorded.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

EXPECTED: Final = Path(__file__).parent / "expected"

CASES: Final[dict[str, dict[str, str]]] = {
    "article/authors": {},
    "article/citations": {"lang": "en"},
    "article/dates": {"lang": "en"},
    "article/missing-works": {"lang": "th"},
    "article/most-cited": {},
    "article/publication": {"lang": "en"},
    "article/references": {"lang": "th"},
    "article/sections": {"lang": "th"},
    "article/statements": {"thing": "topic:learning-ecosystem", "lang": "en"},
    "article/years": {"lang": "en"},
    "cities/aspirations": {"city": "th-bangkok", "lang": "en"},
    "cities/by-designation": {"network": "gnlc", "lang": "en"},
    "cities/by-facet": {"facet": "orientation:heritage", "lang": "th"},
    "cities/descriptions": {"city": "th-sukhothai", "lang": "en"},
    "cities/designations": {"lang": "en"},
    "cities/leads": {"lang": "en"},
    "cities/leads-and-partners": {"city": "th-chiang-rai", "lang": "en"},
    "cities/list": {"lang": "th"},
    "cities/mentoring": {"lang": "th"},
    "cities/partner-counts": {"lang": "en"},
    "cities/unesco-recognitions": {"lang": "en"},
    "cities/without": {"property": "lcg:hasLearningSpace", "lang": "en"},
    "concepts/scheme": {"scheme": "component"},
    "evidence/emendations": {"certainty": "low", "lang": "en"},
    "evidence/figures": {"lang": "en"},
    "evidence/of": {"thing": "find:th-chiang-rai-6-2", "lang": "en"},
    "evidence/resting-on-emendation": {"emendation": "emend:onec-2026-e01", "lang": "th"},
    "evidence/search": {"text": "ไร้ขีด จำกัด", "lang": "en"},
    "evidence/statements-of-passage": {"passage": "onec-2026-c10-areas", "lang": "en"},
    "factors/aspects": {"lang": "th"},
    "factors/cell": {"city": "th-phayao", "factor": "capacity", "lang": "th"},
    "factors/coverage": {"lang": "en"},
    "factors/findings": {"factor": "flexibility", "lang": "en"},
    "factors/limitation-counts": {"lang": "en"},
    "factors/limitations": {"lang": "th"},
    "factors/matrix": {"lang": "en"},
    "factors/names": {"lang": "en"},
    "factors/sectors-mentioned": {"factor": "culture", "lang": "en"},
    "guidance/actions": {"lang": "en"},
    "guidance/actions-for-theme": {"theme": "technology", "lang": "en"},
    "guidance/proposals": {"lang": "th"},
    "guidance/unanswered": {"lang": "en"},
    "offers/events-and-facilities": {"lang": "en"},
    "offers/parts-of-space": {"space": "space:th-chachoengsao-kcc", "lang": "en"},
    "offers/programmes": {"lang": "en"},
    "offers/programmes-for-group": {"group": "older-people", "lang": "th"},
    "offers/services": {"lang": "en"},
    "offers/spaces": {"lang": "en"},
    "offers/spaces-by-type": {"type": "learning-park", "lang": "en"},
    "offers/target-groups": {"lang": "en"},
    "organisations/by-sector": {"sector": "educational-institution", "lang": "en"},
    "organisations/cooperation": {"lang": "en"},
    "organisations/lead-sectors": {"lang": "th"},
    "organisations/shared": {"lang": "th"},
    "organisations/university-anchored": {"lang": "th"},
    "quality/asserted-vs-inferred": {"city": "th-chiang-mai", "lang": "en"},
    "quality/records": {"lang": "en"},
    "quality/silent-or-missing": {"city": "th-phayao", "lang": "en"},
    "recommendations/for-city": {"city": "th-chiang-rai", "lang": "en"},
    "recommendations/peers": {"city": "th-chiang-rai", "lang": "en"},
    "steps/contents": {"lang": "en"},
    "steps/counts": {"lang": "th"},
    "themes/co-occurrence": {"lang": "en"},
    "themes/country-level": {"lang": "en"},
    "themes/limitations": {"theme": "technology", "lang": "en"},
    "themes/off-factor": {"lang": "en"},
    "themes/offers": {"theme": "equal-access", "lang": "en"},
    "themes/strengths-and-practices": {"theme": "equal-access", "lang": "th"},
    "themes/technology-gap": {"lang": "en"},
    "themes/unused": {"lang": "en"},
    "theory/triple-helix": {"lang": "en"},
    "theory/uses": {"lang": "en"},
}
"""The cases by name of query. Queries that are missing here have a test of their own."""

COMPUTED: Final = {
    "cities/complete",
    "cities/profile",
    "concepts/ontology",
    "concepts/schemes",
    "evidence/sources",
    "recommendations/explain",
}
"""Queries whose answers a test computes from the files in another way, since they are long."""


def expected_file(name: str) -> Path:
    """Return where the expected rows of a query are."""
    return EXPECTED / (name.replace("/", "-") + ".csv")
