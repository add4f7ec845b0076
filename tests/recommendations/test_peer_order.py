"""Peers in order: declared comparisons, no counting, and ties left as ties."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from lcgraph.recommendations import Candidate, ordered_peers
from lcgraph.recommendations.explanation import Named
from lcgraph.recommendations.peers import first_peers


def peer(
    name: str,
    shared: str = "",
    match: str = "exact",
    evidence: str = "strength",
    mentor: bool = False,
) -> Candidate:
    facets = tuple(Named(facet, {}) for facet in shared)
    return Candidate(f"rec-{name}", Named(name, {}), match, evidence, mentor, facets, f"c-{name}")


def names(groups: tuple[tuple[Candidate, ...], ...]) -> list[str]:
    return ["".join(each.peer.iri for each in group) for group in groups]


def ordered(*peers: Candidate) -> list[str]:
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


def shared_by(candidate: Candidate) -> frozenset[str]:
    return frozenset(facet.iri for facet in candidate.shared)


def test_many_peers_stand_as_few_do() -> None:
    sets = ("", "x", "y", "xy", "z", "xyz")
    peers = [peer(f"{at:03}", sets[at % len(sets)]) for at in range(600)]
    (first, second, last) = ordered_peers(peers)
    assert [each.peer.iri for each in first] == [f"{at:03}" for at in range(5, 600, 6)]
    order = [each.peer.iri for each in second]
    assert order[:4] == ["003", "004", "009", "010"]
    assert len(order) == 400
    assert [each.peer.iri for each in last] == [f"{at:03}" for at in range(0, 600, 6)]


def test_the_first_peers_are_cut_within_a_group() -> None:
    groups = ordered_peers([peer("a", "x"), peer("b", "y"), peer("c"), peer("d")])
    assert names(groups) == ["ab", "cd"]
    assert [names(first_peers(groups, most)) for most in range(6)] == [
        [],
        ["a"],
        ["ab"],
        ["ab", "c"],
        ["ab", "cd"],
        ["ab", "cd"],
    ]
