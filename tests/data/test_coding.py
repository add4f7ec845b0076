"""The coding of polarity and themes: its agreement is computed, and the graph follows it."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from tests.data.knowledge_base import BASE, ROOT, ask, load

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

FOLDER = ROOT / "data" / "coding"
CLASSES = {"strength": "Strength", "limitation": "Limitation", "practice": "DescribedPractice"}


def table(name: str) -> list[dict[str, str]]:
    """Read one of the published tables."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(name: str) -> dict[str, dict[str, str]]:
    """Read a coding by unit."""
    return {row["unit"]: row for row in table(name)}


def themes_added_in(stages: set[str]) -> list[dict[str, str]]:
    """List the themes of the manual, or also those that the editors had to add to it."""
    return [row for row in table("themes.csv") if row["added_in"] in stages]


def cohen(pairs: Sequence[tuple[Hashable, Hashable]]) -> tuple[float, float, float]:
    """Compute Cohen's kappa (Cohen 1960).

    Args:
        pairs: The answers of both coders, unit by unit.

    Returns:
        Observed agreement, agreement expected by chance, kappa.
    """
    count = len(pairs)
    observed = sum(a == b for a, b in pairs) / count
    answers = {answer for pair in pairs for answer in pair}
    expected = sum(
        sum(a == answer for a, _ in pairs) * sum(b == answer for _, b in pairs) / count**2
        for answer in answers
    )
    return observed, expected, (observed - expected) / (1 - expected)


def decisions(question: str) -> list[tuple[Hashable, Hashable]]:
    """Pair what both coders answered to one question."""
    one, two = codes("coder-a.csv"), codes("coder-b.csv")
    units = [row["unit"] for row in table("units.csv")]
    if question == "polarity":
        findings = [row["unit"] for row in table("units.csv") if row["kind"] == "finding"]
        return [(one[unit]["polarity"], two[unit]["polarity"]) for unit in findings]
    if question == "primary":
        return [(one[unit]["primary"], two[unit]["primary"]) for unit in units]
    themes = [row["theme"] for row in table("themes.csv") if row["added_in"] == "manual"]
    return [
        (theme in one[unit]["further"].split(), theme in two[unit]["further"].split())
        for unit in units
        for theme in themes
    ]


def test_kappa_of_a_known_table() -> None:
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert cohen(pairs) == pytest.approx((0.7, 0.5, 0.4))


@pytest.mark.parametrize("row", table("agreement.csv"), ids=lambda row: row["question"])
def test_published_agreement_is_what_the_codings_give(row: dict[str, str]) -> None:
    pairs = decisions(row["question"])
    assert row["n"] == str(len(pairs))
    assert [row["observed"], row["expected"], row["kappa"]] == [
        f"{value:.4f}" for value in cohen(pairs)
    ]


def test_every_question_has_its_agreement() -> None:
    assert [row["question"] for row in table("agreement.csv")] == ["polarity", "primary", "further"]


@pytest.mark.parametrize("name", ["coder-a.csv", "coder-b.csv", "settled.csv"])
def test_codings_keep_to_the_manual(name: str) -> None:
    stages = {"manual", "settlement"} if name == "settled.csv" else {"manual"}
    broader = {row["theme"]: row["broader"] for row in themes_added_in(stages)}
    kinds = {row["unit"]: row["kind"] for row in table("units.csv")}
    coding = codes(name)
    assert list(coding) == list(kinds)
    for unit, row in coding.items():
        polarities = {*CLASSES, "none"} if kinds[unit] == "finding" else {""}
        further = row["further"].split()
        given = {row["primary"], *further}
        assert row["polarity"] in polarities
        assert row["primary"] in {*broader, "-"}
        assert len(further) <= 2
        assert set(further) <= set(broader)
        assert len(given) == len(further) + 1
        assert {broader.get(theme, "") for theme in given}.isdisjoint(given)


