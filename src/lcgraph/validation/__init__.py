"""Validation: shapes in, findings out, in both languages; nothing is read from the web.

SHACL core runs in pySHACL, SPARQL constraints run in the store's engine; rdflib and pySHACL are
imported when shapes are compiled, not before.
"""

from __future__ import annotations

from lcgraph.validation.check import CheckedRecord, check_record
from lcgraph.validation.compiled import CompiledShapes
from lcgraph.validation.completeness import Completeness, Level, Tally
from lcgraph.validation.constraints import Constraint, Section, tally
from lcgraph.validation.finding import Finding
from lcgraph.validation.neighbourhood import EmptyView, PublishedView
from lcgraph.validation.rdf import ReportContext, report_triples
from lcgraph.validation.results import Report, Severity, ValidationResult

__all__ = [
    "CheckedRecord",
    "CompiledShapes",
    "Completeness",
    "Constraint",
    "EmptyView",
    "Finding",
    "Level",
    "PublishedView",
    "Report",
    "ReportContext",
    "Section",
    "Severity",
    "Tally",
    "ValidationResult",
    "check_record",
    "report_triples",
    "tally",
]
