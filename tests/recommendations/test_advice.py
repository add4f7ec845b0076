"""What a city is advised as a whole, silence and gaps included."""

from __future__ import annotations

from lcgraph.recommendations import for_city
from tests.recommendations.asker import ASKER, HELPER, LIMITED, MAPPED, advised
from tests.recommendations.support import (
    HERE,
    background,
    fully_derived,
    read_of,
    rules,
    turtle,
    turtle_file,
    wording,
)


def test_silence_is_an_answer() -> None:
    (theme,) = advised(LIMITED).themes
    assert (*theme.actions, *theme.related_actions, *theme.peers) == ()
    assert theme.no_guidance is not None
    assert theme.no_guidance.sentence["en"].startswith("The sources at hand propose nothing")
    assert theme.no_peer is not None
    assert theme.no_peer.sentence["th"] == "ไม่พบเมืองเพื่อนร่วมเรียนรู้ในประเด็นเทคโนโลยีในกราฟนี้"


def test_a_gap_is_told_in_the_words_of_validation() -> None:
    triples = background() | turtle_file(HERE / "R16" / "fires.ttl")
    answer = read_of(fully_derived(triples), "_city_iri", ASKER)
    (gap,) = for_city(ASKER, answer, rules(), wording()).requests["validation-gap"]
    assert gap.sentence == {
        "en": "Validation of the record of Asker found something to add or correct about “Asker”: "
        "List at least one learning space.",
        "th": "การตรวจสอบระเบียนของเมืองผู้ถามพบเรื่องที่ขอให้เพิ่มหรือแก้เกี่ยวกับ เมืองผู้ถาม: "
        "ควรระบุพื้นที่การเรียนรู้อย่างน้อยหนึ่งแห่งในระเบียน",
    }


def test_a_gap_names_each_thing_that_it_is_about() -> None:
    gap = turtle_file(HERE / "R16" / "fires.ttl") | turtle(
        """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix lcs: <https://w3id.org/lcgraph/shapes#> .
        <https://w3id.org/lcgraph/id/report/th-asker-v1> sh:result <urn:second> .
        <urn:second> a sh:ValidationResult ; sh:resultSeverity sh:Warning ;
          sh:sourceShape lcs:C16 ; sh:focusNode <https://w3id.org/lcgraph/record/th-asker-v1> ;
          sh:resultMessage "ควรระบุพื้นที่การเรียนรู้อย่างน้อยหนึ่งแห่งในระเบียน"@th ,
            "List at least one learning space."@en .
        <https://w3id.org/lcgraph/record/th-asker-v1> dcterms:title "ระเบียน"@th , "Record"@en .
        """
    )
    answer = read_of(fully_derived(background() | gap), "_city_iri", ASKER)
    (found,) = for_city(ASKER, answer, rules(), wording()).requests["validation-gap"]
    assert "about “Asker” and “Record”: List" in found.sentence["en"]
    assert "เกี่ยวกับ เมืองผู้ถาม และระเบียน: ควร" in found.sentence["th"]


def test_a_city_without_stated_limitation_is_not_said_to_have_none() -> None:
    advice = advised(HELPER, "th-helper")
    assert advice.themes == ()
    assert advice.nothing_stated == {
        "en": "No limitation of Helper is stated in the sources. That does not mean there is none.",
        "th": "แหล่งข้อมูลไม่ได้ระบุข้อจำกัดของเมืองผู้ช่วย ซึ่งไม่ได้แปลว่าไม่มีข้อจำกัด",
    }
    assert list(advice.requests) == ["no-evaluation"]


def test_a_city_of_which_nothing_is_observed_is_not_said_to_be_unlimited() -> None:
    advice = advised(MAPPED)
    assert advice.nothing_stated is not None
    assert advice.nothing_stated["en"] == "This graph holds no observation about Asker yet."


def test_advice_tells_what_it_was_computed_from_and_when() -> None:
    advice = advised(LIMITED)
    assert advice.computed == "2026-11-23T06:00:00Z"
    assert advice.input_digest is not None
    assert advice.input_digest.startswith("sha256:")
