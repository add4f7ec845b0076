"""A patch is the change between two states, and nothing but the change."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from lcgraph.store import MemoryStore, Patch

A, B, C = (NamedNode(f"urn:x:{name}") for name in "abc")
QUADS = [
    Quad(subject, B, value, graph)
    for subject in (A, B)
    for value in (C, Literal("ก\n'\"\\", language="th"), Literal("1"))
    for graph in (DefaultGraph(), C)
]
states = st.frozensets(st.sampled_from(QUADS))


@given(states, states)
def test_between_turns_one_state_into_the_other(
    before: frozenset[Quad], after: frozenset[Quad]
) -> None:
    store = MemoryStore(before)
    store.stage(Patch.between(before, after))
    assert frozenset(store) == after


@given(states, states)
def test_the_inverse_undoes(before: frozenset[Quad], after: frozenset[Quad]) -> None:
    patch = Patch.between(before, after)
    store = MemoryStore(before)
    store.stage(patch)
    store.stage(patch.inverse())
    assert frozenset(store) == before


@given(states, states, states)
def test_two_patches_joined_are_the_patch_over_both(
    first: frozenset[Quad], second: frozenset[Quad], third: frozenset[Quad]
) -> None:
    joined = Patch.between(first, second).then(Patch.between(second, third))
    assert joined == Patch.between(first, third)


@given(st.lists(states, min_size=1, max_size=5))
def test_a_sequence_is_the_patch_from_the_first_state_to_the_last(
    path: list[frozenset[Quad]],
) -> None:
    steps = [Patch.between(before, after) for before, after in pairwise(path)]
    assert Patch.sequence(steps) == Patch.between(path[0], path[-1])


@given(states, states)
def test_the_update_request_does_what_the_patch_says(
    before: frozenset[Quad], after: frozenset[Quad]
) -> None:
    patch = Patch.between(before, after)
    store = MemoryStore(before)
    if patch:
        store._store.update(patch.to_update())
    assert frozenset(store) == after


def test_no_change_is_false() -> None:
    assert not Patch.between(QUADS, QUADS)


@pytest.mark.parametrize(
    "quad",
    [Quad(BlankNode("b"), B, C), Quad(A, B, BlankNode("b"))],
    ids=["subject", "object"],
)
def test_blank_nodes_cannot_be_published(quad: Quad) -> None:
    with pytest.raises(ValueError, match="blank nodes cannot be published"):
        Patch(added=frozenset([quad])).to_update()
