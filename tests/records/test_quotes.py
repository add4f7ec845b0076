"""Every quote stands in its source at its offset, or is named."""

from __future__ import annotations

import hashlib

from pyoxigraph import RdfFormat, Triple, parse

from lcgraph.records.quotes import Misquoted, OtherText, Verification, verify_quotes
from lcgraph.vocabulary import PASSAGE, SOURCE

TEXT = "เมือง นวัตกรรม\tและ การขนส่ง\nเมือง นวัตกรรม"
THIS = SOURCE["text"]


def graph(quote: str, start: int, end: int, digest: str = "") -> set[Triple]:
    digest = digest or "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest()
    turtle = f"""
        @prefix lcg: <https://w3id.org/lcgraph/ontology#> .
        @prefix oa: <http://www.w3.org/ns/oa#> .
        @prefix psg: <https://w3id.org/lcgraph/id/passage/> .
        <{THIS.value}> lcg:textDigest "{digest}" .
        psg:p oa:hasSource <{THIS.value}> ; oa:hasSelector psg:quote, psg:position .
        psg:quote oa:exact "{quote}"@th .
        psg:position oa:start {start} ; oa:end {end} ; lcg:positions psg:quote .
    """
    return {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)}


def test_a_quote_at_its_offset_is_right() -> None:
    found = verify_quotes(THIS, graph("เมือง นวัตกรรม", 0, 14), TEXT)
    assert found == Verification(1, 1, ())


def test_white_space_does_not_count() -> None:
    found = verify_quotes(THIS, graph("เมืองนวัตกรรม และการขนส่ง", 0, 27), TEXT)
    assert found == Verification(1, 1, ())


def test_a_quote_elsewhere_is_named_with_where_it_stands() -> None:
    found = verify_quotes(THIS, graph("เมือง นวัตกรรม", 1, 15), TEXT)
    wrong = Misquoted(PASSAGE["p"], "เมือง นวัตกรรม", 1, (0, 28))
    assert found == Verification(1, 1, (wrong,))
    assert wrong.messages["en"].endswith("the quote stands at 0, 28, not at 1.")


def test_a_quote_that_is_nowhere_is_named() -> None:
    found = verify_quotes(THIS, graph("เมืองอัจฉริยะ", 0, 13), TEXT)
    wrong = Misquoted(PASSAGE["p"], "เมืองอัจฉริยะ", 0, ())
    assert found == Verification(1, 1, (wrong,))
    assert wrong.messages["en"].endswith("the text does not have “เมืองอัจฉริยะ”.")


def test_a_quote_one_letter_off_is_wrong() -> None:
    found = verify_quotes(THIS, graph("เมือง นวตกรรม", 0, 14), TEXT)
    assert isinstance(found, Verification)
    assert [wrong.found_at for wrong in found.wrong] == [()]


def test_another_text_is_told_by_its_digest() -> None:
    found = verify_quotes(THIS, graph("เมือง", 0, 5, "sha256:00"), TEXT)
    digest = "sha256:" + hashlib.sha256(TEXT.encode()).hexdigest()
    assert found == OtherText("sha256:00", digest)
    assert set(found.messages) == {"th", "en"}
