"""One version of the record of one city, taken from the triples of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from lcgraph.records.digest import content_digest
from lcgraph.vocabulary import ADMS, CITY, DCAT, DCTERMS, FOAF, GRAPH, LCG, RDF, RECORD, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable

_LOCAL_NAME: Final = re.compile(
    r"(?P<key>[a-z]{2}-[a-z0-9]+(?:-[a-z0-9]+)*)-v(?P<version>[1-9]\d{0,5})"
)


class Status(StrEnum):
    """Where a record stands in its life (section 1.11 of the model)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def concept(self) -> NamedNode:
        """The concept that says so in a graph."""
        return STATUS[self.value]


@dataclass(frozen=True)
class CityRecord:
    """A version of the record of a city.

    Attributes:
        iri: The record version, which is also its named graph.
        city: The city that it is about.
        key: The key of the city, such as ``th-yala``.
        version: The number of the version, from 1.
        description: What is said of the record itself; it belongs to the catalogue.
        content: What the record says; it belongs to the named graph of the record.
    """

    iri: NamedNode
    city: NamedNode
    key: str
    version: int
    description: frozenset[Triple]
    content: frozenset[Triple]

    @property
    def digest(self) -> str:
        """The digest of the content."""
        return content_digest(self.content)

    @property
    def series(self) -> NamedNode:
        """The IRI that all versions of this city's record share."""
        return RECORD[self.key]

    def described(self, status: Status, replaced_by: NamedNode | None = None) -> frozenset[Quad]:
        """Return the catalogue's entry for the record.

        Args:
            status: Where the record stands.
            replaced_by: The version that takes its place, for a superseded one.

        Returns:
            Quads of the graph ``g:catalogue``.
        """
        catalogue = GRAPH["catalogue"]
        kept = {t for t in self.description if t.predicate != ADMS.status}
        kept.add(Triple(self.iri, ADMS.status, status.concept))
        kept.add(Triple(self.iri, DCAT.inSeries, self.series))
        kept.add(Triple(self.iri, LCG.contentDigest, Literal(self.digest)))
        if replaced_by is not None:
            kept.add(Triple(self.iri, DCTERMS.isReplacedBy, replaced_by))
        return frozenset(Quad(t.subject, t.predicate, t.object, catalogue) for t in kept)


@dataclass(frozen=True)
class NotARecord:
    """The triples are not one version of one city's record.

    Attributes:
        messages: What is wrong and what to do, by language tag (``th``, ``en``).
    """

    messages: dict[str, str]


def record_of(triples: Iterable[Triple]) -> CityRecord | NotARecord:
    """Find the record in the triples of one file.

    Args:
        triples: The whole file.

    Returns:
        The record, its description parted from its content; or why there is none.
    """
    everything = frozenset(triples)
    named = {t.subject for t in everything if (t.predicate, t.object) == (RDF.type, LCG.CityRecord)}
    if len(named) != 1:
        return _not_one_record(len(named))
    (iri,) = named
    if not isinstance(iri, NamedNode) or iri not in RECORD:
        return _badly_named(iri.value if isinstance(iri, NamedNode) else str(iri))
    parts = _LOCAL_NAME.fullmatch(RECORD.local(iri))
    if parts is None:
        return _badly_named(iri.value)
    description = frozenset(t for t in everything if t.subject == iri)
    topics = {t.object for t in description if t.predicate == FOAF.primaryTopic}
    city = CITY[parts["key"]]
    if topics != {city}:
        return _other_city(iri.value, city.value)
    return CityRecord(
        iri, city, parts["key"], int(parts["version"]), description, everything - description
    )


def _not_one_record(count: int) -> NotARecord:
    return NotARecord(
        {
            "th": f"ไฟล์ต้องมีระเบียนเมือง (lcg:CityRecord) หนึ่งรายการ แต่พบ {count} รายการ "
            "ให้แยกไฟล์ละหนึ่งระเบียน",
            "en": f"A file holds exactly one lcg:CityRecord, this one has {count}: "
            "put each record in a file of its own.",
        }
    )


def _badly_named(name: str) -> NotARecord:
    return NotARecord(
        {
            "th": f"รหัสระเบียน {name} ต้องมีรูปแบบ {RECORD}<รหัสเมือง>-v<เลขเวอร์ชัน>",
            "en": f"The record {name} must be named {RECORD}<city key>-v<version number>.",
        }
    )


def _other_city(record: str, city: str) -> NotARecord:
    return NotARecord(
        {
            "th": f"ระเบียน {record} ต้องมี foaf:primaryTopic เป็น {city} เพียงค่าเดียว",
            "en": f"The record {record} must have {city} as its only foaf:primaryTopic.",
        }
    )
