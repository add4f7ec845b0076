"""Completeness is counted, never averaged, and silence has a number of its own."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Triple

from lcgraph.validation import Completeness, Level, Report, Severity, Tally
from lcgraph.vocabulary import CITY, LCG, RECORD
from tests.shapes.sample import IDENTIFIERS, NOW, compiled, failing, record, turtle

SECTIONS = [
    "identity",
    "organisations",
    "offers",
    "designations",
    "factors",
    "evidence",
    "governance",
]


def report(data: frozenset[Triple]) -> Report:
    return compiled().validate(data, now=NOW)


def total(completeness: Completeness, level: Level) -> Tally:
    return next(tally for tally in completeness.total if tally.level is level)


def numbers(tally: Tally) -> tuple[int, int, int]:
    return tally.met, tally.applicable, tally.declared_silent


def test_complete_record_meets_every_check() -> None:
    completeness = report(record()).completeness
    assert [section.key for section, _ in completeness.sections] == SECTIONS
    for _, tallies in completeness.sections:
        assert [tally.level for tally in tallies] == list(Level)
        for tally in tallies:
            assert numbers(tally) == (tally.applicable, tally.applicable, 0)
    assert numbers(total(completeness, Level.OPTIONAL)) == (9, 9, 0)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_every_check_is_met_silent_or_missing(identifier: str) -> None:
    completeness = report(failing(identifier)).completeness
    for _, tallies in completeness.sections:
        for tally in tallies:
            missing = {(r.constraint, r.focus_node) for r in tally.missing}
            assert tally.met + tally.declared_silent + len(missing) == tally.applicable
    missing_names = {r.identifier for tally in completeness.total for r in tally.missing}
    assert missing_names == {identifier}


def test_missing_point_is_named_in_its_section() -> None:
    completeness = report(failing("C16")).completeness
    offers = next(tallies for section, tallies in completeness.sections if section.key == "offers")
    recommended = next(tally for tally in offers if tally.level is Level.RECOMMENDED)
    (missing,) = recommended.missing
    assert (missing.identifier, missing.focus_node) == ("C16", CITY["th-sample"])
    assert numbers(recommended) == (1, 2, 0)
    assert recommended.to_dict()["missing"] == [
        {
            "identifier": "C16",
            "focusNode": "https://w3id.org/lcgraph/id/city/th-sample",
            "path": "https://w3id.org/lcgraph/ontology#hasLearningSpace",
            "messages": {
                "th": "ควรระบุพื้นที่การเรียนรู้อย่างน้อยหนึ่งแห่งในระเบียน",
                "en": "List at least one learning space.",
            },
        }
    ]


SILENCEABLE = {
    "C06": "lcg:statedUnitType",
    "C07": "wgs:lat",
    "C14": "lcg:sector",
    "C16": "lcg:hasLearningSpace",
    "C18": "lcg:offersProgramme",
    "C31": "lcg:hasTheme",
    "C37": "lcg:section",
}


@pytest.mark.parametrize("identifier", SILENCEABLE)
def test_declared_silence_drops_a_warning_to_info(identifier: str) -> None:
    silence = f"record:th-sample-v1 lcg:notStatedInSource {SILENCEABLE[identifier]} ."
    found = report(failing(identifier) | turtle(silence))
    assert [(r.identifier, r.severity, r.declared_silent) for r in found.results] == [
        (identifier, Severity.INFO, True)
    ]
    before = total(report(failing(identifier)).completeness, Level.RECOMMENDED)
    after = total(found.completeness, Level.RECOMMENDED)
    assert (before.met, before.applicable) == (after.met, after.applicable)
    assert after.declared_silent == 1


def test_year_declared_as_not_stated_is_silent_not_met() -> None:
    silence = turtle("record:th-sample-v1 lcg:notStatedInSource lcg:sinceYear .")
    found = report(failing("C22") | silence)
    assert found.results == ()
    tally = total(found.completeness, Level.RECOMMENDED)
    assert (tally.applicable - tally.met, tally.declared_silent) == (1, 1)


SILENT_THINGS = {
    "C06": ("city:th-sample", "lcg:statedUnitType"),
    "C14": ("agent:th-sample-municipality", "lcg:sector"),
    "C20": ("prog:th-sample-course", "lcg:targetGroup"),
}


@pytest.mark.parametrize("identifier", SILENT_THINGS)
def test_thing_declares_its_own_silence(identifier: str) -> None:
    thing, silent = SILENT_THINGS[identifier]
    found = report(failing(identifier) | turtle(f"{thing} lcg:notStatedInSource {silent} ."))
    assert [(r.identifier, r.severity, r.declared_silent) for r in found.results] == [
        (identifier, Severity.INFO, True)
    ]
    assert sum(tally.declared_silent for tally in found.completeness.total) == 1


def test_designation_declares_its_year_as_not_stated() -> None:
    silence = turtle("memb:th-sample-gnlc lcg:notStatedInSource lcg:sinceYear .")
    found = report(failing("C22") | silence)
    assert found.results == ()
    assert total(found.completeness, Level.RECOMMENDED).declared_silent == 1


def test_silence_of_one_thing_says_nothing_of_another() -> None:
    silence = turtle("agent:th-sample-university lcg:notStatedInSource lcg:sector .")
    found = report(failing("C14") | silence)
    assert [(r.identifier, r.severity, r.declared_silent) for r in found.results] == [
        ("C14", Severity.WARNING, False)
    ]


def test_silence_about_something_stated_changes_nothing() -> None:
    silence = turtle("record:th-sample-v1 lcg:notStatedInSource lcg:statedUnitType .")
    tally = total(report(record() | silence).completeness, Level.RECOMMENDED)
    assert numbers(tally) == (tally.applicable, tally.applicable, 0)


@pytest.mark.parametrize(
    ("identifier", "silent"), [("C30", LCG.hasTheme), ("C32", LCG.evidencedBy)]
)
def test_violation_never_drops(identifier: str, silent: NamedNode) -> None:
    declared = Triple(RECORD["th-sample-v1"], LCG.notStatedInSource, silent)
    found = report(failing(identifier) | {declared})
    assert [(r.identifier, r.severity) for r in found.results] == [(identifier, Severity.VIOLATION)]


@pytest.mark.parametrize(
    ("identifier", "severity"),
    [("C10", Severity.WARNING), ("C25", Severity.WARNING), ("C30", Severity.VIOLATION)],
)
def test_drafts_are_warned_where_records_are_refused(identifier: str, severity: Severity) -> None:
    published, draft = "status:published", "status:draft"
    changed = failing(identifier) - turtle(f"record:th-sample-v1 adms:status {published} .")
    found = report(changed | turtle(f"record:th-sample-v1 adms:status {draft} ."))
    assert [(r.identifier, r.severity) for r in found.results] == [(identifier, severity)]
    assert found.publishable == (severity is not Severity.VIOLATION)


def test_no_percentage_anywhere() -> None:
    assert "%" not in str(report(failing("C16")).to_dict())
