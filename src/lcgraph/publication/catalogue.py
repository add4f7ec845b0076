"""What the catalogue knows of records: which version is published, and what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, Quad

from lcgraph.publication.refusals import Conflict
from lcgraph.publication.views import CATALOGUE
from lcgraph.records import CityRecord, Status
from lcgraph.store import Patch
from lcgraph.vocabulary import ADMS, DCTERMS, FOAF, LCG

if TYPE_CHECKING:
    from lcgraph.store import StagedStore
    from lcgraph.store.interface import Queryable


def published_version(store: StagedStore, city: NamedNode) -> NamedNode | None:
    """Return the published version of a city's record.

    Args:
        store: The staged state; its catalogue is read.
        city: The city.

    Returns:
        The record version, or None.
    """
    for quad in store.match(None, FOAF.primaryTopic, city, CATALOGUE):
        record = quad.subject
        if isinstance(record, NamedNode) and status_of(store, record) is Status.PUBLISHED:
            return record
    return None


def is_outdated(store: StagedStore, record: CityRecord) -> bool:
    """Tell whether stewards have gone beyond a record that comes with a release.

    Args:
        store: The staged state; its catalogue is read.
        record: The record.

    Returns:
        True if a later version is published, or if this one or a later one was withdrawn or
        superseded: a release does not undo that.
    """
    for quad in store.match(None, FOAF.primaryTopic, record.city, CATALOGUE):
        known = quad.subject
        if not isinstance(known, NamedNode) or _number(known) < record.version:
            continue
        standing = status_of(store, known)
        if standing in (Status.WITHDRAWN, Status.SUPERSEDED):
            return True
        if standing is Status.PUBLISHED and known != record.iri:
            return True
    return False


def status_of(store: Queryable, record: NamedNode) -> Status | None:
    """Return where a record version stands.

    Args:
        store: The store, whose catalogue is read.
        record: The record version.

    Returns:
        The status, or None for a version that is not in the catalogue.
    """
    for status in Status:
        if next(store.match(record, ADMS.status, status.concept, CATALOGUE), None) is not None:
            return status
    return None


def entry_patch(store: StagedStore, record: CityRecord, status: Status) -> Patch:
    """Return what enters a record version into the catalogue.

    Args:
        store: The staged state.
        record: The record.
        status: Where it is to stand; a published one takes the place of the version before.

    Returns:
        The change of ``g:catalogue``.
    """
    before = frozenset(store.match(record.iri, None, None, CATALOGUE))
    patch = Patch.between(before, record.described(status))
    earlier = published_version(store, record.city)
    if status is not Status.PUBLISHED or earlier is None or earlier == record.iri:
        return patch
    return patch.then(_superseded(store, earlier, record.iri))


def _superseded(store: StagedStore, earlier: NamedNode, later: NamedNode) -> Patch:
    published = frozenset(store.match(earlier, ADMS.status, None, CATALOGUE))
    superseded = {
        Quad(earlier, ADMS.status, Status.SUPERSEDED.concept, CATALOGUE),
        Quad(earlier, DCTERMS.isReplacedBy, later, CATALOGUE),
    }
    return Patch(published, frozenset(superseded))


def not_to_be_edited(store: StagedStore, record: CityRecord, status: Status) -> Conflict | None:
    """Tell whether a record would change or undo a published version.

    Args:
        store: The staged state.
        record: The record to publish.
        status: Where it is to stand.

    Returns:
        Why it is refused, or None: a published graph is never edited, a change is a new version,
        and what is withdrawn was published before and does not come back (section 1.11 of the
        model).
    """
    earlier = published_version(store, record.city)
    standing = status_of(store, record.iri)
    digests = [
        quad.object for quad in store.match(record.iri, LCG["contentDigest"], None, CATALOGUE)
    ]
    is_other = bool(digests) and str(digests[0]) != f'"{record.digest}"'
    if standing in (Status.PUBLISHED, Status.SUPERSEDED, Status.WITHDRAWN) and is_other:
        return _refused(
            record,
            f"{record.iri.value} เผยแพร่แล้วและแก้ไขไม่ได้ ให้ใช้เวอร์ชันใหม่ -v{record.version + 1}",
            f"{record.iri.value} has been published and cannot be edited: "
            f"give the change a new version, -v{record.version + 1}.",
        )
    if status is Status.WITHDRAWN and standing not in (Status.PUBLISHED, Status.WITHDRAWN):
        return _refused(record, *_nothing_to_withdraw(record, earlier))
    if status is not Status.WITHDRAWN and standing is Status.WITHDRAWN:
        return _refused(
            record,
            f"{record.iri.value} ถูกถอนแล้ว หากจะเผยแพร่อีกให้ใช้เวอร์ชันใหม่ -v{record.version + 1}",
            f"{record.iri.value} has been withdrawn. "
            f"To publish it again, give it a new version, -v{record.version + 1}.",
        )
    if earlier is not None and _number(earlier) > record.version:
        return _refused(
            record,
            f"มีเวอร์ชันที่ใหม่กว่าเผยแพร่แล้ว คือ {earlier.value}",
            f"A later version has been published: {earlier.value}.",
        )
    return None


def _nothing_to_withdraw(record: CityRecord, published: NamedNode | None) -> tuple[str, str]:
    th = f"{record.iri.value} ไม่เคยเผยแพร่ จึงถอนไม่ได้"
    en = f"{record.iri.value} has never been published, so it cannot be withdrawn."
    if published is None:
        return th, en
    return (
        f"{th} ฉบับที่เผยแพร่อยู่คือ {published.value} หากจะถอนให้โหลดระเบียนฉบับนั้นโดยระบุสถานะ withdrawn",
        f"{en} What is published is {published.value}: "
        "to withdraw it, load that record with the status withdrawn.",
    )


def _number(record: NamedNode) -> int:
    return int(record.value.rpartition("-v")[2])


def _refused(record: CityRecord, th: str, en: str) -> Conflict:
    return Conflict(record.iri.value, ({"th": th, "en": en},))
