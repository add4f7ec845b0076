"""Tables for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from lcgraph.cli.headings import headings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lcgraph.cli.languages import Language


class ExitCode:
    """What scripts can tell from the exit code."""

    DONE = 0
    FOUND = 1
    """The command worked and found something wrong with what it was given."""
    USAGE = 2
    FAULT = 3
    """The command could not do its work: a store is missing or busy, a file cannot be read."""


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    TURTLE = "turtle"


def write(text: str | bytes) -> None:
    """Write to standard output.

    Args:
        text: What to write; bytes go out as they are.
    """
    if isinstance(text, bytes):
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
    else:
        typer.echo(text)


def tell(text: str) -> None:
    """Write a message that is not part of the result, to standard error.

    Args:
        text: The message.
    """
    typer.echo(text, err=True)


def stop(text: str, code: int) -> NoReturn:
    """End the command with a message.

    Args:
        text: The message, written to standard error.
        code: One of :class:`ExitCode`.

    Raises:
        Exit: Always.
    """
    tell(text)
    raise typer.Exit(code)


def write_rows(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    form: Format,
    title: str = "",
    language: Language | None = None,
) -> None:
    """Write rows in the form asked for.

    Args:
        columns: The names of the columns, in order.
        rows: One mapping a row; a missing value is left empty, a list stands
            between spaces in a table and in CSV.
        form: ``table``, ``json`` or ``csv``.
        title: A heading for a table.
        language: The language of a table's headings; None for the names of the columns.
    """
    if form is Format.JSON:
        write(json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2))
    elif form is Format.CSV:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
        write(text.getvalue().rstrip("\n"))
    else:
        _write_table(columns, rows, title, headings(columns, language))


def _write_table(
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    title: str,
    shown: Sequence[str],
) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", show_lines=False)
    for heading in shown:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    Console(highlight=False, soft_wrap=False).print(table, markup=False)


def _cell(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    return "" if value is None else str(value)
