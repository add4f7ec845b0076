"""Concept schemes against what the article prints: counts, orders, modalities."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import QuerySolutions

from tests.ontology import shipped

_PREFIXES = """
PREFIX lcg: <https://w3id.org/lcgraph/ontology#>
PREFIX modality: <https://w3id.org/lcgraph/concept/modality/>
PREFIX scheme: <https://w3id.org/lcgraph/concept/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX step: <https://w3id.org/lcgraph/concept/step/>
"""


def _rows(query: str) -> list[tuple[str, ...]]:
    answer = shipped.store().query(_PREFIXES + query)
    assert isinstance(answer, QuerySolutions)
    return [tuple(str(term.value).rpartition("/")[2] for term in row) for row in answer]


def test_components_are_the_six_of_line_155() -> None:
    texts = _rows(
        """SELECT ?th ?en { ?c skos:inScheme scheme:component ; skos:notation ?n ;
             skos:prefLabel ?th , ?en . FILTER(LANG(?th) = "th" && LANG(?en) = "en") }
           ORDER BY ?n"""
    )
    assert texts == [
        (
            "การส่งเสริมการเรียนรู้ตั้งแต่ระดับการศึกษาขั้นพื้นฐานจนถึงระดับอุดมศึกษา",
            "Promoting learning from basic to higher education",
        ),
        (
            "การส่งเสริมการเรียนรู้ในครอบครัวและชุมชน",
            "Promoting learning in families and communities",
        ),
        (
            "การสนับสนุนการเรียนรู้อย่างมีประสิทธิภาพในสถานที่ทำงาน",
            "Supporting effective learning in the workplace",
        ),
        (
            "การส่งเสริมการใช้เทคโนโลยีสมัยใหม่เพื่อการเรียนรู้",
            "Promoting the use of modern technology for learning",
        ),
        (
            "การยกระดับคุณภาพและความเป็นเลิศของการเรียนรู้",
            "Raising the quality and excellence of learning",
        ),
        (
            "การส่งเสริมวัฒนธรรมการเรียนรู้ตลอดชีวิตอย่างเข้มแข็ง",
            "Fostering a strong culture of lifelong learning",
        ),
    ]


@pytest.mark.parametrize(
    ("collection", "counts"),
    [
        ("key-guidelines", {"1": 3, "2": 2, "3": 2, "4": 2, "5": 1, "6": 1}),
        ("details", {"1": 5, "2": 3, "3": 4, "4": 4, "5": 4, "6": 4}),
    ],
)
def test_steps_have_the_guidelines_and_details_of_table_1(
    collection: str, counts: dict[str, int]
) -> None:
    found = _rows(
        f"""SELECT ?n ?ordinal {{ step:{collection} skos:member ?c .
              ?c skos:broader ?step ; lcg:ordinal ?ordinal . ?step skos:notation ?n }}"""
    )
    assert Counter(number for number, _ in found) == counts
    for number, count in counts.items():
        ordinals = sorted(int(ordinal) for step, ordinal in found if step == number)
        assert ordinals == list(range(1, count + 1))


def test_prescribed_are_only_actions_of_the_three_sentences_with_should() -> None:
    prescribed = _rows(
        """SELECT ?n ?action { ?action lcg:modality modality:prescribed .
             ?guideline lcg:hasAction ?action ; skos:notation ?n } ORDER BY ?n ?action"""
    )
    assert prescribed == [
        ("1", "pooling-lessons"),
        ("1", "shared-vision"),
        ("1", "story-telling"),
        ("2", "coordinator"),
        ("2", "facilitator"),
        ("2", "practitioners-space"),
        ("6", "learning-index"),
        ("6", "qualitative-evaluation"),
    ]


def test_each_action_belongs_to_one_proposal() -> None:
    owners = _rows(
        """SELECT ?action ?n { ?action skos:inScheme scheme:action
             OPTIONAL { ?g lcg:hasAction ?action ; skos:notation ?n } }"""
    )
    assert Counter(number for _, number in owners) == {
        "1": 3,
        "2": 6,
        "3": 4,
        "4": 3,
        "5": 6,
        "6": 3,
    }
    assert len(owners) == 25


def test_everything_to_do_says_how_the_source_puts_it_and_where() -> None:
    silent = _rows(
        """SELECT ?a { ?a a lcg:GuidelineAction
             FILTER NOT EXISTS { ?a lcg:modality ?m ; lcg:evidencedBy ?p } }"""
    )
    assert silent == []


def test_every_theme_has_one_typical_factor() -> None:
    factors = _rows(
        "SELECT ?theme ?factor { ?theme a lcg:Theme OPTIONAL { ?theme lcg:typicalFactor ?factor } }"
    )
    assert len(factors) == len({theme for theme, _ in factors}) == 53
    assert {factor for _, factor in factors} == {
        "mindset",
        "capacity",
        "environment",
        "pedagogy",
        "culture",
        "flexibility",
    }


@pytest.mark.parametrize(
    ("narrower", "broader"),
    [
        ("university", "educational-institution"),
        ("company", "private-sector"),
        ("city-municipality", "public-sector"),
        ("youth-group", "civil-sector"),
    ],
)
def test_sectors_lead_to_the_strands_of_the_triple_helix(narrower: str, broader: str) -> None:
    assert _rows(
        f"SELECT ?b {{ <https://w3id.org/lcgraph/concept/sector/{narrower}> skos:broader ?b }}"
    ) == [(broader,)]
