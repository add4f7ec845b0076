"""Pages for people: the service in HTML, in Thai and English, without scripts."""

from __future__ import annotations

from lcgraph.pages.site import Pages

__all__ = ["Pages"]
