"""What shapes cannot see of a file: how many records, which cities, whose things."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, NamedNode, Quad

from lcgraph.ingest import ParsedRecord, read_record
from lcgraph.store import MemoryStore
from lcgraph.validation import CompiledShapes, Finding, Severity, check_record
from lcgraph.vocabulary import LCG, OWL, RDF, RECORD
from tests.shapes.sample import NOW, compiled, reference, shapes
from tests.validation.test_broken_records import BROKEN

TEXT = (BROKEN / "unbroken.ttl").read_text(encoding="utf-8")


def findings(
    text: str, compiled_shapes: CompiledShapes | None = None, view: MemoryStore | None = None
) -> list[Finding]:
    parsed = read_record(text, "file.ttl")
    assert isinstance(parsed, ParsedRecord)
    checked = check_record(parsed, compiled_shapes or compiled(), view, now=NOW)
    return [f for f in checked.findings if f.severity is not Severity.INFO]


def identifiers(text: str) -> list[tuple[str, int | None]]:
    return [(finding.identifier, finding.line) for finding in findings(text)]


def test_no_record() -> None:
    assert identifiers(TEXT.replace("a lcg:CityRecord ;", "a lcg:Source ;"))[0] == ("F01", None)


def test_empty_file() -> None:
    assert identifiers("") == [("F01", None)]


def test_two_records() -> None:
    second = "\nrecord:th-nan-v2 a lcg:CityRecord ; foaf:primaryTopic city:th-nan ."
    found = dict(identifiers(TEXT + second))
    assert found["F02"] == len(TEXT.splitlines()) + 2


def test_two_cities() -> None:
    other = '\ncity:th-loei a lcg:LearningCity ; rdfs:label "เลย"@th , "Loei"@en ;'
    other += "\n  lcg:inCountry place:th ; lcg:inProvince place:th-57 ;"
    other += "\n  lcg:statedUnitType unittype:municipality ."
    assert identifiers(TEXT + other) == [("F03", len(TEXT.splitlines()) + 2)]


def test_record_named_after_another_city() -> None:
    assert identifiers(TEXT.replace("record:th-nan-v1", "record:th-loei-v1")) == [("F04", 26)]


def test_thing_without_a_type() -> None:
    text = TEXT + '\n<https://w3id.org/lcgraph/id/space/th-nan-x> rdfs:comment "?"@th .'
    assert identifiers(text) == [("F05", len(TEXT.splitlines()) + 2)]


def test_blank_node_that_nothing_refers_to() -> None:
    text = TEXT + '\n\n[] rdfs:comment "?"@th .'
    assert identifiers(text) == [("C50", len(TEXT.splitlines()) + 3)]


def test_change_to_the_reference_data() -> None:
    text = TEXT + "\nplace:th lcg:minLat -90.0 ."
    assert identifiers(text) == [("F06", len(TEXT.splitlines()) + 2)]


def test_repeating_the_reference_data_changes_nothing() -> None:
    assert identifiers(TEXT + '\nplace:th lcg:isoCode "TH" .') == []


def test_misspelt_terms_with_suggestions() -> None:
    known = (LCG.hasTheme, LCG.evidencedBy, LCG.sinceYear, LCG.Designation, LCG.Limitation)
    used = {
        term
        for quad in compiled_terms()
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term in LCG
    }
    strict = CompiledShapes(
        shapes(), reference(), [Quad(term, RDF.type, OWL.Class).triple for term in {*known, *used}]
    )
    text = TEXT.replace("lcg:sinceYear", "lcg:sinceYaer")
    text = text.replace("lcg:hasTheme", "lcg:hasTheem")
    found = {(f.identifier, f.suggestion) for f in findings(text, strict)}
    assert ("F07", LCG.sinceYear) in found
    assert ("C51", LCG.hasTheme) in found
    assert ("F07", LCG.hasTheme) not in found


def compiled_terms() -> list[Quad]:
    parsed = read_record(TEXT, "file.ttl")
    assert isinstance(parsed, ParsedRecord)
    return [Quad(t.subject, t.predicate, t.object) for t in parsed.triples]


def test_thing_of_another_record() -> None:
    finding = NamedNode("https://w3id.org/lcgraph/id/finding/th-nan-1-1")
    view = MemoryStore(
        Quad(finding, RDF.type, LCG.Limitation, graph)
        for graph in (RECORD["th-loei-v1"], DefaultGraph())
    )
    assert [(f.identifier, f.line) for f in findings(TEXT, view=view)] == [("F08", 66)]


def test_thing_of_an_earlier_version_is_its_own() -> None:
    finding = NamedNode("https://w3id.org/lcgraph/id/finding/th-nan-1-1")
    view = MemoryStore([Quad(finding, RDF.type, LCG.Limitation, RECORD["th-nan-v7"])])
    assert findings(TEXT, view=view) == []


def test_checks_are_worded_in_both_languages() -> None:
    checks = compiled().file_checks
    assert sorted(checks) == [f"F0{number}" for number in range(1, 9)]
    for check in checks.values():
        assert list(check.messages) == ["th", "en"]
        assert list(check.advice) == ["th", "en"]


def test_stub_of_the_reference_data_becomes_a_record() -> None:
    text = TEXT.replace("th-nan", "th-neighbour")
    text = text.replace('"น่าน"@th , "Nan"@en', '"เมืองข้างเคียง"@th , "Neighbour"@en')
    assert identifiers(text) == []


def test_a_published_view_is_asked_but_never_counted() -> None:
    """Counting reads every quad: a third of a second for a thousand cities, at each check."""

    class Uncounted(MemoryStore):
        def __len__(self) -> int:
            raise AssertionError

    other = Quad(RECORD["th-other-v1"], RDF.type, LCG.CityRecord, DefaultGraph())
    assert findings(TEXT, view=Uncounted([other])) == findings(TEXT)
