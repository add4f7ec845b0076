"""Entity tags of whole graphs (RFC 9110, section 8.8.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lcgraph.service.negotiation import GRAPHS
from lcgraph.service.questions import Question
from lcgraph.service.unchanged import tag_of
from lcgraph.service.update import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterator

_EVERYTHING: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@dataclass(frozen=True)
class GraphTags:
    """The tags that the representations of a graph have, one for each format.

    Attributes:
        name: The graph, as :mod:`lcgraph.service.update` names it.
        since: The data version since which it is as it is.
        version: The data version in which it was looked at.
    """

    name: str
    since: int
    version: int

    def name_current(self, tag: str) -> bool:
        """Tell whether a tag is one of the graph as it is.

        Args:
            tag: An entity tag, weak or not. Those of graphs are weak, since triples may come in
                another order; for writes they count all the same, as no two states share one.

        Returns:
            True if GET gives it, in whatever format.
        """
        return tag.removeprefix("W/") in self._all()

    def _all(self) -> Iterator[str]:
        for media_type in GRAPHS.values():
            question = whole(self.name, media_type)
            # Who read the graph while it was being written to got the number of the version.
            for number in {self.since, self.version}:
                yield tag_of(question, number)


def whole(name: str, media_type: str) -> Question:
    """Ask for a whole graph.

    Args:
        name: The graph, as :mod:`lcgraph.service.update` names it.
        media_type: The format to answer in.

    Returns:
        The question; its digest depends on nothing else.
    """
    default = None if name == DEFAULT else [name]
    return Question(_EVERYTHING, {"graph": media_type}, default=default)
