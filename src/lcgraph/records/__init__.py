"""The record of a city: what a steward publishes, versions, and takes back."""

from __future__ import annotations

from lcgraph.records.digest import content_digest
from lcgraph.records.record import CityRecord, NotARecord, Status, record_of

__all__ = ["CityRecord", "NotARecord", "Status", "content_digest", "record_of"]
