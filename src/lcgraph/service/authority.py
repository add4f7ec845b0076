"""Who may write over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lcgraph.service.problems import Problem
from lcgraph.service.update import ANY, DEFAULT
from lcgraph.store.bearer_tokens import Role, Tokens
from lcgraph.vocabulary import BASE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

_NAMES: Final = {DEFAULT: "DEFAULT", ANY: "ALL"}
_REALM: Final = 'Bearer realm="lcgraph"'


def require(request: Request, role: Role = Role.ADMINISTRATOR) -> None:
    """Let a request pass only with a token of a role.

    Args:
        request: The request; nothing of its body is read.
        role: The role that is needed.

    Raises:
        Problem: ``not-authorized`` (401) without a bearer token, ``not-permitted`` (403) with one
            that is unknown, revoked or of another role.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem("not-authorized", {}, {}, {"WWW-Authenticate": _REALM})
    if Tokens(request.app.state.settings.store).role_of(token.strip()) is not role:
        raise Problem("not-permitted")


def refuse_managed(request: Request, graphs: Iterable[str]) -> None:
    """Let a write pass only to graphs that lcgraph does not manage.

    Args:
        request: The request.
        graphs: What may be written to: graph IRIs, or one of the names of
            :mod:`lcgraph.service.update`.

    Raises:
        Problem: ``update-refused`` for the default graph, a graph known only at run time or one
            below the base of lcgraph, unless the store is unmanaged.
    """
    if request.app.state.settings.unmanaged:
        return
    for graph in sorted(graphs):
        if graph in (ANY, DEFAULT) or graph.startswith(BASE):
            name = graph if graph.startswith(BASE) else _NAMES[graph]
            detail = {
                "th": f"lcgraph จัดการกราฟนี้เอง: {name} กราฟอื่นให้ระบุชื่อ (GRAPH <IRI>)",
                "en": f"lcgraph manages this graph: {name}. Name another one (GRAPH <IRI>).",
            }
            raise Problem("update-refused", detail, {"graph": name})
