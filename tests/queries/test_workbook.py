"""Workbooks: whatever a graph may hold, nothing in a sheet is calculated."""

from __future__ import annotations

import io
from typing import cast

import pytest
from openpyxl import load_workbook
from openpyxl.cell import Cell as SheetCell

from lcgraph.queries import Cell
from lcgraph.queries.workbook import workbook_of
from lcgraph.queries.writing import Origin

ORIGIN = Origin(
    "cities/list", {"en": "Which?"}, "en", {"text": "=1+1"}, 7, None, "http://localhost/"
)


def sheet_of(*cells: Cell) -> list[SheetCell]:
    content = workbook_of(["Heading"], [(cell,) for cell in cells], ORIGIN)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [cast("SheetCell", row[0]) for row in sheet.iter_rows(min_row=2)]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(A1)", "\t=1", '=cmd|" /C calc"!A0']
)
def test_a_text_like_a_formula_is_text(text: str) -> None:
    (cell,) = sheet_of(Cell(text))
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_label_like_a_formula_is_text_and_still_a_link() -> None:
    (cell,) = sheet_of(Cell("https://example.org/a", is_iri=True, label="=1+1"))
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert cell.quotePrefix is True
    assert cell.hyperlink is not None
    assert cell.hyperlink.target == "https://example.org/a"


def test_a_parameter_like_a_formula_is_text() -> None:
    content = workbook_of(["Heading"], [], ORIGIN)
    origin = load_workbook(io.BytesIO(content)).worksheets[1]
    assert ("Parameter text", "=1+1", "s") in {
        (row[0].value, row[1].value, row[1].data_type) for row in origin
    }


@pytest.mark.parametrize(
    "iri",
    ["javascript:alert(1)", "file:///etc/passwd", "urn:x:1", "https://example.org/" + "a" * 2100],
)
def test_only_addresses_of_the_web_are_links(iri: str) -> None:
    (cell,) = sheet_of(Cell(iri, is_iri=True))
    assert (cell.value, cell.hyperlink) == (iri, None)


def test_characters_that_no_sheet_can_hold_are_marked() -> None:
    (cell,) = sheet_of(Cell("a\x00b\x0bc\ufffe"))
    assert cell.value == "a\ufffdb\ufffdc\ufffd"


def test_a_long_text_is_cut_to_what_a_cell_holds() -> None:
    (cell,) = sheet_of(Cell("ก" * 40_000))
    assert cell.value == "ก" * 32_767


def test_a_cell_without_value_stays_empty() -> None:
    first, second = sheet_of(Cell(None), Cell("x"))
    assert (first.value, second.value) == (None, "x")
