"""A report as RDF without blank nodes: SHACL results and DQV measurements for ``g:quality``."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lcgraph.vocabulary import BASE, DCTERMS, DQV, ID, LCG, PROV, RDF, RECORD, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcgraph.validation.completeness import Completeness, Tally
    from lcgraph.validation.results import Report, ValidationResult, Value

_SKOLEM: Final = BASE + ".well-known/genid/"
_METRIC: Final = BASE + "metric/"


class ReportContext(NamedTuple):
    """What a report is about and where it comes from.

    Attributes:
        record: The record version that was validated.
        activity: The validation, a ``prov:Activity``.
        shapes: The version of the shapes.
    """

    record: NamedNode
    activity: NamedNode
    shapes: NamedNode

    @property
    def key(self) -> str:
        """The local name of the record, such as ``th-yala-v1``."""
        return RECORD.local(self.record)


def report_triples(report: Report, context: ReportContext) -> set[Triple]:
    """Write a report as RDF.

    Args:
        report: The report.
        context: What it is about.

    Returns:
        One ``sh:ValidationReport`` with an ``sh:ValidationResult`` for each result (section 3.6
        of SHACL) and one ``dqv:QualityMeasurement`` for each level and for each level of each
        section (section 3.5 of the model). The names of all of them derive from the record, so
        that the same report gives the same triples. Blank nodes that the results are about
        become IRIs below ``.well-known/genid``.
    """
    return {*_results(report, context), *_measurements(report.completeness, context)}


def _results(report: Report, context: ReportContext) -> Iterator[Triple]:
    node = ID[f"report/{context.key}"]
    conforms = Literal("true" if report.conforms else "false", datatype=XSD.boolean)
    yield Triple(node, RDF.type, SH.ValidationReport)
    yield Triple(node, SH.conforms, conforms)
    yield Triple(node, DCTERMS.subject, context.record)
    yield Triple(node, PROV.wasGeneratedBy, context.activity)
    yield Triple(node, DCTERMS.conformsTo, context.shapes)
    for result in report.results:
        about = ID[f"result/{context.key}-{result.identifier}-{_digest(result)}"]
        yield Triple(node, SH.result, about)
        yield from _result(about, result)


def _result(node: NamedNode, result: ValidationResult) -> Iterator[Triple]:
    yield Triple(node, RDF.type, SH.ValidationResult)
    yield Triple(node, SH.focusNode, _named(result.focus_node))
    yield Triple(node, SH.resultSeverity, result.severity.term)
    yield Triple(node, SH.sourceShape, result.shape)
    yield Triple(node, SH.sourceConstraintComponent, result.component)
    for language, message in result.messages.items():
        yield Triple(node, SH.resultMessage, Literal(message, language=language))
    if result.source_constraint is not None:
        yield Triple(node, SH.sourceConstraint, result.source_constraint)
    if result.path is not None:
        yield Triple(node, SH.resultPath, result.path)
    if result.value is not None:
        yield Triple(node, SH.value, _named(result.value))


def _measurements(completeness: Completeness, context: ReportContext) -> Iterator[Triple]:
    for tally in completeness.total:
        yield from _measurement(f"{context.key}-{tally.level}", tally, None, context)
    for section, tallies in completeness.sections:
        for tally in tallies:
            if tally.applicable:
                name = f"{context.key}-{section.key}-{tally.level}"
                yield from _measurement(name, tally, section.iri, context)


def _measurement(
    name: str, tally: Tally, section: NamedNode | None, context: ReportContext
) -> Iterator[Triple]:
    node = ID[f"measurement/{name}"]
    yield Triple(node, RDF.type, DQV.QualityMeasurement)
    yield Triple(node, DQV.computedOn, context.record)
    yield Triple(node, DQV.isMeasurementOf, NamedNode(f"{_METRIC}{tally.level}-checks-met"))
    yield Triple(node, LCG.met, _number(tally.met))
    yield Triple(node, LCG.applicable, _number(tally.applicable))
    yield Triple(node, LCG.declaredSilent, _number(tally.declared_silent))
    yield Triple(node, PROV.wasGeneratedBy, context.activity)
    yield Triple(node, DCTERMS.conformsTo, context.shapes)
    if section is not None:
        yield Triple(node, DCTERMS.subject, section)


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=XSD.integer)


def _named(value: Value) -> NamedNode | Literal:
    return NamedNode(_SKOLEM + value.value) if isinstance(value, BlankNode) else value


def _digest(result: ValidationResult) -> str:
    about = f"{result.focus_node} {result.path} {result.value}"
    return hashlib.sha256(about.encode()).hexdigest()[:12]
