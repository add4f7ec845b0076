"""Cities whose record was withdrawn: since when, and where it can be read as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcgraph.service.asking import graph_of
from lcgraph.service.history import named
from lcgraph.service.mementos import Original, link_to, memento_headers
from lcgraph.service.problems import Problem
from lcgraph.service.standing import withdrawals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from lcgraph.store.moments import Publication


async def withdrawn_city(request: Request, key: str) -> Problem | None:
    """Say that the record of a city was withdrawn, if it was.

    Args:
        request: The request; :func:`lcgraph.service.history.graph_at` has seen it.
        key: The key of the city.

    Returns:
        The problem ``gone`` with ``withdrawn``, the publication that did it, and ``last``, the one
        before, in which the record still was; None for any other city, and where the history does
        not reach back so far.
    """
    publications = await request.app.state.graph.publications()
    withdrawal = withdrawals(key, publications).get(graph_of(request).version)
    if withdrawal is None:
        return None
    return _gone(request, key, withdrawal, _before(withdrawal, publications))


def _before(publication: Publication, publications: Iterable[Publication]) -> Publication | None:
    wanted = publication.version - 1
    return next((each for each in publications if each.version == wanted), None)


def _gone(request: Request, key: str, withdrawal: Publication, last: Publication | None) -> Problem:
    date = named(withdrawal)["published"]
    detail = {
        "th": f"ระเบียนของเมือง {key} ถูกถอนเมื่อ {date}",
        "en": f"The record of the city {key} was withdrawn at {date}.",
    }
    more = {"withdrawn": named(withdrawal)}
    headers = memento_headers(request)
    if last is not None:
        original = Original.of(request)
        detail["th"] += f" เวอร์ชันข้อมูลสุดท้ายที่มีระเบียนนี้คือ {last.version}"
        detail["en"] += f" The last data version that held it is {last.version}."
        more["last"] = {**named(last), "memento": original.memento(last)}
        links = (headers.get("Link"), link_to(original, last))
        headers["Link"] = ", ".join(link for link in links if link)
    return Problem("gone", detail, more, headers)
