"""What every engine answers alike: the embedded one and servers over HTTP."""

from __future__ import annotations

import pytest
from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Variable,
)

from lcgraph.store import Layer, Store
from lcgraph.vocabulary import GRAPH, XSD

E = "http://example.org/"
RECORD = NamedNode("https://w3id.org/lcgraph/record/th-a-v1")
DRAFT = NamedNode("https://w3id.org/lcgraph/record/th-b-v1")


def node(name: str) -> NamedNode:
    return NamedNode(E + name)


CITY = Quad(node("a"), node("type"), node("City"))
LABEL = Quad(node("a"), node("label"), Literal("ยะลา", language="th"))
NEXT = Quad(node("a"), node("next"), node("b"))
SIZE = Quad(node("a"), node("size"), Literal("2", datatype=XSD.integer))
FAR = Quad(node("b"), node("next"), node("c"))
SMALL = Quad(node("b"), node("size"), Literal("1", datatype=XSD.integer))
VIEW = [CITY, LABEL, NEXT, SIZE, FAR, SMALL]
INFERRED = Quad(node("a"), node("type"), node("Place"), GRAPH["inferred-owl"])
DRAFTED = Quad(node("b"), node("type"), node("City"), DRAFT)
HOSTILE = [
    'a" } } DROP ALL #',
    "\\",
    "\\u0022 } #",
    '"',
    "'''",
    "\n\r\t",
    "?_text",
    "} UNION { ?s ?p ?o",
    "😀 ก็",
]
SAID = [Quad(node("h"), node("says"), Literal(value)) for value in HOSTILE]
QUADS = [*VIEW, Quad(CITY.subject, CITY.predicate, CITY.object, RECORD), INFERRED, DRAFTED, *SAID]


def short(row: object) -> str:
    terms = list(row)  # type: ignore[call-overload]
    return " ".join("-" if t is None else t.value.removeprefix(E) for t in terms)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ((node("a"), None, None, DefaultGraph()), {CITY, LABEL, NEXT, SIZE}),
        ((None, node("next"), None, DefaultGraph()), {NEXT, FAR}),
        ((None, None, LABEL.object, None), {LABEL}),
        ((None, None, None, DRAFT), {DRAFTED}),
        ((None, node("type"), None, None), {CITY, QUADS[6], INFERRED, DRAFTED}),
        ((node("none"), None, None, None), set()),
    ],
    ids=["subject", "predicate", "literal", "graph", "any graph", "nothing"],
)
def test_quads_are_matched(
    asked: Store,
    pattern: tuple[NamedNode | None, NamedNode | None, Literal | None, NamedNode | None],
    expected: set[Quad],
) -> None:
    assert set(asked.match(*pattern)) == expected


@pytest.mark.parametrize(
    ("text", "layers", "expected"),
    [
        ("SELECT ?t { e:a e:type ?t }", [], ["City"]),
        ("SELECT ?t { e:a e:type ?t }", [Layer.INFERRED], ["City", "Place"]),
        ("SELECT ?t { e:b e:type ?t }", [], []),
        ("SELECT ?s { GRAPH <https://w3id.org/lcgraph/record/th-b-v1> { ?s ?p ?o } }", [], ["b"]),
        ("SELECT ?s ?n { GRAPH ?g { ?s e:type e:City } ?s e:size ?n }", [], ["a 2", "b 1"]),
        (
            "PREFIX r: <https://w3id.org/lcgraph/record/> "
            "SELECT ?s ?n { GRAPH r:th-a-v1 { ?s e:type e:City } OPTIONAL { ?s e:none ?n } }",
            [],
            ["a -"],
        ),
        ("SELECT (SUM(?n) AS ?sum) { ?s e:size ?n }", [], ["3"]),
    ],
    ids=["view", "layer", "draft", "graph", "any graph", "graph by prefix", "aggregate"],
)
def test_queries_see_the_view_the_layers_and_graphs_by_name(
    asked: Store, text: str, layers: list[Layer], expected: list[str]
) -> None:
    found = asked.query(f"PREFIX e: <{E}> {text}", layers=layers)

    assert isinstance(found, QuerySolutions)
    assert sorted(map(short, found)) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("e:a e:next e:b", True), ("e:b e:next e:a", False)]
)
def test_a_question_is_answered_by_a_boolean(asked: Store, text: str, expected: bool) -> None:
    found = asked.query(f"PREFIX e: <{E}> ASK {{ {text} }}")

    assert isinstance(found, QueryBoolean)
    assert bool(found) is expected


def test_a_construct_gives_triples(asked: Store) -> None:
    text = f"PREFIX e: <{E}> CONSTRUCT {{ ?o e:before ?s }} WHERE {{ ?s e:next ?o }}"

    found = asked.query(text)

    assert isinstance(found, QueryTriples)
    shown = {(t.subject, t.object) for t in found}
    assert shown == {(node("b"), node("a")), (node("c"), node("b"))}


def test_a_text_that_is_no_query_is_a_syntax_error(asked: Store) -> None:
    with pytest.raises(SyntaxError):
        asked.query("SELECT ?s { ?s ?p")


SUBSTITUTED = [
    ("SELECT ?_x ?o { ?_x e:next ?o }", "a", ["a b"]),
    ("SELECT ?_x ?o { { ?_x e:next ?o } UNION { ?o e:next ?_x } }", "b", ["b a", "b c"]),
    ("SELECT ?_x ?o { ?o e:next ?n FILTER(?n = ?_x) }", "c", ["c b"]),
    (
        "SELECT ?_x ?o { ?o e:size ?z OPTIONAL { ?o e:next ?n FILTER(?n = ?_x) }"
        " FILTER(BOUND(?n)) }",
        "c",
        ["c b"],
    ),
    ("SELECT ?_x ?o { ?o e:size ?z FILTER NOT EXISTS { ?o e:next ?_x } }", "b", ["b b"]),
    ("SELECT ?_x ?o { ?o e:size ?z MINUS { ?o e:next ?_x } }", "b", ["b b"]),
    ("SELECT ?_x ?o ?e { ?o e:size ?z BIND(EXISTS { ?o e:next ?_x } AS ?e) FILTER(?e) }", "b", 1),
    (
        "SELECT ?_x ?o ?n { { SELECT ?_x (COUNT(?x) AS ?n) { ?_x e:next ?x } GROUP BY ?_x }"
        " ?_x e:next ?o }",
        "a",
        ["a b 1"],
    ),
]


@pytest.mark.parametrize(("text", "name", "expected"), SUBSTITUTED)
def test_a_term_reaches_every_place_of_its_variable(
    asked: Store, text: str, name: str, expected: list[str] | int
) -> None:
    found = asked.query(f"PREFIX e: <{E}> {text}", substitutions={Variable("_x"): node(name)})

    assert isinstance(found, QuerySolutions)
    rows = sorted(map(short, found))
    assert (len(rows) if isinstance(expected, int) else rows) == expected


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_stays_a_value(asked: Store, value: str) -> None:
    text = f"SELECT ?_text ?s {{ ?s <{E}says> ?_text }}"

    found = asked.query(text, substitutions={Variable("_text"): Literal(value)})

    assert isinstance(found, QuerySolutions)
    assert [(row["s"], row["_text"]) for row in found] == [(node("h"), Literal(value))]
    assert asked.version == 1
