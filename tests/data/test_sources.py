"""The sources: every quote is where it says it is, and nothing personal or unnamed is in them."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import BlankNode, Literal, RdfFormat, Store, parse

from tests.data.knowledge_base import ROOT, ask, load

FILES = sorted([*ROOT.glob("data/reference/*.ttl"), *ROOT.glob("data/sources/**/*.ttl")])
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]


@pytest.fixture(scope="module")
def sources() -> Store:
    return load("data/reference/*.ttl", "data/sources/**/*.ttl")


def pieces(store: Store) -> list[tuple[str, str, int, int]]:
    """List every quote of the article with its prefix and its place in the text."""
    rows = ask(
        """SELECT ?passage ?text (COALESCE(?before, "") AS ?prefix) ?start ?end {
            ?passage oa:hasSource <https://w3id.org/lcgraph/id/source/onec-2026> ;
                oa:hasSelector ?quote , ?position .
            ?quote oa:exact ?text . OPTIONAL { ?quote oa:prefix ?before }
            ?position oa:start ?start ; oa:end ?end ; lcg:positions ?quote }""",
        store,
    )
    return [(text, prefix, int(start), int(end)) for _, text, prefix, start, end in rows]


@pytest.mark.parametrize("name", NAMES)
def test_each_file_can_be_read_and_names_everything(name: str) -> None:
    quads = list(parse(path=ROOT / name, format=RdfFormat.TURTLE))
    assert quads
    assert [q for q in quads if BlankNode in (type(q.subject), type(q.object))] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_file_is_short(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) < 400


def test_no_address_and_no_telephone_number(sources: Store) -> None:
    personal = re.compile(r"\w@\w+\.\w|(?<!\d)(?:\+66|0)[ -]?\d(?:[ -]?\d){7,8}(?!\d)")
    literals = [q.object.value for q in sources if isinstance(q.object, Literal)]
    assert [text for text in literals if personal.search(text)] == []


def test_quotes_are_short_and_as_long_as_their_place(sources: Store) -> None:
    found = pieces(sources)
    assert len(found) > 700
    assert [text for text, _, start, end in found if end - start != len(text)] == []
    assert [text for text, *_ in found if not 0 < len(text) <= 600 or not text.strip()] == []


def test_quotes_that_overlap_say_the_same(sources: Store) -> None:
    letters: dict[int, str] = {}
    clashes = []
    for text, prefix, start, _ in pieces(sources):
        for offset, letter in enumerate(prefix + text, start - len(prefix)):
            if letters.setdefault(offset, letter) != letter:
                clashes.append(text)
    assert clashes == []


def test_every_quote_has_one_place(sources: Store) -> None:
    quotes = ask(
        """SELECT ?quote (COUNT(?position) AS ?places) {
            ?quote a oa:TextQuoteSelector . OPTIONAL { ?position lcg:positions ?quote } }
            GROUP BY ?quote""",
        sources,
    )
    assert [quote for quote, places in quotes if places != "1"] == []


def test_every_passage_shows_words_or_reports_them(sources: Store) -> None:
    assert (
        ask(
            """SELECT ?passage { ?passage a lcg:Passage .
            FILTER NOT EXISTS { ?passage oa:hasSource/a lcg:Source ; lcg:section ?section }
            } """,
            sources,
        )
        == set()
    )
    assert (
        ask(
            """SELECT ?passage { ?passage a lcg:Passage .
            OPTIONAL { ?passage oa:hasSelector/oa:exact ?quoted }
            OPTIONAL { ?passage lcg:reportedStatement ?th , ?en
                FILTER(LANG(?th) = "th" && LANG(?en) = "en") }
            FILTER(BOUND(?quoted) = BOUND(?th)) }""",
            sources,
        )
        == set()
    )


def test_other_sources_are_reported_not_quoted(sources: Store) -> None:
    assert ask(
        "SELECT DISTINCT ?source { ?p oa:hasSource ?source ; oa:hasSelector ?s }", sources
    ) == {("https://w3id.org/lcgraph/id/source/onec-2026",)}
    assert (
        ask(
            """SELECT ?source { ?p oa:hasSource ?source ; lcg:reportedStatement ?words .
            FILTER NOT EXISTS { ?source rdfs:comment ?th , ?en
                FILTER(LANG(?th) = "th" && LANG(?en) = "en") } }""",
            sources,
        )
        == set()
    )


def test_every_source_can_be_cited_and_states_its_rights(sources: Store) -> None:
    assert (
        ask(
            """PREFIX dcterms: <http://purl.org/dc/terms/>
            SELECT ?source { ?source a lcg:Source . FILTER NOT EXISTS {
                ?source dcterms:title ?title ; dcterms:bibliographicCitation ?citation ;
                    dcterms:rights ?th , ?en ; dcterms:issued|lcg:dateAsStated ?date
                FILTER(LANG(?th) = "th" && LANG(?en) = "en") } }""",
            sources,
        )
        == set()
    )


def test_every_passage_is_put_to_use() -> None:
    idle = ask(
        """SELECT ?passage { ?passage a lcg:Passage FILTER NOT EXISTS { ?statement ?link ?passage }
            FILTER NOT EXISTS { ?passage lcg:rowLabel ?row } }""",
        load("ontology/concepts/*.ttl", "data/**/*.ttl"),
    )
    quoted = {passage for (passage,) in idle if "/onec-2026-" in passage}
    assert quoted == set()


def test_readings_are_complete(sources: Store) -> None:
    assert (
        ask(
            """PREFIX prov: <http://www.w3.org/ns/prov#>
            SELECT ?reading { ?reading a lcg:Emendation . FILTER NOT EXISTS {
                ?reading oa:hasTarget/a lcg:Passage ; lcg:sourceReading ?printed ;
                    lcg:emendationType ?type ; lcg:certainty ?certainty ;
                    lcg:rationale ?th , ?en ; prov:wasAttributedTo agent:editor .
                FILTER(LANG(?th) = "th" && LANG(?en) = "en") } }""",
            sources,
        )
        == set()
    )


def test_readings_differ_from_the_print(sources: Store) -> None:
    assert (
        ask(
            """SELECT ?reading { ?reading a lcg:Emendation ; lcg:sourceReading ?printed .
            FILTER NOT EXISTS { ?reading lcg:editorialReading ?read
                FILTER(STR(?read) != STR(?printed)) } }""",
            sources,
        )
        == set()
    )


def test_doubtful_readings_change_no_name(sources: Store) -> None:
    doubts = ask(
        """PREFIX cert: <https://w3id.org/lcgraph/concept/certainty/>
        SELECT ?thing ?name { ?reading lcg:certainty cert:low ; lcg:editorialReading ?name .
            ?thing rdfs:label|skos:prefLabel ?name
            FILTER NOT EXISTS { ?thing a lcg:Emendation } }""",
        load("data/**/*.ttl"),
    )
    assert doubts == set()


def test_first_row_of_table_2_is_read_as_chiang_rai(sources: Store) -> None:
    rows = ask(
        """SELECT ?printed ?read ?city ?certainty ?target {
            <https://w3id.org/lcgraph/id/emendation/onec-2026-e01> lcg:sourceReading ?printed ;
                lcg:editorialReading ?read ; lcg:resolvesTo ?city ; lcg:certainty ?certainty ;
                oa:hasTarget ?target }""",
        sources,
    )
    passage = "https://w3id.org/lcgraph/id/passage/onec-2026-t2-th-chiang-rai-"
    certainty = "https://w3id.org/lcgraph/concept/certainty/high"
    assert rows == {
        ("เชียงใหม่", "เชียงราย", "th-chiang-rai", certainty, f"{passage}{part}")
        for part in ("label", "1", "2", "3", "4", "5", "6")
    }
