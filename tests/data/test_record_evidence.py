"""The records of the ten cities are traceable: to passages, and to each cell of Table 2."""

from __future__ import annotations

import pytest

from tests.data.knowledge_base import BASE, PASSAGES, ask, load, records

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
