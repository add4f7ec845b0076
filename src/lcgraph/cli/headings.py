"""The headings of tables in Thai; in English, and for programs, columns have their own names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lcgraph.cli.languages import Language

if TYPE_CHECKING:
    from collections.abc import Sequence

_THAI: Final = {
    "about": "สิ่งที่กล่าวถึง",
    "absent": "ไม่พบในกราฟ",
    "because": "เพราะ",
    "constraint": "เกณฑ์",
    "created": "สร้างเมื่อ",
    "facts": "ข้อเท็จจริง",
    "file": "ไฟล์",
    "id": "รหัส",
    "left_out": "ไม่นำเข้า",
    "line": "บรรทัด",
    "message": "ข้อความ",
    "name": "ชื่อ",
    "object": "กรรม",
    "parameters": "พารามิเตอร์",
    "predicate": "ภาคแสดง",
    "published": "เผยแพร่เมื่อ",
    "records": "ระเบียน",
    "role": "บทบาท",
    "section": "หมวด",
    "severity": "ระดับ",
    "stated": "มีในกราฟ",
    "subject": "ประธาน",
    "summary": "คำถาม",
    "unlisted": "ไม่อยู่ในรายการ",
    "unquoted": "ไม่มีข้อความอ้างอิง",
    "version": "เวอร์ชัน",
    "withdrawn": "ระเบียนที่ถอน",
}


def headings(columns: Sequence[str], language: Language | None) -> list[str]:
    """Head the columns of a table.

    Args:
        columns: Their names.
        language: The language of the reader; None where names stay as they are.

    Returns:
        One heading a column.
    """
    if language is not Language.TH:
        return list(columns)
    return [_THAI.get(column, column) for column in columns]
