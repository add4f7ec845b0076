"""The competency questions about cities, each with its exact answer.

Where the model answers in another form than the question expects, the test says so, as does the
query beside which the difference belongs.
"""

from __future__ import annotations

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
