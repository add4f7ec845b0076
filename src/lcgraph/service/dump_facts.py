"""What DCAT says of downloads whose files are written: how long they are, and their sums."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Triple

from lcgraph.vocabulary import BASE, DCAT, RDF, SPDX, XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lcgraph.store.dump_files import Written

_DUMPS: Final = BASE + "dumps/"


def facts_of(announced: Iterable[Triple], written: Mapping[str, Written]) -> Iterator[Triple]:
    """Tell of announced downloads what is known of their files.

    Args:
        announced: Triples of a catalogue, of which ``dcat:downloadURL`` are looked at.
        written: What is known of files, by name; nothing is said of any other.

    Yields:
        ``dcat:byteSize`` and ``spdx:checksum`` of distributions (DCAT 3, sections 6.8.15 and
        6.8.19), each sum with an address of its own.
    """
    for triple in announced:
        place = triple.object
        if triple.predicate != DCAT.downloadURL or not isinstance(place, NamedNode):
            continue
        known = written.get(place.value.removeprefix(_DUMPS))
        if known is not None:
            checksum = NamedNode(f"{place.value}#sha256")
            length = Literal(str(known.bytes), datatype=XSD.nonNegativeInteger)
            yield Triple(triple.subject, DCAT.byteSize, length)
            yield Triple(triple.subject, SPDX.checksum, checksum)
            yield Triple(checksum, RDF.type, SPDX.Checksum)
            yield Triple(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
            value = Literal(known.sha256, datatype=XSD.hexBinary)
            yield Triple(checksum, SPDX.checksumValue, value)
