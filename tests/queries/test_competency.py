"""The competency questions, each with its exact answer.

Where the model answers in another form than the question expects, the test says so, as does the
query beside which the difference belongs.
"""

from __future__ import annotations

from collections import Counter

from tests.queries.asking import column, pairs

CITIES = {
    "Bangkok",
    "Chachoengsao",
    "Chiang Mai",
    "Chiang Rai",
    "Hat Yai",
    "Khon Kaen",
    "Phayao",
    "Phuket",
    "Sukhothai",
    "Yala",
}


def test_cq01_lead_of_each_city() -> None:
    assert pairs("cities/leads", "cityLabel", "leadLabel", lang="en") == {
        "Chiang Rai": "Chiang Rai City Municipality",
        "Chiang Mai": "Chiang Mai City Municipality",
        "Chachoengsao": "Chachoengsao Town Municipality",
        "Phuket": "Phuket City Municipality",
        "Sukhothai": "Designated Areas for Sustainable Tourism Administration,"
        " Area 4 Office (DASTA 4)",
        "Phayao": "Phayao Learning City Project Steering Committee",
        "Hat Yai": "Hat Yai City Municipality",
        "Khon Kaen": "Khon Kaen City Municipality",
        "Yala": "Yala City Municipality",
        "Bangkok": "Bangkok Metropolitan Administration (BMA)",
    }


def test_cq02_first_learning_city_and_its_partners() -> None:
    named = column("cities/designations", "city designationLabel", lang="en")
    first = [city for city, name in named if name == "First UNESCO Learning City in Thailand"]
    partners = column(
        "cities/leads-and-partners", "role organisation", city="th-chiang-rai", lang="en"
    )

    assert first == ["city:th-chiang-rai"]
    assert {organisation for role, organisation in partners if role == "lcg:partner"} == {
        "agent:th-mae-fah-luang-university",
        "agent:th-tk-park",
        "agent:th-jica",
        "agent:th-thaihealth",
    }


def test_cq03_zones_of_the_knowledge_center_of_chachoengsao() -> None:
    found = pairs(
        "offers/parts-of-space",
        "spaceLabel",
        "organisationLabel",
        space="space:th-chachoengsao-kcc",
        lang="en",
    )

    assert found == {
        "Dream Square (KCC)": "",
        "Our Home (KCC)": "Thai Health Promotion Foundation",
        "Living Library (KCC)": "TK Park",
        "Sound Studio (KCC)": "",
        "KCC Theatre": "",
    }


def test_cq04_vision_of_yala() -> None:
    found = column("cities/aspirations", "type thai english line", city="th-yala")
    quoted = column("evidence/search", "line quote", text="เมืองไร้ขีดจำกัดแห่งการเรียนรู้")

    assert [row for row in found if row[0] == "aspirationtype:vision"] == [
        (
            "aspirationtype:vision",
            "เมืองไร้ขีดจำกัดแห่งการเรียนรู้ของทุกเพศทุกวัย",
            "City of limitless learning for every gender and every age",
            "229",
        )
    ]
    assert quoted == [("229", "ภายใต้วิสัยทัศน์ “เมืองไร้ขีดจำกัดแห่งการเรียนรู้ของทุกเพศทุกวัย”")]


def test_cq05_components_in_order() -> None:
    assert column("concepts/scheme", "number english thai", scheme="component") == [
        (
            "1",
            "Promoting learning from basic to higher education",
            "การส่งเสริมการเรียนรู้ตั้งแต่ระดับการศึกษาขั้นพื้นฐานจนถึงระดับอุดมศึกษา",
        ),
        (
            "2",
            "Promoting learning in families and communities",
            "การส่งเสริมการเรียนรู้ในครอบครัวและชุมชน",
        ),
        (
            "3",
            "Supporting effective learning in the workplace",
            "การสนับสนุนการเรียนรู้อย่างมีประสิทธิภาพในสถานที่ทำงาน",
        ),
        (
            "4",
            "Promoting the use of modern technology for learning",
            "การส่งเสริมการใช้เทคโนโลยีสมัยใหม่เพื่อการเรียนรู้",
        ),
        (
            "5",
            "Raising the quality and excellence of learning",
            "การยกระดับคุณภาพและความเป็นเลิศของการเรียนรู้",
        ),
        (
            "6",
            "Fostering a strong culture of lifelong learning",
            "การส่งเสริมวัฒนธรรมการเรียนรู้ตลอดชีวิตอย่างเข้มแข็ง",
        ),
    ]


