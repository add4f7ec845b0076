"""A query of the library, and what its header says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from lcgraph.queries.clauses import select_clauses
from lcgraph.store import Layer
from lcgraph.store.tokens import tokens_of
from lcgraph.vocabulary import QUERY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pyoxigraph import NamedNode


class Form(StrEnum):
    """What kind of answer a query gives."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"


class ParameterType(StrEnum):
    """What kind of term a parameter stands for."""

    IRI = "iri"
    LANGUAGE = "language"
    INTEGER = "integer"
    STRING = "string"


@dataclass(frozen=True)
class Parameter:
    """Something that a query is asked about.

    Attributes:
        name: How callers name it, such as ``city``.
        variable: The variable of the query that it is bound to, without the question mark.
        type: What kind of term it stands for.
        example: A value as callers write it.
        description: What it is, by language tag.
        class_name: The class of the things it names, such as ``lcg:LearningCity``.
        scheme: The slug of the concept scheme whose concepts it names, such as ``sector``.
        default: The value that is taken when none is given.
        optional: Whether the variable may stay free.
        minimum: The least integer.
        maximum: The greatest integer.
        max_length: The greatest number of characters of a string.
    """

    name: str
    variable: str
    type: ParameterType
    example: str
    description: Mapping[str, str]
    class_name: str | None = None
    scheme: str | None = None
    default: str | None = None
    optional: bool = False
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None


LAYERS: Final = {
    "asserted": None,
    "catalogue": None,
    "inferred": Layer.INFERRED,
    "derived": Layer.DERIVED,
    "quality": Layer.QUALITY,
}
"""The layers that a header may name, and what a query's default graph gets for each.

What is asserted, and the catalogue, are in the published view anyway."""


@dataclass(frozen=True)
class StoredQuery:
    """A query of the library.

    Attributes:
        name: Folder and name, such as ``cities/list``.
        text: The whole file, header included, as it is shown and copied.
        form: What kind of answer it gives.
        summary: The question it answers, by language tag.
        description: More about it, by language tag; may be empty.
        tags: What it is about.
        answers: The competency questions that it answers.
        layers: The layers it needs, as the header names them.
        parameters: What it is asked about, in the order of the header.
        columns: The heading of each column of a table, by variable and language tag; a column
            ``cityLabel`` has none, it names what stands in the column ``city``.
        variables: The variables of its solutions in order; none unless it is a SELECT.
    """

    name: str
    text: str
    form: Form
    summary: Mapping[str, str]
    description: Mapping[str, str]
    tags: tuple[str, ...]
    answers: tuple[str, ...]
    layers: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Mapping[str, str]]
    variables: tuple[str, ...]

    @property
    def folder(self) -> str:
        """The folder of the library that it lies in."""
        return self.name.rpartition("/")[0]

    @property
    def iri(self) -> NamedNode:
        """The IRI of the query: no slash after ``/query/`` (section 1.2 of the model)."""
        return QUERY[self.name.replace("/", "-")]

    @property
    def store_layers(self) -> tuple[Layer, ...]:
        """The layers that a store is to add to the published view."""
        return tuple(layer for name in self.layers if (layer := LAYERS[name]) is not None)

    def with_columns_for(self, variables: Sequence[str]) -> str:
        """Return the text in a form in which variables can be substituted.

        The engine substitutes a variable only if the outermost SELECT shows it, and keeps it
        after a GROUP BY only if it is grouped by; so each becomes a column, the first ones.
        :func:`lcgraph.queries.results.without_columns` takes them out of an answer.

        Args:
            variables: Parameters, without the question mark.

        Returns:
            The text to run; an ASK or CONSTRUCT is run as it is.
        """
        if self.form is not Form.SELECT or not variables:
            return self.text
        outermost = select_clauses(tokens_of(self.text))[0]
        shown = "".join(f" ?{variable}" for variable in variables)
        text = self.text
        if outermost.grouping_at is not None:
            at = outermost.grouping_at
            text = text[:at] + shown + text[at:]
        at = outermost.projection_at
        return text[:at] + shown + text[at:]
