"""Solutions as a graph, in the vocabulary that the W3C's tests of SPARQL write results in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse_query_results,
    serialize,
)

from lcgraph.vocabulary import RDF, XSD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAMESPACE: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_A: Final = RDF.type
_CLASS, _VARIABLE_NAME, _SOLUTION, _INDEX, _BINDING, _VARIABLE, _VALUE = (
    NamedNode(NAMESPACE + name)
    for name in (
        "ResultSet",
        "resultVariable",
        "solution",
        "index",
        "binding",
        "variable",
        "value",
    )
)


def result_set_of(body: bytes, hidden: Sequence[str] = ()) -> bytes:
    """Write solutions as a graph.

    Args:
        body: Solutions in SPARQL 1.1 Query Results JSON.
        hidden: Variables that are left out.

    Returns:
        Turtle: an ``rs:ResultSet`` with its variables and its solutions, each with its place
        (``rs:index``, from 1) and its bindings.

    Raises:
        ValueError: If the content is no solutions.
    """
    solutions = parse_query_results(body, format=QueryResultsFormat.JSON)
    if not isinstance(solutions, QuerySolutions):
        raise ValueError("the answer has no solutions")
    prefixes = {"rs": NAMESPACE, "xsd": XSD.string.value.removesuffix("string")}
    triples = _triples(solutions, frozenset(hidden))
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b""


def _triples(solutions: QuerySolutions, hidden: frozenset[str]) -> Iterator[Triple]:
    result_set = BlankNode()
    variables = [each for each in solutions.variables if each.value not in hidden]
    yield Triple(result_set, _A, _CLASS)
    for variable in variables:
        yield Triple(result_set, _VARIABLE_NAME, Literal(variable.value))
    for number, row in enumerate(solutions, 1):
        solution = BlankNode()
        yield Triple(result_set, _SOLUTION, solution)
        yield Triple(solution, _INDEX, Literal(str(number), datatype=XSD.integer))
        for variable in variables:
            value = row[variable]
            if value is not None:
                binding = BlankNode()
                yield Triple(solution, _BINDING, binding)
                yield Triple(binding, _VARIABLE, Literal(variable.value))
                yield Triple(binding, _VALUE, value)
