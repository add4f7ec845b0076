"""An answer as a workbook (Office Open XML, ECMA-376): one sheet to read, one to say what it is."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from xlsxwriter import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from lcgraph.queries.results import Cell
    from lcgraph.queries.writing import Origin

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
_LONGEST_LINK: Final = 2_079
_MOST_LINKS: Final = 65_530
_LIKE_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDEST: Final = 60
_LINK: Final = {"font_color": "#0563C1", "underline": 1}
# A file without temporary ones: who writes it may be allowed to open none.
_OPTIONS: Final = {"in_memory": True}


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
    content = io.BytesIO()
    with Workbook(content, _OPTIONS) as workbook:
        answer, about = _SHEETS[origin.language]
        styles = _Styles(workbook)
        _fill(workbook.add_worksheet(answer), styles, headings, rows)
        _describe(workbook.add_worksheet(about), styles, origin)
    return content.getvalue()


class _Styles:
    """How cells look.

    A sheet would take a text like a formula for one as soon as somebody edits the cell, unless it
    is quoted.
    """

    def __init__(self, workbook: Workbook) -> None:
        quoted = {"quote_prefix": True}
        self._plain = (None, workbook.add_format(quoted))
        self._heading = _pair(workbook, {"bold": True})
        self._link = _pair(workbook, _LINK)

    def heading(self, text: str) -> Format | None:
        return self._heading[text.startswith(_LIKE_FORMULAS)]

    def link(self, text: str) -> Format | None:
        return self._link[text.startswith(_LIKE_FORMULAS)]

    def plain(self, text: str) -> Format | None:
        return self._plain[text.startswith(_LIKE_FORMULAS)]


def _pair(workbook: Workbook, style: Mapping[str, object]) -> tuple[Format, Format]:
    return workbook.add_format(style), workbook.add_format({**style, "quote_prefix": True})


def _fill(
    sheet: Worksheet, styles: _Styles, headings: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> None:
    widths = [len(heading) for heading in headings]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, _writable(heading), styles.heading(heading))
    sheet.freeze_panes(1, 0)
    links = 0
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell.value is None:
                continue
            text = _writable(cell.label or cell.value)
            widths[column] = max(widths[column], len(text))
            if cell.is_iri and links < _MOST_LINKS and _is_link(cell.value):
                links += 1
                _link(sheet, styles, number, column, cell.value, text)
            else:
                sheet.write_string(number, column, text, styles.plain(text))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(_WIDEST, width + 2))


def _describe(sheet: Worksheet, styles: _Styles, origin: Origin) -> None:
    for row, (name, value) in enumerate(_statements(origin)):
        sheet.write_string(row, 0, _writable(name), styles.heading(name))
        text = _writable(value)
        if _is_link(value):
            _link(sheet, styles, row, 1, value, text)
        else:
            sheet.write_string(row, 1, text, styles.plain(text))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, _WIDEST)


def _statements(origin: Origin) -> Iterable[tuple[str, str]]:
    names = {key: texts[origin.language] for key, texts in _NAMES.items()}
    yield names["query"], origin.query
    yield names["summary"], origin.summary[origin.language]
    for name, value in origin.parameters.items():
        yield f"{names['parameter']} {name}", value
    yield names["version"], str(origin.version)
    if origin.date is not None:
        yield names["date"], origin.date
    yield names["licence"], origin.licence
    yield names["address"], origin.address


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _link(sheet: Worksheet, styles: _Styles, row: int, column: int, iri: str, text: str) -> None:
    # Escaped, an address may be too long after all; nothing is written then.
    if sheet.write_url(row, column, iri, styles.link(text), text):
        sheet.write_string(row, column, text, styles.plain(text))


def _is_link(value: str) -> bool:
    return value.startswith(("https://", "http://")) and len(value) <= _LONGEST_LINK