def test_cq06_areas_and_principles_of_bangkok() -> None:
    found = column("cities/aspirations", "type english", city="th-bangkok")

    assert {name for kind, name in found if kind == "aspirationtype:main-area"} == {
        "Early childhood development",
        "Compulsory education",
        "Vocational skills development",
        "Lifelong learning anywhere, anytime",
        "Citizen participation",
    }
    assert {name for kind, name in found if kind == "aspirationtype:principle"} == {
        "Learning for Life",
        "Opportunities for All",
    }


def test_cq08_dates_of_the_article() -> None:
    found = column("article/dates", "event date asPrinted valid")

    assert found == [
        ("lcg:dateAsStated", "", "Accepted: 30/02/2026", "false"),
        ("dcterms:dateSubmitted", "2026-01-05", "", "true"),
        ("lcg:revisedOn", "2026-02-01", "", "true"),
        ("dcterms:available", "2026-03-13", "", "true"),
    ]


def test_cq09_authors_and_journal() -> None:
    authors = column("article/authors", "number english corresponding")
    journal = column(
        "article/publication", "journalLabel issn volume issue pages issued", lang="en"
    )

    assert authors == [
        ("1", "Chalermporn Punjasutaros", "true"),
        ("2", "Kornkamol Chuengsamran", "false"),
        ("3", "Sirikarn Keawkongthong", "false"),
        ("4", "Varunporn Kunnavach", "false"),
    ]
    assert journal == [
        ("Journal of Dhamma for Life", "2822-048X", "32", "2", "324-347", "2026-03-13")
    ]


def test_cq11_kinds_of_leads() -> None:
    """The kinds are concepts of the sector scheme, which name the question's in other words."""
    counted = pairs("organisations/lead-sectors", "sector", "cities")
    by_city = column("cities/leads", "cityLabel sector", lang="en")
    municipalities = {"sector:city-municipality", "sector:town-municipality"}

    assert counted == {
        "sector:city-municipality": "6",
        "sector:town-municipality": "1",
        "sector:public-organisation": "1",
        "sector:committee": "1",
        "sector:special-administration": "1",
    }
    assert {city: kind for city, kind in by_city if kind not in municipalities} == {
        "Sukhothai": "sector:public-organisation",
        "Phayao": "sector:committee",
        "Bangkok": "sector:special-administration",
    }


def test_cq12_partners_of_each_city() -> None:
    counted = pairs("cities/partner-counts", "cityLabel", "partners", lang="en")

    assert counted == {
        "Chiang Rai": "4",
        "Chiang Mai": "0",
        "Chachoengsao": "2",
        "Phuket": "1",
        "Sukhothai": "1",
        "Phayao": "4",
        "Hat Yai": "2",
        "Khon Kaen": "6",
        "Yala": "1",
        "Bangkok": "3",
    }
    assert sum(int(count) for count in counted.values()) == 24


def test_cq12_names_of_the_partners() -> None:
    """TK Park and ThaiHealth, shared by several cities, bear their names without abbreviation."""
    expected: dict[str, set[str]] = {
        "th-chiang-mai": set(),
        "th-chachoengsao": {"TK Park", "Thai Health Promotion Foundation"},
        "th-phuket": {"Municipal network schools of Phuket (7 schools)"},
        "th-sukhothai": {"Domestic and foreign supporting agencies (unnamed)"},
        "th-phayao": {
            "University of Phayao",
            "Phayao Provincial Administrative Organization",
            "Phayao Town Municipality",
            "Phayao community",
        },
        "th-hat-yai": {
            "Hatyai University",
            "Prince of Songkla University, Hat Yai Campus",
        },
        "th-khon-kaen": {
            "Khon Kaen City Development Co., Ltd. (KKTT)",
            "Khon Kaen Transit System Co., Ltd. (KKTS)",
            "Khon Kaen City Council",
            "Local agencies in Khon Kaen (unnamed)",
            "Maha'lai Thai Ban (youth group)",
            "Isaan Ja Learn (youth group)",
        },
        "th-yala": {"Luk Rieang Group"},
        "th-bangkok": {
            "TK Park",
            "Private sector (Bangkok, unnamed)",
            "Alliance network of more than 70 organisations",
        },
    }
    for city, names in expected.items():
        rows = column("cities/leads-and-partners", "role organisationLabel", city=city, lang="en")
        assert {name for role, name in rows if role == "lcg:partner"} == names


