"""What is made of answers that the engine has written: other forms, and their beginnings.

Long answers take seconds, so they are written in processes that can be killed
(:mod:`lcgraph.workers`); :class:`AnswerWriter` is what these do.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from lcgraph.queries.result_set import result_set_of
from lcgraph.queries.results import beginning_of, table_of, without_columns

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lcgraph.queries.results import Beginning, Cell
    from lcgraph.workers.frames import Head


TOO_DEEP: Final = "too-deep"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Origin:
    """Where an answer is from.

    Attributes:
        query: The name of the query.
        summary: The question it answers, by language tag.
        language: The language of headings: ``th`` or ``en``.
        parameters: What it was asked with, by name of parameter.
        version: The data version.
        date: When a published record was last modified (ISO 8601); None if there is none.
        address: Where the answer was asked for.
        licence: The IRI of the licence of the data.
    """

    query: str
    summary: Mapping[str, str]
    language: str
    parameters: Mapping[str, str]
    version: int
    date: str | None
    address: str
    licence: str = LICENCE


@dataclass(frozen=True)
class Shortening:
    """That of an answer only the beginning is wanted (:func:`beginning_of`).

    Attributes:
        kind: ``boolean``, ``solutions`` or ``graph``.
        hidden: Variables that are not shown.
        most: How many solutions or triples may be left.
        cells: How many values solutions may have together.
    """

    kind: str
    hidden: tuple[str, ...] = ()
    most: int = 500
    cells: int = 5000

    @property
    def head(self) -> Head:
        """What :class:`AnswerWriter` is told."""
        return {"shortening": asdict(self)}

    def of(self, body: bytes) -> Beginning:
        """Cut an answer.

        Args:
            body: The answer in SPARQL 1.1 Query Results JSON or N-Triples.

        Returns:
            Its beginning.
        """
        return beginning_of(body, self.kind, self.hidden, self.most, self.cells)


@dataclass(frozen=True)
class AnswerForm:
    """The form in which solutions are wanted.

    Attributes:
        name: ``table``, ``xlsx`` or ``turtle``; None for the format that the engine has written.
        media_type: That format; SPARQL 1.1 Query Results JSON for the others.
        hidden: Variables that are not shown.
        columns: The headings of columns, by variable and language tag.
        origin: Where the answer is from; None where it is not said.
    """

    name: str | None
    media_type: str
    hidden: tuple[str, ...]
    columns: Mapping[str, Mapping[str, str]]
    origin: Origin | None = None

    @property
    def head(self) -> Head:
        """What :class:`AnswerWriter` is told."""
        return {"form": asdict(self)}

    def of(self, body: bytes) -> bytes:
        """Write solutions in this form.

        Args:
            body: The solutions in ``media_type``.

        Returns:
            The body of the response.
        """
        if self.origin is None:
            return without_columns(body, self.media_type, self.hidden)
        if self.name == "turtle":
            return result_set_of(body, self.hidden)
        table = table_of(body, self.hidden)
        if self.name == "xlsx":
            headings = [self.columns[name][self.origin.language] for name in table.columns]
            from lcgraph.queries.workbook import workbook_of

            return workbook_of(headings, table.rows, self.origin)
        document = {
            "query": self.origin.query,
            "summary": dict(self.origin.summary),
            "parameters": dict(self.origin.parameters),
            "data_version": self.origin.version,
            "data_date": self.origin.date,
            "licence": self.origin.licence,
            "columns": [
                {"name": name, "headings": dict(self.columns[name])} for name in table.columns
            ],
            "rows": [
                {name: _cell(cell) for name, cell in zip(table.columns, row, strict=True)}
                for row in table.rows
            ],
        }
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


class AnswerWriter:
    """What a worker does that writes answers; it opens no file."""

    descriptors = 0

    def __init__(self, configuration: Head) -> None:
        """Begin.

        Args:
            configuration: Not looked at.
        """
        from lcgraph.queries.workbook import workbook_of

        # Workers can read no module any more, and some are read only when a workbook is written.
        workbook_of([], [], Origin("", {"en": ""}, "en", {}, 0, None, LICENCE))

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        """Write one answer.

        Args:
            head: The ``head`` of a :class:`AnswerForm` or of a :class:`Shortening`.
            body: The answer, as the engine has written it.

        Returns:
            ``count``, of a beginning; and what was written. :data:`TOO_DEEP` alone if terms are
            nested more deeply than can be followed.
        """
        try:
            return self._written(head, body)
        except RecursionError:
            return {TOO_DEEP: True}, b""

    def _written(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        if "shortening" in head:
            beginning = Shortening(**head["shortening"]).of(body)
            return {"count": beginning.count}, beginning.content
        stated = head["form"]
        origin = None if stated["origin"] is None else Origin(**stated["origin"])
        return {}, AnswerForm(**{**stated, "origin": origin}).of(body)


def _cell(cell: Cell) -> dict[str, Any] | None:
    if cell.value is None:
        return None
    if cell.is_iri:
        return {"iri": cell.value, "label": cell.label}
    found = {"value": cell.value, "language": cell.language, "datatype": cell.datatype}
    return {key: value for key, value in found.items() if value is not None}
