"""Recommendations over HTTP: what follows for a city, with rule, triggers and quotes."""

from __future__ import annotations

import json
import zlib
from dataclasses import is_dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import quote

from cachetools import LRUCache
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from pyoxigraph import NamedNode

from lcgraph.knowledge import Knowledge
from lcgraph.recommendations import LAYERS, PEERS_IN_FULL, Question
from lcgraph.service.asking import graph_of
from lcgraph.service.cities import CityKey, absent_city
from lcgraph.service.graph import triples_of
from lcgraph.service.history import At, graph_at
from lcgraph.service.json_documents import json_document
from lcgraph.service.mementos import memento_headers
from lcgraph.service.one_version import OneVersionRoute
from lcgraph.service.problems import Problem
from lcgraph.service.shared import OfGraph
from lcgraph.vocabulary import CITY, RECOMMENDATION

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyoxigraph import Triple

    from lcgraph.recommendations import Asked, CityAdvice, Explanation, Explanations
    from lcgraph.service.asking import AskedGraph
    from lcgraph.service.graph import PublishedGraph
    from lcgraph.service.settings import Settings

router = APIRouter(tags=["Recommendations"], route_class=OneVersionRoute)

_KEY: Final = "0123456789abcdef0123456789abcdef01234567"
"""The form of a key; the description of the service names one that is there."""
_PART: Final = 8
_QUICKLY: Final = 1
PeerNumber = Annotated[
    int,
    Query(
        ge=0,
        le=100,
        examples=[5],
        description="How many peers to explain on each theme, the first in order; `all_peers` leads"
        " to all. · จำนวนเมืองเพื่อนร่วมเรียนรู้ที่อธิบายในแต่ละประเด็นตามลำดับ"
        " ดูครบทุกเมืองได้ที่ `all_peers`",
    ),
]


class LazyExplanations:
    """The rules and the explanation queries, read when first needed."""

    @cached_property
    def _shipped(self) -> Explanations:
        return Knowledge().explanations()

    def read(self) -> Explanations:
        """Return what explains with the shipped rules.

        Returns:
            The rules and queries that are shipped.
        """
        return self._shipped


class KeptAdvice(OfGraph):
    """Advice that was given before: of all that a page of a city shows it takes longest to make."""

    def __init__(self, graph: PublishedGraph, settings: Settings) -> None:
        """Keep nothing yet.

        Args:
            graph: The graph of the application.
            settings: How much memory kept answers may take, of which this is a small part.
        """
        super().__init__(graph, settings)
        self._kept: LRUCache[tuple[int, str, int], bytes] = LRUCache(
            settings.kept_bytes // _PART, getsizeof=len
        )

    async def get(self, asked: tuple[int, str, int]) -> dict[str, Any] | None:
        """Find advice.

        Args:
            asked: The data version, the key of the city, and how many peers are explained.

        Returns:
            The advice as :func:`advice_of` returns it, or None.
        """
        kept = self._kept.get(asked)
        return None if kept is None else await run_in_threadpool(_unpacked, kept)

    async def keep(self, asked: tuple[int, str, int], advice: dict[str, Any]) -> None:
        """Keep advice, compressed, as it repeats itself.

        Args:
            asked: As for :meth:`get`.
            advice: The advice.
        """
        packed = await run_in_threadpool(_packed, advice)
        if len(packed) <= self._kept.maxsize:
            self._kept[asked] = packed


def _packed(advice: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(advice, ensure_ascii=False).encode(), _QUICKLY)


def _unpacked(packed: bytes) -> dict[str, Any]:
    advice: dict[str, Any] = json.loads(zlib.decompress(packed))
    return advice


