"""The competency questions about the article itself, each with its exact answer.

Where the model answers in another form than the question expects, the test says so, as does the
query beside which the difference belongs.
"""

from __future__ import annotations

import pytest

from tests.queries.asking import column, pairs


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


def test_cq21_years_of_the_buddhist_era() -> None:
    assert column("article/years", "thing yearAsPrinted year") == [
        ("asp:th-chiang-mai-care-for-older-people", "2567", "2024"),
        ("desc:th-bangkok-learning-fest-since", "2566", "2023"),
    ]


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


def test_cq35_words_about_zero_dropout() -> None:
    assert column("evidence/search", "passage line quote", text="Zero Dropout") == [
        (
            "psg:onec-2026-c8-zero-dropout",
            "227",
            "ผลักดันเป้าหมาย “Zero Dropout” อย่างเป็นรูปธรรม",
        )
    ]


@pytest.mark.parametrize(
    ("written", "composed"),
    [
        ("ข้อจ\u0e4d\u0e32กัด", "ข้อจ\u0e33กัด"),
        ("ล\u0e4d\u0e49\u0e32", "ล\u0e49\u0e33"),
        ("ล\u0e49\u0e4d\u0e32", "ล\u0e49\u0e33"),
    ],
    ids=["no-tone", "tone-between", "tone-before"],
)
def test_words_are_found_however_sara_am_is_written(written: str, composed: str) -> None:
    found = column("evidence/search", "passage line quote", text=written)
    assert found
    assert found == column("evidence/search", "passage line quote", text=composed)
