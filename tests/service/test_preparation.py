"""What is prepared beside a start: in turn, without holding up a start or a stop."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from lcgraph.pages.site import Pages
from lcgraph.pages.templating import compiled, template_names
from lcgraph.service.preparation import prepared

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_start_does_not_wait_and_a_stop_ends_what_is_left() -> None:
    begun, may_end = threading.Event(), threading.Event()
    taken: list[str] = []

    def slow() -> None:
        begun.set()
        may_end.wait()
        taken.append("slow")

    async def served() -> None:
        async with prepared([slow, lambda: taken.append("never")]):
            assert taken == []
            await asyncio.to_thread(begun.wait)
            asyncio.get_running_loop().call_soon(may_end.set)

    asyncio.run(served())
    assert taken == ["slow"]


def test_what_cannot_be_prepared_is_told_and_the_rest_is_done(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done = threading.Event()

    def broken() -> None:
        raise ValueError("no such template")

    async def served() -> None:
        async with prepared([broken, done.set]):
            await asyncio.to_thread(done.wait)

    asyncio.run(served())
    assert [record.exc_text.splitlines()[-1] for record in caplog.records if record.exc_text] == [
        "ValueError: no such template"
    ]


def test_pages_prepare_every_template() -> None:
    steps: list[Callable[[], object]] = list(Pages().preparations())
    made = [step() for step in steps]
    assert "city.html" in template_names()
    assert all(compiled(name) in made for name in template_names())
