"""What has to be asked of a graph before a recommendation can be explained, in which order.

The questions are yielded, so that whoever can ask the graph, at once or by and by, asks them.
"""

from __future__ import annotations

from collections.abc import Collection, Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeVar

from pyoxigraph import Triple

from lcgraph.recommendations.advice import (
    PEERS_IN_FULL,
    CityAdvice,
    explain,
    for_city,
    to_explain,
    whole_of,
)
from lcgraph.recommendations.reading import Reading
from lcgraph.recommendations.rules import RuleSet
from lcgraph.recommendations.wording import wording_of
from lcgraph.store.binding import among
from lcgraph.store.interface import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pyoxigraph import NamedNode

    from lcgraph.recommendations.explanation import Explanation
    from lcgraph.store.interface import Term

LAYERS: Final = (Layer.INFERRED, Layer.DERIVED, Layer.QUALITY)
"""The layers that questions are asked of, beside what is asserted."""
Found = TypeVar("Found")


@dataclass(frozen=True)
class Question:
    """A CONSTRUCT query to ask with :data:`LAYERS`.

    Attributes:
        text: The query.
        substitutions: Terms for its variables, named without the question mark.
    """

    text: str
    substitutions: Mapping[str, Term] = field(default_factory=dict, hash=False)


Asked = Generator[Question, Collection[Triple], Found]
"""Yields questions, is sent the answer of each, and returns what follows from them."""


class Explanations:
    """Explains recommendations."""

    def __init__(self, rules: Iterable[str], recommendations: str, peers: str) -> None:
        """Take the shipped knowledge.

        Args:
            rules: The rules, as their texts.
            recommendations: ``queries/rules/explain/recommendations.rq``.
            peers: ``queries/rules/explain/peers.rq``.

        Raises:
            InvalidRule: If a rule or a header is not well formed.
        """
        self._rules = RuleSet.of(rules)
        self._recommendations = recommendations
        self._peers = peers
        self._wording = wording_of(recommendations)

    def for_city(self, city: NamedNode, peers: int = PEERS_IN_FULL) -> Asked[CityAdvice | None]:
        """Explain everything that is recommended to a city.

        Args:
            city: The city.
            peers: How many peers to explain on each theme, the first in order.

        Yields:
            What has to be asked.

        Returns:
            The advice, or None if there is no such city.
        """
        triples = yield Question(self._recommendations, {"_city_iri": city})
        if not triples:
            return None
        read = Reading(triples)
        read.index.add((yield from self._about(to_explain(city, read, peers))))
        return for_city(city, read, self._rules, self._wording, peers)

    def of(self, recommendation: NamedNode) -> Asked[Explanation | None]:
        """Explain one recommendation.

        Args:
            recommendation: The recommendation, or the part of it that one peer is.

        Yields:
            What has to be asked.

        Returns:
            The explanation, or None if there is no such recommendation.
        """
        whole = {"_recommendation_iri": whole_of(recommendation)}
        read = Reading((yield Question(self._recommendations, whole)))
        read.index.add((yield from self._about(to_explain(recommendation, read))))
        return explain(recommendation, read, self._rules, self._wording)

    def _about(self, candidates: Collection[NamedNode]) -> Asked[Collection[Triple]]:
        if not candidates:
            return set()
        return (yield Question(among(self._peers, "_candidate_iri", candidates)))


def answered(asked: Asked[Found], ask: Callable[[Question], Collection[Triple]]) -> Found:
    """Ask what has to be asked, one question after the other.

    Args:
        asked: What :class:`Explanations` asks.
        ask: Answers a question.

    Returns:
        What follows from the answers.
    """
    try:
        question = next(asked)
        while True:
            question = asked.send(ask(question))
    except StopIteration as end:
        found: Found = end.value
        return found
