"""The records of the ten cities: whole, named in both languages, silent only where sources are."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from tests.data.knowledge_base import BASE, CITIES, PASSAGES, ask, knowledge, load, records


def literals() -> list[str]:
    """List every text in the records and in the passages they rest on."""
    store = load("data/records/*.ttl", PASSAGES.format("city-"), PASSAGES.format("table-2-"))
    return [quad.object.value for quad in store if isinstance(quad.object, Literal)]


def test_each_city_has_one_record() -> None:
    assert ask("SELECT ?c { ?r a lcg:CityRecord ; foaf:primaryTopic ?c }", records()) == {
        (city,) for city in CITIES
    }


def test_nothing_is_without_a_name() -> None:
    assert [
        quad
        for quad in records()
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
    ] == []


def test_no_address_and_no_telephone_number() -> None:
    personal = re.compile(r"\w@\w+\.\w|(?<!\d)(?:\+66|0)[ -]?\d(?:[ -]?\d){7,8}(?!\d)")
    assert [text for text in literals() if personal.search(text)] == []


def test_every_own_name_is_described() -> None:
    described = {quad.subject for quad in knowledge()}
    series = {quad.object for quad in records() if quad.predicate.value.endswith("#inSeries")}
    named = {
        term
        for quad in records()
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(BASE)
    }
    assert sorted(term.value for term in named - described - series) == []


@pytest.mark.parametrize("language", ["th", "en"])
def test_everything_has_one_label_in_each_language(language: str) -> None:
    labelled = f"""SELECT ?x (COUNT(?label) AS ?n) {{
        ?x rdfs:label ?label FILTER(LANG(?label) = "{language}") }} GROUP BY ?x"""
    subjects = ask("SELECT DISTINCT ?x { ?x a ?c FILTER(?c != lcg:CityRecord) }", records())
    assert ask(labelled, records()) == {(*subject, "1") for subject in subjects}


def test_no_silence_about_what_is_stated() -> None:
    by_things = ask(
        """SELECT ?thing ?property { ?thing lcg:notStatedInSource ?property ; ?property ?value }"""
    )
    by_records = {
        (city, silent)
        for city in CITIES
        for (silent,) in ask(
            """SELECT ?property { ?record a lcg:CityRecord ; lcg:notStatedInSource ?property .
                ?thing ?property ?value }""",
            load(f"data/records/{city}.ttl"),
        )
    }
    assert (by_things, by_records) == (set(), set())


def test_silence_of_single_things() -> None:
    assert ask(
        """SELECT ?thing ?property { ?thing lcg:notStatedInSource ?property
            FILTER NOT EXISTS { ?thing a lcg:CityRecord } }"""
    ) == {
        (f"{BASE}id/{thing}", f"{BASE}ontology#{silent}")
        for silent, things in {
            "sector": (
                "agent/th-bangkok-alliance-network",
                "agent/th-khon-kaen-city-council",
                "agent/th-khon-kaen-local-agencies",
                "agent/th-phayao-city-unit",
                "agent/th-sukhothai-supporting-agencies",
            ),
            "sinceYear": (
                "designation/th-chiang-mai-smart-city",
                "designation/th-phuket-smart-city",
                "designation/th-phuket-uccn-gastronomy",
            ),
            "targetGroup": (
                "event/th-khon-kaen-learning-city-festival",
                "programme/th-chachoengsao-book-cart",
                "programme/th-hat-yai-community-sages-knowledge",
                "programme/th-khon-kaen-learning-city-manager-course",
                "programme/th-phayao-credit-bank",
                "programme/th-phayao-credit-curricula",
                "programme/th-phayao-learning-route",
            ),
        }.items()
        for thing in things
    }
