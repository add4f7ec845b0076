"""What is asked before a recommendation is explained: no more than what is explained needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from lcgraph.knowledge import Knowledge
from lcgraph.recommendations import Explanations, Question, answered
from lcgraph.vocabulary import CITY, LCG, RDF
from tests.recommendations.asker import ASKER, LIMITED, MAPPED
from tests.recommendations.support import asked, background, fully_derived, turtle

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from lcgraph.store import MemoryStore

PEER = """
city:th-peer-{at:02} a lcg:LearningCity ; rdfs:label "เมืองที่ {at}"@th , "Peer {at}"@en .
obs:th-peer-{at:02} lcg:aboutPlace city:th-peer-{at:02} ; lcg:onFactor factor:flexibility ;
  lcg:hasStrength find:th-peer-{at:02} .
find:th-peer-{at:02} a lcg:Strength ; lcg:hasTheme theme:technology ;
  lcg:evidencedBy psg:peer-{at:02} .
psg:peer-{at:02} oa:hasSelector psg:peer-{at:02}-quote .
psg:peer-{at:02}-quote oa:exact "เด่น {at}"@th .
"""


class Graph:
    """Answers questions of a store, and remembers them."""

    def __init__(self, store: MemoryStore) -> None:
        self.store = store
        self.answers: list[set[Triple]] = []

    def ask(self, question: Question) -> set[Triple]:
        self.answers.append(asked(self.store, question.text, **question.substitutions))
        return self.answers[-1]

    def quoted(self) -> set[str]:
        return {
            str(triple.subject).rpartition("/")[2][:-1]
            for triple in self.answers[-1]
            if triple.predicate.value.endswith("#exact")
        }


def graph(peers: int, text: str = "") -> Graph:
    helpers = "".join(PEER.format(at=at) for at in range(peers))
    return Graph(fully_derived(background() | turtle(LIMITED + helpers + text)))


@pytest.fixture(scope="module")
def explanations() -> Explanations:
    return Knowledge().explanations()


def test_only_the_first_peers_are_asked_about_in_full(explanations: Explanations) -> None:
    found = graph(12)
    advice = answered(explanations.for_city(ASKER, 2), found.ask)
    assert advice is not None
    (theme,) = advice.themes
    assert [[each.peer.iri for each in group if each.peer] for group in theme.peers] == [
        [CITY["th-peer-00"].value, CITY["th-peer-01"].value]
    ]
    assert theme.peer_count == 12
    assert len(found.answers) == 2
    assert found.quoted() == {"peer-00-quote", "peer-01-quote"}
    quotes = [
        quote["text"]
        for group in theme.peers
        for each in group
        if each.peer
        for statement in each.peer.statements
        for passage in statement.evidence
        for quote in passage["quotes"]
    ]
    assert quotes == ["เด่น 0", "เด่น 1"]


def test_no_peer_need_be_shown(explanations: Explanations) -> None:
    found = graph(3)
    advice = answered(explanations.for_city(ASKER, 0), found.ask)
    assert advice is not None
    (theme,) = advice.themes
    assert (theme.peers, theme.peer_count) == ((), 3)
    assert len(found.answers) == 1


def test_all_peers_are_named_where_the_advice_leads_for_them(explanations: Explanations) -> None:
    found = graph(12)
    advice = answered(explanations.for_city(ASKER, 1), found.ask)
    assert advice is not None
    (theme,) = advice.themes
    assert theme.all_peers is not None
    whole = answered(explanations.of(NamedNode(theme.all_peers)), found.ask)
    assert whole is not None
    ((*candidates,),) = whole.peers
    assert [each.peer.iri for each in candidates] == [
        CITY[f"th-peer-{at:02}"].value for at in range(12)
    ]
    assert {(each.match, each.evidence_kind) for each in candidates} == {("exact", "strength")}
    assert whole.sentence == {
        "en": "Of 12 cities a source states a strength, a practice or an offer on the theme "
        "“Technology”, among them Peer 0, Peer 1, Peer 2, Peer 3 and Peer 4.",
        "th": "มี 12 เมืองที่แหล่งข้อมูลกล่าวถึงจุดแข็ง การดำเนินงาน หรือสิ่งที่จัดให้ในประเด็นเทคโนโลยี "
        "เช่น เมืองที่ 0 เมืองที่ 1 เมืองที่ 2 เมืองที่ 3 และเมืองที่ 4",
    }
    # Naming them needs no quote of any.
    assert len(found.answers) == 3


def test_few_peers_are_all_named(explanations: Explanations) -> None:
    found = graph(3)
    (made,) = {quad.subject for quad in found.store.match(None, RDF.type, LCG.PeerRecommendation)}
    assert isinstance(made, NamedNode)
    whole = answered(explanations.of(made), found.ask)
    assert whole is not None
    assert whole.sentence["en"].endswith("on the theme “Technology”: Peer 0, Peer 1 and Peer 2.")


def test_one_peer_is_explained_as_it_is_among_others(explanations: Explanations) -> None:
    found = graph(3)
    advice = answered(explanations.for_city(ASKER), found.ask)
    assert advice is not None
    ((*peers,),) = advice.themes[0].peers
    alone = answered(explanations.of(NamedNode(peers[2].iri)), found.ask)
    assert alone == peers[2]
    assert found.quoted() == {"peer-02-quote"}


@pytest.mark.parametrize("peer", ["th-asker", "th-nowhere", ""])
def test_a_city_that_is_no_peer_is_not_explained(explanations: Explanations, peer: str) -> None:
    found = graph(1)
    advice = answered(explanations.for_city(ASKER), found.ask)
    assert advice is not None
    assert (
        answered(explanations.of(NamedNode(f"{advice.themes[0].all_peers}#{peer}")), found.ask)
        is None
    )


def test_cities_that_are_peers_for_each_other_are_told_so(explanations: Explanations) -> None:
    in_return = """
        obs:th-asker-2 lcg:aboutPlace city:th-asker ; lcg:onFactor factor:capacity ;
          lcg:hasStrength find:th-asker-2 .
        find:th-asker-2 a lcg:Strength ; lcg:hasTheme theme:credit-bank ;
          lcg:evidencedBy psg:asker-2 .
        obs:th-peer-01-2 lcg:aboutPlace city:th-peer-01 ; lcg:onFactor factor:capacity ;
          lcg:hasLimitation find:th-peer-01-2 .
        find:th-peer-01-2 a lcg:Limitation ; lcg:hasTheme theme:credit-bank ;
          lcg:evidencedBy psg:peer-01 .
    """
    advice = answered(explanations.for_city(ASKER), graph(2, in_return).ask)
    assert advice is not None
    ((first, second),) = advice.themes[0].peers
    assert (first.peer and first.peer.mutual, second.peer and second.peer.mutual) == (False, True)
    assert [note["en"] for note in second.notes] == [
        "Asker is in turn suggested as a peer for Peer 1, on a theme of Peer 1."
    ]
    assert "R12" in {rule.identifier for rule in second.rules}


def test_what_is_not_limited_needs_one_question(explanations: Explanations) -> None:
    found = graph(1, MAPPED)
    advice = answered(explanations.for_city(CITY["th-peer-00"]), found.ask)
    assert advice is not None
    assert advice.themes == ()
    assert len(found.answers) == 1


def test_a_city_that_is_not_there_has_no_advice(explanations: Explanations) -> None:
    assert answered(explanations.for_city(CITY["th-nowhere"]), graph(1).ask) is None
