"""What is wrong with content that cannot be read as RDF, in Thai and English."""

from __future__ import annotations

import re
from typing import Final

from lcgraph.service.problems import Problem

_PLACED: Final = re.compile(
    r"Parser error (?:at|between|from) line (\d+)\D*(\d+).*?: (.*?)(?: \(line \d+\))?", re.DOTALL
)
_LONGEST: Final = 300
_SAID: Final = (
    (
        r"The prefix (\S+) has not been declared",
        "ยังไม่ได้ประกาศคำนำหน้า {0}",
        "the prefix {0} is not declared",
    ),
    (
        r"No scheme found in an absolute IRI",
        "IRI ไม่ครบ ให้เขียนเต็ม เช่น http://example.org/a หรือประกาศฐาน",
        "the IRI is not absolute: write all of it, or declare a base",
    ),
    (
        r"A dot is expected at the end of statements",
        "ต้องมีจุดท้ายข้อความ",
        "a dot is expected at the end of the statement",
    ),
    (r"Unexpected end(?: of file)?", "เนื้อหาจบก่อนครบ", "the content ends too early"),
    (
        r"Invalid UTF-8.*|Unexpected byte: .*",
        "เนื้อหาไม่ใช่ UTF-8",
        "the content is not UTF-8",
    ),
    (
        r"No LoadDocumentCallback .*",
        "บริการไม่ดึง @context จากเครือข่าย ให้เขียนไว้ในเนื้อหา",
        "no @context is fetched from the network: write it into the content",
    ),
    (
        r"Document types \(DOCTYPE\) are not read",
        "บริการไม่อ่าน DOCTYPE ให้ลบออกและเขียนค่าของเอนทิตีเต็ม",
        "a DOCTYPE is not read: remove it and write out what its entities stand for",
    ),
    (
        r"Triple terms and texts with a direction \(RDF 1\.2\) cannot be validated",
        "ตรวจทริปเปิลซ้อนและข้อความที่ระบุทิศทาง (RDF 1.2) ไม่ได้",
        "triple terms and texts with a direction (RDF 1.2) cannot be validated",
    ),
)


def malformed_content(words: str, part: str = "") -> Problem:
    """Say what is wrong with content.

    Args:
        words: What the parser says of it.
        part: Which part of the request it is, if there are several.

    Returns:
        The problem ``malformed-content``; ``position`` has line and column where they are known.
    """
    placed = _PLACED.fullmatch(words.strip())
    said = _in_words(placed[3] if placed else words.strip()[:_LONGEST])
    th, en = (f"{part}: ", f"{part}: ") if part else ("", "")
    if placed is None:
        return Problem("malformed-content", {"th": th + said["th"], "en": en + said["en"]})
    line, column = placed[1], placed[2]
    detail = {
        "th": f"{th}ผิดที่บรรทัด {line} อักขระที่ {column}: {said['th']}",
        "en": f"{en}error at line {line}, column {column}: {said['en']}",
    }
    return Problem("malformed-content", detail, {"position": f"{line}:{column}"})


def _in_words(words: str) -> dict[str, str]:
    for pattern, th, en in _SAID:
        found = re.fullmatch(pattern, words, re.DOTALL)
        if found is not None:
            return {"th": th.format(*found.groups()), "en": en.format(*found.groups())}
    return {"th": f"อ่านไม่ได้ ({words[:_LONGEST]})", "en": words[:_LONGEST]}
