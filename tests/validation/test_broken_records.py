"""A broken record gets one finding in both languages, with file, line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from lcgraph.ingest import ParsedRecord, SourcePlace, SyntaxFault, read_record
from lcgraph.validation import CheckedRecord, Severity, check_record
from tests.shapes.sample import NOW, compiled

BROKEN = Path(__file__).parent / "broken"
CASES = {
    "missing-thai-name": (
        "C01",
        40,
        "ต้องมีชื่อเมืองภาษาไทยหนึ่งชื่อ",
        "Give the city exactly one Thai name.",
    ),
    "lead-that-is-also-a-partner": (
        "C12",
        44,
        "องค์กรขับเคลื่อนหลักต้องไม่อยู่ในรายชื่อภาคีของเมืองเดียวกัน",
        "The lead organisation must not also be listed as a partner.",
    ),
    "buddhist-era-year": (
        "C23",
        57,
        "ปีไม่อยู่ในช่วงที่เป็นไปได้ ตรวจว่าใส่ปี พ.ศ. หรือไม่",
        "The year is out of range. Was a Buddhist-era year entered?",
    ),
    "limitation-without-theme": (
        "C30",
        65,
        "ข้อจำกัดต้องระบุประเด็น",
        "A limitation needs a theme.",
    ),
    "dangling-reference": (
        "C48",
        53,
        "อ้างถึงรายการที่ไม่มีอยู่",
        "This refers to something that does not exist.",
    ),
    "invalid-date": (
        "C42",
        34,
        "วันที่ไม่ถูกต้อง ไม่เรียงลำดับ หรืออยู่ในอนาคต",
        "A date is invalid, out of order or in the future.",
    ),
    "e-mail-address": (
        "C47",
        67,
        "ห้ามเผยแพร่ที่อยู่อีเมลหรือหมายเลขโทรศัพท์บุคคล",
        "Do not publish personal e-mail addresses or phone numbers.",
    ),
    "blank-node": (
        "C50",
        62,
        "ทุกรายการต้องมีรหัสถาวร",
        "Everything needs an identifier (no blank nodes).",
    ),
    "unknown-property": (
        "C51",
        69,
        "พบคุณสมบัติที่ไม่รู้จัก ตรวจการสะกด",
        "Unknown property: check the spelling.",
    ),
}


def check(case: str) -> CheckedRecord:
    path = BROKEN / f"{case}.ttl"
    parsed = read_record(path.read_bytes(), path.name)
    assert isinstance(parsed, ParsedRecord)
    return check_record(parsed, compiled(), now=NOW)


@pytest.mark.parametrize("case", CASES)
def test_one_finding_with_its_line_in_both_languages(case: str) -> None:
    identifier, line, thai, english = CASES[case]
    findings = [f for f in check(case).findings if f.severity is not Severity.INFO]
    assert [(f.identifier, f.file, f.line, f.messages, sorted(f.advice)) for f in findings] == [
        (identifier, f"{case}.ttl", line, {"th": thai, "en": english}, ["en", "th"])
    ]


def test_small_record_without_a_fault_may_be_published() -> None:
    checked = check("unbroken")
    assert checked.publishable
    assert checked.record is not None
    assert checked.record.key == "th-nan"
    assert {f.severity for f in checked.findings} == {Severity.INFO}


@pytest.mark.parametrize("case", CASES)
def test_only_violations_block(case: str) -> None:
    assert check(case).publishable == (case == "unknown-property")


def test_turtle_that_does_not_parse() -> None:
    path = BROKEN / "turtle-that-does-not-parse.ttl"
    assert read_record(path.read_bytes(), path.name) == SyntaxFault(
        name=path.name,
        messages={
            "th": "อ่านไฟล์ไม่ได้ เพราะผิดไวยากรณ์ตรงนี้",
            "en": "The file cannot be read: it breaks the rules of its syntax here.",
        },
        advice={
            "th": "ดูบรรทัดนี้และบรรทัดก่อนหน้า มักขาดจุด เครื่องหมายอัฒภาค หรือเครื่องหมายคำพูด",
            "en": "Look at this line and the one before: "
            "a full stop, semicolon or quote may be missing.",
        },
        line=42,
        column=3,
        what="Parser error at line 42 between columns 3 and 17: "
        "A dot is expected at the end of statements",
    )
    fault = read_record(path.read_bytes(), path.name)
    assert isinstance(fault, SyntaxFault)
    assert fault.place == SourcePlace(path.name, 42, 3)


def test_dangling_reference_suggests_what_may_have_been_meant() -> None:
    (finding,) = [f for f in check("dangling-reference").findings if f.identifier == "C48"]
    assert finding.suggestion == NamedNode("https://w3id.org/lcgraph/id/passage/reference-1")


def test_every_broken_file_is_a_case() -> None:
    names = {path.stem for path in BROKEN.glob("*.ttl")}
    assert names == {*CASES, "unbroken", "turtle-that-does-not-parse"}
