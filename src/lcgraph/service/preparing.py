"""What prepares publications: a worker with compiled rules and shapes, which changes nothing.

It works on a copy of what the readers read (:mod:`lcgraph.store.working_copy`). Whoever asked
carries the patch out, if the graph is still the one that it was prepared for.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lcgraph.knowledge import Knowledge
from lcgraph.knowledge.loading import tools_of
from lcgraph.knowledge.publishing import considered
from lcgraph.publication import Conflict, Prepared, Publisher, Refused, Tools
from lcgraph.publication.catalogue import status_of
from lcgraph.store import EmbeddedStore, Patch, StoreFault, staged
from lcgraph.store.address import Address
from lcgraph.store.patch import n_quads
from lcgraph.store.snapshots import FILES_OF_A_STORE
from lcgraph.store.unfinished import clear_unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcgraph.store import Store
    from lcgraph.workers.frames import Head


class Preparer:
    """The tools of publications, and the store that they are for."""

    descriptors = FILES_OF_A_STORE

    def __init__(self, configuration: Head) -> None:
        """Compile the ontology, the rules and the shapes.

        Args:
            configuration: ``store``: the folder of the store; ``remote``: the server that keeps
                the graph instead, from ``Address.described``.

        Raises:
            ValueError: If what is shipped cannot be used.
        """
        self._folder = Path(configuration["store"])
        remote = configuration.get("remote")
        self._server = Address.read(remote) if remote else None
        tools = tools_of(Knowledge())
        if not isinstance(tools, Tools):
            raise ValueError(f"the shipped files are refused: {tools}")
        # Compiled when first asked for, which is better done once than by each worker.
        _ = tools.shapes
        self._tools = tools

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        """Prepare the publication of a file.

        Args:
            head: ``name``: the name of the file; ``media_type``: its format, empty if not said.
            body: The file.

        Returns:
            ``version``: the data version that the patch is for; ``outcome`` and ``removed``: how
            many bytes are the outcome in JSON, and how many after those what goes; the rest is
            what comes, both in N-Quads. The outcome is that of checking, with ``reasons`` and
            ``conflict`` if the file is refused, else with ``records`` and ``warnings``; and with
            ``is_new``, whether the record version was in no catalogue before. It is ``fault``
            alone, by language tag, if the store cannot be read.
        """
        try:
            return self._prepared(head, body)
        except StoreFault as fault:
            return _written({"fault": fault.messages}, 0, Patch())

    def _prepared(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        with self._opened() as store:
            # First the number: what others publish meanwhile is in the copy of a server's graph.
            version = store.version
            with staged(store) as copy:
                publisher, name = Publisher(copy, self._tools), head["name"]
                media_type = head["media_type"] or None
                found = considered(body, name, publisher, self._tools, store, media_type)
            record = found.outcome.record
            is_new = record is not None and status_of(store, record.iri) is None
        outcome = {**found.outcome.to_dict(), **_told(found.publication), "is_new": is_new}
        publication = found.publication
        patch = publication.patch if isinstance(publication, Prepared) else Patch()
        return _written(outcome, version, patch)

    @contextmanager
    def _opened(self) -> Iterator[Store]:
        store: Store
        if self._server is None:
            # Workers that were killed leave their copies behind.
            clear_unfinished(self._folder)
            store = EmbeddedStore.latest_snapshot(self._folder)
        else:
            from lcgraph.store.remote import RemoteStore

            store = RemoteStore(self._server)
        try:
            yield store
        finally:
            store.close()


def _told(publication: Prepared | Refused) -> dict[str, Any]:
    if isinstance(publication, Refused):
        return {"reasons": publication.reasons, "conflict": isinstance(publication, Conflict)}
    records = {iri: status.value for iri, status in publication.records.items()}
    return {"records": records, "warnings": sum(publication.warnings.values())}


def _written(outcome: dict[str, Any], version: int, patch: Patch) -> tuple[Head, bytes]:
    text = json.dumps(outcome, ensure_ascii=False).encode()
    removed = n_quads(patch.removed)
    head = {"version": version, "outcome": len(text), "removed": len(removed)}
    return head, text + removed + n_quads(patch.added)
