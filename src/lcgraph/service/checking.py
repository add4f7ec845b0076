"""What a validation worker does: the shapes are compiled once, then one file after another checked.

SHACL runs in pySHACL, which switches settings of rdflib that a process shares, so each check has a
process of its own (:mod:`lcgraph.workers`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from lcgraph.knowledge import Knowledge
from lcgraph.knowledge.checking import outcome_of
from lcgraph.knowledge.loading import shapes_of
from lcgraph.store import EmbeddedStore, MemoryStore, StoreFault
from lcgraph.store.address import Address
from lcgraph.store.snapshots import FILES_OF_A_STORE

if TYPE_CHECKING:
    from lcgraph.store.remote import RemoteStore
    from lcgraph.workers.frames import Head


class RecordChecker:
    """Compiled shapes and the published view that records are checked against."""

    descriptors = FILES_OF_A_STORE

    def __init__(self, configuration: Head) -> None:
        """Compile the shapes.

        Args:
            configuration: ``store``: the folder of the store, whose snapshot is looked at;
                ``remote``: the server that keeps the graph instead, from ``Address.described``.
        """
        self._folder = configuration["store"]
        remote = configuration.get("remote")
        self._server = _Copied(Address.read(remote)) if remote else None
        self._shapes = shapes_of(Knowledge())

    def handle(self, head: Head, body: bytes) -> tuple[Head, bytes]:
        """Check one file.

        Args:
            head: ``name``: the name of the file; ``media_type``: its format.
            body: The file.

        Returns:
            An empty head, and the outcome as JSON; or ``fault``, if the store cannot be read: why,
            and nothing.
        """
        try:
            view = (
                EmbeddedStore.latest_snapshot(Path(self._folder))
                if self._server is None
                else self._server.view()
            )
        except StoreFault as fault:
            return {"fault": str(fault)}, b""
        outcome = outcome_of(body, head["name"], self._shapes, view, head["media_type"] or None)
        return {}, json.dumps(outcome.to_dict(), ensure_ascii=False).encode()


class _Copied:
    """A copy of what a server holds, as checking asks too much to ask it over HTTP."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._server: RemoteStore | None = None
        self._copy = MemoryStore()

    def view(self) -> MemoryStore:
        """Return the copy, brought up to date."""
        if self._server is None:
            from lcgraph.store.remote import RemoteStore

            self._server = RemoteStore(self._address)
        if self._copy.version != self._server.version:
            self._copy = MemoryStore.loaded(self._server.dump())
        return self._copy
