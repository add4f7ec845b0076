"""What the article says of itself, of the factors and of the country."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from tests.data.knowledge_base import ask, load

ARTICLE = "<https://w3id.org/lcgraph/id/source/onec-2026>"
PREFIXES = """
PREFIX bibo: <http://purl.org/ontology/bibo/>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX place: <https://w3id.org/lcgraph/id/place/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/>
PREFIX sourcepart: <https://w3id.org/lcgraph/id/part/>
"""
DATE = "http://www.w3.org/2001/XMLSchema#date"


@pytest.fixture(scope="module")
def article() -> Store:
    return load("ontology/concepts/*.ttl", "data/reference/*.ttl", "data/sources/onec-2026/*.ttl")


def test_three_history_dates_are_dates_and_one_is_not(article: Store) -> None:
    assert ask(
        f"""{PREFIXES} SELECT ?date ?type {{ {ARTICLE}
            dcterms:dateSubmitted|lcg:revisedOn|dcterms:available ?date
            BIND(DATATYPE(?date) AS ?type) }}""",
        article,
    ) == {("2026-01-05", DATE), ("2026-02-01", DATE), ("2026-03-13", DATE)}
    assert ask(f"SELECT ?words {{ {ARTICLE} lcg:dateAsStated ?words }}", article) == {
        ("Accepted: 30/02/2026",)
    }
    assert ask(f"{PREFIXES} SELECT ?d {{ {ARTICLE} dcterms:dateAccepted ?d }}", article) == set()


def test_no_day_is_guessed_for_the_impossible_date(article: Store) -> None:
    dates = ask(
        f"""SELECT ?date {{ {ARTICLE} ?property ?date
            FILTER(DATATYPE(?date) = <{DATE}>) }}""",
        article,
    )
    assert dates == {("2026-01-05",), ("2026-02-01",), ("2026-03-13",)}


def test_authors_in_order_and_where_the_article_appeared(article: Store) -> None:
    authors = ask(
        f"""{PREFIXES} SELECT ?place ?name {{ {ARTICLE} prov:qualifiedAttribution ?attribution .
            ?attribution lcg:ordinal ?place ; prov:agent ?person .
            ?person rdfs:label ?name ; org:memberOf agent:th-onec FILTER(LANG(?name) = "en") }}""",
        article,
    )
    assert authors == {
        ("1", "Chalermporn Punjasutaros"),
        ("2", "Kornkamol Chuengsamran"),
        ("3", "Sirikarn Keawkongthong"),
        ("4", "Varunporn Kunnavach"),
    }
    assert ask(
        f"""{PREFIXES} SELECT ?author ?journal ?issn ?volume ?issue ?pages (YEAR(?day) AS ?year) {{
            {ARTICLE} lcg:correspondingAuthor/rdfs:label ?author ; dcterms:isPartOf ?in ;
                bibo:volume ?volume ; bibo:issue ?issue ; bibo:pages ?pages ; dcterms:issued ?day .
            ?in rdfs:label ?journal ; bibo:issn ?issn
            FILTER(LANG(?author) = "en" && LANG(?journal) = "en") }}""",
        article,
    ) == {
        (
            "Chalermporn Punjasutaros",
            "Journal of Dhamma for Life",
            "2822-048X",
            "32",
            "2",
            "324-347",
            "2026",
        )
    }


def test_keywords_objectives_and_methods(article: Store) -> None:
    assert ask(
        f"""{PREFIXES} SELECT ?word {{ {ARTICLE} schema:keywords ?word
            FILTER(LANG(?word) = "en") }}""",
        article,
    ) == {
        ("Learning City",),
        ("Learning Ecosystem",),
        ("Lifelong Learning",),
        ("Place-Based Development",),
    }
    assert described(article, ARTICLE, "objective") == {
        "Analyse approaches to learning city development in Thailand using the learning ecosystem"
        " framework",
        "Propose development guidelines based on the six supporting factors of the learning"
        " ecosystem",
    }
    assert described(article, ARTICLE, "method") == {
        "Document analysis",
        "Case studies of ten learning cities",
    }


def described(store: Store, thing: str, kind: str) -> set[str]:
    """List the English words of what is said of a thing, of one kind."""
    rows = ask(
        f"""SELECT ?words {{ {thing} lcg:hasDescription ?said .
            ?said lcg:descriptionType <https://w3id.org/lcgraph/concept/descriptiontype/{kind}> ;
                rdfs:label ?words ; lcg:evidencedBy/oa:hasSelector/oa:exact ?quote
            FILTER(LANG(?words) = "en") }}""",
        store,
    )
    return {words for (words,) in rows}


def test_sections_tables_and_figures_in_order(article: Store) -> None:
    rows = ask(
        f"""{PREFIXES} SELECT ?kind ?first ?name {{ ?part dcterms:isPartOf {ARTICLE} ;
            dcterms:type ?kind ; lcg:firstLine ?first ; rdfs:label ?name
            FILTER(LANG(?kind) = "en" && LANG(?name) = "en") }}""",
        article,
    )
    assert [
        name for kind, _, name in sorted(rows, key=lambda row: int(row[1])) if kind == "Section"
    ] == [
        "Abstract in English",
        "Abstract in Thai",
        "Introduction",
        "Objectives",
        "Learning City according to UNESCO",
        "Learning Ecosystem",
        "Learning cities in Thailand",
        "Analysis of the learning ecosystem in Thai learning cities",
        "Proposed guidelines for learning city development using the learning ecosystem",
        "Conclusion",
        "References",
    ]
    assert sorted(first for kind, first, _ in rows if kind != "Section") == [
        "159",
        "165",
        "167",
        "201",
        "259",
    ]


def test_stated_numbers(article: Store) -> None:
    rows = ask(
        f"""{PREFIXES} SELECT ?words ?value {{ ?thing lcg:hasFigure ?figure .
            ?figure schema:value ?value ; rdfs:label ?words ;
                lcg:evidencedBy/oa:hasSource {ARTICLE}
            FILTER(LANG(?words) = "en") }}""",
        article,
    )
    assert rows == {
        ("10 case cities", "10"),
        ("10 cities in Thailand", "10"),
        ("12 goals", "12"),
        ("2 main parts", "2"),
        ("31 references", "31"),
        ("4 roles", "4"),
        ("6 components", "6"),
        ("6 proposals, one for each factor", "6"),
        ("6 steps", "6"),
        ("6 supporting factors", "6"),
    }


def test_how_the_names_of_the_factors_diverge(article: Store) -> None:
    def names(part: str) -> dict[str, str]:
        rows = ask(
            f"""{PREFIXES} SELECT ?number ?name {{ ?factor lcg:nameVariant ?variant .
                ?variant dcterms:isPartOf sourcepart:onec-2026-{part} ; lcg:ordinal ?number ;
                    rdfs:label ?name ; lcg:evidencedBy ?passage
                FILTER(LANG(?name) = "en") }}""",
            article,
        )
        return {number: name for number, name in rows}

    assert names("proposals") == {
        "1": "Mindset change through setting vision and policy",
        "2": "Strengthening readiness of personnel and organisations through network mechanisms",
        "3": "Creating environments and using technology to extend learning spaces",
        "4": "Designing flexible learning linked with real life",
        "5": "Building a learning culture through community participation",
        "6": "Promoting flexibility through monitoring and evaluation for learning",
    }
    assert names("conclusion") == {
        "1": "Area vision and policy that support lifelong learning",
        "2": "Cooperation network mechanism among organisations and sectors",
        "3": "Learning environment and spaces accessible to people",
        "4": "Flexible and diverse learning formats and methods",
        "5": "Community participation culture",
        "6": "Monitoring and evaluation system that supports learning and continuous development",
    }


def test_only_the_sixth_factor_changes_its_meaning(article: Store) -> None:
    assert ask(
        f"""{PREFIXES} SELECT ?factor ?part {{ ?factor lcg:nameVariant ?variant .
            ?variant lcg:changesMeaning true ; dcterms:isPartOf ?part }}""",
        article,
    ) == {
        (
            "https://w3id.org/lcgraph/concept/factor/flexibility",
            f"https://w3id.org/lcgraph/id/part/onec-2026-{part}",
        )
        for part in ("abstract-th", "conclusion")
    }


def test_matches_by_position_are_marked_as_the_editors(article: Store) -> None:
    rows = ask(
        f"""{PREFIXES} SELECT ?part ?number {{ ?variant a lcg:NameVariant ; lcg:ordinal ?number ;
            dcterms:isPartOf ?part ; lcg:mappingBasis
                <https://w3id.org/lcgraph/concept/mappingbasis/editorial> }}""",
        article,
    )
    six = {str(number) for number in range(1, 7)}
    parts: dict[str, set[str]] = {}
    for part, number in rows:
        parts.setdefault(part.rsplit("/", 1)[1], set()).add(number)
    assert parts == {
        "onec-2026-abstract-th": six,
        "onec-2026-conclusion": six,
        "onec-2026-proposals": {"4"},
    }


def test_findings_about_the_country(article: Store) -> None:
    rows = ask(
        f"""{PREFIXES} SELECT ?factor ?polarity ?words {{
            ?observation lcg:aboutPlace place:th ; lcg:onFactor ?factor ; ?polarity ?finding .
            ?finding rdfs:label ?words ; lcg:evidencedBy/oa:hasSelector/oa:exact ?quote
            FILTER(?polarity IN (lcg:hasLimitation, lcg:hasStrength) && LANG(?words) = "en") }}""",
        article,
    )
    found = {(f.rsplit("/", 1)[1], p.rsplit("#has", 1)[1], words) for f, p, words in rows}
    assert {row for row in found if row[0] == "flexibility"} == {
        (
            "flexibility",
            "Limitation",
            "Although the spaces and activities of learning cities in Thailand are diverse, skill"
            " recognition and links from learning to careers are still at an early stage",
        ),
        ("flexibility", "Limitation", "Lacks a learning-outcome credit transfer system"),
        (
            "flexibility",
            "Limitation",
            "Lacks systematic linkage of learner data between agencies",
        ),
    }
    assert {polarity for factor, polarity, _ in found if factor == "culture"} == {"Strength"}


def test_example_cities_of_the_findings(article: Store) -> None:
    rows = ask(
        f"""{PREFIXES} SELECT ?finding ?city {{ ?node dcterms:identifier ?finding ;
            lcg:exampleCity ?city }}""",
        article,
    )
    found: dict[str, set[str]] = {}
    for finding, city in rows:
        found.setdefault(finding, set()).add(city.removeprefix("th-"))
    assert found == {
        "A1.2": {"chiang-rai", "sukhothai"},
        "A1.3": {"chiang-mai", "khon-kaen", "bangkok", "phuket"},
        "A2.2": {"chiang-mai", "phayao", "bangkok"},
        "A2.3": {"sukhothai", "yala"},
        "A3.1": {"chiang-mai", "phuket", "khon-kaen"},
        "A4.1": {"sukhothai", "chiang-mai", "phuket"},
        "A4.2": {"phayao", "khon-kaen"},
    }
