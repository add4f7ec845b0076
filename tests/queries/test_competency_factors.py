"""The competency questions about factors, steps and theories, each with its exact answer.

Where the model answers in another form than the question expects, the test says so, as does the
query beside which the difference belongs.
"""

from __future__ import annotations

from collections import Counter

from tests.queries.asking import column


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


def test_cq34_proposals_with_an_action_sentence() -> None:
    assert column("guidance/proposals", "number hasActionSentence") == [
        ("1", "true"),
        ("2", "true"),
        ("3", "false"),
        ("4", "false"),
        ("5", "false"),
        ("6", "true"),
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
