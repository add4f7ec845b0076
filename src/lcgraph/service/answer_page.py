"""Answers as pages, for clients that like HTML best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from starlette.responses import HTMLResponse

from lcgraph.queries.writing import Shortening
from lcgraph.service.answers import Extent
from lcgraph.service.budgets import client_of
from lcgraph.service.documents import HTML, conditional
from lcgraph.service.history import graph_at
from lcgraph.service.mementos import memento_headers
from lcgraph.service.negotiation import ALIASES, GRAPHS, SOLUTIONS, best, language
from lcgraph.service.presentation import PAGE_HEADERS, Presentation, presentation_of
from lcgraph.service.problem_kinds import KINDS
from lcgraph.service.problems import Problem
from lcgraph.service.writers import Writers, shallow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from lcgraph.service.questions import Question

READ: Final = Extent(rows=10_000, bytes=8 << 20)
"""How long an answer may be that is shown on a page."""
_ANSWERS: Final = (*SOLUTIONS.values(), *GRAPHS.values(), *ALIASES)
_JSON: Final = "application/json"


def page_wanted(request: Request, offered: Sequence[str] = _ANSWERS) -> Presentation | None:
    """Tell whether a client is to have a page.

    Args:
        request: The request; ``?format=`` overrides Accept.
        offered: The other media types there are; of formats liked equally these come first.

    Returns:
        What makes the page if ``format`` is ``html``, or if there is no ``format`` and Accept
        likes HTML best; None otherwise, and for a service without pages.
    """
    accept = request.headers.get("accept", "")
    # Most requests are of programs: what follows takes longer than answering them.
    if "html" not in accept.lower() and b"html" not in request.scope["query_string"]:
        return None
    short = request.query_params.get("format")
    wanted = short in ("html", HTML) or (short is None and best(accept, [*offered, HTML]) == HTML)
    return presentation_of(request) if wanted else None


def without_format(request: Request) -> bytes:
    """Return the parameters of a request as if it named no format.

    Args:
        request: The request.

    Returns:
        The query component of its address, without ``format``.
    """
    parameters = request.query_params.multi_items()
    return urlencode([(name, value) for name, value in parameters if name != "format"]).encode()


def page_of_json(request: Request) -> Presentation | None:
    """Tell whether a client is to have a page instead of a JSON document.

    Args:
        request: The request; ``?format=`` overrides Accept.

    Returns:
        What makes the page, or None.
    """
    return page_wanted(request, [_JSON])


def shown(request: Request, page: str, version: int) -> Response:
    """Answer with a page.

    Args:
        request: The request.
        page: The page.
        version: The data version it was made from.

    Returns:
        200 with the page, or 304 when the client has it.
    """
    headers = {
        **PAGE_HEADERS,
        "Content-Language": language(request),
        **memento_headers(request),
    }
    return conditional(request, page.encode(), HTML, version, headers)


async def answer_page(
    request: Request,
    presentation: Presentation,
    question: Question,
    seconds: float | None,
    at: str | None,
) -> Response:
    """Answer a question with a page: within the limits of other answers, and on the same terms.

    Args:
        request: The request.
        presentation: What makes the page.
        question: What is asked for, in the formats that the service itself reads.
        seconds: The deadline, at most the operator's.
        at: The moment that is asked, if not the present.

    Returns:
        The query with its answer; with what is wrong and the status of that problem, if there is
        no answer.
    """
    graph = await graph_at(request, at)
    client = client_of(request)
    try:
        answer = await graph.ask(question, seconds=seconds, client=client, most=READ)
        found = await Writers.of(request).beginning(answer, Shortening(answer.kind), client)
        with shallow():
            page = await presentation.answer(request, found)
    except Problem as problem:
        return await problem_page(request, presentation, problem)
    response = shown(request, page, answer.version)
    response.headers.update(graph.budgets.headers(client))
    if not question.is_repeatable:
        response.headers["Cache-Control"] = "no-store"
        del response.headers["ETag"]
    return response


async def problem_page(request: Request, presentation: Presentation, problem: Problem) -> Response:
    """Show a query together with what is wrong with it.

    Args:
        request: The request.
        presentation: What makes the page.
        problem: Why there is no answer.

    Returns:
        The page with the status and the headers of the problem.
    """
    page = await presentation.answer(request, problem)
    headers = {**problem.headers, **PAGE_HEADERS, "Content-Language": language(request)}
    return HTMLResponse(page, KINDS[problem.kind].status, headers)
