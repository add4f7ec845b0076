"""Ingest: text or bytes in, triples with their places out; or a fault in both languages."""

from __future__ import annotations

from lcgraph.ingest.formats import TextFormat, format_of
from lcgraph.ingest.outcomes import (
    BeyondRdf11,
    Fault,
    Faulty,
    Limits,
    NotUtf8,
    ParsedRecord,
    RemoteContext,
    SeveralGraphs,
    SourcePlace,
    SyntaxFault,
    TooLarge,
    UnknownFormat,
)
from lcgraph.ingest.reading import read_record

__all__ = [
    "BeyondRdf11",
    "Fault",
    "Faulty",
    "Limits",
    "NotUtf8",
    "ParsedRecord",
    "RemoteContext",
    "SeveralGraphs",
    "SourcePlace",
    "SyntaxFault",
    "TextFormat",
    "TooLarge",
    "UnknownFormat",
    "format_of",
    "read_record",
]
