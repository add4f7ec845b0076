"""What is there no longer: since when, and where it can be read as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lcgraph.service.asking import graph_of
from lcgraph.service.history import named
from lcgraph.service.lifetimes import Lifetimes
from lcgraph.service.mementos import Original, link_to, memento_headers, memento_links
from lcgraph.service.problems import Problem
from lcgraph.service.standing import withdrawal_of, withdrawals
from lcgraph.vocabulary import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import NamedNode
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
    what = {"th": f"ระเบียนของเมือง {key}", "en": f"The record of the city {key}"}
    return _gone(request, what, "ระเบียนนี้", withdrawal, publications)


async def or_withdrawn(request: Request, thing: NamedNode, problem: Problem) -> Problem:
    """Tell what there never was from what is there no longer.

    Args:
        request: The request; :func:`lcgraph.service.history.graph_at` has seen it.
        thing: An IRI of our own.
        problem: Why it cannot be shown.

    Returns:
        For ``not-found`` of something that an earlier version mentions, and for ``gone``, the
        problem ``gone`` as for a city; the same problem for anything else, and where the history
        does not reach back so far.

    Raises:
        Problem: As for :meth:`lcgraph.service.lifetimes.Lifetimes.ending`.
    """
    if problem.kind not in ("not-found", "gone"):
        return problem
    publications = await request.app.state.graph.publications()
    if problem.kind == "gone" and thing in RECORD:
        # It is still mentioned, as withdrawn.
        withdrawal = withdrawal_of(thing.value, publications, graph_of(request).version)
    else:
        withdrawal = await Lifetimes.of(request).ending(request, thing)
    if withdrawal is None:
        return problem
    name = thing.value[:300]
    return _gone(request, {"th": name, "en": name}, "สิ่งนี้", withdrawal, publications)


async def with_versions(request: Request, problem: Problem) -> Problem:
    """Let what is there no longer lead to its versions (RFC 7089, section 4.5.2).

    Args:
        request: The request for the document.
        problem: Why it cannot be shown.

    Returns:
        The problem, with links if it is ``gone`` and a history is kept.
    """
    if problem.kind != "gone":
        return problem
    if "withdrawn" in problem.more:
        # Of this version there is nothing to lead to.
        links = (problem.headers.get("Link"), Original.of(request).links)
        headers = {**problem.headers, "Link": ", ".join(filter(None, links))}
        return Problem(problem.kind, problem.detail, problem.more, headers)
    through_time = await memento_links(request)
    if not through_time:
        return problem
    headers = {**problem.headers, **memento_headers(request), "Link": through_time[2:]}
    return Problem(problem.kind, problem.detail, problem.more, headers)


def _before(publication: Publication, publications: Iterable[Publication]) -> Publication | None:
    wanted = publication.version - 1
    return next((each for each in publications if each.version == wanted), None)


def _gone(
    request: Request,
    what: Mapping[str, str],
    this: str,
    withdrawal: Publication,
    publications: Iterable[Publication],
) -> Problem:
    date = named(withdrawal)["published"]
    detail = {
        "th": f"{what['th']} ถูกถอนเมื่อ {date}",
        "en": f"{what['en']} was withdrawn at {date}.",
    }
    more = {"withdrawn": named(withdrawal)}
    headers = memento_headers(request)
    last = _before(withdrawal, publications)
    if last is not None:
        original = Original.of(request)
        detail["th"] += f" เวอร์ชันข้อมูลสุดท้ายที่มี{this}คือ {last.version}"
        detail["en"] += f" The last data version that held it is {last.version}."
        more["last"] = {**named(last), "memento": original.memento(last)}
        links = (headers.get("Link"), link_to(original, last))
        headers["Link"] = ", ".join(link for link in links if link)
    return Problem("gone", detail, more, headers)