def test_cq15_limitations_in_cells_of_table_2() -> None:
    rows = column("factors/limitations", "inTable placeLabel number limitationLabel", lang="en")
    counted = column("factors/limitation-counts", "number cells places")
    cells = column("factors/matrix", "city factor")

    assert [row[1:] for row in rows if row[0] == "true"] == [
        ("Chiang Rai", "2", "Limited technology expertise"),
        ("Chiang Rai", "6", "Skill-recognition system still limited"),
        ("Hat Yai", "6", "Unequal access within the city"),
        ("Sukhothai", "6", "Digital options still few"),
        ("Yala", "6", "Technology still limited"),
    ]
    assert [(number, cell) for number, cell, _ in counted] == [
        ("1", "0"),
        ("2", "1"),
        ("3", "0"),
        ("4", "0"),
        ("5", "0"),
        ("6", "4"),
    ]
    assert len(cells) == 60


def test_cq18_cities_without_a_learning_space() -> None:
    """Hat Yai's health centre is a public facility, so Hat Yai is one of them."""
    without = column("cities/without", "cityLabel", property="lcg:hasLearningSpace", lang="en")
    having = {city for (city,) in column("offers/spaces", "cityLabel", lang="en")}

    assert without == [("Chiang Rai",), ("Hat Yai",)]
    assert having == CITIES - {"Chiang Rai", "Hat Yai"}


def test_cq19_named_technologies() -> None:
    assert set(column("offers/services", "cityLabel serviceLabel", lang="en")) == {
        ("Phayao", "Website linking every learning source in the province (Phayao)"),
        ("Hat Yai", "C-CARE telehealth application"),
        ("Hat Yai", "Health and disaster information system (Hat Yai)"),
        ("Khon Kaen", "KGO Token"),
        ("Yala", "Yala Mobile Application"),
        ("Bangkok", "Smart BKK"),
    }
    without = column("cities/without", "cityLabel", property="lcg:providesService", lang="en")
    assert {city for (city,) in without} == {
        "Chiang Rai",
        "Chiang Mai",
        "Chachoengsao",
        "Phuket",
        "Sukhothai",
    }


def test_cq20_other_recognitions_by_unesco() -> None:
    found = column("cities/unesco-recognitions", "cityLabel network field", lang="en")
    figures = column("evidence/figures", "owner figure value", lang="en")

    assert set(found) == {
        ("Phuket", "net:uccn", "Gastronomy"),
        ("Sukhothai", "net:world-heritage", ""),
        ("Sukhothai", "net:memory-of-the-world", ""),
        ("Sukhothai", "net:uccn", "Crafts and Folk Art"),
    }
    assert ("city:th-sukhothai", "fig:th-sukhothai-unesco-networks", "4") in figures


def test_cq21_years_of_the_buddhist_era() -> None:
    assert column("article/years", "thing yearAsPrinted year") == [
        ("asp:th-chiang-mai-care-for-older-people", "2567", "2024"),
        ("desc:th-bangkok-learning-fest-since", "2566", "2023"),
    ]


def test_cq22_guidelines_and_details_of_the_steps() -> None:
    found = column("steps/counts", "number guidelines details")

    assert found == [
        ("1", "3", "5"),
        ("2", "2", "3"),
        ("3", "2", "4"),
        ("4", "2", "4"),
        ("5", "1", "4"),
        ("6", "1", "4"),
    ]
    assert sum(int(row[1]) for row in found) == 11
    assert sum(int(row[2]) for row in found) == 24


def test_cq23_theories_and_their_citations() -> None:
    """The graph names the finding or proposal; the question's A1.2 is a finding on factor 1."""
    found = column("theory/uses", "theory number key user")
    uses = [(theory, number, key) for theory, number, key, _ in found]

    assert sorted(uses) == sorted(
        [
            ("theory:place-based-learning", "1", "uil2019"),
            ("theory:creative-class", "1", "florida2011"),
            ("theory:gnlc-framework", "1", "uil2017"),
            ("theory:capacity-building", "2", "longworth-osborne2010"),
            ("theory:network-society", "3", "castells2000"),
            ("theory:digital-divide", "3", "worldbank2017"),
            ("theory:situated-learning", "4", "lave1991"),
            ("theory:triple-helix", "5", "etzkowitz2000"),
            ("theory:sense-of-belonging", "5", "longworth-osborne2010"),
            ("theory:learning-network", "2", "jackson2013"),
            ("theory:city-as-learning-space", "3", "longworth-osborne2010"),
            ("theory:experiential-learning", "4", "kolb1984"),
            ("theory:social-capital", "5", "putnam2000"),
            ("theory:evaluation-for-learning", "6", "patton2011"),
        ]
    )
    assert Counter(user.partition(":")[0] == "guideline" for *_, user in found) == {
        False: 9,
        True: 5,
    }


