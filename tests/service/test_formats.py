"""The formats of a query's answer, as clients name them."""

from __future__ import annotations

import pytest

from lcgraph.service.formats import formats
from lcgraph.service.problems import Problem

SRJ, SRX = "application/sparql-results+json", "application/sparql-results+xml"
TURTLE, RDF_XML, JSON_LD = "text/turtle", "application/rdf+xml", "application/ld+json"


@pytest.mark.parametrize(
    ("accept", "named", "solutions", "boolean", "graph"),
    [
        (None, (), SRJ, SRJ, TURTLE),
        (None, ("json",), SRJ, SRJ, JSON_LD),
        (None, ("xml",), SRX, SRX, RDF_XML),
        (None, ("XML",), SRX, SRX, RDF_XML),
        (None, ("application/json",), "application/json", "application/json", JSON_LD),
        (None, ("csv",), "text/csv", SRJ, TURTLE),
        ("application/n-triples", ("csv",), "text/csv", None, "application/n-triples"),
        (SRX, ("ttl",), SRX, SRX, TURTLE),
        ("image/png", ("n3",), None, None, TURTLE),
        (None, ("rdf",), SRJ, SRJ, RDF_XML),
        (None, ("rdf+xml", ""), SRJ, SRJ, RDF_XML),
        (None, ("nt",), SRJ, SRJ, "application/n-triples"),
        (None, ("json-ld", "application/ld+json,application/x-json+ld"), SRJ, SRJ, JSON_LD),
        (None, ("text/turtle; charset=utf-8",), SRJ, SRJ, TURTLE),
        ("text/csv", ("",), "text/csv", None, None),
    ],
)
def test_a_name_decides_for_the_answers_it_is_a_format_of(
    accept: str | None,
    named: tuple[str, ...],
    solutions: str | None,
    boolean: str | None,
    graph: str | None,
) -> None:
    expected = {"solutions": solutions, "boolean": boolean, "graph": graph}
    assert formats(accept, named) == {kind: each for kind, each in expected.items() if each}


@pytest.mark.parametrize("named", [("pdf",), ("csv", "pdf"), ("csv", "json"), ("ttl,nt",)])
def test_a_name_is_one_name_that_is_known(named: tuple[str, ...]) -> None:
    with pytest.raises(Problem) as raised:
        formats(None, named)
    assert raised.value.kind == "wrong-parameter"
    assert raised.value.more["parameter"] == "format"
