"""What a SPARQL server answered, written as clients want it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import QueryBoolean, QuerySolutions

from lcgraph.service.answers import Answer, Extent
from lcgraph.service.negotiation import ALIASES
from lcgraph.service.refusals import too_long, unacceptable
from lcgraph.store.measured import Measured, TooLong, written
from lcgraph.store.unwritable import Unwritable

if TYPE_CHECKING:
    from lcgraph.store.received import Answered


def answer_of(
    answered: Answered, kind: str, media_type: str, version: int, extent: Extent
) -> Answer:
    """Write an answer.

    Args:
        answered: What the server answered.
        kind: ``boolean``, ``solutions`` or ``graph``.
        media_type: The format.
        version: The data version that it is from.
        extent: How long it may be.

    Returns:
        The answer.

    Raises:
        Problem: ``answer-too-long``, or ``not-acceptable`` if the format cannot hold it.
    """
    measured = Measured(ALIASES.get(media_type, media_type), extent.rows, extent.bytes)
    try:
        content = written(answered, measured)
    except TooLong as fault:
        raise too_long(fault.limited, extent) from None
    except Unwritable as fault:
        raise unacceptable(kind, fault.what, media_type) from None
    return Answer(kind, media_type, content, version)


def solutions_of(answered: Answered) -> QuerySolutions:
    """Take an answer for what it has to be.

    Args:
        answered: The answer to a SELECT query.

    Returns:
        The solutions.

    Raises:
        TypeError: If it is something else.
    """
    if isinstance(answered, QueryBoolean | frozenset):
        raise TypeError(type(answered).__name__)
    return answered
