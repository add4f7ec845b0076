"""Small graphs to try the shipped rules on."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryTriples,
    RdfFormat,
    Triple,
    Variable,
    parse,
)

from lcgraph.knowledge import Knowledge
from lcgraph.recommendations import DerivationRule, RuleSet, derive, wording_of
from lcgraph.recommendations.reading import Reading
from lcgraph.store import Layer, MemoryStore, Patch
from lcgraph.vocabulary import GRAPH, LCG, RDF, SH, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lcgraph.recommendations.wording import Texts
    from lcgraph.store.interface import Term

HERE: Final = Path(__file__).parent
SHIPPED: Final = Path(__file__).parents[2] / "queries" / "rules"
EXPLAIN: Final = (SHIPPED / "explain" / "recommendations.rq").read_text(encoding="utf-8")
PEERS: Final = (SHIPPED / "explain" / "peers.rq").read_text(encoding="utf-8")
TODAY: Final = datetime.datetime(2026, 11, 23, 6, 0, tzinfo=datetime.UTC)
PREFIXES: Final = """
@prefix action: <https://w3id.org/lcgraph/concept/action/> .
@prefix certainty: <https://w3id.org/lcgraph/concept/certainty/> .
@prefix city: <https://w3id.org/lcgraph/id/city/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix emend: <https://w3id.org/lcgraph/id/emendation/> .
@prefix factor: <https://w3id.org/lcgraph/concept/factor/> .
@prefix find: <https://w3id.org/lcgraph/id/finding/> .
@prefix guideline: <https://w3id.org/lcgraph/concept/guideline/> .
@prefix lcg: <https://w3id.org/lcgraph/ontology#> .
@prefix map: <https://w3id.org/lcgraph/id/mapping/> .
@prefix mappingbasis: <https://w3id.org/lcgraph/concept/mappingbasis/> .
@prefix modality: <https://w3id.org/lcgraph/concept/modality/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix obs: <https://w3id.org/lcgraph/id/observation/> .
@prefix psg: <https://w3id.org/lcgraph/id/passage/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sector: <https://w3id.org/lcgraph/concept/sector/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <https://w3id.org/lcgraph/id/source/> .
@prefix theme: <https://w3id.org/lcgraph/concept/theme/> .
"""


@cache
def rules() -> RuleSet:
    """Read the shipped rules."""
    return RuleSet.of(file.text for file in Knowledge().rules())


@cache
def wording() -> dict[str, Texts]:
    """Read the shipped templates of the explanation query."""
    return wording_of(EXPLAIN)


def turtle(text: str) -> set[Triple]:
    """Read Turtle with the usual prefixes."""
    return {quad.triple for quad in parse(PREFIXES + text, format=RdfFormat.TURTLE)}


def turtle_file(path: Path) -> set[Triple]:
    """Read a Turtle file."""
    return {quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE)}


def background() -> set[Triple]:
    """Read what the rules are tried on has in common."""
    return turtle_file(HERE / "background.ttl")


def staged(triples: Iterable[Triple]) -> MemoryStore:
    """Publish triples; validation results go where validation puts them."""
    held = list(triples)
    results = {
        t.subject for t in held if (t.predicate, t.object) == (RDF.type, SH.ValidationResult)
    }
    return MemoryStore(
        Quad(
            t.subject,
            t.predicate,
            t.object,
            GRAPH["quality"] if t.subject in results else DefaultGraph(),
        )
        for t in held
    )


def with_derived(store: MemoryStore, derived: Iterable[Triple]) -> MemoryStore:
    """Put derived triples into the graph they belong to."""
    quads = {Quad(t.subject, t.predicate, t.object, GRAPH["derived"]) for t in derived}
    store.stage(Patch.between(store.match(graph=GRAPH["derived"]), quads))
    return store


def fully_derived(triples: Iterable[Triple]) -> MemoryStore:
    """Publish triples together with what the shipped rules make of them."""
    store = staged(triples)
    return with_derived(store, derive(store, rules(), at=TODAY))


def constructed(store: MemoryStore, rule: DerivationRule, city: Term | None = None) -> set[Triple]:
    """Ask one rule alone."""
    bound: dict[Variable, Term] = {Variable("_city_iri"): city} if city else {}
    if "?_today_date" in rule.query:
        bound[Variable("_today_date")] = Literal("2026-11-23", datatype=XSD.date)
    found = store.query(rule.query, layers=rule.layers, substitutions=bound or None)
    assert isinstance(found, QueryTriples)
    return set(found)


def explained(store: MemoryStore, name: str, thing: NamedNode) -> set[Triple]:
    """Ask the shipped explanation queries about a recommendation or a city, and all its peers."""
    found = asked(store, EXPLAIN, **{name: thing})
    peers = {t.subject for t in found if t.predicate == LCG.peerCity}
    return found.union(*(asked(store, PEERS, _candidate_iri=peer) for peer in peers))


def read_of(store: MemoryStore, name: str, thing: NamedNode) -> Reading:
    """Read what :func:`explained` asks."""
    return Reading(explained(store, name, thing))


def asked(store: MemoryStore, query: str, **terms: Term) -> set[Triple]:
    """Ask a CONSTRUCT query of all layers."""
    bound = {Variable(name): term for name, term in terms.items()}
    found = store.query(query, layers=list(Layer), substitutions=bound)
    assert isinstance(found, QueryTriples)
    return set(found)
