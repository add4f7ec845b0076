"""Peers in order: declared comparisons, no counting, and ties left as ties."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from lcgraph.recommendations import Explanation, Kind, ordered_peers
from lcgraph.recommendations.explanation import Named, Peer

ANY = Explanation(
    iri="",
    city=Named("", {}),
    kind=Kind.PEER,
    sentence={},
    notes=(),
    basis=(),
    reason=None,
    match=None,
    themes=(),
    rules=(),
    triggers=(),
    action=None,
    links=(),
    peer=None,
    proposal=None,
    country_findings=(),
    requested=(),
    readings=(),
    unknown=(),
    would_change=(),
)


def peer(
    name: str,
    shared: str = "",
    match: str = "exact",
    evidence: str = "strength",
    mentor: bool = False,
) -> Explanation:
    facets = tuple(Named(facet, {}) for facet in shared)
    found = Peer(name, {}, match, evidence, mentor, False, (), facets, ())
    return replace(ANY, iri=f"rec-{name}", peer=found)


def names(groups: tuple[tuple[Explanation, ...], ...]) -> list[str]:
    return ["".join(each.peer.iri for each in group if each.peer) for group in groups]


def ordered(*peers: Explanation) -> list[str]:
    answers = {tuple(names(ordered_peers(each))) for each in permutations(peers)}
    assert len(answers) == 1
    return list(answers.pop())


def test_the_closer_match_comes_before_the_stronger_evidence() -> None:
    assert ordered(peer("a", match="narrower"), peer("b", evidence="offer")) == ["b", "a"]


def test_evidence_comes_before_mentoring_and_mentoring_before_traits() -> None:
    offer = peer("a", shared="xy", evidence="offer", mentor=True)
    practice = peer("b", evidence="practice")
    mentor = peer("c", evidence="practice", mentor=True)
    alike = peer("d", shared="xyz", evidence="practice")
    assert ordered(offer, practice, mentor, alike) == ["c", "d", "b", "a"]


def test_a_peer_that_shares_more_of_the_same_comes_first() -> None:
    assert ordered(peer("a"), peer("b", "x"), peer("c", "xy")) == ["c", "b", "a"]


def test_more_traits_of_another_kind_do_not_count() -> None:
    assert ordered(peer("a", "x"), peer("b", "yz")) == ["ab"]


def test_equal_traits_are_a_tie() -> None:
    assert ordered(peer("b", "x"), peer("a", "x")) == ["ab"]


def test_a_tie_with_one_of_two_holds_both_together() -> None:
    assert ordered(peer("a", "x"), peer("b", "xy"), peer("c", "z"), peer("d", "xyz")) == [
        "d",
        "bac",
    ]


facet_sets = st.lists(st.frozensets(st.sampled_from("wxyz")), max_size=6)


@given(facet_sets)
def test_a_peer_is_before_another_group_only_if_its_traits_contain_theirs(
    sets: list[frozenset[str]],
) -> None:
    peers = [peer(str(at), "".join(sorted(shared))) for at, shared in enumerate(sets)]
    groups = ordered_peers(peers)
    assert sorted(each.iri for group in groups for each in group) == sorted(p.iri for p in peers)
    for at, group in enumerate(groups):
        for later in groups[at + 1 :]:
            for first in group:
                for second in later:
                    assert shared_by(first) > shared_by(second)
        for place, each in enumerate(group):
            assert not any(shared_by(after) > shared_by(each) for after in group[place + 1 :])


def shared_by(explanation: Explanation) -> frozenset[str]:
    assert explanation.peer is not None
    return frozenset(facet.iri for facet in explanation.peer.shared)