def test_cq26_works_cited_three_times_or_more() -> None:
    assert pairs("article/most-cited", "key", "times") == {
        "unesco2015": "5",
        "uil2015": "4",
        "onec2567b": "3",
        "longworth-osborne2010": "3",
    }
    assert len(column("article/citations", "citation")) == 56


def test_cq27_works_missing_from_the_references() -> None:
    found = column("article/missing-works", "status key line", lang="en")
    lines: dict[str, dict[str, list[str]]] = {}
    for status, key, line in found:
        kind = status.rpartition("/")[2]
        lines.setdefault(kind, {}).setdefault(key, []).append(line)

    assert lines == {
        "unresolved": {
            "uil2015": ["143", "143", "153", "289"],
            "uil2019": ["239"],
            "uil2017": ["239", "249"],
            "siemens2005": ["283", "295"],
            "wichit2561": ["283"],
        },
        "ambiguous": {"oecd2019": ["122", "253"]},
    }


def test_cq34_proposals_with_an_action_sentence() -> None:
    assert column("guidance/proposals", "number hasActionSentence") == [
        ("1", "true"),
        ("2", "true"),
        ("3", "false"),
        ("4", "false"),
        ("5", "false"),
        ("6", "true"),
    ]


def test_cq35_words_about_zero_dropout() -> None:
    assert column("evidence/search", "passage line quote", text="Zero Dropout") == [
        (
            "psg:onec-2026-c8-zero-dropout",
            "227",
            "ผลักดันเป้าหมาย “Zero Dropout” อย่างเป็นรูปธรรม",
        )
    ]


def test_cq39_triple_helix_in_findings_on_culture() -> None:
    """Sukhothai's cultural and historical agencies are counted as public sector."""
    assert column("theory/triple-helix", "cityLabel named", n="2", lang="en") == [
        ("Hat Yai", "educational institutions, private sector"),
        ("Phuket", "private sector, public sector"),
    ]
    once = column("theory/triple-helix", "cityLabel sectors named", n="1", lang="en")
    assert {(city, named) for city, count, named in once if count == "1"} == {
        ("Chachoengsao", "private sector"),
        ("Khon Kaen", "private sector"),
        ("Phayao", "educational institutions"),
        ("Sukhothai", "public sector"),
    }


def test_cq40_names_of_the_factors() -> None:
    found = column("factors/names", "number part name changesMeaning line", lang="en")
    names = {
        (number, part.rpartition("onec-2026-")[2]): name
        for number, part, name, _, line in found
        if line != "195" and not (part.endswith("analysis") and line == "235")
    }

    assert {place: names[place] for place in names if place[1] in {"proposals", "conclusion"}} == {
        ("1", "proposals"): "Mindset change through setting vision and policy",
        ("1", "conclusion"): "Area vision and policy that support lifelong learning",
        ("2", "proposals"): "Strengthening readiness of personnel and organisations"
        " through network mechanisms",
        ("2", "conclusion"): "Cooperation network mechanism among organisations and sectors",
        ("3", "proposals"): "Creating environments and using technology to extend learning spaces",
        ("3", "conclusion"): "Learning environment and spaces accessible to people",
        ("4", "proposals"): "Designing flexible learning linked with real life",
        ("4", "conclusion"): "Flexible and diverse learning formats and methods",
        ("5", "proposals"): "Building a learning culture through community participation",
        ("5", "conclusion"): "Community participation culture",
        ("6", "proposals"): "Promoting flexibility through monitoring and evaluation for learning",
        ("6", "conclusion"): "Monitoring and evaluation system that supports learning and"
        " continuous development",
    }
    assert {
        (number, part.rpartition("onec-2026-")[2])
        for number, part, _, changed, _ in found
        if changed == "true"
    } == {("6", "conclusion"), ("6", "abstract-th")}
    assert {line for _, part, _, _, line in found if part.endswith("learning-ecosystem")} == {
        "182",
        "195",
    }
    assert {line for _, part, _, _, line in found if part.endswith("conclusion")} == {"309"}
