"""The page of a city: everything its record says, with the words that say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from lcgraph.pages.front import factors
from lcgraph.pages.rendering import rendered
from lcgraph.pages.views import view_of
from lcgraph.service.cities import city
from lcgraph.service.documents import LICENCE
from lcgraph.service.problems import Problem
from lcgraph.service.recommendations import recommendations
from lcgraph.vocabulary import CITY, LCG, WGS

if TYPE_CHECKING:
    from starlette.requests import Request

    from lcgraph.service.resources import Resource

_FINDINGS: Final = {
    LCG.hasStrength.value: "strength",
    LCG.hasLimitation.value: "limitation",
    LCG.hasPractice.value: "practice",
}
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
    key = CITY.local(resource.iri)
    thing = view_of(resource)
    try:
        profile = await city(request, key)
        advice = await recommendations(request, key)
    except Problem as problem:
        if problem.kind != "not-found":
            raise
        return rendered(request, "thing.html", thing=thing, explained=None)
    return rendered(
        request,
        "city.html",
        thing=thing,
        city=profile,
        facts=[p for p in profile["properties"] if p["property"] not in _IN_OTHER_PLACES],
        factors=[_with_findings(factor, profile) for factor in await factors(request)],
        advice=advice,
        data=_described(request, profile),
    )


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


def _described(request: Request, profile: dict[str, Any]) -> dict[str, Any]:
    here = f"{request.base_url}doc/city/{profile['key']}"
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Place",
        "@id": profile["iri"],
        "url": here,
        "name": _texts(profile["labels"]),
    }
    latitude, longitude = (_values(profile, WGS[name].value) for name in ("lat", "long"))
    if latitude and longitude:
        described["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": latitude[0]["value"],
            "longitude": longitude[0]["value"],
        }
    inside = [
        {"@type": "Place", "@id": place["iri"], "name": _texts(place["labels"])}
        for name in ("inProvince", "inCountry")
        for place in _values(profile, LCG[name].value)
    ]
    if inside:
        described["containedInPlace"] = inside
    described["subjectOf"] = {
        "@type": "Dataset",
        "@id": profile["record"]["iri"],
        "name": _texts(profile["labels"]),
        "description": _texts(profile["labels"]),
        "license": LICENCE,
    }
    return described


def _texts(labels: dict[str, str]) -> list[dict[str, str]]:
    return [{"@language": tag, "@value": text} for tag, text in sorted(labels.items())]
