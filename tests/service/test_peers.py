"""One peer of a recommendation: the same address is the same in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx

FORMATS = ("html", "turtle", "ntriples", "rdfxml", "jsonld")
THEN = {"accept-datetime": "Sat, 01 Jan 2050 00:00:00 GMT"}


@pytest.fixture(scope="module")
def peer(client: httpx.Client) -> str:
    """The address of a peer of a recommendation."""
    advice = client.get("/cities/th-hat-yai/recommendations").json()
    key, _, city = advice["themes"][0]["peers"][0][0]["iri"].rpartition("/")[2].partition("#")
    return f"/doc/recommendation/{key}?peer={city}"


@pytest.mark.parametrize("format_", FORMATS)
def test_a_peer_is_there_in_every_format_and_no_other_city_is(
    client: httpx.Client, peer: str, format_: str
) -> None:
    assert client.get(f"{peer}&format={format_}").status_code == 200
    address = peer.partition("?")[0]
    for none in ("th-yala-none", "zz", "", "th-hat-yai"):
        for at in ("", "&at=1"):
            answer = client.get(f"{address}?peer={none}&format={format_}{at}")
            assert answer.status_code == 404, (none, at)


def test_a_peer_keeps_its_name_in_other_formats(client: httpx.Client, peer: str) -> None:
    answer = client.get(peer, headers={"accept": "text/html"})
    city = peer.rpartition("=")[2]
    alternates = [link for link in answer.headers["link"].split(", ") if "alternate" in link]
    assert len(alternates) == len(FORMATS)
    assert all(f"?peer={city}&format=" in link for link in alternates)
    assert f"?peer={city}&amp;format=turtle" in answer.text


def test_a_peer_has_no_versions_that_need_not_be_there(client: httpx.Client, peer: str) -> None:
    for address in (peer, f"{peer.partition('?')[0]}?peer=th-yala-none"):
        assert client.get(f"/timemap/json{address}").status_code == 404
        answer = client.get(f"{address}&format=turtle", headers=THEN, follow_redirects=False)
        assert answer.status_code in (200, 404)
        assert "timemap" not in answer.headers.get("link", "")
        assert "Accept-Datetime" not in answer.headers["vary"]
    whole = peer.partition("?")[0]
    assert client.get(f"/timemap/json{whole}").status_code == 200
    answer = client.get(f"{whole}?format=turtle", headers=THEN, follow_redirects=False)
    assert answer.status_code == 302


def test_a_version_of_a_peer_is_there_for_good(client: httpx.Client, peer: str) -> None:
    answer = client.get(f"{peer}&at=1&format=turtle")
    assert answer.status_code == 200
    assert "memento-datetime" in answer.headers
    assert "timemap" not in answer.headers["link"]
