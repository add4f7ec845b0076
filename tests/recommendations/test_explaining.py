"""Explanations: sentences as strong as the sources and no stronger, with everything behind them."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from lcgraph.recommendations import CityAdvice, Explanation, explain, for_city
from lcgraph.recommendations.wording import filled, listed
from lcgraph.vocabulary import CITY, LCG, RDF
from tests.recommendations.support import (
    HERE,
    background,
    explained,
    fully_derived,
    rules,
    turtle,
    turtle_file,
    wording,
)

LIMITED = """
obs:th-asker-1 lcg:aboutPlace city:th-asker ; lcg:onFactor factor:flexibility ;
  lcg:hasLimitation find:th-asker-1 .
find:th-asker-1 a lcg:Limitation ; lcg:hasTheme theme:technology ; lcg:evidencedBy psg:asker-1 ;
  rdfs:label "เทคโนโลยียังจำกัด"@th , "Technology still limited"@en .
psg:asker-1 oa:hasSource src:s ; lcg:section "ตารางที่ 2"@th , "Table 2"@en ;
  lcg:tableRow 1 ; lcg:tableColumn 6 ; lcg:rowLabel "เชียงใหม่"@th ;
  oa:hasSelector psg:asker-1-quote .
psg:asker-1-quote oa:exact "เทคโนโลยี ยังจำกัด"@th .
psg:asker-1-position lcg:positions psg:asker-1-quote ; oa:start 10 ; oa:end 28 .
src:s dcterms:title "บทความ"@th , "Article"@en ; dcterms:issued "2026-03-13" .
emend:e1 a lcg:Emendation ; oa:hasTarget psg:asker-1 ; lcg:certainty certainty:high ;
  rdfs:label "อ่านเป็นเมืองผู้ถาม"@th , "Read as Asker"@en ;
  lcg:sourceReading "เชียงใหม่"@th ; lcg:editorialReading "เมืองผู้ถาม"@th ;
  lcg:rationale "เหตุผล"@th , "Grounds"@en .
"""
MAPPED = """
map:t a lcg:ActionMapping ; lcg:mapsTheme theme:technology ; lcg:mapsAction action:a ;
  lcg:mappingBasis mappingbasis:stated ; lcg:rationale "เพราะ"@th , "Because"@en ;
  <http://www.w3.org/ns/prov#wasAttributedTo> <https://w3id.org/lcgraph/id/agent/editor> .
<https://w3id.org/lcgraph/id/agent/editor> rdfs:label "บรรณาธิการ"@th , "Editor"@en .
action:a a lcg:GuidelineAction ; skos:prefLabel "ดัชนี"@th , "Index"@en ; lcg:evidencedBy psg:r6 .
guideline:g lcg:hasAction action:a ; skos:prefLabel "ข้อเสนอ"@th , "Proposal"@en .
"""
HELPER = """
obs:th-helper-1 lcg:aboutPlace city:th-helper ; lcg:onFactor factor:flexibility ;
  lcg:hasPractice find:th-helper-1 .
find:th-helper-1 lcg:hasTheme theme:digital-options ; lcg:evidencedBy psg:helper-1 ;
  rdfs:label "แอป"@th , "App"@en .
