"""Recommendations over HTTP: what follows for a city, with rule, triggers and quotes."""

from __future__ import annotations

from dataclasses import asdict
from functools import cached_property
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.encoders import jsonable_encoder
from pyoxigraph import NamedNode, Triple

from lcgraph.knowledge import Knowledge
from lcgraph.recommendations import RuleSet, explain, for_city, wording_of
from lcgraph.service.asking import graph_of
from lcgraph.service.cities import CityKey, unknown_city
from lcgraph.service.graph import triples_of
from lcgraph.service.history import At, graph_at
from lcgraph.service.json_documents import json_document
from lcgraph.service.mementos import memento_headers
from lcgraph.service.problems import Problem
from lcgraph.store import Layer
from lcgraph.vocabulary import CITY, RECOMMENDATION

router = APIRouter(tags=["Recommendations"])

_LAYERS = (Layer.INFERRED, Layer.DERIVED, Layer.QUALITY)


class LazyRules:
    """The rules and the explanation query, read when first needed."""

    @cached_property
    def rules(self) -> RuleSet:
        """The shipped rules."""
        return RuleSet.of(file.text for file in Knowledge().rules())

    @cached_property
    def query(self) -> str:
        """The query that fetches all that an explanation needs."""
        return Knowledge().explanation_query().text


@router.get("/cities/{key}/recommendations", response_model=dict[str, Any])
async def recommendations(request: Request, key: CityKey, at: At = None) -> Response:
    """Tell what the rules derive for a city, by theme, each with its evidence.

    แสดงข้อแนะนำที่กฎอนุมานได้สำหรับเมือง จัดตามประเด็น แต่ละข้อพร้อมหลักฐาน
    เมื่อไม่ได้กล่าวถึงข้อจำกัดจะบอกไว้ ซึ่งไม่ได้หมายความว่าไม่มี ไม่มีการให้คะแนนหรือจัดอันดับ

    Where no limitation is stated, that is said: it does not mean there is none. Peers that the
    evidence cannot tell apart are one group; nothing is scored or ranked.
    """
    await graph_at(request, at)
    document = await advice_of(request, key)
    return json_document(request, document, document["data_version"], memento_headers(request))


async def advice_of(request: Request, key: str) -> dict[str, Any]:
    """Tell what the rules derive for a city.

    Args:
        request: The request.
        key: The key of the city.

    Returns:
        ``data_version``, and the advice (:class:`lcgraph.recommendations.CityAdvice`) for JSON.

    Raises:
        Problem: ``not-found``.
    """
    city = CITY[key]
    lazy: LazyRules = request.app.state.rules
    triples, version = await _fetched(request, "_city_iri", city)
    if not triples:
        raise unknown_city(key)

    def advised() -> dict[str, Any]:
        advice = for_city(city, triples, lazy.rules, wording_of(lazy.query))
        return {"data_version": version, **jsonable_encoder(asdict(advice))}

    return await run_in_threadpool(advised)


@router.get("/recommendations/{key}", response_model=dict[str, Any])
async def recommendation(
    request: Request,
    key: Annotated[
        str, Path(pattern="^[0-9a-f]{40}$", description="The end of its IRI. · ส่วนท้ายของ IRI")
    ],
    peer: Annotated[
        str | None,
        Query(
            pattern=r"^[a-z]{2}-[a-z0-9-]{1,60}$",
            description="One peer only, by its key. · เมืองเพื่อนร่วมเรียนรู้เมืองเดียว ตามรหัสเมือง",
            examples=["th-phayao"],
        ),
    ] = None,
    at: At = None,
) -> Response:
    """Explain a recommendation: its rule, triggers, quotes, readings, and what would change it.

    อธิบายข้อแนะนำ ทั้งกฎ เหตุ ข้อความอ้างอิง การอ่านแก้ และสิ่งที่จะทำให้ข้อแนะนำเปลี่ยนไป
    """
    await graph_at(request, at)
    document = await explanation_of(request, key, peer)
    return json_document(request, document, document["data_version"], memento_headers(request))


async def explanation_of(request: Request, key: str, peer: str | None = None) -> dict[str, Any]:
    """Explain a recommendation.

    Args:
        request: The request.
        key: The end of its IRI.
        peer: The key of the one peer that is asked about, if any.

    Returns:
        ``data_version``, and the explanation (:class:`lcgraph.recommendations.Explanation`) for
        JSON.

    Raises:
        Problem: ``not-found``.
    """
    asked = RECOMMENDATION[key]
    # A peer is a part of the recommendation of all peers for a theme.
    iri = asked if peer is None else NamedNode(f"{asked.value}#{peer}")
    lazy: LazyRules = request.app.state.rules
    triples, version = await _fetched(request, "_recommendation_iri", asked)
    explained = await run_in_threadpool(
        lambda: explain(iri, triples, lazy.rules, wording_of(lazy.query))
    )
    if explained is None:
        raise Problem(
            "not-found",
            {"th": f"ไม่มีข้อแนะนำ {key}", "en": f"There is no recommendation {key}."},
        )
    return {"data_version": version, **jsonable_encoder(asdict(explained))}


async def _fetched(request: Request, variable: str, iri: NamedNode) -> tuple[set[Triple], int]:
    lazy: LazyRules = request.app.state.rules
    answer = await graph_of(request).query(
        lazy.query, layers=_LAYERS, substitutions={variable: iri}
    )
    return await run_in_threadpool(triples_of, answer), answer.version
