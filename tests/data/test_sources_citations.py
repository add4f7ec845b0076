"""What the article cites, what it cites without listing, and which theories it appeals to."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from tests.data.knowledge_base import ask, load

DCTERMS = "PREFIX dcterms: <http://purl.org/dc/terms/>"
STATUS = "https://w3id.org/lcgraph/concept/citationstatus/"


@pytest.fixture(scope="module")
def article() -> Store:
    return load("ontology/concepts/*.ttl", "data/sources/onec-2026/*.ttl")


def test_works_cited_three_times_or_more(article: Store) -> None:
    assert ask(
        f"""{DCTERMS} SELECT ?key (COUNT(?citation) AS ?times) {{
            ?citation a lcg:Citation ; dcterms:identifier ?key }}
            GROUP BY ?key HAVING (COUNT(?citation) > 2)""",
        article,
    ) == {("unesco2015", "5"), ("uil2015", "4"), ("onec2567b", "3"), ("longworth-osborne2010", "3")}
    assert ask("SELECT (COUNT(?citation) AS ?times) { ?citation a lcg:Citation }", article) == {
        ("56",)
    }


def test_works_cited_but_not_listed(article: Store) -> None:
    assert ask(
        f"""{DCTERMS} SELECT ?key ?line (COUNT(?citation) AS ?times) {{
            ?citation lcg:citationStatus <{STATUS}unresolved> ; dcterms:identifier ?key ;
                lcg:line ?line FILTER NOT EXISTS {{ ?citation lcg:citesSource ?source }} }}
            GROUP BY ?key ?line""",
        article,
    ) == {
        ("uil2015", "143", "2"),
        ("uil2015", "153", "1"),
        ("uil2015", "289", "1"),
        ("uil2019", "239", "1"),
        ("uil2017", "239", "1"),
        ("uil2017", "249", "1"),
        ("siemens2005", "283", "1"),
        ("siemens2005", "295", "1"),
        ("wichit2561", "283", "1"),
    }


def test_ambiguous_citations_name_both_candidates(article: Store) -> None:
    assert ask(
        f"""{DCTERMS} SELECT ?line ?candidate {{
            ?citation lcg:citationStatus <{STATUS}ambiguous> ; lcg:line ?line ;
                lcg:possibleMatch/dcterms:identifier ?candidate
            FILTER NOT EXISTS {{ ?citation lcg:citesSource ?source }} }}""",
        article,
    ) == {(line, key) for line in ("122", "253") for key in ("oecd2019a", "oecd2019b")}


def test_candidates_for_missing_works(article: Store) -> None:
    assert ask(
        f"""{DCTERMS} SELECT DISTINCT ?key ?candidate {{
            ?citation lcg:citationStatus <{STATUS}unresolved> ; dcterms:identifier ?key ;
                lcg:possibleMatch/dcterms:identifier ?candidate }}""",
        article,
    ) == {("uil2015", "unesco2015"), ("uil2017", "unesco2017a"), ("uil2019", "unesco2019")}


def test_every_other_citation_leads_to_a_listed_work(article: Store) -> None:
    assert (
        ask(
            f"""{DCTERMS} SELECT ?citation {{
            ?citation lcg:citationStatus <{STATUS}resolved> ; dcterms:identifier ?key .
            FILTER NOT EXISTS {{ ?citation lcg:citesSource/dcterms:identifier ?key }} }}""",
            article,
        )
        == set()
    )
    assert ask(
        f"""{DCTERMS} SELECT ?key {{ ?work a lcg:Source ; dcterms:identifier ?key ;
            dcterms:isReferencedBy ?article
            FILTER NOT EXISTS {{ ?citation lcg:citesSource ?work }} }}""",
        article,
    ) == {("onec2567a",), ("oecd2019a",), ("oecd2019b",)}


def test_the_words_of_a_citation_stand_in_its_passage(article: Store) -> None:
    assert (
        ask(
            """SELECT ?citation { ?citation a lcg:Citation ; lcg:citationText ?words .
            FILTER NOT EXISTS { ?citation lcg:citedIn/oa:hasSelector/oa:exact ?quote
                FILTER(CONTAINS(STR(?quote), STR(?words))) } }""",
            article,
        )
        == set()
    )


def test_references_are_the_31_printed_ones(article: Store) -> None:
    rows = ask(
        f"""{DCTERMS} SELECT ?work ?language {{ ?work dcterms:isReferencedBy ?article ;
            dcterms:language ?language ; dcterms:bibliographicCitation ?printed ;
            dcterms:issued ?year }}""",
        article,
    )
    assert sorted(language for _, language in rows) == ["en"] * 20 + ["th"] * 11


def test_buddhist_era_years_are_the_common_era_years(article: Store) -> None:
    years = ask(
        f"""{DCTERMS} SELECT ?work ?printed ?year {{ ?work lcg:calendar calendar:buddhist-era ;
            lcg:yearAsStated ?printed ; dcterms:issued ?year }}""",
        article,
    )
    assert len(years) == 11
    assert [row for row in years if int(row[1]) - 543 != int(row[2])] == []


def test_each_theory_with_what_appeals_to_it_and_what_is_cited(article: Store) -> None:
    rows = ask(
        f"""{DCTERMS} SELECT ?theory ?finding ?proposal ?key {{
            ?use a lcg:TheoryUse ; lcg:ofTheory ?theory ; lcg:inSupportOf ?user .
            ?user lcg:appealsTo ?theory .
            ?citation a lcg:Citation ; lcg:inSupportOf ?user ; dcterms:identifier ?key .
            OPTIONAL {{ ?user dcterms:identifier ?finding }}
            OPTIONAL {{ ?user a lcg:Guideline ; skos:notation ?proposal }} }}""",
        article,
    )
    found: dict[tuple[str, str], set[str]] = {}
    for theory, finding, proposal, key in rows:
        user = finding or f"R{proposal}"
        found.setdefault((theory.rsplit("/", 1)[1], user), set()).add(key)
    assert found == {
        ("place-based-learning", "A1.2"): {"uil2019"},
        ("creative-class", "A1.3"): {"florida2011"},
        ("gnlc-framework", "A1.4"): {"uil2017"},
        ("capacity-building", "A2.2"): {"longworth-osborne2010"},
        ("network-society", "A3.1"): {"castells2000"},
        ("digital-divide", "A3.2"): {"worldbank2017"},
        ("situated-learning", "A4.1"): {"lave1991"},
        ("triple-helix", "A5.2"): {"etzkowitz2000"},
        ("sense-of-belonging", "A5.3"): {"longworth-osborne2010"},
        ("learning-network", "R2"): {"jackson2013", "onec2563", "chaiwat2562"},
        ("city-as-learning-space", "R3"): {"longworth-osborne2010", "siemens2005"},
        ("experiential-learning", "R4"): {"kolb1984"},
        ("social-capital", "R5"): {"putnam2000"},
        ("evaluation-for-learning", "R6"): {"patton2011"},
    }


def test_each_theory_has_its_own_citation(article: Store) -> None:
    rows = ask(
        f"""{DCTERMS} SELECT ?theory ?key {{ ?use lcg:ofTheory ?theory ;
            lcg:theoryCitation/dcterms:identifier ?key }}""",
        article,
    )
    assert len(rows) == 14
    keys = {theory.rsplit("/", 1)[1]: key for theory, key in rows}
    assert keys["learning-network"] == "jackson2013"
    assert keys["city-as-learning-space"] == "longworth-osborne2010"
