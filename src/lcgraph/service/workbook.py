"""An answer as a workbook (Office Open XML, ECMA-376): one sheet to read, one to say what it is."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

    from lcgraph.queries import Cell

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"

_SHEETS: Final = {"th": ("คำตอบ", "ที่มา"), "en": ("Answer", "Origin")}
_NAMES: Final = {
    "query": {"th": "แบบสอบถาม", "en": "Query"},
    "summary": {"th": "คำถาม", "en": "Question"},
    "parameter": {"th": "พารามิเตอร์", "en": "Parameter"},
    "version": {"th": "เวอร์ชันข้อมูล", "en": "Data version"},
    "date": {"th": "วันที่ของข้อมูล", "en": "Date of the data"},
    "licence": {"th": "สัญญาอนุญาต", "en": "Licence"},
    "address": {"th": "ที่อยู่", "en": "Address"},
}
# What XML 1.0 cannot hold (section 2.2), and what a sheet reads as an escape of it.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL: Final = 32_767
_LONGEST_LINK: Final = 2_079
_MOST_LINKS: Final = 65_530
_LIKE_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDEST: Final = 60


@dataclass(frozen=True)
class Origin:
    """Where an answer is from.

    Attributes:
        query: The name of the query.
        summary: The question it answers, in ``language``.
        language: The language of headings: ``th`` or ``en``.
        parameters: What it was asked with, by name of parameter.
        version: The data version.
        date: When a published record was last modified (ISO 8601); None if there is none.
        address: Where the answer was asked for.
        licence: The IRI of the licence of the data.
    """

    query: str
    summary: str
    language: str
    parameters: Mapping[str, str]
    version: int
    date: str | None
    address: str
    licence: str = LICENCE


def workbook_of(headings: Sequence[str], rows: Sequence[Sequence[Cell]], origin: Origin) -> bytes:
    """Write an answer as a workbook.

    Every cell is text, so that nothing in it is ever calculated. A thing is shown by its label, or
    else its IRI, and linked to its IRI.

    Args:
        headings: The headings of the columns.
        rows: The cells of each row.
        origin: Where the answer is from, for the second sheet.

    Returns:
        The file.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    answer, about = _SHEETS[origin.language]
    sheet = workbook.worksheets[0]
    sheet.title = answer
    _fill(sheet, headings, rows)
    _describe(workbook.create_sheet(about), origin)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _fill(sheet: Worksheet, headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for column, heading in enumerate(headings, 1):
        _write(sheet, 1, column, heading).font = Font(bold=True)
    sheet.freeze_panes = "A2"
    links = 0
    for number, row in enumerate(rows, 2):
        for column, cell in enumerate(row, 1):
            if cell.value is None:
                continue
            written = _write(sheet, number, column, cell.label or cell.value)
            if cell.is_iri and links < _MOST_LINKS and _is_link(cell.value):
                _link(written, cell.value)
                links += 1
    for column, heading in enumerate(headings):
        shown = [heading, *(row[column].label or row[column].value or "" for row in rows)]
        width = min(_WIDEST, max(map(len, shown)) + 2)
        sheet.column_dimensions[get_column_letter(column + 1)].width = width


def _describe(sheet: Worksheet, origin: Origin) -> None:
    from openpyxl.styles import Font

    for row, (name, value) in enumerate(_statements(origin), 1):
        _write(sheet, row, 1, name).font = Font(bold=True)
        written = _write(sheet, row, 2, value)
        if _is_link(value):
            _link(written, value)
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = _WIDEST


def _statements(origin: Origin) -> Iterable[tuple[str, str]]:
    names = {key: texts[origin.language] for key, texts in _NAMES.items()}
    yield names["query"], origin.query
    yield names["summary"], origin.summary
    for name, value in origin.parameters.items():
        yield f"{names['parameter']} {name}", value
    yield names["version"], str(origin.version)
    if origin.date is not None:
        yield names["date"], origin.date
    yield names["licence"], origin.licence
    yield names["address"], origin.address


def _write(sheet: Worksheet, row: int, column: int, text: str) -> SheetCell:
    cell = cast("SheetCell", sheet.cell(row, column))
    cell.value = _UNWRITABLE.sub("\ufffd", text)[:_LONGEST_CELL]
    # The library takes a text that begins with = for a formula; a sheet would take it and some
    # others for one as soon as somebody edits the cell, unless they are quoted.
    cell.data_type = "s"
    if text.startswith(_LIKE_FORMULAS):
        cell.quotePrefix = True
    return cell


def _link(cell: SheetCell, iri: str) -> None:
    from openpyxl.styles import Font

    cell.hyperlink = iri
    # The named style for links would take away the quoting of a text like a formula.
    cell.font = Font(color="0563C1", underline="single")


def _is_link(value: str) -> bool:
    return value.startswith(("https://", "http://")) and len(value) <= _LONGEST_LINK
