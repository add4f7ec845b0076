"""The records that lcgraph ships are publishable, and judged as pySHACL judges them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple

from lcgraph.ingest import ParsedRecord, read_record
from lcgraph.knowledge import Knowledge
from lcgraph.validation import CheckedRecord, CompiledShapes, Report, Severity, check_record
from lcgraph.vocabulary import GRAPH
from tests.shapes import oracle
from tests.shapes.sample import NOW

RECORDS = [Path(file.name).stem for file in Knowledge().records()]
REVIEWED = {
    # Cells whose printed words are doubtful (readings E29 and E30), and a cell without a theme.
    ("th-chiang-mai", "C40"): 2,
    ("th-chiang-rai", "C40"): 2,
    ("th-phuket", "C31"): 1,
}


@cache
def graphs() -> tuple[frozenset[Triple], frozenset[Triple], frozenset[Triple]]:
    """Shapes, what records refer to, ontology."""
    read = Knowledge().graphs()
    shapes = read.pop(GRAPH["shapes"])
    ontology = read.pop(GRAPH["ontology"])
    reference = frozenset(t for triples in read.values() for t in triples)
    return frozenset(shapes), reference, frozenset(ontology)


@cache
def compiled() -> CompiledShapes:
    return CompiledShapes(*graphs())


@cache
def parsed(record: str) -> ParsedRecord:
    (file,) = [file for file in Knowledge().records() if Path(file.name).stem == record]
    read = read_record(file.text, file.name)
    assert isinstance(read, ParsedRecord)
    return read


@cache
def checked(record: str) -> CheckedRecord:
    return check_record(parsed(record), compiled(), now=NOW)


def test_ten_cities() -> None:
    assert len(RECORDS) == 10


@pytest.mark.parametrize("record", RECORDS)
def test_no_violation(record: str) -> None:
    violations = [f for f in checked(record).findings if f.severity is Severity.VIOLATION]
    assert violations == []
    assert checked(record).publishable


@pytest.mark.parametrize("record", RECORDS)
def test_every_warning_is_known(record: str) -> None:
    found: dict[tuple[str, str], int] = {}
    for finding in checked(record).findings:
        if finding.severity is Severity.WARNING:
            key = (record, finding.identifier)
            found[key] = found.get(key, 0) + 1
    assert found == {key: times for key, times in REVIEWED.items() if key[0] == record}


@pytest.mark.parametrize("record", RECORDS)
def test_every_finding_has_its_line(record: str) -> None:
    lines = len(next(f.text for f in Knowledge().records() if record in f.name).splitlines())
    for finding in checked(record).findings:
        assert finding.line is not None
        assert 1 <= finding.line <= lines


def of_sources() -> Report:
    """Validate all sources at once, with the cities that they name."""
    _, reference, _ = graphs()
    cities = {t for record in RECORDS for t in parsed(record).triples}
    everything = CompiledShapes(graphs()[0], reference | cities)
    sources = {
        t
        for graph, triples in Knowledge().graphs().items()
        if "/id/source/" in graph.value
        for t in triples
    }
    return everything.validate(sources, now=NOW)


def test_sources_have_no_violation() -> None:
    found = of_sources().of(Severity.VIOLATION)
    assert [(r.identifier, r.focus_node, r.value) for r in found] == []


@pytest.mark.slow
@pytest.mark.parametrize("record", RECORDS)
def test_same_results_as_pyshacl(record: str) -> None:
    shapes, reference, _ = graphs()
    data = frozenset(parsed(record).triples)
    subjects = [t.subject.value for t in data if isinstance(t.subject, NamedNode)]
    expected = oracle.results(data | reference, shapes, focus=sorted(set(subjects)))
    found = compiled().raw_results(data, now=NOW)
    assert oracle.without_blank_labels(found) == oracle.without_blank_labels(expected)
