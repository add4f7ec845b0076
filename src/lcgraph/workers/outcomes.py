"""What can become of a piece of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from lcgraph.workers.frames import Head


@dataclass(frozen=True)
class WorkerLimits:
    """What workers may use.

    Attributes:
        workers: How many pieces of work run at once, and how many long ones beside them.
        memory: Bytes a worker may take beyond what it shares with its host; 0 for no limit.
        spare: How many idle workers are kept ready beyond those.
        quick: Seconds after which work counts as long and goes on only where long work may; 0 for
            no difference.
        patience: Seconds that work waits for its turn before it is given up.
    """

    workers: int = 2
    memory: int = 1 << 30
    spare: int = 1
    quick: float = 0.0
    patience: float = 60.0


@dataclass(frozen=True)
class Reply:
    """What a worker answered.

    Attributes:
        head: What the handler says of its answer.
        body: The answer's bytes.
        seconds: The time that the work took, waiting for a free worker not counted.
    """

    head: Head
    body: bytes
    seconds: float


@dataclass(frozen=True)
class LongReply:
    """What a worker answered at length: all of it is there, and is read piece by piece.

    Attributes:
        head: What the handler says of its answer.
        length: How many bytes there are.
        pieces: The bytes; the worker is free again once they are read or the iterator is closed.
        seconds: The time that the work took, waiting for a free worker not counted.
    """

    head: Head
    length: int
    pieces: AsyncIterator[bytes]
    seconds: float


@dataclass(frozen=True)
class DeadlineExceeded:
    """The worker was ended at its deadline.

    Attributes:
        seconds: The deadline.
    """

    seconds: float


@dataclass(frozen=True)
class Crashed:
    """The worker ended by itself before its deadline, as it does when memory runs out.

    Attributes:
        seconds: How long it had worked.
    """

    seconds: float


@dataclass(frozen=True)
class Overloaded:
    """There was no turn for the work within the time that it may wait.

    Attributes:
        seconds: How long work waits at most.
    """

    seconds: float


@dataclass(frozen=True)
class NotQuick:
    """The work is long, and its client may have only quick work done.

    Attributes:
        seconds: How long it had worked when it was ended.
    """

    seconds: float


@dataclass(frozen=True)
class Killed:
    """Workers were ended from outside, one after another, while they did the work.

    Attributes:
        seconds: How long the last one had worked.
    """

    seconds: float


@dataclass(frozen=True)
class Unavailable:
    """There is no process that could do the work, as after a host that ends again and again.

    Attributes:
        seconds: When there may be one.
    """

    seconds: float


Failure = DeadlineExceeded | Crashed | Overloaded | NotQuick | Killed | Unavailable
