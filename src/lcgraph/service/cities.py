"""The cities: a list, and everything about each."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.concurrency import run_in_threadpool

from lcgraph.records.profile import profile_of
from lcgraph.service.answer_page import page_of_json, shown
from lcgraph.service.graph import triples_of
from lcgraph.service.history import At, graph_at
from lcgraph.service.json_documents import json_document
from lcgraph.service.library import asked, stored
from lcgraph.service.mementos import memento_headers
from lcgraph.service.negotiation import LANGUAGES
from lcgraph.service.one_version import OneVersionRoute
from lcgraph.service.problems import Problem
from lcgraph.service.withdrawals import withdrawn_city
from lcgraph.vocabulary import CITY

router = APIRouter(tags=["Cities"], route_class=OneVersionRoute)

CityKey = Annotated[
    str,
    Path(
        pattern=r"^[a-z]{2}-[a-z0-9-]{1,60}$",
        description="The key of a city: country code and name. · รหัสเมือง คือรหัสประเทศและชื่อเมือง",
        examples=["th-yala"],
    ),
]


@router.get("/cities", response_model=dict[str, Any])
async def cities(request: Request, at: At = None) -> Response:
    """List the cities that have a published record, with their names in Thai and English.

    แสดงรายการเมืองที่มีระเบียนเผยแพร่แล้ว พร้อมชื่อภาษาไทยและภาษาอังกฤษ
    """
    await graph_at(request, at)
    found = await listed_cities(request)
    presentation = page_of_json(request)
    if presentation is None:
        return json_document(request, found, found["data_version"], memento_headers(request))
    return shown(request, presentation.cities(request, found), found["data_version"])


async def listed_cities(request: Request) -> dict[str, Any]:
    """List the cities that have a published record.

    Args:
        request: The request.

    Returns:
        ``data_version``, and ``cities`` by key: ``key``, ``iri``, ``url``, ``labels``,
        ``record_version`` and ``modified``.
    """
    listed: dict[str, dict[str, Any]] = {}
    query = stored(request, "cities/list")
    answers = await asyncio.gather(
        *(asked(request, query, {"lang": language}) for language in LANGUAGES)
    )
    for language, answer in zip(LANGUAGES, answers, strict=True):
        for row in json.loads(answer.content)["results"]["bindings"]:
            key = row["city"]["value"].removeprefix(str(CITY))
            entry = listed.setdefault(
                key,
                {
                    "key": key,
                    "iri": row["city"]["value"],
                    "url": f"{request.base_url}cities/{key}",
                    "labels": {},
                    "record_version": row["version"]["value"],
                    "modified": row["modified"]["value"],
                },
            )
            label = row["cityLabel"]
            entry["labels"][label.get("xml:lang", language)] = label["value"]
    ordered = sorted(listed.values(), key=lambda entry: entry["key"])
    return {"data_version": answers[-1].version, "cities": ordered}


@router.get("/cities/{key}", response_model=dict[str, Any])
async def city(request: Request, key: CityKey, at: At = None) -> Response:
    """Tell everything the record of a city says, each statement with its evidence.

    แสดงทุกสิ่งที่ระเบียนของเมืองกล่าวไว้ แต่ละข้อความพร้อมหลักฐาน
    """
    await graph_at(request, at)
    answer = await asked(request, stored(request, "cities/complete"), {"city": CITY[key].value})
    profile = await run_in_threadpool(lambda: profile_of(CITY[key], triples_of(answer)))
    if profile["record"] is None:
        raise await absent_city(request, key)
    document = {"data_version": answer.version, **profile}
    return json_document(request, document, answer.version, memento_headers(request))


async def absent_city(request: Request, key: str) -> Problem:
    """Say why there is no record of a city.

    Args:
        request: The request.
        key: The city that was asked for.

    Returns:
        The problem ``gone`` for a city whose record was withdrawn, or ``not-found``.
    """
    return await withdrawn_city(request, key) or Problem(
        "not-found",
        {
            "th": f"ไม่มีระเบียนที่เผยแพร่ของเมือง {key}",
            "en": f"There is no published record of a city {key}.",
        },
    )
