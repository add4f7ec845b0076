"""The kept results of the W3C's suites: whole, of this version, and what the README says."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from conformance import report
from lcgraph.records.triples import TripleIndex
from lcgraph.vocabulary import DCTERMS, DOAP, EARL, RDF, RDFS, SKOS, XSD
from tests.house.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
KEPT = report.read(report.KEPT)
INDEX = TripleIndex(KEPT)
DAY = dt.date(2026, 1, 2)
FAILS = "sparql/pre-binding/shapesGraph-001"


def verdicts() -> dict[str, str]:
    """Read back the results that the kept report was made of."""
    folders = {iri: "".join(INDEX.texts(iri, SKOS.notation).values()) for iri in suites()}
    found = {}
    for assertion in INDEX.subjects(RDF.type, EARL.Assertion):
        (test,), (result,) = INDEX.iris(assertion, EARL.test), INDEX.iris(assertion, EARL.result)
        (suite,), (outcome,) = INDEX.iris(test, DCTERMS.isPartOf), INDEX.iris(result, EARL.outcome)
        (name,) = INDEX.texts(test, DCTERMS.identifier).values()
        verdict = {EARL.passed: "pass", EARL.failed: "fail"}[outcome]
        found[f"{folders[suite]}/{name}"] = verdict
    return found


def suites() -> list[NamedNode]:
    return INDEX.subjects(RDF.type, EARL.TestRequirement)


def results(path: Path, each: dict[str, str]) -> Path:
    """Write results as the suites do."""
    entries = [{"id": name, "group": "any", "verdict": found} for name, found in each.items()]
    path.write_text(json.dumps({"name": "any", "results": entries}), encoding="utf-8")
    return path


def counts(folders: set[str]) -> tuple[int, int]:
    """Count the tests of some suites that are passed, and all of them."""
    found = [verdict for name, verdict in verdicts().items() if name.partition("/")[0] in folders]
    return found.count("pass"), len(found)


def test_the_report_is_what_is_made_of_its_own_results() -> None:
    (date,) = {triple.object for triple in KEPT if triple.predicate == DCTERMS.date}
    assert isinstance(date, Literal)
    day = dt.date.fromisoformat(date.value)
    made = report.report_of(verdicts(), report.read(report.SUITES), VERSION, day)
    assert made == KEPT
    assert report.KEPT.read_text(encoding="utf-8") == report.written(made)


def test_every_test_has_an_assertion_of_this_software() -> None:
    for test in INDEX.subjects(RDF.type, EARL.TestCase):
        (assertion,) = INDEX.subjects(EARL.test, test)
        assert INDEX.iris(assertion, EARL.subject) == [report.REPORT.lcgraph]
        (assertor,) = INDEX.iris(assertion, EARL.assertedBy)
        assert EARL.Assertor in INDEX.iris(assertor, RDF.type)
        (result,) = INDEX.iris(assertion, EARL.result)
        assert [literal.datatype for literal in INDEX.literals(result, DCTERMS.date)] == [XSD.date]
        assert len(INDEX.iris(result, EARL.outcome)) == 1
    (release,) = INDEX.iris(report.REPORT.lcgraph, DOAP.release)
    assert INDEX.texts(release, DOAP.revision) == {"und": VERSION}


def test_what_is_not_passed_is_explained_in_both_languages() -> None:
    failed = {name for name, verdict in verdicts().items() if verdict != "pass"}
    assert failed == {FAILS}
    (result,) = INDEX.subjects(EARL.outcome, EARL.failed)
    assert set(INDEX.texts(result, EARL.info)) == {"th", "en"}


def test_the_readme_has_the_figures_in_both_languages() -> None:
    shacl = {"core", "sparql"}
    protocols = {name.partition("/")[0] for name in verdicts()} - shacl
    expected = [tuple(map(str, counts(folders))) for folders in (protocols, shacl)]
    english, thai = (ROOT / "README.md").read_text(encoding="utf-8").split("\n---\n")
    assert re.findall(r"\*\*(\d+) of (\d+)\*\*", english) == expected
    assert re.findall(r"\*\*(\d+) จาก (\d+)\*\*", thai) == expected


def test_the_same_results_on_another_day_are_no_difference() -> None:
    described = report.read(report.SUITES)
    assert report.differences(KEPT, report.report_of(verdicts(), described, VERSION, DAY)) == []


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        # The outcome and its two explanations.
        ({FAILS: "pass"}, 4),
        ({"protocol/query_get": "fail"}, 2),
        ({"core/node/class-001": "lenient"}, 2),
        ({"core/node/class-001": "skip"}, 2),
    ],
)
def test_another_outcome_is_a_difference(
    changed: dict[str, str], lines: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, fresh = tmp_path / "results.json", tmp_path / "made" / "earl.ttl"
    given = [str(results(file, verdicts() | changed)), "--fresh", str(fresh)]
    assert report.main(given) == 1
    said = [line for line in capsys.readouterr().out.splitlines() if line[:2] in {"- ", "+ "}]
    assert len(said) == lines
    # What was made can be kept: then it is no difference.
    assert report.main([*given, "--kept", str(fresh)]) == 0


def test_a_test_that_was_not_run_is_a_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fewer = verdicts()
    del fewer["protocol/query_get"]
    given = [str(results(tmp_path / "results.json", fewer)), "--fresh", str(tmp_path / "earl.ttl")]
    assert report.main(given) == 1
    assert "manifest#query_get" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "has no results"),
        ("{}", "has no results"),
        ('{"results": [1]}', "has no results"),
        ('{"results": []}', "There are no results"),
        ('{"results": [{"id": "other/one", "verdict": "pass"}]}', "other/one (pass) is unknown"),
        ('{"results": [{"id": "core/one", "verdict": "maybe"}]}', "core/one (maybe) is unknown"),
    ],
)
def test_results_that_cannot_be_used_are_refused(
    text: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, fresh = tmp_path / "results.json", tmp_path / "earl.ttl"
    file.write_text(text, encoding="utf-8")
    assert report.main([str(file), "--fresh", str(fresh)]) == 2
    assert complaint in capsys.readouterr().err
    assert not fresh.exists()


def test_a_test_with_two_results_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = results(tmp_path / "results.json", {"core/one": "pass"})
    assert report.main([str(file), str(file), "--fresh", str(tmp_path / "earl.ttl")]) == 2
    assert "core/one" in capsys.readouterr().err


def test_the_type_of_a_subject_is_written_first() -> None:
    one = NamedNode("https://example.org/one")
    text = report.written(
        {
            Triple(one, RDF.type, EARL.TestCase),
            Triple(one, RDFS.label, Literal("ข้อ", language="th")),
        }
    )
    assert text.index(" a earl:TestCase") < text.index("rdfs:label")
    assert len(list(parse(text, format=RdfFormat.TURTLE))) == 2