"""
ASKER = CITY["th-asker"]


def advised(text: str, key: str = "th-asker") -> CityAdvice:
    store = fully_derived(background() | turtle(text))
    return for_city(CITY[key], explained(store, "_city_iri", CITY[key]), rules(), wording())


def action(text: str) -> Explanation:
    (theme,) = advised(LIMITED + MAPPED + text).themes
    (found,) = (*theme.actions, *theme.related_actions)
    return found


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


def test_an_action_is_explained_to_the_word() -> None:
    found = action("")
    (trigger,) = found.triggers
    assert (trigger.kind, trigger.labels["en"]) == ("limitation", "Technology still limited")
    assert trigger.factor is not None
    assert trigger.factor.labels == {"th": "ความยืดหยุ่น", "en": "Flexibility"}
    (passage,) = trigger.evidence
    assert passage["quotes"] == [
        {"text": "เทคโนโลยี ยังจำกัด", "language": "th", "start": 10, "end": 28}
    ]
    assert passage["table"] == {"row": 1, "column": 6, "row_label": {"th": "เชียงใหม่"}}
    assert passage["section"] == {"th": "ตารางที่ 2", "en": "Table 2"}
    assert passage["source"]["titles"] == {"th": "บทความ", "en": "Article"}
    assert found.readings == (
        {
            "iri": "https://w3id.org/lcgraph/id/emendation/e1",
            "printed": {"th": "เชียงใหม่"},
            "read": {"th": "เมืองผู้ถาม"},
            "certainty": "high",
            "rationale": {"th": "เหตุผล", "en": "Grounds"},
        },
    )
    (link,) = found.links
    assert (link.basis, link.rationale["en"]) == ("stated", "Because")
    assert [curator.labels["en"] for curator in link.curators] == ["Editor"]
    assert found.action is not None
    assert [each.labels["en"] for each in found.action.guidelines] == ["Proposal"]
    (rule,) = found.rules
    assert (rule.identifier, rule.version, rule.names["en"]) == (
        "R01",
        "1",
        "Action for the stated theme",
    )
    assert "CONSTRUCT" in rule.query
    assert [text["en"] for text in found.unknown] == [
        "The sources do not tell what effect this would have in Asker.",
        "What has changed since 2026-03-13, the date of the newest source used, is not known.",
    ]
    assert [text["en"] for text in found.would_change] == [
        "If the statement “Technology still limited” were withdrawn.",
        "If this reading were rejected: Read as Asker.",
        "If the editors no longer related Index to the theme “Technology”.",
    ]


def test_a_factor_without_evaluation_is_told() -> None:
    practice = """
        obs:th-asker-2 lcg:aboutPlace city:th-asker ; lcg:onFactor factor:capacity ;
          lcg:hasPractice find:th-asker-2 .
        find:th-asker-2 lcg:hasTheme theme:credit-bank ; lcg:evidencedBy psg:asker-2 .
    """
    assert [text["en"] for text in action(practice).unknown][-1] == (
        "What Asker does on the factor “Capacity” is not evaluated."
    )


def test_a_peer_is_explained() -> None:
    (theme,) = advised(LIMITED + HELPER).themes
    ((found,),) = theme.peers
    assert found.peer is not None
    assert (found.peer.match, found.peer.evidence_kind) == ("narrower", "practice")
    assert [statement.labels["th"] for statement in found.peer.statements] == ["แอป"]
    assert found.sentence == {
        "en": "A source describes what Helper does on the theme “Digital options”, "
        "without evaluating it. That is narrower than the theme “Technology”.",
        "th": "แหล่งข้อมูลกล่าวถึงการดำเนินงานของเมืองผู้ช่วยในประเด็นทางเลือกดิจิทัล โดยไม่ได้ประเมินผล "
        "ประเด็นนี้แคบกว่าประเด็นเทคโนโลยี",
    }
    assert found.would_change[-1]["en"] == (
        "If a source stated a limitation of Helper on the theme “Technology”."
    )


def test_a_declared_mentor_is_told() -> None:
    (theme,) = advised(LIMITED + HELPER + "city:th-helper lcg:mentors city:th-third .").themes
    ((found,),) = theme.peers
    assert [note["en"] for note in found.notes] == [
        "A source states that Helper mentors other cities."
    ]


def test_a_limitation_of_the_country_is_told_with_its_theme() -> None:
    country = """
        obs:th lcg:aboutPlace <https://w3id.org/lcgraph/id/place/th> ; lcg:hasLimitation find:th .
        find:th lcg:hasTheme theme:digital-options , theme:credit-bank ; lcg:evidencedBy psg:th ;
          rdfs:label "มีน้อย"@th , "Few"@en .
    """
    assert [note["en"] for note in action(country).notes] == [
        "On the theme “Digital options” a limitation is also stated for Thailand: Few. "
        "A city alone may not be able to act."
    ]


def test_silence_is_an_answer() -> None:
    (theme,) = advised(LIMITED).themes
    assert (*theme.actions, *theme.related_actions, *theme.peers) == ()
    assert theme.no_guidance is not None
    assert theme.no_guidance.sentence["en"].startswith("The sources at hand propose nothing")
    assert theme.no_peer is not None
    assert theme.no_peer.sentence["th"] == "ไม่พบเมืองเพื่อนร่วมเรียนรู้ในประเด็นเทคโนโลยีในกราฟนี้"


def test_a_gap_is_told_in_the_words_of_validation() -> None:
    triples = background() | turtle_file(HERE / "R16" / "fires.ttl")
    answer = explained(fully_derived(triples), "_city_iri", ASKER)
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
    answer = explained(fully_derived(background() | gap), "_city_iri", ASKER)
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


def test_one_recommendation_is_explained_as_it_is_for_its_city() -> None:
    store = fully_derived(background() | turtle(LIMITED + MAPPED + HELPER))
    (theme,) = for_city(ASKER, explained(store, "_city_iri", ASKER), rules(), wording()).themes
    for found in (*theme.actions, *(peer for group in theme.peers for peer in group)):
        iri = NamedNode(found.iri)
        whole = NamedNode(found.iri.partition("#")[0])
        alone = explain(iri, explained(store, "_recommendation_iri", whole), rules(), wording())
        assert alone == found
        assert alone is not None
        assert alone.sentence == found.sentence
        assert alone.unknown == found.unknown


def test_the_answer_for_one_recommendation_holds_no_other_observation() -> None:
    store = fully_derived(background() | turtle(LIMITED + MAPPED + HELPER))
    (made,) = {quad.subject for quad in store.match(None, LCG.suggestsAction)}
    assert isinstance(made, NamedNode)
    about = {
        t.object
        for t in explained(store, "_recommendation_iri", made)
        if t.predicate == LCG.aboutPlace
    }
    assert about == {ASKER}


def test_a_peer_shows_what_it_shares_with_the_city_and_others_do_not() -> None:
    third = """
        city:th-third a lcg:LearningCity ; lcg:contextFacet sector:committee .
        obs:third lcg:aboutPlace city:th-third .
        city:th-asker lcg:contextFacet sector:university , sector:committee .
        city:th-helper lcg:contextFacet sector:university , sector:committee .
    """
    (theme,) = advised(LIMITED + HELPER + third).themes
    ((found,),) = theme.peers
    assert found.peer is not None
    assert {each.iri.rpartition("/")[2] for each in found.peer.shared} == {"university"}


def test_the_recommendation_of_all_peers_names_them() -> None:
    store = fully_derived(background() | turtle(LIMITED + HELPER))
    (made,) = {q.subject for q in store.match(None, RDF.type, LCG.PeerRecommendation)}
    assert isinstance(made, NamedNode)
    found = explain(made, explained(store, "_recommendation_iri", made), rules(), wording())
    assert found is not None
    assert found.sentence["en"] == (
        "Cities of which a source states a strength, a practice or an offer on the theme "
        "“Technology”: Helper."
    )


def test_what_is_no_recommendation_is_not_explained() -> None:
    store = fully_derived(background() | turtle(LIMITED))
    assert (
        explain(ASKER, explained(store, "_recommendation_iri", ASKER), rules(), wording()) is None
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
