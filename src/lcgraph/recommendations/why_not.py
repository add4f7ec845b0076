"""Why a recommendation is not made: the conditions of its rules, met and not met."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lcgraph.recommendations.wording import Texts, filled

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_MET: Final = "-met"
_UNMET: Final = "-unmet"


@dataclass(frozen=True)
class Condition:
    """One condition of a rule.

    Attributes:
        name: Its name, such as ``limitation``.
        met: Whether the graph meets it.
        sentence: What the graph states, or does not, by language tag.
    """

    name: str
    met: bool
    sentence: Texts = field(hash=False)


def why_not(
    met: Collection[str], wording: Mapping[str, Texts], names: Mapping[str, Texts]
) -> tuple[Condition, ...]:
    """Tell which conditions are met.

    Args:
        met: The values of ``?condition`` that ``queries/rules/explain/why-no-action.rq`` or
            ``why-no-peer.rq`` answers.
        wording: The templates in the header of that query.
        names: Placeholder (``city``, ``theme``, ``peer``) to name by language tag.

    Returns:
        Every condition, in the order in which the header tells them.
    """
    conditions = [case.removesuffix(_MET) for case in wording if case.endswith(_MET)]
    return tuple(
        Condition(
            name,
            name in met,
            filled(wording[name + (_MET if name in met else _UNMET)], names),
        )
        for name in conditions
    )
