"""What a record needs to know of other records: its neighbourhood in the published view.

Constraints that look beyond the record (C04, C09, C30, C43, C44, C48 and every check of a
class) ask for three things only: what is described under an IRI that the record names, which
cities share a name with its city, and which other versions its city has. These are looked up;
nothing is copied, however many records are published.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from pyoxigraph import DefaultGraph, Literal, NamedNode, Triple

from lcgraph.vocabulary import ADMS, BASE, DCAT, DCTERMS, FOAF, LCG, RDF, RDFS, STATUS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pyoxigraph import Quad

    from lcgraph.store.interface import Term

_VERSIONS: Final = 200
_DESCRIPTION: Final = 500
_DEFAULT: Final = DefaultGraph()


class PublishedView(Protocol):
    """The published graph, as any store of lcgraph offers it.

    The default graph holds what is published; every record version also has its named graph.
    """

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads that match; None matches anything."""
        ...


class EmptyView:
    """A view in which nothing is published yet."""

    def match(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Match nothing.

        Args:
            subject: Not looked at.
            predicate: Not looked at.
            object: Not looked at.
            graph: Not looked at.

        Returns:
            No quads.
        """
        return iter(())


def neighbourhood(
    triples: Collection[Triple], known: Collection[NamedNode], view: PublishedView
) -> set[Triple]:
    """Look up what validation needs of the published graph.

    What is known of the record itself, be it a draft, and what the versions that it replaces
    (``dcat:previousVersion``) say is left out: it will not stand beside the record once that is
    published.

    Args:
        triples: The record.
        known: Subjects that the record and the reference data describe.
        view: The published graph; only its default graph and the named graphs of the replaced
            versions are read.

    Returns:
        Triples of the published graph.
    """
    records = {t.subject for t in triples if (t.predicate, t.object) == (RDF.type, LCG.CityRecord)}
    replaced = {
        term
        for t in triples
        if t.subject in records
        for term in (t.subject, t.object if t.predicate == DCAT.previousVersion else None)
        if isinstance(term, NamedNode)
    }
    found: set[Triple] = set()
    for iri in _named(triples):
        if iri not in known:
            found.update(_description(view, iri))
    for city, name in _city_names(triples):
        for quad in islice(view.match(None, RDFS.label, name, _DEFAULT), _DESCRIPTION):
            if quad.subject != city and isinstance(quad.subject, NamedNode):
                found.update(_description(view, quad.subject))
    found.update(_versions(triples, view))
    return {t for t in found if t.subject not in records and not _is_taken_back(t, replaced, view)}


def _named(triples: Iterable[Triple]) -> set[NamedNode]:
    return {
        t.object
        for t in triples
        if isinstance(t.object, NamedNode) and t.object.value.startswith(BASE)
    }


def _city_names(triples: Collection[Triple]) -> list[tuple[object, Literal]]:
    cities = {t.subject for t in triples if (t.predicate, t.object) == (RDF.type, LCG.LearningCity)}
    return [
        (t.subject, t.object)
        for t in triples
        if t.subject in cities and t.predicate == RDFS.label and isinstance(t.object, Literal)
    ]


def _description(view: PublishedView, iri: NamedNode) -> Iterator[Triple]:
    for quad in islice(view.match(iri, None, None, _DEFAULT), _DESCRIPTION):
        yield quad.triple


def _versions(triples: Collection[Triple], view: PublishedView) -> Iterator[Triple]:
    cities = {t.object for t in triples if t.predicate == FOAF.primaryTopic}
    waiting = [
        quad.subject
        for city in cities
        if isinstance(city, NamedNode)
        for quad in islice(view.match(None, FOAF.primaryTopic, city, _DEFAULT), _VERSIONS)
        if isinstance(quad.subject, NamedNode)
    ]
    seen: set[NamedNode] = set()
    while waiting and len(seen) < _VERSIONS:
        record = waiting.pop()
        if record in seen:
            continue
        seen.add(record)
        for triple in _description(view, record):
            yield triple
            if triple.predicate in (DCAT.previousVersion, DCTERMS.isReplacedBy) and isinstance(
                triple.object, NamedNode
            ):
                waiting.append(triple.object)


def _is_taken_back(triple: Triple, replaced: Collection[NamedNode], view: PublishedView) -> bool:
    subject, predicate, object_ = triple.subject, triple.predicate, triple.object
    if subject in replaced and (predicate, object_) == (ADMS.status, STATUS["published"]):
        return True
    if not isinstance(subject, NamedNode):
        return False
    return any(
        next(view.match(subject, predicate, object_, record), None) is not None
        for record in replaced
    )
