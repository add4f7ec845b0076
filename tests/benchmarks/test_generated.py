"""Generated cities: apart from the shipped ones and from each other, and valid."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from benchmarks.generate import main, record, records, templates
from lcgraph.knowledge import Knowledge
from lcgraph.knowledge.loading import shapes_of
from lcgraph.records import CityRecord, record_of
from lcgraph.validation import Severity
from lcgraph.vocabulary import CITY, RDFS

TEMPLATES = {template.key: template for template in templates()}


def test_each_describes_nothing_that_another_describes() -> None:
    described: set[object] = {t.subject for each in TEMPLATES.values() for t in each.triples}
    for _, triples in records(2 * len(TEMPLATES)):
        subjects = {triple.subject for triple in triples}
        assert described.isdisjoint(subjects)
        described |= subjects


def test_each_refers_only_to_what_it_or_the_reference_data_describe() -> None:
    key, triples = record(TEMPLATES["th-phayao"], 7)
    named = {t.object.value for t in triples if isinstance(t.object, NamedNode)}
    assert not [iri for iri in named if "th-phayao" in iri and "/passage/" not in iri]
    assert f"https://w3id.org/lcgraph/record/{key}" in named


def test_each_city_has_a_name_of_its_own() -> None:
    key, triples = record(TEMPLATES["th-phayao"], 7)
    labels = {t.object for t in triples if (t.subject, t.predicate) == (CITY[key], RDFS.label)}
    assert labels == {
        Literal("เมืองจำลอง 7", language="th"),
        Literal("Generated City 7", language="en"),
    }


@pytest.fixture(scope="module")
def shapes() -> object:
    return shapes_of(Knowledge())


@pytest.mark.parametrize("key", list(TEMPLATES))
def test_each_is_a_valid_record(key: str, shapes: object) -> None:
    made, triples = record(TEMPLATES[key], 1)
    found = record_of(triples)
    assert isinstance(found, CityRecord)
    assert found.key == made
    report = shapes.validate(triples)  # type: ignore[attr-defined]
    assert report.of(Severity.VIOLATION) == ()


def test_files_hold_one_record_each(tmp_path: Path) -> None:
    assert main(["3", str(tmp_path / "made")]) == 0
    files = sorted((tmp_path / "made").iterdir())
    assert [path.name for path in files] == [f"th-generated-00000{n}.ttl" for n in (1, 2, 3)]
    read = {quad.triple for quad in parse(path=files[0], format=RdfFormat.TURTLE)}
    assert read == set(next(records(1))[1])
