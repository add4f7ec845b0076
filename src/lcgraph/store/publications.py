"""What is written down of a publication: when it came, and which records it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from lcgraph.store.moments import Publication
from lcgraph.vocabulary import ADMS, GRAPH, STATUS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad


def head_of(publication: Publication) -> dict[str, Any]:
    """Write a publication down.

    Args:
        publication: The publication.

    Returns:
        The members of a JSON object, for :func:`publication_told`.
    """
    return {
        "version": publication.version,
        "published": publication.published.isoformat(),
        "records": publication.records,
        "withdrawn": publication.withdrawn,
        "begins": publication.begins,
    }


def publication_told(version: int, head: Mapping[str, Any]) -> Publication:
    """Read what was written down of a publication.

    Args:
        version: Its data version.
        head: The members of a JSON object.

    Returns:
        The publication.

    Raises:
        KeyError: If something is missing.
        TypeError: If something is not what it should be.
        ValueError: Likewise.
    """
    return Publication(
        version,
        datetime.fromisoformat(head["published"]),
        tuple(head["records"]),
        bool(head.get("begins")),
        tuple(head.get("withdrawn", ())),
    )


def publication_of(version: int, published: datetime, added: Iterable[Quad]) -> Publication:
    """Describe a publication by what it adds.

    Args:
        version: The data version that it makes.
        published: When.
        added: The quads that it adds.

    Returns:
        The publication, with the record versions whose status it makes published or withdrawn, in
        alphabetical order.
    """
    records: dict[object, list[str]] = {STATUS["published"]: [], STATUS["withdrawn"]: []}
    for quad in added:
        is_status = quad.predicate == ADMS.status and quad.graph_name == GRAPH["catalogue"]
        if is_status and quad.object in records and isinstance(quad.subject, NamedNode):
            records[quad.object].append(quad.subject.value)
    shown, withdrawn = (tuple(sorted(found)) for found in records.values())
    return Publication(version, published, shown, withdrawn=withdrawn)


def this_second() -> datetime:
    """Return the time as publications are dated.

    Returns:
        The time in UTC, to the second: so finely do dates of HTTP name it (RFC 7089).
    """
    return datetime.now(UTC).replace(microsecond=0)
