"""Everything a record says of its city, as a tree that leads from each statement to its passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pyoxigraph import Literal, NamedNode

from lcgraph.records.evidence import LINKS, evidence_of
from lcgraph.records.triples import TripleIndex
from lcgraph.vocabulary import CITY, FOAF, RDF, RDFS, SKOS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Triple

    from lcgraph.store.interface import Term

_NOT_LISTED: Final = {RDF.type, RDFS.label, SKOS.prefLabel, *LINKS}


def profile_of(city: NamedNode, triples: Iterable[Triple]) -> dict[str, Any]:
    """Describe a city from what the query ``cities/complete`` answers.

    Args:
        city: The city.
        triples: The graph of its published record, with names, passages and readings.

    Returns:
        ``iri``, ``key``, ``labels``, ``types``, ``evidence``, ``properties`` and ``record`` (the
        record itself, described likewise). ``properties`` is a list of ``property`` (IRI),
        ``labels`` and ``values``. A value is a literal (``value`` with ``language`` or
        ``datatype``), or a thing with ``iri``, ``labels``, ``types`` and, where the record says
        more of it, its own ``properties`` and ``evidence``.
    """
    index = TripleIndex(triples)
    records = index.subjects(FOAF.primaryTopic, city)
    return {
        "key": CITY.local(city),
        **_thing(index, city, frozenset()),
        "record": _thing(index, records[0], frozenset({city})) if records else None,
    }


def _thing(index: TripleIndex, iri: NamedNode, above: frozenset[NamedNode]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "iri": iri.value,
        "labels": index.labels(iri),
        "types": [term.value for term in index.iris(iri, RDF.type)],
    }
    if iri in above:
        return described
    properties = [
        _property(index, predicate, values, above | {iri})
        for predicate, values in sorted(
            index.properties(iri).items(), key=lambda item: str(item[0])
        )
        if predicate not in _NOT_LISTED
    ]
    if properties:
        described["properties"] = properties
    passages = {passage for link in LINKS for passage in index.iris(iri, link)}
    if passages:
        described["evidence"] = [
            evidence_of(index, passage) for passage in sorted(passages, key=str)
        ]
    return described


def _property(
    index: TripleIndex, predicate: NamedNode, values: list[Term], above: frozenset[NamedNode]
) -> dict[str, Any]:
    return {
        "property": predicate.value,
        "labels": index.labels(predicate),
        "values": [_value(index, value, above) for value in values],
    }


def _value(index: TripleIndex, value: Term, above: frozenset[NamedNode]) -> dict[str, Any]:
    if isinstance(value, NamedNode):
        return _thing(index, value, above)
    if isinstance(value, Literal):
        if value.language:
            return {"value": value.value, "language": value.language}
        return {"value": value.value, "datatype": value.datatype.value}
    return {"value": str(value)}
