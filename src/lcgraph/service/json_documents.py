"""Documents in JSON as responses: format, validators and data version, as for RDF."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from lcgraph.service.documents import chosen_from, conditional

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

JSON: Final = "application/json"
_FORMATS: Final = {"json": JSON}


def json_document(
    request: Request, document: object, version: int, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a document that there is in JSON, whatever else there is.

    Args:
        request: The request.
        document: What :mod:`json` can write.
        version: The data version it was made from.
        headers: Further headers.

    Returns:
        200 with the document, or 304 when the client has it.

    Raises:
        Problem: ``wrong-parameter`` for another ``format``, or ``not-acceptable``.
    """
    chosen_from(request, _FORMATS)
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return conditional(request, body, JSON, version, headers)
