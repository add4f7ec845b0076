"""The cities over HTTP: a list, and everything about one."""

from __future__ import annotations

from typing import Any

import httpx

LCG = "https://w3id.org/lcgraph/ontology#"
PASSAGE = "https://w3id.org/lcgraph/id/passage/"


def values(thing: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = [each for each in thing["properties"] if each["property"] == LCG + name]
    return found[0]["values"] if found else []


def test_every_city_with_a_record_is_listed_in_both_languages(client: httpx.Client) -> None:
    answer = client.get("/cities").json()
    assert answer["data_version"] == 1
    names = {city["key"]: (city["labels"]["th"], city["labels"]["en"]) for city in answer["cities"]}
    assert names == {
        "th-bangkok": ("กรุงเทพมหานคร", "Bangkok"),
        "th-chachoengsao": ("ฉะเชิงเทรา", "Chachoengsao"),
        "th-chiang-mai": ("เชียงใหม่", "Chiang Mai"),
        "th-chiang-rai": ("เชียงราย", "Chiang Rai"),
        "th-hat-yai": ("หาดใหญ่", "Hat Yai"),
        "th-khon-kaen": ("ขอนแก่น", "Khon Kaen"),
        "th-phayao": ("พะเยา", "Phayao"),
        "th-phuket": ("ภูเก็ต", "Phuket"),
        "th-sukhothai": ("สุโขทัย", "Sukhothai"),
        "th-yala": ("ยะลา", "Yala"),
    }


def test_a_statement_leads_to_the_sentence_that_says_it(client: httpx.Client) -> None:
    yala = client.get("/cities/th-yala").json()
    (vision,) = values(yala, "hasAspiration")
    assert vision["labels"]["th"] == "เมืองไร้ขีดจำกัดแห่งการเรียนรู้ของทุกเพศทุกวัย"
    (evidence,) = vision["evidence"]
    assert evidence["passage"] == PASSAGE + "onec-2026-c9-vision"
    assert evidence["line"] == 229
    (quote,) = evidence["quotes"]
    assert "เมืองไร้ขีดจำกัดแห่งการเรียนรู้ของทุกเพศทุกวัย" in quote["text"]
    assert quote["end"] - quote["start"] == len(quote["text"])


def test_a_finding_that_rests_on_a_reading_shows_it(client: httpx.Client) -> None:
    city = client.get("/cities/th-chiang-rai").json()
    observations = values(city, "hasObservation")
    assert len(observations) == 6
    readings = [
        reading
        for observation in observations
        for evidence in observation["evidence"]
        for reading in evidence.get("readings", [])
    ]
    row_label = ("เชียงใหม่", "เชียงราย", "high")
    assert row_label in {
        (reading["printed"].get("th"), reading["read"].get("th"), reading["certainty"])
        for reading in readings
    }


def test_the_record_itself_is_described(client: httpx.Client) -> None:
    record = client.get("/cities/th-yala").json()["record"]
    assert record["iri"] == "https://w3id.org/lcgraph/record/th-yala-v1"
    silent = {value["iri"].rpartition("#")[2] for value in values(record, "notStatedInSource")}
    assert "hasFacility" in silent


def test_every_property_and_thing_has_a_name_in_both_languages(client: httpx.Client) -> None:
    def nameless(thing: dict[str, Any]) -> list[str]:
        found = [] if {"th", "en"} <= set(thing["labels"]) else [thing["iri"]]
        for entry in thing.get("properties", []):
            if not {"th", "en"} <= set(entry["labels"]):
                found.append(entry["property"])
            for value in entry["values"]:
                if "iri" in value and value["iri"].startswith("https://w3id.org/lcgraph/"):
                    found.extend(nameless(value))
        return found

    assert nameless(client.get("/cities/th-khon-kaen").json()) == []


def test_a_city_without_a_record_is_not_found(client: httpx.Client) -> None:
    answer = client.get("/cities/th-trang", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no published record of a city th-trang."


def test_a_key_that_is_none_is_refused(client: httpx.Client) -> None:
    answer = client.get("/cities/Yala!")
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "key"
