"""Recommendations over HTTP, each with rule, triggers, quotes and readings."""

from __future__ import annotations

import httpx

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
