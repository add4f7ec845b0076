"""Each mistake of the engines that was paid for once stays found."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import Literal, RdfFormat, parse, serialize

from lcgraph.validation import CompiledShapes, ReportContext, Severity, report_triples
from lcgraph.vocabulary import ID, LCS, RECORD, SH, XSD
from tests.shapes.sample import (
    IDENTIFIERS,
    NOW,
    compiled,
    failing,
    record,
    reference,
    shapes,
    turtle,
)

if TYPE_CHECKING:
    from lcgraph.validation import Report

CONTEXT = ReportContext(RECORD["th-sample-v1"], ID["activity/validation-test"], LCS["0.1.0"])


def report(text: str, without: str = "") -> Report:
    return compiled().validate((record() - turtle(without)) | turtle(text), now=NOW)


def test_rdflib_normalises_as_before() -> None:
    for before in (True, False):
        rdflib.NORMALIZE_LITERALS = before
        try:
            CompiledShapes(shapes(), reference()).validate(record(), now=NOW)
            assert before is rdflib.NORMALIZE_LITERALS
        finally:
            rdflib.NORMALIZE_LITERALS = True


@pytest.mark.parametrize(
    "written",
    ['"2026-02-30"^^xsd:date', '"x"^^xsd:integer', '"maybe"^^xsd:boolean', '"1."^^xsd:decimal'],
)
def test_ill_typed_literal_is_reported_as_written_and_nothing_is_printed(
    written: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    found = report(f"record:th-sample-v1 lcg:reviewedOn {written} .")
    (result,) = [r for r in found.results if r.identifier == "C42"]
    (triple,) = turtle(f"city:x rdfs:label {written} .")
    assert result.value == triple.object
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []


def test_ill_typed_literal_survives_in_the_report_as_rdf() -> None:
    found = report('record:th-sample-v1 lcg:reviewedOn "1."^^xsd:date .')
    triples = report_triples(found, CONTEXT)
    written = serialize(triples, format=RdfFormat.TURTLE)
    assert {quad.triple for quad in parse(written, format=RdfFormat.TURTLE)} == triples
    assert Literal("1.", datatype=XSD.date) in {t.object for t in triples}


def test_warning_about_a_value_outside_its_list_stays_a_warning() -> None:
    found = report(
        "city:th-sample lcg:statedUnitType <https://w3id.org/lcgraph/concept/group/youth> .",
        "city:th-sample lcg:statedUnitType "
        "<https://w3id.org/lcgraph/concept/unittype/municipality> .",
    )
    assert [(r.identifier, r.severity) for r in found.results] == [("C06", Severity.WARNING)]
    assert found.publishable
    assert not found.conforms


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_messages_keep_their_languages(identifier: str) -> None:
    found = compiled().validate(failing(identifier), now=NOW)
    (result,) = found.results
    assert list(result.messages) == ["th", "en"]
    assert {
        (t.object.language, t.object.value)
        for t in report_triples(found, CONTEXT)
        if t.predicate == SH.resultMessage and isinstance(t.object, Literal)
    } == set(result.messages.items())


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_severity_of_the_shape_is_that_of_the_result(identifier: str) -> None:
    (result,) = compiled().validate(failing(identifier), now=NOW).results
    assert result.severity is compiled().constraint(identifier).severity


def test_number_that_the_store_rewrites_is_still_judged() -> None:
    found = report("fig:th-sample-schools schema:value -01 .")
    (result,) = found.results
    assert result.identifier == "C49"
    assert result.value == Literal("-01", datatype=XSD.integer)


def test_threads_share_compiled_shapes() -> None:
    records = [failing(identifier) for identifier in IDENTIFIERS[:16]]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda data: compiled().validate(data, now=NOW), records))
    assert [[r.identifier for r in one.results] for one in found] == [
        [identifier] for identifier in IDENTIFIERS[:16]
    ]


def test_a_record_leaves_no_trace_for_the_next() -> None:
    fresh = CompiledShapes(shapes(), reference())
    for identifier in ("C43", "C50", "C48"):
        fresh.validate(failing(identifier), now=NOW)
    assert fresh.validate(record(), now=NOW).results == ()
    assert fresh.validate([], now=NOW).results == ()


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the web was asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    imports = turtle(
        "<https://w3id.org/lcgraph/shapes> <http://www.w3.org/2002/07/owl#imports> "
        "<https://example.org/shapes> ."
    )
    fresh = CompiledShapes(shapes() | imports, reference())
    assert fresh.validate(record() | imports, now=NOW).results == ()


def test_importing_validation_and_ingest_loads_neither_rdflib_nor_pyshacl() -> None:
    code = (
        "import sys, lcgraph.validation, lcgraph.ingest;"
        "sys.exit(any(name in sys.modules for name in ('rdflib', 'pyshacl', 'owlrl')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_too_many_results_of_one_constraint_are_cut_and_said_to_be() -> None:
    labels = "".join(f'city:th-sample rdfs:label "x{n}"@xx-{n:03} . \n' for n in range(3))
    bad = "".join(
        f'event:th-sample-{n} a lcg:LearningEvent ; rdfs:label "a{n}@b.org"@th , "b"@en .\n'
        for n in range(12)
    )
    found = compiled().validate(record() | turtle(labels + bad), now=NOW, max_results=5)
    assert [r.identifier for r in found.results] == ["C47"] * 5
    assert found.truncated == ("C47",)
