"""What the article supports: the table of section 4.3 of the model, worked by hand, and computed.

Each difference between the two is explained in ``golden.csv``, beside the row. The model worked its
table before the themes were coded; where it made an answer depend on the coding, the row says
``if-coded``, and where it named a peer by practice or offer without saying which, ``either``.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from lcgraph.recommendations import CityAdvice, ThemeAdvice, for_city
from lcgraph.vocabulary import CITY, CONCEPT
from tests.recommendations import shipped
from tests.recommendations.support import HERE, read_of, rules, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = tuple[str, str, str, str]
"""City, theme, what is said, and about what."""


@cache
def advice(key: str) -> CityAdvice:
    read = read_of(shipped.advised(), "_city_iri", CITY[key])
    return for_city(CITY[key], read, rules(), wording())


def short(iri: str) -> str:
    concept = NamedNode(iri)
    return CONCEPT.local(concept) if concept in CONCEPT else iri.rpartition("/")[2]


def actions_of(found: ThemeAdvice) -> Iterator[tuple[str, str]]:
    for what, actions in (("action", found.actions), ("related-action", found.related_actions)):
        for each in actions:
            assert each.action is not None
            yield what, short(each.action.iri)
            if each.country_findings:
                yield "systemic", short(each.action.iri)


def peers_of(found: ThemeAdvice) -> Iterator[tuple[str, str]]:
    for each in (each for group in found.peers for each in group):
        peer = each.peer
        assert peer is not None
        said = {
            "declared-mentor": peer.declared_mentor,
            "mutual": peer.mutual,
            "peer-limited": bool(peer.limited),
        }
        for what in [what for what, holds in said.items() if holds]:
            yield what, short(peer.iri)
        for statement in peer.statements:
            yield f"peer-by-{statement.kind}", short(peer.iri)


def remarks_on(found: ThemeAdvice) -> Iterator[tuple[str, str]]:
    for statement in found.limitations:
        for reading in (r for passage in statement.evidence for r in passage.get("readings", ())):
            yield "rests-on-reading", short(reading["iri"])
    for note in found.notes:
        assert note.proposal is not None
        yield "factor-note", short(note.proposal.iri).removeprefix("guideline/")
    if found.no_peer:
        yield "no-peer", "-"
    if found.no_guidance:
        yield "no-guidance", "-"


def rows_of(key: str) -> set[Row]:
    said = advice(key)
    rows: set[Row] = set()
    for found in said.themes:
        theme = short(found.theme.iri).removeprefix("theme/")
        for what, target in (*actions_of(found), *peers_of(found), *remarks_on(found)):
            rows.add((key, theme, what, target))
        if any(found.theme in each.themes for each in said.requests.get("reconcile", ())):
            rows.add((key, theme, "reconcile", "-"))
    return rows | ({(key, "-", "nothing-stated", "-")} if said.nothing_stated else set())


def golden() -> list[dict[str, str]]:
    with (HERE / "golden.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("key", sorted(shipped.records()))
def test_the_rules_compute_the_table(key: str) -> None:
    expected = {
        (row["city"], row["theme"], row["what"], row["target"])
        for row in golden()
        if row["computed"] == "yes" and row["city"] == key
    }
    assert rows_of(key) == expected


def test_each_difference_from_the_table_worked_by_hand_is_explained() -> None:
    for row in golden():
        agrees = (row["hand_worked"], row["computed"]) in {("yes", "yes"), ("either", "yes")}
        assert bool(row["difference"]) != agrees, row
