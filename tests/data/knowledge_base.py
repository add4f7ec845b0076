"""The shipped knowledge as one graph that a test can question."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

ROOT: Final = Path(__file__).parents[2]
BASE: Final = "https://w3id.org/lcgraph/"
CITIES: Final = (
    "th-chiang-rai",
    "th-chiang-mai",
    "th-chachoengsao",
    "th-phuket",
    "th-sukhothai",
    "th-phayao",
    "th-hat-yai",
    "th-khon-kaen",
    "th-yala",
    "th-bangkok",
)
PASSAGES: Final = "data/sources/onec-2026/passages-{}*.ttl"
PREFIXES: Final = """
PREFIX lcg: <https://w3id.org/lcgraph/ontology#>
PREFIX agent: <https://w3id.org/lcgraph/id/agent/>
PREFIX aspirationtype: <https://w3id.org/lcgraph/concept/aspirationtype/>
PREFIX calendar: <https://w3id.org/lcgraph/concept/calendar/>
PREFIX city: <https://w3id.org/lcgraph/id/city/>
PREFIX factor: <https://w3id.org/lcgraph/concept/factor/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX net: <https://w3id.org/lcgraph/id/network/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX psg: <https://w3id.org/lcgraph/id/passage/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sector: <https://w3id.org/lcgraph/concept/sector/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX space: <https://w3id.org/lcgraph/id/space/>
"""


def load(*patterns: str) -> Store:
    """Read the Turtle files that match, into one graph.

    Args:
        patterns: Glob patterns below the project's folder.

    Returns:
        A store that holds every triple in its default graph.
    """
    store = Store()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            store.load(path=path, format=RdfFormat.TURTLE)
    return store


@cache
def knowledge() -> Store:
    """Read everything that is asserted: ontology, concepts, reference, sources and records."""
    return load("ontology/**/*.ttl", "data/**/*.ttl")


@cache
def records() -> Store:
    """Read the city records alone."""
    return load("data/records/*.ttl")


def ask(query: str, store: Store | None = None) -> set[tuple[str, ...]]:
    """Answer a SELECT query with plain strings.

    Args:
        query: The query without its prefixes.
        store: What to ask; by default everything that is asserted.

    Returns:
        One tuple of lexical forms for each solution. The IRI of a city is cut down to its key.
    """
    found = (store or knowledge()).query(PREFIXES + query)
    assert isinstance(found, QuerySolutions)
    return {tuple(plain(term) for term in row) for row in found}


def plain(term: object) -> str:
    """Write a term as the text a reader would expect."""
    if isinstance(term, NamedNode):
        return term.value.removeprefix(f"{BASE}id/city/")
    return term.value if isinstance(term, Literal) else ""
