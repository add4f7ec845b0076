"""What is wrong with a query, in the words of the service."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from lcgraph.cli.output import ExitCode, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lcgraph.cli.languages import Language


@contextmanager
def explaining(text: str, language: Language) -> Iterator[None]:
    """End the command with what is wrong, if the engine cannot read or answer a query.

    Args:
        text: The query.
        language: The language of the message.

    Yields:
        To the engine.
    """
    try:
        yield
    except SyntaxError as fault:
        # What has the words takes a while to import.
        from lcgraph.service.query_faults import malformed_query

        stop(f"SPARQL: {malformed_query(text, str(fault)).detail[language.value]}", ExitCode.USAGE)
    except (OSError, RuntimeError, ValueError) as fault:
        from lcgraph.service.problem_kinds import KINDS

        title = KINDS["query-fault"].title[language.value]
        stop(f"SPARQL: {title}: {fault}", ExitCode.FAULT)
