"""Problem documents (RFC 9457), in Thai and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi.responses import HTMLResponse, JSONResponse

from lcgraph.service.negotiation import best, language
from lcgraph.service.presentation import PAGE_HEADERS, presentation_of
from lcgraph.service.problem_kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

MEDIA_TYPE: Final = "application/problem+json"


class Problem(Exception):
    """Something that a client is told about instead of an answer."""

    def __init__(
        self,
        kind: str,
        detail: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Say what went wrong.

        Args:
            kind: A key of :data:`lcgraph.service.problem_kinds.KINDS`.
            detail: What happened this time, by language tag.
            more: Further members of the document.
            headers: Further headers of the response.
        """
        super().__init__(kind)
        self.kind = kind
        self.detail = detail or {}
        self.more = more or {}
        self.headers = headers or {}


def document_of(request: Request, problem: Problem) -> dict[str, Any]:
    """Write a problem document.

    Args:
        request: The request; its ``lang`` or ``Accept-Language`` chooses the first language.
        problem: What went wrong.

    Returns:
        The members of the document. ``title``, ``detail`` and ``advice`` are in the reader's
        language, ``messages`` has every language.
    """
    kind = KINDS[problem.kind]
    is_plain = request.app.state.settings.unmanaged
    advice = (is_plain and kind.advice_plain) or kind.advice
    messages = {
        tag: {
            "title": kind.title[tag],
            "advice": advice[tag],
            **({"detail": problem.detail[tag]} if tag in problem.detail else {}),
        }
        for tag in ("th", "en")
    }
    return {
        "type": f"{request.base_url}problems/{problem.kind}",
        "status": kind.status,
        **messages[language(request)],
        "messages": messages,
        **problem.more,
    }


def response(request: Request, problem: Problem) -> Response:
    """Write a problem as the response to a request.

    Args:
        request: The request; its ``lang`` or ``Accept-Language`` chooses the first language.
        problem: What went wrong.

    Returns:
        The document, or a page for a client that would rather have HTML.
    """
    kind = KINDS[problem.kind]
    chosen = language(request)
    document = document_of(request, problem)
    presentation = presentation_of(request)
    offered = (MEDIA_TYPE, "application/json", "text/html")
    if presentation is not None and best(request.headers.get("accept"), offered) == "text/html":
        return HTMLResponse(
            presentation.problem(request, document),
            status_code=kind.status,
            headers={**problem.headers, **PAGE_HEADERS, "Content-Language": chosen},
        )
    return JSONResponse(
        document,
        status_code=kind.status,
        media_type=MEDIA_TYPE,
        headers={"Content-Language": chosen, "Vary": "Accept, Accept-Language", **problem.headers},
    )
