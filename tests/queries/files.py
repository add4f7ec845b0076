"""Small query files for tests, made from the one part that a test is about."""

from __future__ import annotations

from lcgraph.queries import StoredQuery, parse_query

HEADER = """\
#+ name: tests/one
#+ summary: {th: คำถาม, en: A question}
#+ tags: [tests]
#+ layers: [asserted]
"""
PREFIXES = """\
PREFIX e: <http://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
CITY = "city: {type: iri, class: lcg:LearningCity, example: th-yala, description: {th: ก, en: a}}"
LANG = "lang: {type: language, default: th, example: en, description: {th: ก, en: a}}"
NUMBER = "n: {type: integer, min: 1, max: 9, example: 2, description: {th: ก, en: a}}"
TEXT = "text: {type: string, max_length: 40, example: x, description: {th: ก, en: a}}"
THING = "thing: {type: iri, example: city:th-yala, description: {th: ก, en: a}}"


def file(body: str, *parameters: str, columns: str = "", header: str = HEADER) -> str:
    """Write a query file.

    Args:
        body: The query without its prefixes.
        parameters: YAML of parameters, one line each.
        columns: The names of the columns, separated by white space.
        header: The lines of the header that come first.
    """
    lines = [header.rstrip("\n")]
    if parameters:
        lines += ["#+ parameters:", *(f"#+   {parameter}" for parameter in parameters)]
    if columns:
        lines += ["#+ columns:", *(f"#+   {name}: {{th: ก, en: a}}" for name in columns.split())]
    return "\n".join((*lines, PREFIXES, body, ""))


def query(body: str, *parameters: str, columns: str = "") -> StoredQuery:
    """Parse such a file."""
    return parse_query("one.rq", file(body, *parameters, columns=columns))
