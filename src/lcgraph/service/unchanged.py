"""Answers that a client has already (RFC 9110, section 13.1.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from lcgraph.service.answers import LongAnswer
from lcgraph.service.budgets import client_of
from lcgraph.service.documents import is_current
from lcgraph.service.mementos import memento_headers

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from lcgraph.service.asking import AskedGraph
    from lcgraph.service.questions import Question


async def unchanged(
    request: Request,
    graph: AskedGraph,
    question: Question,
    form: str = "",
    since: Callable[[int], int] | None = None,
) -> Response | None:
    """Tell a client that it has the answer already, if it says so.

    Args:
        request: The request, for its If-None-Match header.
        graph: What is asked.
        question: What is asked for.
        form: What else the representation depends on.
        since: As in :func:`validators`.

    Returns:
        304, or None where the question has to be asked, as after a POST: what it would get is no
        representation of the address (RFC 9110, section 13.1.2).

    Raises:
        Problem: What is wrong with a question that any answer would do for.
    """
    asks_for_it = request.method == "GET" and "if-none-match" in request.headers
    if not asks_for_it or not question.is_repeatable:
        return None
    version = await graph.current_version()
    if not is_current(request, tag_of(question, since(version) if since else version, form)):
        return None
    if request.headers["if-none-match"].strip() == "*":
        # Only who names a tag has had an answer: there may be none.
        answer = await graph.ask(question, client=client_of(request))
        if isinstance(answer, LongAnswer):
            await answer.close()
    headers = {
        **validators(question, version, form, since),
        **memento_headers(request),
        "Vary": "Accept",
    }
    return Response(status_code=304, headers=headers)


def validators(
    question: Question,
    version: int,
    form: str = "",
    since: Callable[[int], int] | None = None,
) -> dict[str, str]:
    """Write what says from which data version an answer is, and whether it may be kept.

    Args:
        question: What was asked.
        version: The data version it was answered from.
        form: What else the representation depends on.
        since: Tells since which version the answer is the same, where that is known.

    Returns:
        Headers. The entity tag is a weak one, as rows may come in another order (RFC 9110, section
        8.8.3); there is none where the same question may be answered in another way.
    """
    headers = {"Lcgraph-Data-Version": str(version)}
    if not question.is_repeatable:
        return {**headers, "Cache-Control": "no-store"}
    tag = tag_of(question, since(version) if since else version, form)
    return {**headers, "ETag": f"W/{tag}", "Cache-Control": "no-cache"}


def tag_of(question: Question, version: int, form: str = "") -> str:
    """Write an entity tag.

    Args:
        question: What was asked.
        version: A data version that gives this answer.
        form: What else the representation depends on.

    Returns:
        The tag, without what says that it is a weak one.
    """
    return f'"{version}-{question.digest}{form}"'
