"""Pages of the ontology and of concept schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi.concurrency import run_in_threadpool
from pyoxigraph import NamedNode

from lcgraph.pages.axioms import axioms_of
from lcgraph.pages.rendering import Page, rendered, short
from lcgraph.pages.schema_lists import collection_of
from lcgraph.pages.schema_org import embedded_of
from lcgraph.pages.views import names, view_of
from lcgraph.pages.words import WORDS
from lcgraph.records.triples import TripleIndex
from lcgraph.service.asking import graph_of
from lcgraph.service.graph import triples_of
from lcgraph.service.texts import text
from lcgraph.vocabulary import BASE, GRAPH, LCG, OWL, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple
    from starlette.requests import Request

    from lcgraph.service.resources import Resource

_GROUPS: Final = {
    "classes": OWL.Class,
    "object-properties": OWL.ObjectProperty,
    "datatype-properties": OWL.DatatypeProperty,
    "annotation-properties": OWL.AnnotationProperty,
}
_GENID: Final = BASE + ".well-known/genid/"


async def ontology_page(request: Request, resource: Resource) -> str:
    """Make the page of the ontology.

    Args:
        request: The request.
        resource: The ontology, with all of its triples as content.

    Returns:
        Every term with names and definitions in both languages, and its axioms.
    """
    answer = await graph_of(request).query(
        text("graph-names"), substitutions={"_graph_iri": GRAPH["ontology"]}
    )
    named = await run_in_threadpool(triples_of, answer)
    return await run_in_threadpool(_ontology_page, request, resource, frozenset(named))


def _ontology_page(request: Request, resource: Resource, named: frozenset[Triple]) -> str:
    index = TripleIndex(resource.content | named)
    page = Page(request)
    groups: dict[str, list[dict[str, Any]]] = {}
    seen: set[NamedNode] = set()
    for group, kind in _GROUPS.items():
        terms = [iri for iri in index.subjects(RDF.type, kind) if iri in LCG and iri not in seen]
        seen.update(terms)
        groups[group] = [_term(page, index, iri) for iri in terms]
    groups["individuals"] = [
        _term(page, index, iri)
        for iri in sorted({s for s in _subjects(resource) if s not in seen}, key=str)
        if not iri.value.startswith(BASE + "ontology") or iri in LCG
        if axioms_of(page, index, iri)
        if not iri.value.startswith(_GENID) or not _is_part(index, resource, iri)
    ]
    embedded = embedded_of(resource, shows_content=True)
    thing = view_of(resource)
    return rendered(request, "ontology.html", thing=thing, groups=groups, embedded=embedded)


def _subjects(resource: Resource) -> set[NamedNode]:
    return {t.subject for t in resource.content if isinstance(t.subject, NamedNode)}


def _is_part(index: TripleIndex, resource: Resource, iri: NamedNode) -> bool:
    kinds = index.iris(iri, RDF.type)
    return not any(kind in (OWL.AllDisjointClasses, OWL.AllDifferent) for kind in kinds)


def _term(page: Page, index: TripleIndex, iri: NamedNode) -> dict[str, Any]:
    return {
        "iri": iri.value,
        "anchor": LCG.local(iri) if iri in LCG else None,
        "short": "" if iri.value.startswith(_GENID) else short(iri.value),
        "labels": index.labels(iri),
        "definition": index.texts(iri, SKOS.definition),
        "notes": index.texts(iri, SKOS.scopeNote) or index.texts(iri, RDFS.comment),
        "axioms": axioms_of(page, index, iri),
    }


def scheme_page(request: Request, resource: Resource) -> str:
    """Make the page of a concept scheme.

    Args:
        request: The request.
        resource: The scheme, with its concepts as content.

    Returns:
        Every concept with names in both languages and its definition, narrower below broader.
    """
    index = TripleIndex(resource.content)
    concepts = index.subjects(SKOS.inScheme, resource.iri)
    order = _order(index)
    below: dict[NamedNode, list[NamedNode]] = {}
    tops = []
    for concept in sorted(concepts, key=order):
        broader = [iri for iri in index.iris(concept, SKOS.broader) if iri in set(concepts)]
        for parent in broader:
            below.setdefault(parent, []).append(concept)
        if not broader:
            tops.append(concept)
    rows: list[dict[str, Any]] = []

    def list_below(concept: NamedNode, depth: int) -> None:
        rows.append(_concept(index, concept, depth))
        if depth < len(concepts):
            for narrower in below.get(concept, []):
                list_below(narrower, depth + 1)

    for top in tops:
        list_below(top, 0)
    embedded = embedded_of(resource, shows_content=True)
    thing = view_of(resource)
    return rendered(request, "scheme.html", thing=thing, concepts=rows, embedded=embedded)


def _order(index: TripleIndex) -> Callable[[NamedNode], tuple[str, str]]:
    def key(concept: NamedNode) -> tuple[str, str]:
        notation = "".join(index.texts(concept, SKOS.notation).values())
        return notation.zfill(6) if notation.isdigit() else notation, concept.value

    return key


def _concept(index: TripleIndex, concept: NamedNode, depth: int) -> dict[str, Any]:
    return {
        "iri": concept.value,
        "labels": index.labels(concept),
        "notation": "".join(index.texts(concept, SKOS.notation).values()),
        "definition": index.texts(concept, SKOS.definition),
        "depth": depth,
    }


async def schemes_page(request: Request) -> str:
    """Make the page that lists the concept schemes.

    Args:
        request: The request.

    Returns:
        Every scheme with its name and what it is for.
    """
    answer = await graph_of(request).query(text("schemes"))
    index = TripleIndex(await run_in_threadpool(triples_of, answer))
    schemes = [
        {
            "iri": iri.value,
            "labels": names(index, iri),
            "definition": index.texts(iri, SKOS.definition)
            or index.texts(iri, NamedNode("http://purl.org/dc/terms/description")),
        }
        for iri in index.subjects(RDF.type, SKOS.ConceptScheme)
    ]
    embedded = collection_of(WORDS["concepts"], SKOS.ConceptScheme, schemes)
    return rendered(request, "schemes.html", schemes=schemes, embedded=embedded)
