"""Advice is given again for the same city, version and number of peers, and for no other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from lcgraph.service import Settings
from lcgraph.service.graph import PublishedGraph
from lcgraph.service.recommendations import KeptAdvice

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

ADVICE = {"data_version": 3, "city": {"labels": {"th": "ยะลา"}}, "themes": [], "computed": None}


def kept(folder: Path, asked: tuple[int, str, int], kept_bytes: int) -> dict[str, Any] | None:
    async def kept_and_found() -> dict[str, Any] | None:
        settings = Settings(folder, kept_bytes=kept_bytes)
        advice = KeptAdvice(PublishedGraph(settings), settings)
        await advice.keep((3, "th-yala", 10), ADVICE)
        return await advice.get(asked)

    return asyncio.run(kept_and_found())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ((3, "th-yala", 10), ADVICE),
        ((4, "th-yala", 10), None),
        ((3, "th-phayao", 10), None),
        ((3, "th-yala", 20), None),
    ],
    ids=["the same", "another version", "another city", "another number"],
)
def test_only_the_same_is_given_again(
    tmp_path: Path, asked: tuple[int, str, int], found: dict[str, Any] | None
) -> None:
    assert kept(tmp_path, asked, 1 << 20) == found


def test_what_has_no_room_is_not_kept(tmp_path: Path) -> None:
    assert kept(tmp_path, (3, "th-yala", 10), 100) is None


def test_what_is_given_again_is_what_was_given(client: httpx.Client) -> None:
    address = "/cities/th-hat-yai/recommendations?peers=3"
    first, second = (client.get(address, headers={"x": str(at)}).json() for at in range(2))
    assert first["themes"]
    assert first == second
