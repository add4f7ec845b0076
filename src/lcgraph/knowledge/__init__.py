"""What lcgraph ships, and how it gets into a store.

This is an edge: the domain is handed what is read here and touches no file.
"""

from __future__ import annotations

from lcgraph.knowledge.files import Knowledge, TextFile, parse_turtle

__all__ = ["Knowledge", "TextFile", "parse_turtle"]
