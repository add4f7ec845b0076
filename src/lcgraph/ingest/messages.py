"""The words for files that cannot be read, in Thai and English."""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Words(NamedTuple):
    """A message with its advice, each by language tag."""

    messages: dict[str, str]
    advice: dict[str, str]


def _words(th: str, en: str, advice_th: str, advice_en: str) -> Words:
    return Words({"th": th, "en": en}, {"th": advice_th, "en": advice_en})


UNREADABLE: Final = _words(
    "อ่านไฟล์ไม่ได้ เพราะผิดไวยากรณ์ตรงนี้",
    "The file cannot be read: it breaks the rules of its syntax here.",
    "ดูบรรทัดนี้และบรรทัดก่อนหน้า มักขาดจุด เครื่องหมายอัฒภาค หรือเครื่องหมายคำพูด",
    "Look at this line and the one before: a full stop, semicolon or quote may be missing.",
)

_SYNTAX: Final = (
    (
        re.compile(r"prefix .* has not been declared"),
        _words(
            "ใช้คำนำหน้าที่ไม่ได้ประกาศ",
            "A prefix is used that has not been declared.",
            "เพิ่มบรรทัด @prefix ที่ต้นไฟล์ หรือแก้การสะกดคำนำหน้า",
            "Add an @prefix line at the top, or correct the spelling of the prefix.",
        ),
    ),
    (
        re.compile(r"No scheme found|relative IRI|[Rr]elative"),
        _words(
            "มีรหัสที่เขียนไม่เต็ม (IRI สัมพัทธ์)",
            "An identifier is not written in full (a relative IRI).",
            "เขียนรหัสให้เต็มโดยขึ้นต้นด้วย https:// หรือใช้คำนำหน้าที่ประกาศไว้",
            "Write the identifier in full, beginning with https://, or use a declared prefix.",
        ),
    ),
    (
        re.compile(r"IRI|scheme|authority|percent"),
        _words(
            "รหัส (IRI) มีอักขระที่ใช้ไม่ได้",
            "An identifier (IRI) has a character that is not allowed.",
            "ลบช่องว่างหรืออักขระพิเศษออกจากรหัส",
            "Remove spaces and special characters from the identifier.",
        ),
    ),
    (
        re.compile(r"[Uu]nexpected (end|eof)|end of (file|input)", re.IGNORECASE),
        _words(
            "ไฟล์จบก่อนที่ประโยคสุดท้ายจะสมบูรณ์",
            "The file ends before its last statement does.",
            "ตรวจว่าประโยคสุดท้ายจบด้วยจุด และวงเล็บกับเครื่องหมายคำพูดปิดครบ",
            "See that the last statement ends with a full stop; close all brackets and quotes.",
        ),
    ),
)


def syntax_words(what: str) -> Words:
    """Return the words for what a parser says.

    Args:
        what: The parser's message, in English.

    Returns:
        The message and advice for the commonest mistakes, or those for any mistake.
    """
    for pattern, words in _SYNTAX:
        if pattern.search(what):
            return words
    return UNREADABLE


NOT_UTF8: Final = _words(
    "ไฟล์ไม่ได้เข้ารหัสแบบ UTF-8",
    "The file is not encoded in UTF-8.",
    "บันทึกไฟล์ใหม่โดยเลือกการเข้ารหัส UTF-8",
    "Save the file again with the encoding UTF-8.",
)

UNKNOWN_FORMAT: Final = _words(
    "ไม่รู้ว่าไฟล์เขียนด้วยรูปแบบใด",
    "Nothing says which syntax the file is in.",
    "ตั้งชื่อไฟล์ลงท้ายด้วย .ttl .nt .jsonld .trig หรือ .rdf หรือระบุชนิดสื่อ เช่น text/turtle",
    "Give it the ending .ttl, .nt, .jsonld, .trig or .rdf, or a media type such as text/turtle.",
)

REMOTE_CONTEXT: Final = _words(
    "ไฟล์ JSON-LD อ้างบริบท (@context) จากเว็บ ซึ่งระบบไม่ดึงมา",
    "The JSON-LD takes its @context from the web, and nothing is fetched.",
    "ใส่เนื้อหาของบริบทไว้ในไฟล์ในรูปวัตถุ JSON แทนที่อยู่เว็บ",
    "Put the context into the file as a JSON object in place of its address.",
)

DOCUMENT_TYPE: Final = _words(
    "ไฟล์ XML มีการประกาศ DOCTYPE ซึ่งระบบไม่อ่าน",
    "The XML has a DOCTYPE declaration, which is not read.",
    "ลบ DOCTYPE และเขียนค่าของเอนทิตีเต็ม",
    "Remove the DOCTYPE and write out what its entities stand for.",
)

SEVERAL_GRAPHS: Final = _words(
    "ไฟล์มีมากกว่าหนึ่งกราฟ",
    "The file holds more than one graph.",
    "แยกไฟล์ละหนึ่งกราฟ หนึ่งระเบียน",
    "Put each graph, with its record, in a file of its own.",
)

BEYOND_RDF11: Final = _words(
    "ไฟล์ใช้ทริปเพิลซ้อนหรือทิศทางข้อความของ RDF 1.2 ซึ่งยังไม่รองรับ",
    "The file uses triple terms or text directions of RDF 1.2, which are not supported.",
    "เขียนข้อความซ้อนเป็นรายการที่มีรหัสของตนเอง",
    "Describe the statement as a thing with an identifier of its own.",
)


def too_large(what_th: str, what_en: str, limit: int, unit_th: str, unit_en: str) -> Words:
    """Return the words for something that exceeds a limit.

    Args:
        what_th: What is too large, in Thai.
        what_en: What is too large, in English.
        limit: The limit.
        unit_th: What the limit counts, in Thai.
        unit_en: What the limit counts, in English.

    Returns:
        The message and advice.
    """
    return _words(
        f"{what_th}เกิน {limit:,} {unit_th}",
        f"{what_en} exceeds {limit:,} {unit_en}.",
        "แยกเป็นไฟล์เล็กลง ไฟล์ละหนึ่งระเบียน หรือขอให้ผู้ดูแลระบบเพิ่มขีดจำกัด",
        "Split it into files of one record each, or ask the administrator for a higher limit.",
    )
