"""In which versions of the graph records stood withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcgraph.vocabulary import CITY, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode

    from lcgraph.store.moments import Publication


def city_of(iri: NamedNode) -> str | None:
    """Tell which city a document is about as a whole.

    Args:
        iri: An IRI of our own.

    Returns:
        The key, for a city and for the series of its records; None for anything else.
    """
    return next((kind.local(iri) for kind in (CITY, RECORD) if iri in kind), None)


def withdrawals(key: str, publications: Iterable[Publication]) -> Mapping[int, Publication]:
    """Find the versions in which the record of a city was withdrawn, and nothing in its place.

    Args:
        key: The key of the city.
        publications: All that are known, by version.

    Returns:
        The publication that withdrew it, by data version; it ends where a record is published.
    """
    found: dict[int, Publication] = {}
    withdrawal = None
    for each in publications:
        if _of_city(key, each.records):
            withdrawal = None
        elif _of_city(key, each.withdrawn):
            withdrawal = each
        if withdrawal is not None:
            found[each.version] = withdrawal
    return found


def withdrawal_of(
    record: str, publications: Iterable[Publication], version: int
) -> Publication | None:
    """Find the publication that withdrew a record version.

    Args:
        record: Its IRI.
        publications: All that are known, by version.
        version: The last data version to look at.

    Returns:
        The last one that did; None if none is known.
    """
    found = None
    for each in publications:
        if each.version <= version and record in each.withdrawn:
            found = each
    return found


def _of_city(key: str, records: Iterable[str]) -> bool:
    start = f"{RECORD[key].value}-v"
    return any(
        record.startswith(start) and record.removeprefix(start).isdigit() for record in records
    )