@router.get("/cities/{key}/recommendations", response_model=dict[str, Any])
async def recommendations(
    request: Request, key: CityKey, peers: PeerNumber = PEERS_IN_FULL, at: At = None
) -> Response:
    """Tell what the rules derive for a city, by theme, each with its evidence.

    แสดงข้อแนะนำที่กฎอนุมานได้สำหรับเมือง จัดตามประเด็น แต่ละข้อพร้อมหลักฐาน
    เมื่อไม่ได้กล่าวถึงข้อจำกัดจะบอกไว้ ซึ่งไม่ได้หมายความว่าไม่มี ไม่มีการให้คะแนนหรือจัดอันดับ

    Where no limitation is stated, that is said: it does not mean there is none. Peers that the
    evidence cannot tell apart are one group; nothing is scored or ranked.
    """
    await graph_at(request, at)
    document = await advice_of(request, key, peers)
    return json_document(request, document, document["data_version"], memento_headers(request))


async def advice_of(request: Request, key: str, peers: int = PEERS_IN_FULL) -> dict[str, Any]:
    """Tell what the rules derive for a city.

    Args:
        request: The request.
        key: The key of the city.
        peers: How many peers to explain on each theme.

    Returns:
        ``data_version``, and the advice (:class:`lcgraph.recommendations.CityAdvice`) for JSON.

    Raises:
        Problem: ``not-found``, or ``gone`` for a city whose record was withdrawn.
    """
    kept, asked = KeptAdvice.of(request), (await graph_of(request).current_version(), key, peers)
    advice = await kept.get(asked)
    if advice is not None:
        return advice
    advice = await _explained(request, lambda shipped: shipped.for_city(CITY[key], peers))
    if advice is None:
        raise await absent_city(request, key)
    await kept.keep(asked, advice)
    return advice


@router.get("/recommendations/{key}", response_model=dict[str, Any])
async def recommendation(
    request: Request,
    key: Annotated[
        str,
        Path(
            pattern="^[0-9a-f]{40}$",
            description="The end of its IRI. · ส่วนท้ายของ IRI",
            examples=[_KEY],
        ),
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
    whole = RECOMMENDATION[key]
    # A peer is a part of the recommendation of all peers for a theme.
    iri = whole if peer is None else NamedNode(f"{whole.value}#{quote(peer)}")
    explained = await _explained(request, lambda shipped: shipped.of(iri))
    if explained is None:
        raise Problem("not-found", _absent(key, peer))
    return explained


def _absent(key: str, peer: str | None) -> dict[str, str]:
    if peer is None:
        return {"th": f"ไม่มีข้อแนะนำ {key}", "en": f"There is no recommendation {key}."}
    return {
        "th": f"ไม่มีข้อแนะนำ {key} หรือข้อแนะนำนั้นไม่ได้เสนอเมือง {peer[:80]}",
        "en": f"There is no recommendation {key}, or it suggests no city {peer[:80]}.",
    }


async def _explained(
    request: Request, begun: Callable[[Explanations], Asked[CityAdvice | Explanation | None]]
) -> dict[str, Any] | None:
    lazy: LazyExplanations = request.app.state.explanations
    shipped = await run_in_threadpool(lazy.read)
    graph = graph_of(request)
    found = await _answered(graph, begun(shipped))
    return None if found is None else {"data_version": graph.version, **found}


async def _answered(
    graph: AskedGraph, asked: Asked[CityAdvice | Explanation | None]
) -> dict[str, Any] | None:
    step = await run_in_threadpool(_next, asked, None)
    while isinstance(step, Question):
        answer = await graph.query(step.text, layers=LAYERS, substitutions=step.substitutions)
        triples = await run_in_threadpool(triples_of, answer)
        step = await run_in_threadpool(_next, asked, triples)
    return step


def _next(
    asked: Asked[CityAdvice | Explanation | None], triples: set[Triple] | None
) -> Question | dict[str, Any] | None:
    try:
        return next(asked) if triples is None else asked.send(triples)
    except StopIteration as end:
        return None if end.value is None else _plain(end.value)


def _plain(value: Any) -> Any:
    """Write objects as JSON has them: there are many, and each is shown once."""
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(member) for member in value]
    return _plain(vars(value)) if is_dataclass(value) else value
