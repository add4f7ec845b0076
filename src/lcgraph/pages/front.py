"""The page that readers begin with."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final

from fastapi.concurrency import run_in_threadpool

from lcgraph.pages.making import made
from lcgraph.pages.rendering import rendered
from lcgraph.pages.schema_lists import members_of
from lcgraph.pages.words import WORDS
from lcgraph.records.triples import TripleIndex
from lcgraph.service.asking import graph_of
from lcgraph.service.cities import listed_cities
from lcgraph.service.documents import LICENCE
from lcgraph.service.graph import triples_of
from lcgraph.service.library import asked, stored
from lcgraph.service.texts import text
from lcgraph.vocabulary import BASE, CONCEPT, LCG, SKOS

if TYPE_CHECKING:
    from starlette.requests import Request

KINDS: Final = ("strengths", "limitations", "practices")
"""What a cell counts, in the order in which it is read."""

CITIES_SHOWN: Final = 100
"""How many cities the matrix shows; the list of cities leads to all."""


async def page(request: Request) -> str:
    """Make the page.

    Args:
        request: The request.

    Returns:
        What this is, and the matrix of cities and factors in words.
    """
    # Asked at once, they wait for their turns together.
    found, answer, columns = await asyncio.gather(
        listed_cities(request),
        asked(request, stored(request, "factors/matrix"), {"lang": "en"}),
        factors(request),
    )
    return await made(request, lambda: _page(request, found["cities"], answer.content, columns))


def _page(
    request: Request,
    cities: list[dict[str, Any]],
    matrix: bytes,
    columns: list[dict[str, Any]],
) -> str:
    listed = cities[:CITIES_SHOWN]
    cells: dict[tuple[str, str], dict[str, int]] = {}
    for row in json.loads(matrix)["results"]["bindings"]:
        counts = {kind: int(row[kind]["value"]) for kind in KINDS}
        cells[row["city"]["value"], row["factor"]["value"]] = counts
    about = [
        *members_of(LCG.LearningCity, listed),
        *members_of(LCG.SupportingFactor, columns),
    ]
    return rendered(
        request,
        "home.html",
        cities=listed,
        city_count=len(cities),
        factors=columns,
        cells=cells,
        data={**_described(request), "about": about},
    )


async def factors(request: Request) -> list[dict[str, Any]]:
    """List the supporting factors.

    Args:
        request: The request.

    Returns:
        ``iri``, ``labels`` and ``notation``, in the order of the notation.
    """
    answer = await graph_of(request).query(
        text("scheme"), substitutions={"_scheme_iri": CONCEPT["factor"]}
    )
    index = TripleIndex(await run_in_threadpool(triples_of, answer))
    found = [
        {
            "iri": iri.value,
            "labels": index.labels(iri),
            "notation": "".join(index.texts(iri, SKOS.notation).values()),
        }
        for iri in index.subjects(SKOS.inScheme, CONCEPT["factor"])
    ]
    return sorted(found, key=lambda factor: factor["notation"])


def _described(request: Request) -> dict[str, Any]:
    here = str(request.base_url)
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": BASE,
        "url": here,
        "name": [{"@language": tag, "@value": value} for tag, value in WORDS["site"].items()],
        "description": [
            {"@language": tag, "@value": value} for tag, value in WORDS["lead"].items()
        ],
        "license": LICENCE,
        "inLanguage": ["th", "en"],
        "isAccessibleForFree": True,
        "version": str(graph_of(request).version),
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": f"{here}dumps/{name}.gz",
                "encodingFormat": media_type,
            }
            for name, media_type in (
                ("lcgraph.nq", "application/n-quads"),
                ("lcgraph.ttl", "text/turtle"),
            )
        ],
    }
