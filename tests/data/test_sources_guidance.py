"""What the article passes on and proposes, and what the editors relate to it."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from tests.data.knowledge_base import ask, load

ARTICLE = "<https://w3id.org/lcgraph/id/source/onec-2026>"
PREFIXES = """
PREFIX modality: <https://w3id.org/lcgraph/concept/modality/>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""


@pytest.fixture(scope="module")
def article() -> Store:
    return load("ontology/concepts/*.ttl", "data/reference/*.ttl", "data/sources/onec-2026/*.ttl")


def test_six_components_in_order(article: Store) -> None:
    rows = ask(
        """SELECT ?number ?en ?th ?line {
            ?component skos:inScheme <https://w3id.org/lcgraph/concept/component> ;
                skos:notation ?number ; skos:prefLabel ?en , ?th ;
                lcg:evidencedBy ?passage .
            ?passage lcg:line ?line ; oa:hasSelector/oa:exact ?quote
            FILTER(LANG(?en) = "en" && LANG(?th) = "th" && STR(?quote) = STR(?th)) }""",
        article,
    )
    assert sorted(rows) == [
        (
            "1",
            "Promoting learning from basic to higher education",
            "การส่งเสริมการเรียนรู้ตั้งแต่ระดับการศึกษาขั้นพื้นฐานจนถึงระดับอุดมศึกษา",
            "155",
        ),
        (
            "2",
            "Promoting learning in families and communities",
            "การส่งเสริมการเรียนรู้ในครอบครัวและชุมชน",
            "155",
        ),
        (
            "3",
            "Supporting effective learning in the workplace",
            "การสนับสนุนการเรียนรู้อย่างมีประสิทธิภาพในสถานที่ทำงาน",
            "155",
        ),
        (
            "4",
            "Promoting the use of modern technology for learning",
            "การส่งเสริมการใช้เทคโนโลยีสมัยใหม่เพื่อการเรียนรู้",
            "155",
        ),
        (
            "5",
            "Raising the quality and excellence of learning",
            "การยกระดับคุณภาพและความเป็นเลิศของการเรียนรู้",
            "155",
        ),
        (
            "6",
            "Fostering a strong culture of lifelong learning",
            "การส่งเสริมวัฒนธรรมการเรียนรู้ตลอดชีวิตอย่างเข้มแข็ง",
            "155",
        ),
    ]


def test_guidelines_and_details_of_each_step(article: Store) -> None:
    def count(column: str) -> dict[str, str]:
        rows = ask(
            f"""PREFIX step: <https://w3id.org/lcgraph/concept/step/>
            SELECT ?number (COUNT(?part) AS ?parts) {{ step:{column} skos:member ?part .
                ?part skos:broader/skos:notation ?number ;
                    lcg:evidencedBy/oa:hasSource {ARTICLE} }} GROUP BY ?number""",
            article,
        )
        return {number: parts for number, parts in rows}

    assert count("key-guidelines") == {"1": "3", "2": "2", "3": "2", "4": "2", "5": "1", "6": "1"}
    assert count("details") == {"1": "5", "2": "3", "3": "4", "4": "4", "5": "4", "6": "4"}


def test_actions_that_are_prescribed(article: Store) -> None:
    assert ask(
        f"""{PREFIXES} SELECT DISTINCT ?number {{ ?proposal skos:notation ?number ;
            lcg:hasAction/lcg:modality modality:prescribed }}""",
        article,
    ) == {("1",), ("2",), ("6",)}


def test_every_mapping_names_its_grounds(article: Store) -> None:
    assert (
        ask(
            f"""{PREFIXES} SELECT ?mapping {{ ?mapping lcg:mapsTheme ?theme
            FILTER NOT EXISTS {{ ?mapping lcg:mappingBasis ?basis ; lcg:rationale ?th , ?en ;
                lcg:evidencedBy/oa:hasSelector ?quote ; prov:wasAttributedTo agent:editor ;
                lcg:mapsAction|lcg:mapsStep/lcg:evidencedBy ?evidence . ?theme a lcg:Theme
                FILTER(LANG(?th) = "th" && LANG(?en) = "en") }} }}""",
            article,
        )
        == set()
    )


def test_each_limited_theme_and_the_actions_mapped_to_it(article: Store) -> None:
    rows = ask(
        "SELECT ?theme ?action { ?m a lcg:ActionMapping ; lcg:mapsTheme ?theme ; "
        "lcg:mapsAction ?action }",
        article,
    )
    found: dict[str, set[str]] = {}
    for theme, action in rows:
        found.setdefault(theme.rsplit("/", 1)[1], set()).add(action.rsplit("/", 1)[1])
    assert found == {
        "technology-expertise": {"university-network"},
        "experts": {"university-network", "coordinator", "facilitator"},
        "academic-resources": {"university-network"},
        "disparity-between-cities": {"university-network"},
        "skills-recognition": {"careers"},
        "credit-transfer": {"careers"},
        "learner-data-linkage": {"careers"},
        "career-pathways": {"careers"},
        "digital-options": {"resource-database", "integration"},
        "data-systems": {"integration"},
        "equal-access": {
            "4-needs-analysis",
            "4-learning-spaces",
            "6-equal-access-budget",
            "existing-spaces",
        },
        "monitoring-evaluation": {"qualitative-evaluation", "learning-index"},
    }


def test_what_the_article_does_not_say_of_experts_is_editorial(article: Store) -> None:
    rows = ask(
        f"""{PREFIXES} SELECT ?action ?basis {{ ?m a lcg:ActionMapping ; lcg:mapsAction ?action ;
            lcg:mapsTheme <https://w3id.org/lcgraph/concept/theme/experts> ;
            lcg:mappingBasis ?basis }}""",
        article,
    )
    assert {(a.rsplit("/", 1)[1], b.rsplit("/", 1)[1]) for a, b in rows} == {
        ("university-network", "stated"),
        ("coordinator", "editorial"),
        ("facilitator", "editorial"),
    }


def test_that_skill_with_technology_is_meant_by_specialists_is_editorial(article: Store) -> None:
    # Line 241 names specialists and technology apart; skill with technology is in neither's words.
    (row,) = ask(
        f"""{PREFIXES} SELECT ?basis {{ ?m a lcg:ActionMapping ; lcg:mappingBasis ?basis ;
            lcg:mapsTheme <https://w3id.org/lcgraph/concept/theme/technology-expertise> }}""",
        article,
    )
    assert row[0].endswith("mappingbasis/editorial")


def test_every_step_has_themes(article: Store) -> None:
    assert ask(
        "SELECT DISTINCT ?number { ?m a lcg:StepMapping ; lcg:mapsStep/skos:notation ?number }",
        article,
    ) == {(str(number),) for number in range(1, 7)}


def test_which_proposals_say_that_cities_should(article: Store) -> None:
    assert ask(
        """PREFIX modality: <https://w3id.org/lcgraph/concept/modality/>
        SELECT DISTINCT ?title ?line {
            ?proposal a lcg:Guideline ; lcg:hasDescription ?said ; lcg:evidencedBy ?heading .
            ?heading lcg:line ?title .
            ?said lcg:modality modality:prescribed ; lcg:evidencedBy/lcg:line ?line }""",
        article,
    ) == {("285", "289"), ("291", "291"), ("301", "301")}
