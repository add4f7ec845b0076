"""Examples of parameters that only the data know, for the description of calls."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lcgraph.service.problems import Problem
from lcgraph.service.texts import text
from lcgraph.vocabulary import CITY, GRAPH, RECOMMENDATION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

_STORE: Final = "/rdf-graphs"
_OWN: Final = "http://example.org/graph"


@dataclass(frozen=True)
class Known:
    """What examples of calls are made of.

    Attributes:
        version: A data version that can be asked; None where there is no history.
        recommendation: The key of a recommendation of peers; None if there is none.
        peer: The key of one of the peers.
        graph: The IRI of a graph that can be asked.
    """

    version: int | None
    recommendation: str | None
    peer: str | None
    graph: str


async def known_of(request: Request) -> Known:
    """Look up what examples are made of.

    Args:
        request: A request to the service.

    Returns:
        What there is; without recommendations if the machine is too busy just now.
    """
    graph = request.app.state.graph
    version = graph.version if await graph.publications() else None
    if request.app.state.settings.unmanaged:
        return Known(version, None, None, _OWN)
    rows: list[dict[str, Any]] = []
    with suppress(Problem):
        rows = await graph.rows(text("peer-example"))
    if not rows:
        return Known(version, None, None, GRAPH["reference"].value)
    key = rows[0]["recommendation"]["value"].removeprefix(str(RECOMMENDATION))
    peer = rows[0]["peer"]["value"].removeprefix(str(CITY))
    return Known(version, key, peer, GRAPH["reference"].value)


def fill_calls(document: dict[str, Any], known: Known) -> None:
    """Give parameters examples with which calls work.

    Args:
        document: An OpenAPI document, which is changed.
        known: What examples are made of.
    """
    version = None if known.version is None else str(known.version)
    for _, _, parameter in _parameters(document):
        if parameter["name"] == "at":
            _give(parameter, version)
    for path, method, parameter in _parameters(document):
        match path, parameter["name"]:
            case "/recommendations/{key}", "key":
                _give(parameter, known.recommendation or "0" * 40)
            case "/recommendations/{key}", "peer":
                _give(parameter, known.peer)
            case "/rdf-graphs/{name}", "name":
                # Nobody has put a graph there yet.
                _give(parameter, None if method == "get" else "example")
                parameter["description"] = (
                    "The rest of the address, which is the name of the graph; GET gives what PUT "
                    "made. · ส่วนท้ายของที่อยู่ ซึ่งเป็นชื่อกราฟ GET ให้กราฟที่ PUT สร้างไว้"
                )
            case "/rdf-graphs/{name}", "at":
                # What was put only now was not there before.
                _give(parameter, None)
            case "/rdf-graphs", "graph":
                # A named example is part of the calls that people are shown.
                name = known.graph if method == "get" else _OWN
                parameter["examples"] = {"graph": {"value": name}}


def _parameters(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            for parameter in operation.get("parameters", ()):
                yield path, method, parameter


def _give(parameter: dict[str, Any], example: str | None) -> None:
    parameter.get("schema", {}).pop("examples", None)
    parameter.pop("example", None)
    if example is not None:
        parameter["example"] = example