def test_themes_are_those_of_the_graph() -> None:
    published = {(row["theme"], row["broader"]) for row in table("themes.csv")}
    scheme = f"{BASE}concept/theme/"
    known = ask(
        """SELECT ?theme ?broader { ?theme a lcg:Theme
            OPTIONAL { ?theme skos:broader ?broader } }"""
    )
    short = {(theme.removeprefix(scheme), up.removeprefix(scheme)) for theme, up in known}
    assert {theme for theme, _ in published} <= {theme for theme, _ in short}
    assert {pair for pair in published if pair[1]} <= short


def test_every_difference_is_settled_with_a_reason() -> None:
    one, two, settled = codes("coder-a.csv"), codes("coder-b.csv"), codes("settled.csv")

    def answer(row: dict[str, str], question: str) -> str:
        if question == "further":
            return " ".join(sorted(row["further"].split())) or "-"
        return row[question]

    differences = {
        (unit, question, answer(one[unit], question), answer(two[unit], question))
        for unit in one
        for question in ("polarity", "primary", "further")
        if answer(one[unit], question) != answer(two[unit], question)
    }
    without_theme = {
        (unit, "primary", "-", "-")
        for unit in one
        if one[unit]["polarity"] == two[unit]["polarity"] == "limitation"
        and one[unit]["primary"] == two[unit]["primary"] == "-"
    }
    rows = table("settlement.csv")
    assert {(row["unit"], row["question"], row["a"], row["b"]) for row in rows} == (
        differences | without_theme
    )
    assert all(row["reason_th"] and row["reason_en"] for row in rows)
    assert [
        row["unit"]
        for row in rows
        if row["settled"] != answer(settled[row["unit"]], row["question"])
    ] == []


def test_agreed_codes_are_left_alone() -> None:
    differing = {row["unit"] for row in table("settlement.csv")}
    one, settled = codes("coder-a.csv"), codes("settled.csv")
    for unit, row in settled.items():
        if unit not in differing:
            assert {**one[unit], "further": sorted(one[unit]["further"].split())} == {
                **row,
                "further": sorted(row["further"].split()),
            }


def test_graph_carries_the_settled_themes() -> None:
    settled = codes("settled.csv")
    expected: dict[str, set[str]] = {}
    for row in table("units.csv"):
        if row["resource"]:
            code = settled[row["unit"]]
            themes = {code["primary"], *code["further"].split()} - {"-"}
            expected.setdefault(row["resource"], set()).update(themes)
    coded = ask(
        f"""SELECT ?x ?theme {{ ?x lcg:codedIn <{BASE}id/activity/theme-coding-2026>
            OPTIONAL {{ ?x lcg:hasTheme ?theme }} }}""",
        load("data/records/*.ttl", "data/sources/onec-2026/findings-th.ttl"),
    )
    found: dict[str, set[str]] = {}
    for resource, theme in coded:
        themes = found.setdefault(resource, set())
        if theme:
            themes.add(theme.removeprefix(f"{BASE}concept/theme/"))
    assert found == expected


def test_graph_carries_the_settled_polarity() -> None:
    settled = codes("settled.csv")
    expected = {
        (row["resource"], f"{BASE}ontology#{CLASSES[settled[row['unit']]['polarity']]}")
        for row in table("units.csv")
        if row["kind"] == "finding" and row["resource"]
    }
    found = ask(
        """SELECT ?finding ?class { ?finding a ?class
            FILTER(?class IN (lcg:Strength, lcg:Limitation, lcg:DescribedPractice)) }"""
    )
    assert expected <= found


def test_limitations_are_the_stated_ones() -> None:
    settled, units = codes("settled.csv"), codes("units.csv")
    cities = {
        unit
        for unit, row in settled.items()
        if row["polarity"] == "limitation"
        and "/finding/th-" in units[unit]["resource"]
        and not units[unit]["subject"].startswith("A")
    }
    assert cities == {
        *("G0640", "G0649", "G0706", "G0741", "G0791"),
        *("G0568", "G0569", "G0570", "G0573", "G0574", "G0575"),
    }
