"""Recommendations over HTTP, each with rule, triggers, quotes and readings."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

LIMITATION = "หลักสูตรชุมชนยืดหยุ่นแต่ระบบรับรองทักษะยังจำกัด"


def test_a_recommendation_leads_to_its_rule_triggers_and_quotes(client: httpx.Client) -> None:
    advice = client.get("/cities/th-chiang-rai/recommendations").json()
    themes = {theme["theme"]["labels"]["en"]: theme for theme in advice["themes"]}
    recognition = themes["Skills recognition"]
    (limitation,) = recognition["limitations"]
    assert limitation["evidence"][0]["quotes"][0]["text"] == LIMITATION
    (action,) = recognition["actions"]
    assert {rule["identifier"] for rule in action["rules"]} == {"R01", "R05"}
    assert set(action["sentence"]) == {"th", "en"}
    assert "should" not in action["sentence"]["en"]
    readings = {reading["printed"].get("th"): reading for reading in action["readings"]}
    assert readings["เชียงใหม่"]["read"]["th"] == "เชียงราย"
    peers = [peer["peer"]["labels"]["en"] for group in recognition["peers"] for peer in group]
    assert peers == ["Phayao"]


def test_one_recommendation_explains_itself(client: httpx.Client) -> None:
    advice = client.get("/cities/th-hat-yai/recommendations").json()
    action = advice["themes"][0]["actions"][0]
    key = action["iri"].rpartition("/")[2]
    alone = client.get(f"/recommendations/{key}").json()
    assert alone["iri"] == action["iri"]
    assert alone["sentence"] == action["sentence"]
    assert alone["would_change"]


def test_silence_is_told_as_silence(client: httpx.Client) -> None:
    advice = client.get("/cities/th-phuket/recommendations").json()
    assert advice["themes"] == []
    assert advice["nothing_stated"]["en"] == (
        "No limitation of Phuket is stated in the sources. That does not mean there is none."
    )


def test_what_is_not_there_is_not_found(client: httpx.Client) -> None:
    assert client.get("/cities/th-atlantis/recommendations").status_code == 404
    assert client.get("/recommendations/" + "0" * 40).status_code == 404
    assert client.get("/recommendations/none").status_code == 400


def test_one_peer_of_a_recommendation_is_explained(client: httpx.Client) -> None:
    query = """PREFIX lcg: <https://w3id.org/lcgraph/ontology#>
    SELECT ?recommendation ?city {
      ?recommendation a lcg:PeerRecommendation ; lcg:matchedTheme|lcg:onTheme ?theme .
      ?candidate lcg:onTheme ?theme ; lcg:peerCity ?city } ORDER BY ?recommendation ?city LIMIT 1"""
    asked = client.get("/sparql", params={"query": query, "layer": "derived"})
    (row,) = asked.json()["results"]["bindings"]
    key = row["recommendation"]["value"].rpartition("/")[2]
    city = row["city"]["value"].rpartition("/")[2]
    whole = client.get(f"/recommendations/{key}").json()
    peer = client.get(f"/recommendations/{key}", params={"peer": city}).json()
    assert peer["iri"] == f"{whole['iri']}#{city}"
    assert peer["city"] == whole["city"]
    assert peer["sentence"] != whole["sentence"]
    absent = client.get(f"/recommendations/{key}", params={"peer": "th-nowhere"})
    assert (absent.status_code, absent.json()["type"].rpartition("/")[2]) == (404, "not-found")


def test_the_first_peers_are_explained_and_the_rest_named(client: httpx.Client) -> None:
    def technology(**wanted: str) -> dict[str, Any]:
        advice = client.get("/cities/th-yala/recommendations", params=wanted).json()
        (found,) = [t for t in advice["themes"] if t["theme"]["labels"]["en"] == "Technology"]
        assert isinstance(found, dict)
        return found

    everything, first = technology(), technology(peers="1")
    in_order = [peer["iri"] for group in everything["peers"] for peer in group]
    assert everything["peer_count"] == first["peer_count"] == len(in_order) > 1
    assert [[peer["iri"] for peer in group] for group in first["peers"]] == [in_order[:1]]
    key = first["all_peers"].rpartition("/")[2]
    named = client.get(f"/recommendations/{key}").json()["peers"]
    assert [peer["iri"] for group in named for peer in group] == in_order
    assert technology(peers="0")["peers"] == []


@pytest.mark.parametrize("peers", ["-1", "101", "many"])
def test_a_wrong_number_of_peers_is_named(client: httpx.Client, peers: str) -> None:
    refused = client.get("/cities/th-yala/recommendations", params={"peers": peers})
    assert (refused.status_code, refused.json()["parameter"]) == (400, "peers")


def test_the_page_of_a_recommendation_leads_to_each_peer(client: httpx.Client) -> None:
    advice = client.get("/cities/th-hat-yai/recommendations").json()
    theme = advice["themes"][0]
    peer = theme["peers"][0][0]
    key, _, city = peer["iri"].rpartition("/")[2].partition("#")
    html = {"accept": "text/html", "accept-language": "th"}
    whole = client.get(f"/doc/recommendation/{key}", headers=html).text
    assert f'href="/doc/recommendation/{key}?peer={city}"' in whole
    page = client.get(f"/doc/recommendation/{key}?peer={city}", headers=html)
    assert page.status_code == 200
    assert f"<h1>{peer['sentence']['th']}" in page.text
    for statement in peer["peer"]["statements"]:
        for quote in statement["evidence"][0]["quotes"]:
            assert f">{quote['text']}</blockquote>" in page.text
    of_city = client.get("/doc/city/th-hat-yai", headers=html).text
    assert f'href="/doc/recommendation/{key}?peer={city}"' in of_city
    assert f'href="/doc/recommendation/{key}"' in of_city


@pytest.mark.parametrize("peer", ["th-nowhere", "", '"> <', "ยะลา"])
def test_a_page_of_no_peer_is_not_found(client: httpx.Client, peer: str) -> None:
    advice = client.get("/cities/th-hat-yai/recommendations").json()
    key = advice["themes"][0]["all_peers"].rpartition("/")[2]
    asked = client.get(
        f"/doc/recommendation/{key}", params={"peer": peer}, headers={"accept": "text/html"}
    )
    assert asked.status_code == 404
