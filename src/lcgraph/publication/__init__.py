"""Publication: from a change of graphs to one numbered patch, or to the reasons against it."""

from __future__ import annotations

from lcgraph.publication.publisher import Prepared, Publisher, stated_status
from lcgraph.publication.refusals import Conflict, Refused, reasons_of
from lcgraph.publication.tools import Check, Tools

__all__ = [
    "Check",
    "Conflict",
    "Prepared",
    "Publisher",
    "Refused",
    "Tools",
    "reasons_of",
    "stated_status",
]
