"""What a page shows of a thing: triples as properties and values with names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from lcgraph.records.evidence import LINKS, evidence_of
from lcgraph.records.triples import TripleIndex
from lcgraph.vocabulary import DCTERMS, LCG, OA, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from lcgraph.service.resources import Resource
    from lcgraph.store.interface import Term

_SHOWN_APART: Final = {RDF.type, RDFS.label, SKOS.prefLabel, *LINKS, OA["hasSelector"]}


def names(index: TripleIndex, iri: NamedNode) -> dict[str, str]:
    """Return the names of a thing.

    Args:
        index: Triples with its names.
        iri: The thing.

    Returns:
        Language tag to label, or else to title.
    """
    return index.labels(iri) or index.texts(iri, DCTERMS["title"])


def value_of(index: TripleIndex, value: Term) -> dict[str, Any]:
    """Describe a value.

    Args:
        index: Triples with the names of things.
        value: An IRI or a literal.

    Returns:
        ``iri`` and ``labels``, or ``value`` with ``language`` or ``datatype``.
    """
    if isinstance(value, NamedNode):
        return {"iri": value.value, "labels": names(index, value)}
    if isinstance(value, Literal):
        if value.language:
            return {"value": value.value, "language": value.language}
        return {"value": value.value, "datatype": value.datatype.value}
    return {"value": str(value)}


def properties_of(
    index: TripleIndex, iri: NamedNode, known: TripleIndex | None = None
) -> list[dict[str, Any]]:
    """List what is said of a thing.

    Args:
        index: Triples with the thing as subject.
        iri: The thing.
        known: Where names are looked up; ``index`` when None.

    Returns:
        ``property``, ``labels`` and ``values`` by IRI of the property, without names, types and
        passages, which pages show in their own places.
    """
    known = known or index
    return [
        {
            "property": predicate.value,
            "labels": known.labels(predicate),
            "values": [value_of(known, value) for value in values],
        }
        for predicate, values in sorted(
            index.properties(iri).items(), key=lambda item: str(item[0])
        )
        if predicate not in _SHOWN_APART
    ]


def view_of(resource: Resource) -> dict[str, Any]:
    """Describe a thing for its page.

    Args:
        resource: What the graph says of it.

    Returns:
        ``iri``, ``labels``, ``types``, ``stated``, ``inferred``, ``derived`` (properties),
        ``evidence``, ``incoming`` (properties with the things that refer) and ``is_cut``.
    """
    said = resource.triples()
    everything = said | resource.inferred | resource.derived
    known = TripleIndex(everything)
    stated = TripleIndex(resource.asserted or resource.derived)
    return {
        "iri": resource.iri.value,
        "labels": names(known, resource.iri),
        "types": [value_of(known, term) for term in stated.iris(resource.iri, RDF.type)],
        "stated": properties_of(stated, resource.iri, known),
        "inferred": properties_of(TripleIndex(resource.inferred), resource.iri, known),
        "inferred_types": [
            value_of(known, term)
            for term in TripleIndex(resource.inferred).iris(resource.iri, RDF.type)
        ],
        "derived": _referring(resource.iri, resource.derived, known)
        + (
            properties_of(TripleIndex(resource.derived), resource.iri, known)
            if resource.asserted
            else []
        ),
        "evidence": _evidence(known, resource.iri),
        "incoming": _referring(resource.iri, resource.incoming, known),
        "is_cut": resource.is_cut,
        "content": len(resource.content),
    }


def _evidence(index: TripleIndex, iri: NamedNode) -> list[dict[str, Any]]:
    passages = {passage for link in LINKS for passage in index.iris(iri, link)}
    if LCG.Passage in index.iris(iri, RDF.type):
        passages.add(iri)
    return [evidence_of(index, passage) for passage in sorted(passages, key=str)]


def _referring(
    iri: NamedNode, triples: Iterable[Triple], known: TripleIndex
) -> list[dict[str, Any]]:
    found: dict[NamedNode, list[Term]] = {}
    for triple in sorted(triples, key=str):
        if triple.object == iri and isinstance(triple.subject, NamedNode):
            found.setdefault(triple.predicate, []).append(triple.subject)
    return [
        {
            "property": predicate.value,
            "labels": known.labels(predicate),
            "values": [value_of(known, subject) for subject in subjects],
            "is_incoming": True,
        }
        for predicate, subjects in found.items()
    ]
