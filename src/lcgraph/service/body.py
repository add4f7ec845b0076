"""Reading request bodies, within a limit and without surprises."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.datastructures import QueryParams

from lcgraph.service.problems import Problem

if TYPE_CHECKING:
    from starlette.requests import Request


async def read_body(request: Request) -> bytes:
    """Read the body of a request.

    Args:
        request: The request.

    Returns:
        The whole body.

    Raises:
        Problem: ``too-large`` as soon as more has arrived than the operator allows.
    """
    limit: int = request.app.state.settings.body_bytes
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > limit:
            raise Problem(
                "too-large",
                {"th": f"รับได้ไม่เกิน {limit} ไบต์", "en": f"At most {limit} bytes are read."},
                {"limit": limit},
            )
        parts.append(part)
    return b"".join(parts)


def form_fields(body: bytes) -> QueryParams:
    """Read the fields of a form.

    Args:
        body: ``application/x-www-form-urlencoded`` content.

    Returns:
        The fields in order; a name may be there more than once.

    Raises:
        Problem: ``malformed-request`` if it is not UTF-8 or has too many fields.
    """
    try:
        pairs = parse_qsl(
            body.decode(), keep_blank_values=True, errors="strict", max_num_fields=100
        )
    except ValueError:
        raise Problem(
            "malformed-request",
            {"th": "อ่านแบบฟอร์มไม่ได้", "en": "The form cannot be read as UTF-8 fields."},
        ) from None
    return QueryParams(pairs)
