"""A small graph in memory, of which more may become known after it was looked at."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from lcgraph.records.triples import TripleIndex

A, B, P, Q = (NamedNode(f"urn:x:{name}") for name in "abpq")


def test_what_is_added_is_found_from_both_sides_though_it_was_looked_for_before() -> None:
    index = TripleIndex([Triple(A, P, B)])
    assert (index.objects(A, P), index.subjects(P, B)) == ([B], [A])
    assert (index.objects(B, Q), index.subjects(Q, A)) == ([], [])
    index.add([Triple(A, P, A), Triple(B, P, B), Triple(B, Q, A)])
    assert (index.objects(A, P), index.subjects(P, B)) == ([A, B], [A, B])
    assert (index.objects(B, Q), index.subjects(Q, A)) == ([A], [B])


def test_what_is_added_twice_is_there_once() -> None:
    index = TripleIndex([Triple(A, P, B)])
    assert index.subjects(P, B) == [A]
    index.add([Triple(A, P, B)])
    assert (index.objects(A, P), index.subjects(P, B)) == ([B], [A])


def test_a_subject_has_a_value_by_the_property_that_is_asked() -> None:
    index = TripleIndex([Triple(A, P, Literal("x")), Triple(B, Q, Literal("x"))])
    assert index.subjects(P, Literal("x")) == [A]


def test_what_has_no_name_is_not_kept() -> None:
    index = TripleIndex([Triple(BlankNode("n"), P, B)])
    assert index.subjects(P, B) == []
