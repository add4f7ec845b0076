"""Blank nodes get names that follow from the content."""

from __future__ import annotations

from pyoxigraph import BlankNode, RdfFormat, Triple, parse

from lcgraph.publication.skolem import GENID, skolemized

LIST = """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<urn:x:p> owl:propertyChainAxiom ( <urn:x:q> <urn:x:r> ) .
<urn:x:c> owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( <urn:x:d> <urn:x:e> ) ] .
"""


def read(turtle: str) -> set[Triple]:
    return {quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE)}


def test_the_same_graph_gets_the_same_names_however_it_is_read() -> None:
    turned = "\n".join(reversed(LIST.strip().splitlines()[1:]))
    prefix = LIST.strip().splitlines()[0]
    assert skolemized("ontology", read(LIST)) == skolemized("ontology", read(prefix + turned))


def test_no_blank_node_is_left() -> None:
    named = skolemized("ontology", read(LIST))
    assert len(named) == len(read(LIST))
    ends = [end for triple in named for end in (triple.subject, triple.object)]
    assert not [end for end in ends if isinstance(end, BlankNode)]
    assert [end for end in ends if str(end).startswith(f"<{GENID}ontology-")]


def test_a_graph_without_blank_nodes_stays_as_it_is() -> None:
    given = read("<urn:x:a> <urn:x:b> <urn:x:c> .")
    assert skolemized("sources", given) == given
