"""The records of the ten cities are right about what the article says."""

from __future__ import annotations

from tests.data.knowledge_base import BASE, CITIES, ask, records


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
