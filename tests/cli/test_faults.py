"""What the engine cannot read or answer, told in the language chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

QUERIES = {
    "SELECT * { ?s ex:p ?o }": (
        2,
        "ยังไม่ได้ประกาศคำนำหน้า ex:",
        "error at line 1, column 15: the prefix ex: is not declared",
    ),
    "SELECT * { ?s ?p ?o ": (2, "เปิด { ไว้แต่ไม่มี }", "{ is opened, but there is no }"),
    "SELECT * { SERVICE <http://127.0.0.1:9/> {} }": (
        3,
        "ประมวลผลข้อความสอบถามนี้ไม่ได้",
        "The query cannot be evaluated",
    ),
}


@pytest.mark.parametrize("text", QUERIES)
def test_a_query_that_gives_no_answer(run: Run, tmp_path: Path, text: str) -> None:
    file = tmp_path / "wrong.rq"
    file.write_text(text, encoding="utf-8")
    code, *said = QUERIES[text]
    for language, words in zip(("th", "en"), said, strict=True):
        told = run("query", file, "--lang", language)
        assert (told.returncode, told.stdout) == (code, "")
        assert told.stderr.startswith("SPARQL: ")
        assert words in told.stderr
        assert "Traceback" not in told.stderr


RECORDS = {
    b"@prefix a: <urn:x:> .\na:x b:y 1 .\n": (
        "2:5: ใช้คำนำหน้าที่ไม่ได้ประกาศ",
        "2:5: A prefix is used that has not been declared.",
    ),
    b"\xff\xfe": ("1:1: ไฟล์ไม่ได้เข้ารหัสแบบ UTF-8", "1:1: The file is not encoded in UTF-8."),
}


@pytest.mark.parametrize("content", RECORDS)
def test_a_record_that_cannot_be_read(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "wrong.ttl"
    file.write_bytes(content)
    for language, words in zip(("th", "en"), RECORDS[content], strict=True):
        told = run("infer", file, "--lang", language)
        assert (told.returncode, told.stdout) == (1, "")
        assert told.stderr == f"{file}:{words}\n"


def test_a_query_that_is_no_text(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wrong.rq"
    file.write_bytes(b"\xff\xfe")
    told = run("query", file)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == f"{file}: ไฟล์ไม่ใช่ UTF-8 · the file is not UTF-8.\n"
