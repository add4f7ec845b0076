"""A report as RDF and as plain data: named, repeatable, and without blank nodes."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from lcgraph.validation import ReportContext, report_triples
from lcgraph.vocabulary import BASE, DCTERMS, DQV, ID, LCG, LCS, RDF, RECORD, SH, XSD
from tests.shapes.sample import IDENTIFIERS, NOW, compiled, failing, record, shapes

CONTEXT = ReportContext(
    RECORD["th-sample-v1"],
    ID["activity/validation-2026-11-23"],
    NamedNode(BASE + "shapes/0.1.0"),
)


@pytest.mark.parametrize("identifier", IDENTIFIERS)
def test_no_blank_nodes(identifier: str) -> None:
    triples = report_triples(compiled().validate(failing(identifier), now=NOW), CONTEXT)
    assert not any(isinstance(term, BlankNode) for t in triples for term in (t.subject, t.object))


def test_same_report_same_triples() -> None:
    first = report_triples(compiled().validate(failing("C30"), now=NOW), CONTEXT)
    second = report_triples(compiled().validate(failing("C30"), now=NOW), CONTEXT)
    assert first == second


def test_result_as_shacl_describes_it() -> None:
    triples = report_triples(compiled().validate(failing("C48"), now=NOW), CONTEXT)
    report = ID["report/th-sample-v1"]
    (result,) = [t.object for t in triples if (t.subject, t.predicate) == (report, SH.result)]
    described = {(t.predicate, t.object) for t in triples if t.subject == result}
    assert described == {
        (RDF.type, SH.ValidationResult),
        (SH.focusNode, ID["programme/th-sample-course"]),
        (SH.resultPath, LCG.targetGroup),
        (SH.value, NamedNode(BASE + "concept/group/yuoth")),
        (SH.resultSeverity, SH.Violation),
        (SH.sourceShape, LCS.C48),
        (SH.sourceConstraint, LCS["C48-query"]),
        (SH.sourceConstraintComponent, SH.SPARQLConstraintComponent),
        (SH.resultMessage, Literal("อ้างถึงรายการที่ไม่มีอยู่", language="th")),
        (
            SH.resultMessage,
            Literal("This refers to something that does not exist.", language="en"),
        ),
    }
    false = Literal("false", datatype=XSD.boolean)
    assert (SH.conforms, false) in {(t.predicate, t.object) for t in triples if t.subject == report}


def test_measurement_as_the_model_describes_it() -> None:
    triples = report_triples(compiled().validate(failing("C30"), now=NOW), CONTEXT)
    node = ID["measurement/th-sample-v1-required"]
    described = {t.predicate: t.object for t in triples if t.subject == node}
    applicable = described[LCG.applicable]
    met = described[LCG.met]
    assert isinstance(applicable, Literal)
    assert isinstance(met, Literal)
    assert int(met.value) == int(applicable.value) - 1
    assert described[LCG.declaredSilent] == Literal("0", datatype=XSD.integer)
    assert described[DQV.computedOn] == CONTEXT.record
    assert described[DQV.isMeasurementOf] == NamedNode(BASE + "metric/required-checks-met")
    assert described[DCTERMS.conformsTo] == CONTEXT.shapes


def test_every_metric_is_described() -> None:
    triples = report_triples(compiled().validate(record(), now=NOW), CONTEXT)
    used = {t.object for t in triples if t.predicate == DQV.isMeasurementOf}
    described = {t.subject for t in shapes() if (t.predicate, t.object) == (RDF.type, DQV.Metric)}
    assert used == described


def test_plain_data_is_json() -> None:
    found = compiled().validate(failing("C01"), now=NOW).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["conforms"] is False
    assert found["publishable"] is False
    (result,) = found["results"]
    assert result == {
        "constraint": "https://w3id.org/lcgraph/shapes#C01",
        "identifier": "C01",
        "severity": "Violation",
        "focusNode": "https://w3id.org/lcgraph/id/city/th-sample",
        "path": "http://www.w3.org/2000/01/rdf-schema#label",
        "value": None,
        "messages": {
            "th": "ต้องมีชื่อเมืองภาษาไทยหนึ่งชื่อ",
            "en": "Give the city exactly one Thai name.",
        },
        "advice": dict(compiled().constraint("C01").advice),
        "shape": "https://w3id.org/lcgraph/shapes#C01",
        "declaredSilent": False,
    }
