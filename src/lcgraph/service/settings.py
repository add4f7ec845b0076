"""What an operator may set."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lcgraph.store.address import Address


@dataclass(frozen=True)
class Settings:
    """How a service runs.

    Attributes:
        store: The folder of the store.
        workers: How many queries run at once.
        query_seconds: The deadline of a query.
        query_memory: Bytes that one query may take beyond the graph itself.
        patience_seconds: How long a query waits for its turn.
        client_seconds: Query time that one client may use in a minute; 0 for no limit.
        answer_rows: The most solutions of one answer.
        answer_bytes: The longest answer.
        kept_bytes: Memory for answers that are kept for whoever asks the same.
        kept_file_bytes: Room on disk for long answers that are kept likewise.
        validation_seconds: The deadline of a validation.
        body_bytes: The longest request body that is read.
        administrator_body_bytes: The longest body of a graph or an update that an administrator
            sends; writing it takes some 30 times its length of memory.
        unmanaged: Whether to serve a plain store without learning-city data instead.
        allowed_services: Endpoints that SERVICE may ask, by IRI.
        remote: The SPARQL server that keeps the graph instead of a folder.
        in_memory_quads: How many quads readers hold in memory, counted when the service starts:
            the whole graph if it has no more, else what is published if that has no more. The rest
            is read from disk.
    """

    store: Path
    workers: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    query_seconds: float = 10.0
    query_memory: int = 512 << 20
    patience_seconds: float = 30.0
    client_seconds: float = 60.0
    answer_rows: int = 1_000_000
    answer_bytes: int = 64 << 20
    kept_bytes: int = 16 << 20
    kept_file_bytes: int = 256 << 20
    validation_seconds: float = 30.0
    administrator_body_bytes: int = 16 << 20
    body_bytes: int = 5 << 20
    in_memory_quads: int = 500_000
    unmanaged: bool = False
    allowed_services: frozenset[str] = frozenset()
    remote: Address | None = None
