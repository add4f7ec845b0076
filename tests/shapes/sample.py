"""The shapes, the sample record, and the changes to it that the fixtures are."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Triple, parse

from lcgraph.validation import CompiledShapes

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
SHAPES = HERE.parents[1] / "shapes"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
IDENTIFIERS = [f"C{number:02}" for number in range(1, 53)]


def read(paths: Iterable[Path]) -> frozenset[Triple]:
    return frozenset(
        quad.triple for path in paths for quad in parse(path=path, format=RdfFormat.TURTLE)
    )


@cache
def shapes() -> frozenset[Triple]:
    return read(sorted(SHAPES.glob("*.ttl")))


@cache
def reference() -> frozenset[Triple]:
    return read([HERE / "background" / "reference.ttl"])


@cache
def record() -> frozenset[Triple]:
    return read([HERE / "background" / "record.ttl"])


@cache
def compiled() -> CompiledShapes:
    return CompiledShapes(shapes(), reference())


def passing(identifier: str) -> frozenset[Triple]:
    return record() | read([HERE / identifier / "pass.ttl"])


def failing(identifier: str) -> frozenset[Triple]:
    removed = HERE / identifier / "remove.ttl"
    kept = record() - read([removed]) if removed.exists() else record()
    return kept | read([HERE / identifier / "fail.ttl"])


def turtle(text: str) -> frozenset[Triple]:
    """Read Turtle with the prefixes of the sample record."""
    prefixes = [
        line
        for line in (HERE / "background" / "record.ttl").read_text(encoding="utf-8").splitlines()
        if line.startswith("@prefix")
    ]
    return frozenset(
        quad.triple for quad in parse("\n".join([*prefixes, text]), format=RdfFormat.TURTLE)
    )
