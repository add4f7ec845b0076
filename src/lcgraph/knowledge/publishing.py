"""The way of one file: read, checked, compared with what is published, and prepared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lcgraph.knowledge.checking import outcome_of
from lcgraph.publication import Prepared, Refused, stated_status
from lcgraph.records import Status

if TYPE_CHECKING:
    from lcgraph.knowledge.checking import Outcome
    from lcgraph.publication import Publisher, Tools
    from lcgraph.validation import PublishedView


@dataclass(frozen=True)
class Considered:
    """What becomes of a file that is to be published.

    Attributes:
        outcome: What checking found in it.
        publication: What only has to be carried out, or why nothing can be.
    """

    outcome: Outcome
    publication: Prepared | Refused


def considered(
    content: bytes,
    name: str,
    publisher: Publisher,
    tools: Tools,
    view: PublishedView,
    media_type: str | None = None,
) -> Considered:
    """Check a file with a record and prepare its publication.

    Args:
        content: The file.
        name: What it is called.
        publisher: What prepares the publication, on a staged copy of the store.
        tools: The shapes that the file is checked with.
        view: The published graph, which is only read.
        media_type: The syntax; by default the name tells it.

    Returns:
        What was found and what comes of it; no content makes it raise.
    """
    outcome = outcome_of(content, name, tools.shapes, view, media_type)
    record = outcome.record
    if record is None:
        return Considered(outcome, Refused(name, outcome.violations))
    conflict = publisher.edit_refused(record)
    if conflict is not None:
        return Considered(outcome, conflict)
    if not outcome.publishable and stated_status(record) is Status.PUBLISHED:
        return Considered(outcome, Refused(name, outcome.violations))
    return Considered(outcome, publisher.record(record))
