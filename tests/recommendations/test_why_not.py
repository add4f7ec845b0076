"""Why not: the conditions of the rules, one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Variable

from lcgraph.recommendations import why_not, wording_of
from lcgraph.store import MemoryStore
from lcgraph.vocabulary import CITY, THEME
from tests.recommendations.support import SHIPPED, background, staged, turtle

NAMES = {
    "city": {"th": "เมืองผู้ถาม", "en": "Asker"},
    "peer": {"th": "เมืองผู้ช่วย", "en": "Helper"},
    "theme": {"th": "เทคโนโลยี", "en": "Technology"},
}
ASKER = """
obs:a lcg:aboutPlace city:th-asker ; lcg:hasLimitation find:a .
find:a lcg:hasTheme theme:technology .
"""


def text_of(name: str) -> str:
    return Path(SHIPPED / "explain" / f"{name}.rq").read_text(encoding="utf-8")


def met(store: MemoryStore, name: str, **parameters: NamedNode) -> set[str]:
    found = store.query(
        text_of(name),
        substitutions={Variable(f"_{key}_iri"): value for key, value in parameters.items()},
    )
    assert isinstance(found, QuerySolutions)
    conditions = {solution["condition"] for solution in found}
    return {each.value for each in conditions if isinstance(each, Literal)}


@pytest.mark.parametrize(
    ("world", "conditions"),
    [
        ("", set()),
        (ASKER, {"limitation"}),
        ("map:m a lcg:ActionMapping ; lcg:mapsTheme theme:technology .", {"mapping"}),
        ("map:m a lcg:ActionMapping ; lcg:mapsTheme theme:digital-options .", {"related-mapping"}),
        ("map:m a lcg:StepMapping ; lcg:mapsTheme theme:technology .", set()),
        (ASKER.replace("technology", "digital-options"), set()),
    ],
)
def test_conditions_for_an_action(world: str, conditions: set[str]) -> None:
    store = staged(background() | turtle(world))
    city, theme = CITY["th-asker"], THEME["technology"]
    assert met(store, "why-no-action", city=city, theme=theme) == conditions


@pytest.mark.parametrize(
    ("world", "conditions"),
    [
        (ASKER, {"limitation"}),
        ("obs:h lcg:aboutPlace city:th-helper ; lcg:hasStrength find:h .", {"strength"}),
        ("obs:h lcg:aboutPlace city:th-helper ; lcg:hasPractice find:h .", {"practice"}),
        ("obs:h lcg:aboutPlace city:th-helper ; lcg:hasLimitation find:h .", {"peer-limitation"}),
        ("city:th-helper lcg:hostsEvent find:h .", {"offer"}),
        ("obs:h lcg:aboutPlace city:th-third ; lcg:hasStrength find:h .", set()),
    ],
)
def test_conditions_for_a_peer(world: str, conditions: set[str]) -> None:
    narrower = "find:h lcg:hasTheme theme:digital-options ."
    store = staged(background() | turtle(world + narrower))
    asked = {"city": CITY["th-asker"], "peer": CITY["th-helper"], "theme": THEME["technology"]}
    assert met(store, "why-no-peer", **asked) == conditions


def test_every_condition_is_told_met_or_not() -> None:
    told = why_not({"mapping"}, wording_of(text_of("why-no-action")), NAMES)
    assert [(each.name, each.met, each.sentence["en"]) for each in told] == [
        ("limitation", False, "No limitation of Asker on the theme “Technology” is stated."),
        ("mapping", True, "An action is mapped to the theme “Technology”."),
        (
            "related-mapping",
            False,
            "No action is mapped to a theme broader or narrower than “Technology”.",
        ),
    ]


@pytest.mark.parametrize("name", ["why-no-action", "why-no-peer"])
def test_conditions_have_both_sentences(name: str) -> None:
    wording = wording_of(text_of(name))
    conditions = {case.removesuffix("-met").removesuffix("-unmet") for case in wording}
    assert set(wording) == {f"{each}-{how}" for each in conditions for how in ("met", "unmet")}
