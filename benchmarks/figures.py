"""What a comparison gives: a ratio, and the times and memory of both sides."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Sample:
    """One measurement of one side.

    Attributes:
        seconds: Time on the wall clock.
        cpu: Time on the processor, children included.
        memory: The greatest resident memory in bytes.
    """

    seconds: float
    cpu: float
    memory: int


class Sense(StrEnum):
    """How a ratio is read: how many times faster lcgraph is, or how many times slower."""

    FASTER = "times faster"
    SLOWER = "times the time"


@dataclass(frozen=True)
class Figure:
    """One comparison.

    Attributes:
        name: How the command line calls it.
        what: What lcgraph does.
        peer: What it is compared with.
        sense: How the ratio is read.
        demanded: The ratio that is demanded, at least or at most by its sense; None if none is.
        ratio: The median of the ratios of the repetitions.
        repetitions: How many there were.
        seconds: The median time of lcgraph and of the peer.
        cpu: The median processor time of both.
        memory: The greatest memory of both, in bytes.
        notes: What must be known to read the figure.
        faults: What else was demanded and is not so, such as answers that differ.
        details: Figures of parts.
    """

    name: str
    what: str
    peer: str
    sense: Sense
    demanded: float | None
    ratio: float
    repetitions: int
    seconds: tuple[float, float]
    cpu: tuple[float, float]
    memory: tuple[int, int]
    notes: Sequence[str] = ()
    faults: Sequence[str] = ()
    details: Sequence[dict[str, Any]] = field(default_factory=tuple)

    @property
    def is_met(self) -> bool:
        """Whether the ratio is as demanded and nothing else is wrong."""
        if self.faults:
            return False
        if self.demanded is None:
            return True
        if self.sense is Sense.FASTER:
            return self.ratio >= self.demanded
        return self.ratio <= self.demanded

    def to_dict(self) -> dict[str, Any]:
        """Return the figure as plain data for JSON."""
        return {**asdict(self), "sense": self.sense.value, "is_met": self.is_met}


def compared(
    name: str,
    what: str,
    peer: str,
    sense: Sense,
    demanded: float | None,
    pairs: Sequence[tuple[Sample, Sample]],
    **others: Any,
) -> Figure:
    """Make a figure of repetitions.

    Args:
        name: How the command line calls it.
        what: What lcgraph does.
        peer: What it is compared with.
        sense: How the ratio is read.
        demanded: The ratio that is demanded, if any.
        pairs: The measurements of lcgraph and of the peer, one pair a repetition.
        others: The other attributes of a figure.
    """
    ours, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    ratios = [mine.seconds / other.seconds for mine, other in pairs]
    ratio = statistics.median(ratios)
    return Figure(
        name=name,
        what=what,
        peer=peer,
        sense=sense,
        demanded=demanded,
        ratio=1 / ratio if sense is Sense.FASTER else ratio,
        repetitions=len(pairs),
        seconds=(_middle(s.seconds for s in ours), _middle(s.seconds for s in theirs)),
        cpu=(_middle(s.cpu for s in ours), _middle(s.cpu for s in theirs)),
        memory=(max(s.memory for s in ours), max(s.memory for s in theirs)),
        **others,
    )


def _middle(values: Any) -> float:
    return float(statistics.median(values))
