"""The shipped ontology and concepts, read once for the tests of this folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, Triple, parse

from lcgraph.vocabulary import DCTERMS, RDFS, SKOS

ROOT = Path(__file__).parents[2]
CHECKS = sorted((ROOT / "queries" / "checks").glob("B*.rq"))

_FOR_PEOPLE = frozenset(
    {
        RDFS.comment,
        RDFS.isDefinedBy,
        RDFS.label,
        RDFS.seeAlso,
        SKOS.altLabel,
        SKOS.definition,
        SKOS.prefLabel,
        SKOS.scopeNote,
    }
)


def ontology_files() -> list[Path]:
    """Every file of the ontology and its concepts."""
    return sorted((ROOT / "ontology").rglob("*.ttl"))


@cache
def store() -> Store:
    """All of them in one default graph."""
    loaded = Store()
    for path in ontology_files():
        loaded.bulk_load(path=path, format=RdfFormat.TURTLE)
    return loaded


@cache
def statements() -> frozenset[Triple]:
    """All triples but those that only people read: what inference works on."""
    return frozenset(
        quad.triple
        for quad in store()
        if quad.predicate not in _FOR_PEOPLE and not quad.predicate.value.startswith(str(DCTERMS))
    )


@cache
def axioms() -> frozenset[Triple]:
    """The same without the concepts, but with the six factors."""
    concepts = ROOT / "ontology" / "concepts"
    read: set[Triple] = set()
    for path in ontology_files():
        if concepts not in path.parents or path.name == "factor.ttl":
            read.update(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE))
    return frozenset(
        triple
        for triple in read
        if triple.predicate not in _FOR_PEOPLE
        and not triple.predicate.value.startswith(str(DCTERMS))
    )


def rows(query: Path, graph: Store) -> list[tuple[str, ...]]:
    """The answer of a check, every term as the text of its IRI or literal."""
    answer = graph.query(query.read_text(encoding="utf-8"))
    assert isinstance(answer, QuerySolutions)
    return [tuple("" if term is None else _text(term) for term in row) for row in answer]


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(getattr(term, "value", term))
