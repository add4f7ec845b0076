"""What prepares publications: a worker with compiled rules and shapes, which changes nothing.

It works on a copy of what the readers read (:mod:`lcgraph.store.working_copy`). Whoever asked
carries the patch out, if the graph is still the one that it was prepared for.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lcgraph.knowledge import Knowledge
from lcgraph.knowledge.loading import tools_of
from lcgraph.knowledge.publishing import considered
from lcgraph.publication import Conflict, Prepared, Publisher, Tools
from lcgraph.publication.catalogue import status_of
from lcgraph.store import EmbeddedStore, Patch, staged
from lcgraph.store.address import Address
from lcgraph.store.patch import n_quads
from lcgraph.store.unfinished import clear_unfinished

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcgraph.knowledge.publishing import Considered
    from lcgraph.store import Store
    from lcgraph.workers.frames import Head

_FILES_OF_A_STORE: Final = 1024


class Preparer:
    """The tools of publications, and the store that they are for."""

    descriptors = _FILES_OF_A_STORE

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

    def update(self, head: Head, body: bytes) -> Head:
        """Do nothing: each publication is prepared on the newest version.

        Args:
            head: Not looked at.
            body: Not looked at.

        Returns:
            An empty answer.
        """
        return {}

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
            ``is_new``, whether the record version was in no catalogue before.
        """
        with self._opened() as store:
            # First the number: what others publish meanwhile is in the copy of a server's graph.
            version = store.version
            with staged(store) as copy:
                publisher = Publisher(copy, self._tools)
                found = considered(
                    body,
                    head["name"],
                    publisher,
                    self._tools,
                    store,
                    head["media_type"] or None,
                )
            record = found.outcome.record
            is_new = record is not None and status_of(store, record.iri) is None
        return _written(found, version, is_new=is_new)

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


def _written(found: Considered, version: int, *, is_new: bool) -> tuple[Head, bytes]:
    outcome, publication = found.outcome.to_dict(), found.publication
    outcome["is_new"] = is_new
    patch = Patch()
    if isinstance(publication, Prepared):
        patch = publication.patch
        outcome["records"] = {iri: status.value for iri, status in publication.records.items()}
        outcome["warnings"] = sum(publication.warnings.values())
    else:
        outcome["reasons"] = publication.reasons
        outcome["conflict"] = isinstance(publication, Conflict)
    text = json.dumps(outcome, ensure_ascii=False).encode()
    removed = n_quads(patch.removed)
    head = {"version": version, "outcome": len(text), "removed": len(removed)}
    return head, text + removed + n_quads(patch.added)
