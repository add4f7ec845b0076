"""Which literals are values of their datatype, which lie in another, and which are one value."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from lcgraph.inference.datatypes import belongs_to, is_well_formed, same_value
from lcgraph.vocabulary import RDF, RDFS, XSD

WELL_FORMED = {
    "date": ["2026-02-28", "2024-02-29", "2026-03-13Z", "2026-03-13+07:00", "-0004-02-29"],
    "dateTime": ["2026-11-23T00:00:00Z", "2026-11-23T24:00:00", "2026-11-23T23:59:59.999"],
    "dateTimeStamp": ["2026-11-23T00:00:00Z", "2026-11-23T00:00:00+07:00"],
    "gYear": ["2026", "-0001", "12026", "2569Z"],
    "gYearMonth": ["2026-12"],
    "time": ["23:59:59", "24:00:00"],
    "boolean": ["true", "false", "0", "1"],
    "integer": ["0", "-7", "+07", "9" * 5000],
    "nonNegativeInteger": ["0", "+1", "9" * 5000],
    "byte": ["-128", "127"],
    "decimal": ["1", "1.5", ".5", "-1."],
    "double": ["1e10", "INF", "-INF", "NaN", "1.5"],
    "duration": ["P1Y", "PT0.5S", "-P1DT1H"],
    "language": ["th", "en-GB"],
    "anyURI": ["https://w3id.org/lcgraph/", ""],
    "hexBinary": ["", "0aF1"],
    "string": ["anything\nat all"],
}
ILL_FORMED = {
    "date": ["2026-02-30", "2025-02-29", "1900-02-29", "30/02/2026", "2026-2-3", "2026-13-01", ""],
    "dateTime": ["2026-11-23", "2026-11-23T25:00:00", "2026-02-30T00:00:00"],
    "dateTimeStamp": ["2026-11-23T00:00:00"],
    "gYear": ["26", "02569", "๒๕๖๙", "2026-01"],
    "gYearMonth": ["2026-13", "2026"],
    "time": ["24:00:01"],
    "boolean": ["yes", "TRUE"],
    "integer": ["1.0", "", "๗", "1 "],
    "nonNegativeInteger": ["-1", "-" + "9" * 5000],
    "byte": ["128", "-129"],
    "decimal": ["1e5", "."],
    "double": ["infinity", "1e"],
    "duration": ["P", "PT", "1Y"],
    "language": ["thai_th"],
    "anyURI": ["two words"],
    "hexBinary": ["0"],
}


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(datatype, text) for datatype, texts in table.items() for text in texts]


@pytest.mark.parametrize(("datatype", "text"), cases(WELL_FORMED))
def test_letters_that_have_a_value(datatype: str, text: str) -> None:
    assert is_well_formed(Literal(text, datatype=XSD[datatype]))


@pytest.mark.parametrize(("datatype", "text"), cases(ILL_FORMED))
def test_letters_that_have_none(datatype: str, text: str) -> None:
    assert not is_well_formed(Literal(text, datatype=XSD[datatype]))


def test_text_in_a_language_and_unknown_datatypes_are_taken_as_they_are() -> None:
    assert is_well_formed(Literal("2026-02-30", language="th"))
    shape = NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")
    assert is_well_formed(Literal("POINT(nowhere)", datatype=shape))


BELONGS = [
    (Literal(5), XSD.decimal, True),
    (Literal(5), XSD.byte, True),
    (Literal(500), XSD.byte, False),
    (Literal("5.0", datatype=XSD.decimal), XSD.integer, True),
    (Literal("5.5", datatype=XSD.decimal), XSD.integer, False),
    (Literal(5), XSD.double, False),
    (Literal("5e0", datatype=XSD.double), XSD.decimal, False),
    (Literal(-5), XSD.nonNegativeInteger, False),
    (Literal("2026"), XSD.gYear, False),
    (Literal("2026", datatype=XSD.gYear), XSD.gYear, True),
    (Literal("2026", datatype=XSD.gYear), XSD.date, False),
    (Literal("26", datatype=XSD.gYear), XSD.gYear, False),
    (Literal("th"), XSD.language, True),
    (Literal("not a tag"), XSD.language, False),
    (Literal("ยะลา", language="th"), RDF.langString, True),
    (Literal("ยะลา"), RDF.langString, False),
    (Literal("ยะลา", language="th"), XSD.string, False),
    (Literal("ยะลา", language="th"), RDFS.Literal, True),
    (Literal(5), RDFS.Literal, True),
    (Literal("ยะลา"), RDF.PlainLiteral, True),
    (Literal(5), RDF.PlainLiteral, False),
    (Literal("2026-11-23T00:00:00Z", datatype=XSD.dateTime), XSD.dateTimeStamp, True),
    (Literal("2026-11-23T00:00:00", datatype=XSD.dateTime), XSD.dateTimeStamp, False),
]


@pytest.mark.parametrize(("literal", "datatype", "expected"), BELONGS)
def test_a_value_lies_in_a_datatype_or_not(
    literal: Literal, datatype: NamedNode, expected: bool
) -> None:
    assert belongs_to(literal, datatype) is expected


def test_equal_numbers_are_one_value_and_equal_letters_of_two_datatypes_are_not() -> None:
    assert same_value(Literal(1), Literal("01", datatype=XSD.integer))
    assert same_value(Literal("1.50", datatype=XSD.decimal), Literal("1.5", datatype=XSD.decimal))
    assert same_value(Literal("th"), Literal("th"))
    assert not same_value(Literal("1"), Literal(1))
    assert not same_value(Literal("ยะลา", language="th"), Literal("ยะลา"))
    assert not same_value(Literal("9" * 5000, datatype=XSD.integer), Literal(9))
