"""Explanations: everything behind a recommendation, to the word."""

from __future__ import annotations

from pyoxigraph import NamedNode

from lcgraph.recommendations import explain, for_city
from lcgraph.recommendations.peers import candidates_of
from lcgraph.vocabulary import LCG, RDF
from tests.recommendations.asker import ASKER, HELPER, LIMITED, MAPPED, action, advised
from tests.recommendations.support import (
    background,
    explained,
    fully_derived,
    read_of,
    rules,
    turtle,
    wording,
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


def test_one_recommendation_is_explained_as_it_is_for_its_city() -> None:
    store = fully_derived(background() | turtle(LIMITED + MAPPED + HELPER))
    (theme,) = for_city(ASKER, read_of(store, "_city_iri", ASKER), rules(), wording()).themes
    for found in (*theme.actions, *(peer for group in theme.peers for peer in group)):
        iri = NamedNode(found.iri)
        whole = NamedNode(found.iri.partition("#")[0])
        alone = explain(iri, read_of(store, "_recommendation_iri", whole), rules(), wording())
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
    found = explain(made, read_of(store, "_recommendation_iri", made), rules(), wording())
    assert found is not None
    assert found.sentence["en"] == (
        "Cities of which a source states a strength, a practice or an offer on the theme "
        "“Technology”: Helper."
    )


def test_peers_are_put_in_order_once() -> None:
    store = fully_derived(background() | turtle(LIMITED + HELPER))
    (made,) = {q.subject for q in store.match(None, RDF.type, LCG.PeerRecommendation)}
    assert isinstance(made, NamedNode)
    read = read_of(store, "_city_iri", ASKER)
    ordered = candidates_of(read, made)
    (theme,) = for_city(ASKER, read, rules(), wording()).themes
    assert [len(group) for group in ordered] == [1]
    assert theme.all_peers == made.value
    assert candidates_of(read, made) is ordered


def test_what_is_no_recommendation_is_not_explained() -> None:
    store = fully_derived(background() | turtle(LIMITED))
    assert explain(ASKER, read_of(store, "_recommendation_iri", ASKER), rules(), wording()) is None
