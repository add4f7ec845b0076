"""What a SPARQL server answered, written as clients want it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcgraph.service.answers import Answer, Extent
from lcgraph.service.negotiation import ALIASES
from lcgraph.service.refusals import too_long, unacceptable
from lcgraph.store.faults import RemoteNonsense
from lcgraph.store.measured import Measured, TooLong, written
from lcgraph.store.received import read_answer, wrong_in
from lcgraph.store.unwritable import Unwritable

if TYPE_CHECKING:
    from lcgraph.store.received import Received


def answer_of(
    url: str,
    form: str,
    received: Received,
    kind: str,
    media_type: str,
    version: int,
    extent: Extent,
) -> Answer:
    """Read what a server answered, and write it.

    Args:
        url: Where it was asked.
        form: The form of the query.
        received: The whole answer.
        kind: ``boolean``, ``solutions`` or ``graph``.
        media_type: The format.
        version: The data version that it is from.
        extent: How long it may be.

    Returns:
        The answer.

    Raises:
        Problem: ``answer-too-long``, or ``not-acceptable`` if the format cannot hold it.
        RemoteNonsense: If the server answered what is none.
    """
    measured = Measured(ALIASES.get(media_type, media_type), extent.rows, extent.bytes)
    try:
        content = written(read_answer(url, form, received), measured)
    except TooLong as fault:
        raise too_long(fault.limited, extent) from None
    except Unwritable as fault:
        raise unacceptable(kind, fault.what, media_type) from None
    except (SyntaxError, ValueError) as fault:
        raise RemoteNonsense(url, wrong_in(received, fault)) from fault
    return Answer(kind, media_type, content, version)
