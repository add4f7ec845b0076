"""Pages on a phone, in a real browser, without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.service.browser import browser
from tests.service.paths import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Request

LANGUAGE_TAGS = ("th", "en")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser."""
    with browser() as started:
        yield started


@pytest.fixture
def phone(chromium: Browser, service: str) -> Iterator[Page]:
    """A page 390 pixels wide on which no script runs; whatever it asks of others fails a test."""
    foreign: list[str] = []

    def watch(request: Request) -> None:
        if not request.url.startswith(service):
            foreign.append(request.url)

    context = chromium.new_context(
        base_url=service, viewport={"width": 390, "height": 844}, java_script_enabled=False
    )
    # A bound on a browser that hangs, not on one that is slow.
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.on("request", watch)
    yield page
    context.close()
    assert foreign == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", LANGUAGE_TAGS)
def test_a_phone_shows_the_whole_width(phone: Page, path: str, language: str) -> None:
    phone.goto(path + ("&" if "?" in path else "?") + f"lang={language}")
    for selector in ("html", "main"):
        box = phone.locator(selector).bounding_box()
        assert box is not None
        assert box["width"] <= 390
    # A page that is wider than the screen makes a picture of the whole page wider too.
    picture = phone.screenshot(full_page=True)
    assert int.from_bytes(picture[16:20], "big") == 390


def test_thai_is_drawn_with_thai_letters(phone: Page) -> None:
    phone.goto("/?lang=th")
    heading = phone.locator("h1")
    drawn = heading.screenshot()
    client = phone.context.new_cdp_session(phone)
    client.send("DOM.enable")
    client.send("CSS.enable")
    root = client.send("DOM.getDocument")["root"]["nodeId"]
    node = client.send("DOM.querySelector", {"nodeId": root, "selector": "h1"})["nodeId"]
    fonts = client.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    assert drawn
    assert sum(font["glyphCount"] for font in fonts) >= len("กราฟเมืองแห่งการเรียนรู้") - 6
    assert "LastResort" not in {font["familyName"] for font in fonts}


def test_a_form_is_used_with_the_keyboard_alone(phone: Page) -> None:
    phone.goto("/query/factors-cell?lang=th")
    phone.locator("#field-city").fill("th-yala")
    phone.locator("#field-factor").fill("flexibility")
    phone.locator("#field-factor").press("Enter")
    phone.wait_for_url("**/query/factors-cell?**city=th-yala**")
    assert phone.locator("#answer").is_visible()
    assert phone.locator("tbody tr").count() >= 1


def test_the_other_language_is_one_click_away(phone: Page) -> None:
    phone.goto("/doc/city/th-yala?lang=en")
    phone.locator("a.language").click()
    assert phone.locator("html").get_attribute("lang") == "th"
    assert phone.locator("h1").inner_text().startswith("ยะลา")
