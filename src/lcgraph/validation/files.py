"""Checks on the file that a record comes in, which shapes cannot express."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from pyoxigraph import BlankNode, NamedNode, Triple

from lcgraph.records import CityRecord, record_of
from lcgraph.validation.results import SEVERITIES
from lcgraph.vocabulary import CITY, FOAF, LCG, LCS, RDF, RECORD, SH, SKOS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from lcgraph.validation.constraints import ShapeTriples
    from lcgraph.validation.neighbourhood import PublishedView
    from lcgraph.validation.results import Node, Severity, Value


class FileCheck(NamedTuple):
    """One check of ``shapes/file.ttl``.

    Attributes:
        iri: ``lcs:F01``.
        identifier: ``F01``.
        severity: How much a finding weighs.
        messages: The message by language tag.
        advice: What to do, by language tag.
    """

    iri: NamedNode
    identifier: str
    severity: Severity
    messages: Mapping[str, str]
    advice: Mapping[str, str]


class FileResult(NamedTuple):
    """What a file check found.

    Attributes:
        identifier: The identifier of the check.
        focus_node: The thing it is about, if it is about one.
        path: The property, if it is about one.
        value: The value, if it is about one.
    """

    identifier: str
    focus_node: Node | None = None
    path: NamedNode | None = None
    value: Value | None = None


class ReferenceData(Protocol):
    """What the checks ask of the reference data; compiled shapes answer it."""

    def is_reference(self, iri: NamedNode) -> bool:
        """Tell whether the reference data describe a thing."""
        ...

    def states(self, triple: Triple) -> bool:
        """Tell whether the reference data make a statement."""
        ...


def file_checks_of(shapes: ShapeTriples) -> dict[str, FileCheck]:
    """Read the checks from the shapes graph.

    Args:
        shapes: The shapes graph.

    Returns:
        Identifier to check.
    """
    found = {}
    for iri in shapes.subjects(RDF.type, LCS.FileCheck):
        identifier = shapes.text(iri, SKOS.notation) or ""
        severity = SEVERITIES[shapes.nodes(iri, SH.severity)[0]]
        found[identifier] = FileCheck(
            iri,
            identifier,
            severity,
            shapes.texts(iri, SH.message),
            shapes.texts(iri, SH.description),
        )
    return found


def record_nodes(triples: Iterable[Triple]) -> list[Node]:
    """Return the city records that a file describes.

    Args:
        triples: The file.

    Returns:
        The subjects of type ``lcg:CityRecord``, in the order of the file.
    """
    return list(
        dict.fromkeys(
            t.subject
            for t in triples
            if (t.predicate, t.object) == (RDF.type, LCG.CityRecord)
            and isinstance(t.subject, NamedNode | BlankNode)
        )
    )


def file_results(
    triples: Sequence[Triple],
    reference: ReferenceData,
    terms: Collection[NamedNode],
    view: PublishedView,
) -> Iterator[FileResult]:
    """Check a file.

    Args:
        triples: What the file says.
        reference: The reference data.
        terms: The terms of the ontology; none, to leave F07 out.
        view: The published graph, of which the named graphs of records are read.

    Yields:
        What was found, each once.
    """
    records = record_nodes(triples)
    if len(records) != 1:
        yield from _not_one(records)
        return
    topics = [
        t.object for t in triples if (t.subject, t.predicate) == (records[0], FOAF.primaryTopic)
    ]
    yield from _other_cities(triples, topics)
    # A record without exactly one topic is the matter of C41.
    if len(topics) == 1 and not isinstance(record_of(triples), CityRecord):
        yield FileResult("F04", records[0])
    key = CITY.local(topics[0]) if topics and topics[0] in CITY else ""  # type: ignore[arg-type]
    yield from _wrong_subjects(triples, reference, view, key)
    if terms:
        yield from _unknown_terms(triples, terms)


def _not_one(records: list[Node]) -> Iterator[FileResult]:
    if not records:
        yield FileResult("F01")
    for record in records[1:]:
        yield FileResult("F02", record)


def _other_cities(triples: Iterable[Triple], topics: Collection[object]) -> Iterator[FileResult]:
    cities = {t.subject for t in triples if (t.predicate, t.object) == (RDF.type, LCG.LearningCity)}
    for city in sorted(cities - set(topics), key=str):
        if isinstance(city, NamedNode):
            yield FileResult("F03", city)


def _wrong_subjects(
    triples: Iterable[Triple], reference: ReferenceData, view: PublishedView, key: str
) -> Iterator[FileResult]:
    typed = {t.subject for t in triples if t.predicate == RDF.type}
    changed = set()
    described = dict.fromkeys(t.subject for t in triples if isinstance(t.subject, NamedNode))
    for triple in triples:
        subject = triple.subject
        if (
            isinstance(subject, NamedNode)
            and subject not in changed
            and reference.is_reference(subject)
            and not _belongs_to(subject, key)
            and not reference.states(triple)
        ):
            changed.add(subject)
            yield FileResult("F06", subject, triple.predicate, _plain(triple.object))
    for subject in described:
        if reference.is_reference(subject):
            continue
        if subject not in typed:
            yield FileResult("F05", subject)
        if key and _another_describes(subject, view, key):
            yield FileResult("F08", subject)


def _belongs_to(subject: NamedNode, key: str) -> bool:
    """Tell whether a thing is named after a city, as everything of a record is."""
    local = subject.value.rpartition("/")[2]
    return bool(key) and (local == key or local.startswith(f"{key}-"))


def _another_describes(subject: NamedNode, view: PublishedView, key: str) -> bool:
    own = RECORD[f"{key}-v"].value
    return any(
        isinstance(quad.graph_name, NamedNode)
        and quad.graph_name in RECORD
        and not quad.graph_name.value.startswith(own)
        for quad in view.match(subject, RDF.type, None, None)
    )


def _unknown_terms(triples: Iterable[Triple], terms: Collection[NamedNode]) -> Iterator[FileResult]:
    seen = set()
    for triple in triples:
        subject = triple.subject
        if not isinstance(subject, NamedNode | BlankNode):
            continue
        predicate, value = triple.predicate, triple.object
        if predicate in LCG and predicate not in terms and (subject, predicate) not in seen:
            seen.add((subject, predicate))
            yield FileResult("F07", subject, predicate, _plain(value))
        if (
            predicate == RDF.type
            and isinstance(value, NamedNode)
            and value in LCG
            and value not in terms
        ):
            yield FileResult("F07", subject, predicate, value)


def _plain(value: object) -> Value | None:
    return None if isinstance(value, Triple) else value  # type: ignore[return-value]
