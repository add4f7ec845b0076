"""Reference data and other sources: places, networks, joining years and coordinates."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from tests.data.knowledge_base import ask, load

REPORTED = {
    "th-chiang-rai": {"2019"},
    "th-chiang-mai": {"2020"},
    "th-phuket": {"2020"},
    "th-chachoengsao": {"2020"},
    "th-sukhothai": {"2022"},
    "th-phayao": {"2022"},
    "th-hat-yai": {"2022"},
    "th-khon-kaen": {"2024"},
    "th-yala": {"2024"},
    "th-bangkok": {"2024"},
}


@pytest.fixture(scope="module")
def asserted() -> Store:
    return load("data/**/*.ttl")


def test_thailand_sets_its_language_and_its_extent(asserted: Store) -> None:
    assert ask(
        """PREFIX place: <https://w3id.org/lcgraph/id/place/>
        SELECT ?code ?language ?south ?north ?west ?east { place:th lcg:isoCode ?code ;
            lcg:requiresLanguage ?language ; lcg:minLat ?south ; lcg:maxLat ?north ;
            lcg:minLong ?west ; lcg:maxLong ?east }""",
        asserted,
    ) == {("TH", "th", "5.63", "20.46", "97.34", "105.64")}


def test_codes_of_provinces(asserted: Store) -> None:
    rows = ask(
        """PREFIX schema: <https://schema.org/>
        PREFIX place: <https://w3id.org/lcgraph/id/place/>
        SELECT ?code ?name { ?province schema:containedInPlace place:th ; lcg:isoCode ?code ;
            rdfs:label ?name FILTER(LANG(?name) = "en") }""",
        asserted,
    )
    assert {code.removeprefix("TH-"): name.removesuffix(" Province") for code, name in rows} == {
        "10": "Bangkok",
        "21": "Rayong",
        "24": "Chachoengsao",
        "40": "Khon Kaen",
        "41": "Udon Thani",
        "50": "Chiang Mai",
        "51": "Lamphun",
        "56": "Phayao",
        "57": "Chiang Rai",
        "63": "Tak",
        "64": "Sukhothai",
        "83": "Phuket",
        "90": "Songkhla",
        "91": "Satun",
        "92": "Trang",
        "95": "Yala",
    }


def test_no_year_of_the_network_is_the_articles(asserted: Store) -> None:
    rows = ask(
        """SELECT ?city ?year ?source { ?city lcg:hasDesignation ?designation .
            ?designation lcg:underScheme net:gnlc ; lcg:sinceYear ?year ;
                lcg:yearEvidencedBy/oa:hasSource ?source }""",
        asserted,
    )
    years: dict[str, set[str]] = {}
    for city, year, _ in rows:
        years.setdefault(city, set()).add(year)
    assert years == {**REPORTED, **{f"th-{key}": {"2025"} for key in ("tak", "rayong", "satun")}}
    assert not [row for row in rows if row[2].endswith("/onec-2026")]


def test_the_network_opened_before_anyone_joined(asserted: Store) -> None:
    assert ask("SELECT ?year { net:gnlc lcg:startYear ?year }", asserted) == {("2015",)}


def test_cities_without_record_are_named_in_both_languages(asserted: Store) -> None:
    assert ask(
        """PREFIX place: <https://w3id.org/lcgraph/id/place/>
        SELECT ?city ?th ?en { ?city a lcg:LearningCity ; lcg:inCountry place:th ;
            rdfs:label ?th , ?en FILTER(LANG(?th) = "th" && LANG(?en) = "en")
            FILTER NOT EXISTS { ?record foaf:primaryTopic ?city } }""",
        asserted,
    ) == {
        ("th-lamphun", "ลำพูน", "Lamphun"),
        ("th-rayong", "ระยอง", "Rayong"),
        ("th-satun", "สตูล", "Satun"),
        ("th-tak", "ตาก", "Tak"),
        ("th-trang", "ตรัง", "Trang"),
        ("th-udon-thani", "อุดรธานี", "Udon Thani"),
    }


def test_size_of_the_network_through_the_years(asserted: Store) -> None:
    rows = ask(
        """PREFIX schema: <https://schema.org/>
        SELECT ?year ?words { net:gnlc lcg:hasFigure ?figure . ?figure lcg:inYear ?year ;
            rdfs:label ?words FILTER(LANG(?words) = "en") }""",
        asserted,
    )
    assert rows == {
        ("2022", "294 member cities"),
        ("2022", "76 countries"),
        ("2024", "356 member cities"),
        ("2024", "79 countries"),
        ("2025", "More than 425 member cities"),
        ("2025", "91 countries"),
        ("2025", "13 member cities in Thailand"),
    }


def test_coordinates_credit_their_database(asserted: Store) -> None:
    sources = ask(
        """PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT DISTINCT ?licence { ?city lcg:coordinatesEvidencedBy ?passage .
            ?passage oa:hasSource ?source . ?source dcterms:license ?licence }""",
        asserted,
    )
    assert sources == {("https://creativecommons.org/licenses/by/4.0/",)}
