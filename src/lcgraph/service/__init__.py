"""The HTTP service."""

from __future__ import annotations

from lcgraph.service.application import create_application
from lcgraph.service.repeats import Repeats
from lcgraph.service.settings import Settings

__all__ = ["Repeats", "Settings", "create_application"]
