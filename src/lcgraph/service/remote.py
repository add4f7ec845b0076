"""SERVICE: no other endpoint is asked unless the operator has allowed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lcgraph.service.problems import Problem
from lcgraph.service.query_faults import malformed_at
from lcgraph.service.syntax import Kind, Token, Unreadable, place, tokens_of
from lcgraph.store.operands import services_of, words_of

if TYPE_CHECKING:
    from collections.abc import Collection

Edit = tuple[int, int, str]
"""Characters from, characters to, and what stands there instead."""

_NOWHERE: Final = "<urn:x-lcgraph:refused>"
"""An endpoint that no protocol leads to, so that the engine fails on it at once."""
_ADVICE: Final = {
    "th": "ขอข้อมูลจากที่นั่นโดยตรง หรือใช้ SERVICE SILENT",
    "en": "Ask there directly, or write SERVICE SILENT to go on without.",
}


@dataclass(frozen=True)
class Federation:
    """What a text asks of other endpoints.

    Attributes:
        text: The text, in which a refused endpoint behind SILENT leads nowhere.
        remote: Whether an endpoint that the operator allows is asked.
    """

    text: str
    remote: bool


def read_tokens(text: str) -> list[Token]:
    """Split a query or update from outside.

    Args:
        text: A query or update.

    Returns:
        Its tokens.

    Raises:
        Problem: ``malformed-query`` with the place that cannot be read.
    """
    try:
        return tokens_of(text)
    except Unreadable as unreadable:
        raise malformed_at(text, unreadable.position) from None


def federation_of(text: str, allowed: Collection[str]) -> Federation:
    """Decide what a query may ask of other endpoints.

    Args:
        text: A query.
        allowed: IRIs of the endpoints that may be asked.

    Returns:
        The query to be run, and whether it needs the network.

    Raises:
        Problem: ``service-refused`` for an endpoint that is not allowed, unless behind SILENT;
            ``malformed-query`` for what cannot be read.
    """
    if "service" not in text.lower():
        return Federation(text, remote=False)
    edits, remote = service_edits(text, read_tokens(text), allowed)
    return Federation(edited(text, edits), remote)


def asks_others(text: str) -> bool:
    """Tell whether the server that a query is sent to would ask others for it.

    Args:
        text: A query, in which refused endpoints lead nowhere already.

    Returns:
        True if it names an endpoint, or DEFINE, by which Virtuoso fetches graphs from the web.
    """
    return "DEFINE" in words_of(text) or any(endpoint != _NOWHERE for endpoint in services_of(text))


def service_edits(
    text: str, tokens: list[Token], allowed: Collection[str]
) -> tuple[list[Edit], bool]:
    """Find the SERVICE clauses of a text.

    Args:
        text: A query or update.
        tokens: Its tokens.
        allowed: IRIs of the endpoints that may be asked.

    Returns:
        Edits that lead refused endpoints behind SILENT nowhere, and whether one that is allowed
        is asked.

    Raises:
        Problem: ``service-refused`` or ``malformed-query``.
    """
    edits: list[Edit] = []
    remote = False
    for index, token in enumerate(tokens):
        if not _is_service(text, tokens, index):
            continue
        silent = _text(tokens, index + 1) == "SILENT"
        endpoint = tokens[min(index + 1 + silent, len(tokens) - 1)]
        if endpoint.kind is Kind.IRI and endpoint.text[1:-1] in allowed:
            remote = True
        elif silent:
            edits.append((endpoint.start, endpoint.end, _NOWHERE))
        else:
            detail = {
                "th": f"ไม่ได้รับอนุญาตให้ถาม {endpoint.text[:200]} {_ADVICE['th']}",
                "en": f"{endpoint.text[:200]} may not be asked. {_ADVICE['en']}",
            }
            more = {"position": place(text, token.start), "supported": sorted(allowed)}
            raise Problem("service-refused", detail, more)
    return edits, remote


def _is_service(text: str, tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if token.kind is Kind.WORD and token.text == "SERVICE":
        return True
    if token.kind is Kind.WORD and "SERVICE" in token.text:
        raise malformed_at(text, token.start)
    # The engine would read "SERVICEex:p {" as the keyword before a name.
    hides = token.kind is Kind.NAME and "SERVICE" in token.text.partition(":")[0].upper()
    named = index > 0 and tokens[index - 1].text in ("GRAPH", "SERVICE", "SILENT")
    if hides and _text(tokens, index + 1) == "{" and not named:
        raise malformed_at(text, token.start)
    return False


def _text(tokens: list[Token], index: int) -> str:
    return tokens[index].text if index < len(tokens) else ""


def edited(text: str, edits: list[Edit]) -> str:
    """Carry out edits.

    Args:
        text: A text.
        edits: Edits that do not overlap.

    Returns:
        The text with all of them.
    """
    pieces, at = [], 0
    for start, end, replacement in sorted(edits):
        pieces += [text[at:start], replacement]
        at = end
    return "".join([*pieces, text[at:]])
