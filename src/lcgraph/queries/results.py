"""The answer to a SELECT: without the columns that only carried parameters, and as a table."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

JSON: Final = "application/sparql-results+json"
XML: Final = "application/sparql-results+xml"
CSV: Final = "text/csv"
TSV: Final = "text/tab-separated-values"


@dataclass(frozen=True)
class Cell:
    """What stands in one row under one column.

    Attributes:
        value: The IRI or the text; None if the row has nothing there.
        is_iri: Whether the value is an IRI.
        language: The language tag of a text.
        datatype: The datatype of a literal that is no plain text.
        label: The name of the thing that an IRI stands for, if the query gives it.
    """

    value: str | None
    is_iri: bool = False
    language: str | None = None
    datatype: str | None = None
    label: str | None = None


@dataclass(frozen=True)
class Table:
    """The answer to a SELECT, for people.

    Attributes:
        columns: The variables that are shown; ``cityLabel`` is part of the column ``city``.
        rows: The cells of each row, in the order of the columns.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Beginning:
    """The first of an answer, as many as a page shows.

    Attributes:
        content: What is left of the answer, in its format.
        count: How many solutions or triples the whole of it has.
    """

    content: bytes
    count: int


def table_of(body: bytes, hidden: Sequence[str] = ()) -> Table:
    """Read an answer as a table.

    Args:
        body: An answer in SPARQL 1.1 Query Results JSON.
        hidden: Variables that are not shown.

    Returns:
        Its rows; a column ``xLabel`` beside a column ``x`` gives the names of the things in it.
    """
    read = json.loads(body)
    variables = [name for name in read["head"]["vars"] if name not in hidden]
    columns = tuple(
        name
        for name in variables
        if not (name.endswith("Label") and name.removesuffix("Label") in variables)
    )
    rows = tuple(
        tuple(_cell(solution, name) for name in columns) for solution in read["results"]["bindings"]
    )
    return Table(columns, rows)


def _cell(solution: Mapping[str, Mapping[str, str]], name: str) -> Cell:
    term = solution.get(name)
    if term is None:
        return Cell(None)
    return Cell(
        value=term["value"],
        is_iri=term["type"] == "uri",
        language=term.get("xml:lang"),
        datatype=term.get("datatype"),
        label=solution.get(f"{name}Label", {}).get("value"),
    )


def beginning_of(body: bytes, kind: str, hidden: Sequence[str], most: int, cells: int) -> Beginning:
    """Cut an answer for a page.

    Args:
        body: An answer in SPARQL 1.1 Query Results JSON or N-Triples.
        kind: ``boolean``, ``solutions`` or ``graph``.
        hidden: Variables that are not shown.
        most: How many solutions or triples may be left.
        cells: How many values solutions may have together, unless a single one has more.

    Returns:
        The first solutions, or the first triples in the order of their text; the whole of a
        ``boolean``.
    """
    if kind == "boolean":
        return Beginning(body, 1)
    if kind == "graph":
        lines = sorted(filter(None, body.split(b"\n")))
        return Beginning(b"\n".join([*lines[:most], b""]), len(lines))
    read: dict[str, Any] = json.loads(body)
    shown = [name for name in read["head"]["vars"] if name not in hidden]
    found = read["results"]["bindings"]
    most = max(1, min(most, cells // max(1, len(shown))))
    bindings = [
        {name: term for name, term in solution.items() if name not in hidden}
        for solution in found[:most]
    ]
    document = {**read, "head": {"vars": shown}, "results": {"bindings": bindings}}
    return Beginning(_json(document), len(found))


def without_columns(body: bytes, media_type: str, hidden: Sequence[str]) -> bytes:
    """Take columns out of an answer that the engine has written.

    Args:
        body: Solutions in one of the four formats of SPARQL 1.1.
        media_type: The media type of that format, with or without parameters.
        hidden: The first variables of the answer, which
            :meth:`lcgraph.queries.stored.StoredQuery.with_columns_for` has put there.

    Returns:
        The answer without them, in the same format.

    Raises:
        ValueError: If the media type is none of the four.
    """
    if not hidden:
        return body
    format_ = media_type.partition(";")[0].strip()
    if format_ == JSON:
        return _json_without(body, hidden)
    if format_ == XML:
        return _xml_without(body, hidden)
    if format_ == CSV:
        return _csv_without(body, len(hidden))
    if format_ == TSV:
        return _tsv_without(body, len(hidden))
    raise ValueError(f"solutions are not written as {media_type}")


def _json_without(body: bytes, hidden: Sequence[str]) -> bytes:
    read: dict[str, Any] = json.loads(body)
    read["head"]["vars"] = [name for name in read["head"]["vars"] if name not in hidden]
    for solution in read["results"]["bindings"]:
        for name in hidden:
            solution.pop(name, None)
    return _json(read)


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _xml_without(body: bytes, hidden: Sequence[str]) -> bytes:
    # The engine escapes < in values, so these tags are never part of one.
    for name in hidden:
        tag = re.escape(name.encode())
        body = re.sub(rb'<variable name="%s"/>' % tag, b"", body)
        body = re.sub(rb'<binding name="%s">.*?</binding>' % tag, b"", body, flags=re.DOTALL)
    return body


def _csv_without(body: bytes, count: int) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    for row in csv.reader(io.StringIO(body.decode(), newline="")):
        writer.writerow(row[count:])
    return written.getvalue().encode()


def _tsv_without(body: bytes, count: int) -> bytes:
    # Tabs and line feeds within values are escaped (SPARQL 1.1 Results CSV and TSV, section 4).
    lines = body.decode().split("\n")
    return "\n".join(line.split("\t", count)[-1] if line else line for line in lines).encode()
