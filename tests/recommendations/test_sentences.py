"""Sentences as strong as the sources and no stronger."""

from __future__ import annotations

import pytest

from lcgraph.recommendations.wording import filled, listed
from tests.recommendations.asker import LIMITED, MAPPED, action, advised

SENTENCES = {
    "prescribed": (
        "A source says that cities should take this up: Index.",
        "แหล่งข้อมูลเสนอว่าเมืองควรดำเนินการเรื่องนี้: ดัชนี",
    ),
    "needed": (
        "A source calls this a need or a challenge of Thailand: Index. It may be beyond one city.",
        "แหล่งข้อมูลระบุว่าเรื่องนี้จำเป็นหรือเป็นความท้าทายของประเทศไทย: ดัชนี ซึ่งอาจเกินอำนาจของเมืองเดียว",
    ),
    "possible": (
        "A source says that this can help: Index.",
        "แหล่งข้อมูลระบุว่าเรื่องนี้สามารถช่วยได้: ดัชนี",
    ),
    "reported": (
        "A source reports this of cities it studied: Index. "
        "It does not assess whether that suits this city.",
        "แหล่งข้อมูลรายงานว่าเมืองที่ศึกษาดำเนินการเรื่องนี้: ดัชนี โดยไม่ได้ประเมินว่าเหมาะกับเมืองนี้หรือไม่",
    ),
    "relayed": (
        "A source passes this on from the guidelines of another body: Index.",
        "แหล่งข้อมูลถ่ายทอดเรื่องนี้จากแนวทางขององค์กรอื่น: ดัชนี",
    ),
}


@pytest.mark.parametrize("modality", SENTENCES)
def test_a_sentence_is_as_strong_as_the_source(modality: str) -> None:
    sentence = action(f"action:a lcg:modality modality:{modality} .").sentence
    english, thai = SENTENCES[modality]
    assert sentence == {
        "en": english + " The source relates this to the theme “Technology”.",
        "th": thai + " แหล่งข้อมูลเชื่อมโยงเรื่องนี้กับประเด็นเทคโนโลยี",
    }


def test_what_a_source_prescribes_by_way_of_example_is_told_as_one() -> None:
    example = """
        action:a skos:scopeNote "ยกเป็นตัวอย่าง"@th , "It is given as an example."@en ;
          lcg:modality modality:%s .
    """
    assert action(example % "prescribed").sentence == {
        "en": "A source says that cities should take this up: Index. It is given as an example. "
        "The source relates this to the theme “Technology”.",
        "th": "แหล่งข้อมูลเสนอว่าเมืองควรดำเนินการเรื่องนี้: ดัชนี ยกเป็นตัวอย่าง "
        "แหล่งข้อมูลเชื่อมโยงเรื่องนี้กับประเด็นเทคโนโลยี",
    }
    assert "example" not in action(example % "possible").sentence["en"]


def test_an_action_whose_modality_nobody_states_is_told_in_the_weakest_way() -> None:
    assert (
        action("").sentence["en"].startswith("A source reports this of cities it studied: Index.")
    )


@pytest.mark.parametrize("modality", sorted({*SENTENCES, ""} - {"prescribed"}))
def test_nothing_but_a_prescription_says_should(modality: str) -> None:
    found = action(f"action:a lcg:modality modality:{modality} ." if modality else "")
    for texts in (found.sentence, *found.notes, *found.unknown, *found.would_change):
        assert "should" not in texts["en"]
        assert "ควร" not in texts["th"]


def test_the_editors_do_not_hide_behind_the_source() -> None:
    text = LIMITED + MAPPED.replace("mappingbasis:stated", "mappingbasis:editorial")
    (theme,) = advised(text).themes
    assert (
        theme.actions[0]
        .sentence["en"]
        .endswith("The editors relate this to the theme “Technology”.")
    )
    assert theme.actions[0].basis == ("editorial",)


def test_a_related_theme_is_told() -> None:
    text = LIMITED + MAPPED.replace("theme:technology", "theme:digital-options")
    (theme,) = advised(text).themes
    assert theme.actions == ()
    (related,) = theme.related_actions
    assert related.match == "narrower"
    assert related.sentence["en"].endswith(
        "It is mapped to the theme “Digital options”, which is narrower than “Technology”."
    )


def test_a_list_stands_between_the_quotation_marks_of_a_template() -> None:
    themes = listed([{"th": "ก", "en": "A"}, {"th": "ข", "en": "B"}, {"th": "ค", "en": "C"}])
    template = {"th": "ประเด็น{theme}", "en": "the themes “{theme}”"}
    assert filled(template, {"theme": themes}) == {
        "th": "ประเด็นก ข และค",
        "en": "the themes “A”, “B” and “C”",
    }


def test_a_name_that_a_language_lacks_is_taken_from_the_other() -> None:
    assert filled({"th": "{city}", "en": "{city}"}, {"city": {"th": "ยะลา"}}) == {
        "th": "ยะลา",
        "en": "ยะลา",
    }
