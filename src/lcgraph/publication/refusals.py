"""Why something cannot be published."""

from __future__ import annotations

from dataclasses import dataclass

from lcgraph.inference import Inconsistent, Overflow, Unsupported


@dataclass(frozen=True)
class Refused:
    """Something cannot be published, and nothing was changed.

    Attributes:
        subject: What was refused: a record, a graph, or the file it came from.
        reasons: Each with what is wrong and what to do, by language tag.
    """

    subject: str
    reasons: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Conflict(Refused):
    """A record would change or undo what has been published."""


def reasons_of(outcome: Inconsistent | Unsupported | Overflow) -> tuple[dict[str, str], ...]:
    """Say why inference would not go on.

    Args:
        outcome: What came of it instead of a closure.

    Returns:
        One reason for each contradiction or unsupported statement, by language tag.
    """
    match outcome:
        case Inconsistent(contradictions=found):
            return tuple({"th": each.message.th, "en": each.message.en} for each in found)
        case Unsupported(refusals=refusals):
            return tuple({"th": each.reason.th, "en": each.reason.en} for each in refusals)
        case Overflow(budget=budget):
            return (
                {
                    "th": f"การอนุมานใช้เกิน {budget} ขั้นตอน ให้แบ่งระเบียนให้เล็กลง",
                    "en": f"Inference took more than {budget} steps: make the record smaller.",
                },
            )
