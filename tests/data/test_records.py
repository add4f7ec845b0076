"""The records of the ten cities: whole, traceable, and right about what the article says."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from tests.data.knowledge_base import BASE, CITIES, ask, knowledge, load, records

LCG = f"{BASE}ontology#"
TRACED = (
    "Participation",
    "Designation",
    "LearningSpace",
    "LearningProgramme",
    "LearningEvent",
    "DigitalService",
    "PublicFacility",
    "Aspiration",
    "Description",
    "StatedFigure",
    "FactorObservation",
    "Strength",
    "Limitation",
    "DescribedPractice",
    "LearningCity",
)
PASSAGES = "data/sources/onec-2026/passages-{}*.ttl"


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


@pytest.mark.parametrize("kind", TRACED)
def test_everything_cites_a_passage(kind: str) -> None:
    every = f"SELECT ?x {{ ?x a <{LCG}{kind}> }}"
    traced = f"SELECT ?x {{ ?x a <{LCG}{kind}> ; lcg:evidencedBy ?p }}"
    assert ask(every, records()) - ask(traced, records()) == set()
    assert ask(every, records())


def test_every_organisation_cites_a_passage() -> None:
    every = "SELECT ?x { ?x a org:Organization }"
    traced = "SELECT ?x { ?x a org:Organization ; lcg:evidencedBy ?p }"
    assert ask(every, records()) == ask(traced, records())


@pytest.mark.parametrize("language", ["th", "en"])
def test_everything_has_one_label_in_each_language(language: str) -> None:
    labelled = f"""SELECT ?x (COUNT(?label) AS ?n) {{
        ?x rdfs:label ?label FILTER(LANG(?label) = "{language}") }} GROUP BY ?x"""
    subjects = ask("SELECT DISTINCT ?x { ?x a ?c FILTER(?c != lcg:CityRecord) }", records())
    assert ask(labelled, records()) == {(*subject, "1") for subject in subjects}


def test_every_cited_passage_quotes_its_source_or_reports_it() -> None:
    cited = """SELECT DISTINCT ?p {
        ?x lcg:evidencedBy|lcg:yearEvidencedBy|lcg:coordinatesEvidencedBy
            |lcg:mentoringEvidencedBy ?p }"""
    told = """SELECT DISTINCT ?p { ?p a lcg:Passage ; oa:hasSource ?source
        { ?p oa:hasSelector/oa:exact ?text } UNION { ?p lcg:reportedStatement ?text } }"""
    assert ask(cited, records()) - ask(told) == set()


def test_quotes_are_as_long_as_their_positions_say() -> None:
    own = load(PASSAGES.format("city-"), PASSAGES.format("table-2-"))
    rows = ask(
        """SELECT ?quote ?text ?start ?end { ?quote oa:exact ?text .
            ?position lcg:positions ?quote ; oa:start ?start ; oa:end ?end }""",
        own,
    )
    assert len(rows) == len(ask("SELECT ?quote { ?quote oa:exact ?text }", own))
    wrong = [row[0] for row in rows if int(row[3]) - int(row[2]) != len(row[1])]
    assert wrong == []
    assert max(len(row[1]) for row in rows) <= 600


def test_table_2_is_there_cell_by_cell() -> None:
    cells = ask(
        """SELECT ?city ?row ?column { ?o a lcg:FactorObservation ; lcg:aboutPlace ?city ;
            lcg:onFactor/skos:notation ?n ; lcg:evidencedBy ?p .
            ?p lcg:tableRow ?row ; lcg:tableColumn ?column FILTER(STR(?n) = STR(?column)) }"""
    )
    rows = {
        "th-chiang-rai": "1",
        "th-chiang-mai": "2",
        "th-phuket": "3",
        "th-chachoengsao": "4",
        "th-sukhothai": "5",
        "th-phayao": "6",
        "th-hat-yai": "7",
        "th-bangkok": "8",
        "th-khon-kaen": "9",
        "th-yala": "10",
    }
    assert cells == {(city, row, str(n)) for city, row in rows.items() for n in range(1, 7)}


def test_cells_broken_by_a_page_have_two_segments() -> None:
    broken = ask(
        """SELECT ?row ?column { ?p lcg:tableRow ?row ; lcg:tableColumn ?column ;
            oa:hasSelector/lcg:segment 2 }"""
    )
    assert broken == {("6", n) for n in "1234"} | {("9", n) for n in "234"}


def test_the_first_row_bears_the_printed_name_and_is_read_as_chiang_rai() -> None:
    assert ask(
        """SELECT DISTINCT ?label ?city { ?p lcg:tableRow 1 ; lcg:rowLabel ?label .
            ?o lcg:evidencedBy ?p ; lcg:aboutPlace ?city }"""
    ) == {("เชียงใหม่", "th-chiang-rai")}
    assert ask(
        """SELECT DISTINCT ?city { ?e oa:hasTarget ?p ; lcg:resolvesTo ?city .
            ?p lcg:tableRow 1 ; lcg:tableColumn 6 }"""
    ) == {("th-chiang-rai",)}


def test_lead_organisations() -> None:  # CQ01
    assert ask(
        """SELECT ?city ?name { ?city lcg:hasParticipation/lcg:lead/rdfs:label ?name
            FILTER(LANG(?name) = "en") }"""
    ) == {
        ("th-chiang-rai", "Chiang Rai City Municipality"),
        ("th-chiang-mai", "Chiang Mai City Municipality"),
        ("th-chachoengsao", "Chachoengsao Town Municipality"),
        ("th-phuket", "Phuket City Municipality"),
        (
            "th-sukhothai",
            "Designated Areas for Sustainable Tourism Administration, Area 4 Office (DASTA 4)",
        ),
        ("th-phayao", "Phayao Learning City Project Steering Committee"),
        ("th-hat-yai", "Hat Yai City Municipality"),
        ("th-khon-kaen", "Khon Kaen City Municipality"),
        ("th-yala", "Yala City Municipality"),
        ("th-bangkok", "Bangkok Metropolitan Administration (BMA)"),
    }


def test_first_learning_city_and_its_partners() -> None:  # CQ02
    first = ask(
        """SELECT ?city { ?city lcg:hasDesignation ?d . ?d lcg:underScheme net:gnlc ;
            rdfs:label "First UNESCO Learning City in Thailand"@en }"""
    )
    assert first == {("th-chiang-rai",)}
    assert ask(
        "SELECT ?partner { city:th-chiang-rai lcg:hasParticipation/lcg:partner ?partner }"
    ) == {
        (f"{BASE}id/agent/th-{name}",)
        for name in ("mae-fah-luang-university", "tk-park", "jica", "thaihealth")
    }


def test_zones_of_the_knowledge_centre() -> None:  # CQ03
    assert ask(
        """SELECT ?name ?with { ?zone lcg:partOfSpace space:th-chachoengsao-kcc ;
            rdfs:label ?name FILTER(LANG(?name) = "en")
            OPTIONAL { ?zone lcg:inCooperationWith ?with } }"""
    ) == {
        ("Dream Square (KCC)", ""),
        ("Our Home (KCC)", f"{BASE}id/agent/th-thaihealth"),
        ("Living Library (KCC)", f"{BASE}id/agent/th-tk-park"),
        ("Sound Studio (KCC)", ""),
        ("KCC Theatre", ""),
    }


def test_vision_of_yala() -> None:  # CQ04
    assert ask(
        """SELECT ?label ?line { city:th-yala lcg:hasAspiration ?a .
            ?a lcg:aspirationType aspirationtype:vision ; rdfs:label ?label ;
            lcg:evidencedBy/lcg:line ?line }"""
    ) == {
        ("เมืองไร้ขีดจำกัดแห่งการเรียนรู้ของทุกเพศทุกวัย", "229"),
        ("City of limitless learning for every gender and every age", "229"),
    }


def test_areas_and_principles_of_bangkok() -> None:  # CQ06
    assert ask(
        """SELECT ?type ?label { city:th-bangkok lcg:hasAspiration ?a .
            ?a lcg:aspirationType ?type ; rdfs:label ?label
            FILTER(LANG(?label) = "en" && ?type IN
                (aspirationtype:main-area, aspirationtype:principle)) }"""
    ) == {
        (f"{BASE}concept/aspirationtype/main-area", label)
        for label in (
            "Early childhood development",
            "Compulsory education",
            "Vocational skills development",
            "Lifelong learning anywhere, anytime",
            "Citizen participation",
        )
    } | {
        (f"{BASE}concept/aspirationtype/principle", label)
        for label in ("Learning for Life", "Opportunities for All")
    }


def test_kinds_of_lead_organisations() -> None:  # CQ11
    kinds = ask("SELECT ?city ?sector { ?city lcg:hasParticipation/lcg:lead/lcg:sector ?sector }")
    found: dict[str, set[str]] = {}
    for city, kind in kinds:
        found.setdefault(kind.removeprefix(f"{BASE}concept/sector/"), set()).add(city)
    assert found == {
        "city-municipality": {
            "th-chiang-rai",
            "th-chiang-mai",
            "th-phuket",
            "th-hat-yai",
            "th-khon-kaen",
            "th-yala",
        },
        "town-municipality": {"th-chachoengsao"},
        "public-organisation": {"th-sukhothai"},
        "committee": {"th-phayao"},
        "special-administration": {"th-bangkok"},
    }


def test_number_of_partners() -> None:  # CQ12
    assert ask(
        """SELECT ?city (COUNT(DISTINCT ?partner) AS ?n) {
            ?record a lcg:CityRecord ; foaf:primaryTopic ?city
            OPTIONAL { ?city lcg:hasParticipation/lcg:partner ?partner } } GROUP BY ?city"""
    ) == {
        ("th-chiang-rai", "4"),
        ("th-chiang-mai", "0"),
        ("th-chachoengsao", "2"),
        ("th-phuket", "1"),
        ("th-sukhothai", "1"),
        ("th-phayao", "4"),
        ("th-hat-yai", "2"),
        ("th-khon-kaen", "6"),
        ("th-yala", "1"),
        ("th-bangkok", "3"),
    }


def test_limitations_of_table_2() -> None:  # CQ15
    assert ask(
        """SELECT ?city ?column ?label { ?o lcg:aboutPlace ?city ; lcg:hasLimitation ?f .
            ?f rdfs:label ?label ; lcg:evidencedBy/lcg:tableColumn ?column
            FILTER(LANG(?label) = "en") }"""
    ) == {
        ("th-chiang-rai", "2", "Limited technology expertise"),
        ("th-chiang-rai", "6", "Skill-recognition system still limited"),
        ("th-sukhothai", "6", "Digital options still few"),
        ("th-hat-yai", "6", "Unequal access within the city"),
        ("th-yala", "6", "Technology still limited"),
    }


def test_limitations_of_the_analysis() -> None:
    labels = ("Limited experts", "Limited technology", "Limited academic resources")
    assert ask(
        """SELECT ?city ?factor ?label { ?city a lcg:LearningCity .
            ?o lcg:aboutPlace ?city ; lcg:hasLimitation ?f ; lcg:onFactor/skos:notation ?factor .
            ?f rdfs:label ?label FILTER(LANG(?label) = "en")
            FILTER NOT EXISTS { ?f lcg:evidencedBy/lcg:tableRow ?row } }"""
    ) == {(city, "2", label) for city in ("th-sukhothai", "th-yala") for label in labels}


def test_cities_without_learning_space() -> None:  # CQ18
    silent = ask(
        """SELECT ?city { ?record foaf:primaryTopic ?city
            FILTER NOT EXISTS { ?city lcg:hasLearningSpace ?space } }"""
    )
    assert silent == {("th-chiang-rai",), ("th-hat-yai",)}
    assert (
        ask(
            """SELECT ?city { ?record foaf:primaryTopic ?city ;
                lcg:notStatedInSource lcg:hasLearningSpace }"""
        )
        == silent
    )


def test_digital_services() -> None:  # CQ19
    assert ask(
        """SELECT ?city ?name { ?city lcg:providesService/rdfs:label ?name
            FILTER(LANG(?name) = "en") }"""
    ) == {
        ("th-phayao", "Website linking every learning source in the province (Phayao)"),
        ("th-hat-yai", "C-CARE telehealth application"),
        ("th-hat-yai", "Health and disaster information system (Hat Yai)"),
        ("th-khon-kaen", "KGO Token"),
        ("th-yala", "Yala Mobile Application"),
        ("th-bangkok", "Smart BKK"),
    }
    assert ask(
        """SELECT ?city { ?record foaf:primaryTopic ?city ;
            lcg:notStatedInSource lcg:providesService }"""
    ) == {
        (city,)
        for city in CITIES
        if city not in {"th-phayao", "th-hat-yai", "th-khon-kaen", "th-yala", "th-bangkok"}
    }


def test_recognitions_by_unesco() -> None:  # CQ20
    assert ask(
        """SELECT ?city ?name { ?city lcg:hasDesignation ?d .
            ?d lcg:underScheme ?scheme ; rdfs:label ?name FILTER(LANG(?name) = "en")
            FILTER(?scheme NOT IN (net:gnlc, net:smart-city-thailand)) }"""
    ) == {
        ("th-phuket", "UNESCO Creative City of Gastronomy (Phuket Gastronomy)"),
        ("th-sukhothai", "UNESCO World Heritage City"),
        ("th-sukhothai", "UNESCO Memory of the World"),
        ("th-sukhothai", "UNESCO Creative City of Crafts and Folk Art"),
    }
    assert {
        city for (city,) in ask("SELECT ?c { ?c lcg:hasDesignation/lcg:underScheme net:gnlc }")
    } >= set(CITIES)


def test_years_of_the_buddhist_era() -> None:  # CQ21
    found = ask(
        """SELECT ?label ?stated ?year { ?x lcg:calendar calendar:buddhist-era ;
            lcg:yearAsStated ?stated ; lcg:inYear ?year ; rdfs:label ?label
            FILTER(LANG(?label) = "en") }""",
        records(),
    )
    assert found == {
        ("Care for older persons", "2567", "2024"),
        ("Held continuously since 2023", "2566", "2023"),
    }
    assert all(int(stated) - 543 == int(year) for _, stated, year in found)


def test_where_zero_dropout_is_said() -> None:  # CQ35
    assert ask(
        """SELECT ?line ?quote { city:th-khon-kaen lcg:hasAspiration ?a .
            ?a rdfs:label "Zero Dropout"@en ; lcg:evidencedBy ?p .
            ?p lcg:line ?line ; oa:hasSelector/oa:exact ?quote }"""
    ) == {("227", "ผลักดันเป้าหมาย “Zero Dropout” อย่างเป็นรูปธรรม")}


def test_parties_of_the_triple_helix() -> None:  # CQ39
    parties = ask(
        """SELECT ?city ?party { ?o lcg:aboutPlace ?city ; lcg:onFactor factor:culture ;
            lcg:hasStrength|lcg:hasPractice|lcg:hasLimitation ?f .
            ?f lcg:mentionsSector/skos:broader* ?party
            FILTER(?party IN (sector:public-sector, sector:private-sector,
                sector:educational-institution)) }"""
    )
    found: dict[str, set[str]] = {}
    for city, party in parties:
        found.setdefault(city, set()).add(party.removeprefix(f"{BASE}concept/sector/"))
    assert found == {
        "th-phuket": {"public-sector", "private-sector"},
        "th-hat-yai": {"private-sector", "educational-institution"},
        "th-chachoengsao": {"private-sector"},
        "th-khon-kaen": {"private-sector"},
        "th-phayao": {"educational-institution"},
        "th-sukhothai": {"public-sector"},
    }


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
