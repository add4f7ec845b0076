"""``python -m benchmarks.generate NUMBER FOLDER``: records of cities that do not exist.

Each is made from a shipped record: whatever the record describes gets a name and a key of its own,
whatever it refers to (reference data, sources, passages) stays, but for cells of a table, which
name the city of their row: the passage that names the city stands in for them. So the cities are
as rich as real ones, valid, and the same at each call. They are for measuring, not for the public.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from benchmarks.processes import ROOT, tell

_BASE = "https://w3id.org/lcgraph/"
_CITY = f"{_BASE}id/city/"
_RECORD = f"{_BASE}record/"
_CELL = f"{_BASE}id/passage/onec-2026-t2-"
_EVIDENCED_BY = NamedNode(f"{_BASE}ontology#evidencedBy")
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_TEXTS = {
    _LABEL,
    NamedNode("http://purl.org/dc/terms/title"),
    NamedNode("http://www.w3.org/2004/02/skos/core#altLabel"),
}
_PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "lcg": f"{_BASE}ontology#",
    "psg": f"{_BASE}id/passage/",
    "rdfs": str(_LABEL.value).removesuffix("label"),
    "record": _RECORD,
    "theme": f"{_BASE}concept/theme/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Template:
    """A shipped record that others are made from.

    Attributes:
        key: The key of its city.
        names: The name of its city by language tag.
        triples: All it says.
    """

    key: str
    names: dict[str, str]
    triples: tuple[Triple, ...]

    @classmethod
    def read(cls, path: Path) -> Template:
        """Read a record.

        Args:
            path: A Turtle file named after the key of its city.
        """
        quads = pyoxigraph.parse(path=path, format=RdfFormat.TURTLE)
        triples = tuple(quad.triple for quad in quads)
        city = NamedNode(_CITY + path.stem)
        names = {
            t.object.language or "": t.object.value
            for t in triples
            if t.subject == city and t.predicate == _LABEL and isinstance(t.object, Literal)
        }
        return cls(path.stem, names, triples)

    @property
    def cells(self) -> set[str]:
        """The cells of a table that it rests on."""
        objects = (t.object for t in self.triples if isinstance(t.object, NamedNode))
        return {iri.value for iri in objects if iri.value.startswith(_CELL)}

    @property
    def passage(self) -> NamedNode:
        """A passage that names the city, and is no cell of a table."""
        city = NamedNode(_CITY + self.key)
        found = (
            t.object.value
            for t in self.triples
            if t.subject == city
            and t.predicate == _EVIDENCED_BY
            and isinstance(t.object, NamedNode)
        )
        return NamedNode(min(iri for iri in found if not iri.startswith(_CELL)))


def templates() -> list[Template]:
    """Read every shipped record."""
    return [Template.read(path) for path in sorted((ROOT / "data" / "records").glob("*.ttl"))]


def record(template: Template, number: int) -> tuple[str, list[Triple]]:
    """Make the record of one city.

    Args:
        template: What it is made from.
        number: The number of the city, from 1.

    Returns:
        The key of the city, and the record.
    """
    key = f"th-generated-{number:06}"
    names = {"th": f"เมืองจำลอง {number}", "en": f"Generated City {number}"}
    own = {t.subject.value for t in template.triples if isinstance(t.subject, NamedNode)}
    own.add(_RECORD + template.key)
    renamed = {iri: NamedNode(_renamed(iri, template.key, key)) for iri in own}
    renamed |= dict.fromkeys(template.cells, template.passage)

    def term(given: object) -> object:
        return renamed.get(given.value, given) if isinstance(given, NamedNode) else given

    made = []
    for triple in template.triples:
        value = term(triple.object)
        if isinstance(value, Literal) and triple.predicate in _TEXTS:
            value = _worded(value, template.names, names)
        made.append(Triple(term(triple.subject), triple.predicate, value))  # type: ignore[arg-type]
    return key, made


def _renamed(iri: str, old: str, new: str) -> str:
    if old in iri:
        return iri.replace(old, new)
    return f"{iri}-{new}"


def _worded(text: Literal, old: dict[str, str], new: dict[str, str]) -> Literal:
    language = text.language or ""
    if language not in new:
        return text
    value = text.value.replace(old.get(language, ""), new[language]) if old.get(language) else ""
    # What does not name its city would be called the same in each.
    if new[language] not in value:
        value = f"{text.value} ({new[language]})"
    return Literal(value, language=language)


def records(number: int) -> Iterator[tuple[str, list[Triple]]]:
    """Make records, from each template in turn.

    Args:
        number: How many.

    Yields:
        The key of each city, and its record.
    """
    made_from = templates()
    for each in range(number):
        yield record(made_from[each % len(made_from)], each + 1)


def write(number: int, folder: Path) -> list[Path]:
    """Write records, one file each.

    Args:
        number: How many.
        folder: Where to; made if missing.

    Returns:
        The files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_written(triples, folder / f"{key}.ttl") for key, triples in records(number)]


def _written(triples: Iterable[Triple], path: Path) -> Path:
    ordered = sorted(triples, key=str)
    pyoxigraph.serialize(ordered, path, format=RdfFormat.TURTLE, prefixes=_PREFIXES)
    return path


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what is asked for.

    Args:
        arguments: The command line without the program; that of the process when None.

    Returns:
        The exit code.
    """
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.generate",
        description="Write records of cities that do not exist, one Turtle file each.",
        epilog="Example: python -m benchmarks.generate 1000 generated",
    )
    parser.add_argument("number", type=int, help="how many cities")
    parser.add_argument("folder", type=Path, help="where to write; made if missing")
    chosen = parser.parse_args(arguments)
    files = write(chosen.number, chosen.folder)
    tell(f"{len(files)} records in {chosen.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
