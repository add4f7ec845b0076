"""What was withdrawn is gone from every layer, and no release brings it back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Triple

from lcgraph.publication import Prepared, Publisher, Refused, Tools
from lcgraph.publication.views import INFERRED, QUALITY, ledger
from lcgraph.records import CityRecord, Status
from lcgraph.store import MemoryStore
from lcgraph.vocabulary import ADMS, GRAPH, RECORD
from tests.recommendations.shipped import advised, compiled, graphs, records
from tests.recommendations.support import rules

KEY = "th-phuket"
SHIPPED = "sha256:another release"


def stated(record: CityRecord, status: Status) -> CityRecord:
    said = {t for t in record.description if t.predicate != ADMS.status}
    return replace(
        record, description=frozenset(said | {Triple(record.iri, ADMS.status, status.concept)})
    )


def numbered(record: CityRecord, version: int) -> CityRecord:
    iri = RECORD[f"{record.key}-v{version}"]
    moved = {
        Triple(iri if t.subject == record.iri else t.subject, t.predicate, t.object)
        for t in record.description
    }
    return replace(record, iri=iri, version=version, description=frozenset(moved))


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools(*compiled(), graphs(), rules())


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(advised())


def published(store: MemoryStore, tools: Tools, record: CityRecord) -> Prepared:
    outcome = Publisher(store, tools).record(record)
    assert isinstance(outcome, Prepared), outcome
    return outcome


def refused(store: MemoryStore, tools: Tools, record: CityRecord) -> str:
    before = set(store)
    outcome = Publisher(store, tools).record(record)
    assert isinstance(outcome, Refused)
    assert set(store) == before
    return outcome.reasons[0]["en"]


def layers_of(store: MemoryStore) -> dict[str, int]:
    names = {
        "inferred": ledger(INFERRED, KEY),
        "quality": ledger(QUALITY, KEY),
    }
    return {name: sum(1 for _ in store.match(graph=graph)) for name, graph in names.items()}


def test_withdrawing_takes_back_what_was_inferred_and_found(
    store: MemoryStore, tools: Tools
) -> None:
    record = records()[KEY]
    # Published anew, the record has its ledgers.
    published(store, tools, record)
    own = (ledger(INFERRED, KEY), INFERRED)
    elsewhere = {quad.triple for quad in store if quad.graph_name not in own}
    only_here = [
        quad.triple
        for quad in store.match(graph=ledger(INFERRED, KEY))
        if quad.triple not in elsewhere
    ]
    assert only_here
    assert min(layers_of(store).values()) > 0
    outcome = published(store, tools, stated(record, Status.WITHDRAWN))
    assert outcome.records == {record.iri.value: Status.WITHDRAWN}
    assert layers_of(store) == {"inferred": 0, "quality": 0}
    shown = {quad.triple for quad in store.match(graph=INFERRED)}
    assert shown.isdisjoint(only_here)


def test_a_release_does_not_bring_back_what_was_withdrawn(store: MemoryStore, tools: Tools) -> None:
    record = records()[KEY]
    published(store, tools, record)
    published(store, tools, stated(record, Status.WITHDRAWN))
    outcome = Publisher(store, tools).shipped(graphs(), list(records().values()), SHIPPED)
    assert isinstance(outcome, Prepared)
    assert record.iri.value not in outcome.records
    assert len(outcome.records) == 9
    standing = {
        quad.object for quad in store.match(record.iri, ADMS.status, None, GRAPH["catalogue"])
    }
    assert standing == {Status.WITHDRAWN.concept}


def test_a_withdrawn_version_comes_back_only_as_a_new_one(store: MemoryStore, tools: Tools) -> None:
    record = records()[KEY]
    published(store, tools, record)
    published(store, tools, stated(record, Status.WITHDRAWN))
    assert refused(store, tools, record) == (
        f"{record.iri.value} has been withdrawn. To publish it again, give it a new version, -v2."
    )
    again = published(store, tools, numbered(record, 2))
    assert again.records == {RECORD[f"{KEY}-v2"].value: Status.PUBLISHED}
    assert min(layers_of(store).values()) > 0


def test_what_was_never_published_cannot_be_withdrawn(store: MemoryStore, tools: Tools) -> None:
    record = records()[KEY]
    published(store, tools, record)
    second = stated(numbered(record, 2), Status.WITHDRAWN)
    assert refused(store, tools, second) == (
        f"{second.iri.value} has never been published, so it cannot be withdrawn. "
        f"What is published is {record.iri.value}: to withdraw it, load that record with the "
        "status withdrawn."
    )
