"""The page of a city: everything its record says, with the words that say it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from fastapi.concurrency import run_in_threadpool

from lcgraph.pages.front import factors
from lcgraph.pages.making import made
from lcgraph.pages.rendering import rendered
from lcgraph.pages.schema_org import embedded_of
from lcgraph.pages.views import view_of
from lcgraph.records.profile import profile_of
from lcgraph.service.graph import triples_of
from lcgraph.service.library import asked, stored
from lcgraph.service.problems import Problem
from lcgraph.service.recommendations import advice_of
from lcgraph.vocabulary import CITY, LCG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import NamedNode, Triple
    from starlette.requests import Request

    from lcgraph.service.resources import Resource

_FINDINGS: Final = {
    LCG.hasStrength.value: "strength",
    LCG.hasLimitation.value: "limitation",
    LCG.hasPractice.value: "practice",
}
PEERS_SHOWN: Final = 10
"""How many peers are shown on each theme; the page of all peers on it names the rest."""

_IN_OTHER_PLACES: Final = {LCG.hasObservation.value}


async def page(request: Request, resource: Resource) -> str:
    """Make the page.

    Args:
        request: The request.
        resource: The city, with what is inferred and derived of it.

    Returns:
        The page; that of any thing for a city without a published record.

    Raises:
        Problem: What the readers say, as ``deadline-exceeded``.
    """
    # Asked at once, they wait for their turns together.
    triples, columns, advice = await asyncio.gather(
        _complete(request, resource.iri),
        factors(request),
        _advice(request, CITY.local(resource.iri)),
    )
    return await made(request, lambda: _page(request, resource, triples, columns, advice))


def _page(
    request: Request,
    resource: Resource,
    triples: set[Triple],
    columns: list[dict[str, Any]],
    advice: dict[str, Any] | None,
) -> str:
    thing, profile = view_of(resource), profile_of(resource.iri, triples)
    if advice is None or profile["record"] is None:
        embedded = embedded_of(resource)
        return rendered(request, "thing.html", thing=thing, explained=None, embedded=embedded)
    return rendered(
        request,
        "city.html",
        thing=thing,
        city=profile,
        facts=[
            said
            for said in profile.get("properties", ())
            if said["property"] not in _IN_OTHER_PLACES
        ],
        factors=[_with_findings(factor, profile) for factor in columns],
        advice=advice,
        embedded=embedded_of(resource, more=triples, names=dict(_sentences(advice))),
    )


async def _complete(request: Request, city: NamedNode) -> set[Triple]:
    answer = await asked(request, stored(request, "cities/complete"), {"city": city.value})
    return await run_in_threadpool(triples_of, answer)


def _values(thing: dict[str, Any], iri: str) -> list[dict[str, Any]]:
    return [
        value
        for entry in thing.get("properties", [])
        if entry["property"] == iri
        for value in entry["values"]
    ]


def _with_findings(factor: dict[str, Any], profile: dict[str, Any]) -> dict[str, Any]:
    observations = [
        observation
        for observation in _values(profile, LCG.hasObservation.value)
        if any(f["iri"] == factor["iri"] for f in _values(observation, LCG.onFactor.value))
    ]
    findings = [
        {
            **finding,
            "kind": kind,
            "themes": _values(finding, LCG.hasTheme.value),
        }
        for observation in observations
        for property_, kind in _FINDINGS.items()
        for finding in _values(observation, property_)
    ]
    return {**factor, "findings": findings, "observations": observations}


async def _advice(request: Request, key: str) -> dict[str, Any] | None:
    """Return what the rules derive for a city; None where no rule was carried out."""
    try:
        return await advice_of(request, key, PEERS_SHOWN)
    except Problem as problem:
        if problem.kind not in ("not-found", "gone"):
            raise
        return None


def _sentences(advice: object) -> Iterator[tuple[str, dict[str, str]]]:
    """Find the sentence of each recommendation, which has no other name."""
    if isinstance(advice, dict):
        if "iri" in advice and "sentence" in advice:
            yield advice["iri"], advice["sentence"]
        advice = list(advice.values())
    if isinstance(advice, list):
        for part in advice:
            yield from _sentences(part)
