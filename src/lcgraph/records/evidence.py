"""Passages as a reader meets them: the words, where they stand, and how they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lcgraph.vocabulary import DCTERMS, LCG, OA

if TYPE_CHECKING:
    from pyoxigraph import NamedNode

    from lcgraph.records.triples import TripleIndex

LINKS: Final = (
    LCG["evidencedBy"],
    LCG["yearEvidencedBy"],
    LCG["coordinatesEvidencedBy"],
    LCG["mentoringEvidencedBy"],
)
"""Properties that lead from a statement to the passage that says it (section 1.6 of the model)."""


def evidence_of(index: TripleIndex, passage: NamedNode) -> dict[str, Any]:
    """Describe one passage.

    Args:
        index: Triples with the passage, its selectors, its source and its emendations.
        passage: The passage.

    Returns:
        ``passage``, ``source`` (``iri``, ``titles``), ``section``, ``line``, ``table`` (``row``,
        ``column``, ``row_label``) for a cell, ``quotes`` in reading order (``text``,
        ``language``, ``start``, ``end`` in Unicode code points), ``reported`` for a passage
        known at second hand, and ``readings`` (section 1.9 of the model). What is not stated
        is missing.
    """
    source = index.iri(passage, OA["hasSource"])
    described = {
        "passage": passage.value,
        "source": source and {"iri": source.value, "titles": index.texts(source, DCTERMS["title"])},
        "section": index.texts(passage, LCG["section"]),
        "line": index.number(passage, LCG["line"]),
        "table": _table_cell(index, passage),
        "quotes": _quotes(index, passage),
        "reported": index.texts(passage, LCG["reportedStatement"]),
        "readings": [
            _reading(index, emendation)
            for emendation in index.subjects(OA["hasTarget"], passage)
            if index.iri(emendation, LCG["certainty"])
        ],
    }
    return {name: value for name, value in described.items() if value}


def _table_cell(index: TripleIndex, passage: NamedNode) -> dict[str, Any]:
    cell = {
        "row": index.number(passage, LCG["tableRow"]),
        "column": index.number(passage, LCG["tableColumn"]),
        "row_label": index.texts(passage, LCG["rowLabel"]),
    }
    return {name: value for name, value in cell.items() if value}


def _quotes(index: TripleIndex, passage: NamedNode) -> list[dict[str, Any]]:
    selectors = index.iris(passage, OA["hasSelector"])
    found = []
    for selector in selectors:
        for quote in index.literals(selector, OA["exact"]):
            positions = index.subjects(LCG["positions"], selector)
            position = positions[0] if positions else None
            found.append(
                {
                    "text": quote.value,
                    "language": quote.language,
                    "segment": index.number(selector, LCG["segment"]),
                    "start": position and index.number(position, OA["start"]),
                    "end": position and index.number(position, OA["end"]),
                }
            )
    found.sort(key=lambda quote: (quote["segment"] or 0, quote["start"] or 0))
    return [{name: value for name, value in quote.items() if value is not None} for quote in found]


def _reading(index: TripleIndex, emendation: NamedNode) -> dict[str, Any]:
    certainty = index.iri(emendation, LCG["certainty"])
    reading = {
        "iri": emendation.value,
        "printed": index.texts(emendation, LCG["sourceReading"]),
        "read": index.texts(emendation, LCG["editorialReading"]),
        "certainty": certainty and certainty.value.rpartition("/")[2],
        "rationale": index.texts(emendation, LCG["rationale"]),
    }
    return {name: value for name, value in reading.items() if value}
