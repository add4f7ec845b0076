"""Contradictions planted against O10 to O12, each caught by owlrl."""

from __future__ import annotations

import itertools

import pytest

from tests.inference.oracle import owlrl_closure
from tests.ontology import shipped
from tests.ontology.worlds import triples

_APART = (
    "LearningCity",
    "LearningSpace",
    "FactorObservation",
    "Finding",
    "Source",
    "Passage",
    "CityRecord",
    "Recommendation",
)
_POLARITIES = ("Strength", "Limitation", "DescribedPractice")
_ORGANISATION = "http://www.w3.org/ns/org#Organization"


def _caught(world: str) -> bool:
    return bool(owlrl_closure(shipped.axioms() | triples(world)).errors)


def test_o10_keeps_polarities_and_top_classes_apart() -> None:
    pairs = [*itertools.pairwise([*_POLARITIES, "Strength"]), *itertools.pairwise(_APART)]
    world = "".join(f"find:{a}-{b} a lcg:{a} , lcg:{b} .\n" for a, b in pairs)
    errors = owlrl_closure(shipped.axioms() | triples(world)).errors
    for first, second in pairs:
        assert any(f"{first}-{second}" in error for error in errors), (first, second)


@pytest.mark.parametrize("place", ["LearningCity", "LearningSpace"])
def test_o10_a_place_is_no_organisation(place: str) -> None:
    assert _caught(f"agent:bangkok a lcg:{place} , <{_ORGANISATION}> .")


def test_o10_a_place_that_leads_is_caught() -> None:
    assert _caught("city:bangkok a lcg:LearningCity . part:lead lcg:lead city:bangkok .")


def test_a_theme_is_no_factor() -> None:
    assert _caught("theme:culture a lcg:Theme , lcg:SupportingFactor .")


def test_o11_an_observation_is_on_one_factor() -> None:
    assert _caught("obs:both lcg:onFactor factor:culture , factor:flexibility .")


def test_o12_no_city_mentors_itself() -> None:
    assert _caught("city:phayao lcg:mentors city:phayao .")


def test_two_partners_are_no_contradiction() -> None:
    assert not _caught(
        "part:one lcg:partner agent:a , agent:b . obs:one lcg:onFactor factor:culture ."
    )
