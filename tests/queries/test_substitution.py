"""How the engine substitutes, and that a query which would lose a parameter is refused."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store, Variable, parse

from lcgraph.queries import Bound, QueryFileFault, bind
from lcgraph.store import MemoryStore, Patch
from tests.queries.files import LANG, NUMBER, TEXT, THING, query

E = "http://example.org/"
DATA = f"""
@prefix e: <{E}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:a a e:City ; e:next e:b ; e:size 1 ; rdfs:label "ก"@th , "A"@en .
e:b a e:City ; e:next e:c ; e:size 2 ; rdfs:label "ข"@th , "B"@en .
e:c a e:City ; e:size 3 ; rdfs:label "C"@en .
"""


@pytest.fixture(scope="module")
def store() -> MemoryStore:
    filled = MemoryStore()
    filled.stage(Patch(frozenset(), frozenset(parse(DATA.encode(), format=RdfFormat.TURTLE))))
    return filled


def answers(store: MemoryStore, body: str, parameter: str, value: str, columns: str) -> list[str]:
    """Ask with one parameter and join the columns that are not hidden."""
    asked = query(body, parameter, columns=columns)
    bound = bind(asked, {parameter.partition(":")[0]: value})
    assert isinstance(bound, Bound), bound
    found = store.query(bound.text, substitutions=bound.substitutions)
    assert isinstance(found, QuerySolutions)
    count = len(bound.hidden)
    return sorted(" ".join(_short(term) for term in list(row)[count:]) for row in found)


def _short(term: object) -> str:
    if isinstance(term, NamedNode):
        return term.value.removeprefix(E)
    return term.value if isinstance(term, Literal) else "-"


@pytest.mark.parametrize(
    ("body", "parameter", "value", "expected"),
    [
        ("SELECT ?o { ?_thing_iri e:next ?o }", THING, E + "a", ["b"]),
        ("SELECT ?o { ?_thing_iri e:next+ ?o }", THING, E + "a", ["b", "c"]),
        ("SELECT ?o { ?o e:next* ?_thing_iri }", THING, E + "b", ["a", "b"]),
        (
            "SELECT ?o { { ?_thing_iri e:next ?o } UNION { ?o e:next ?_thing_iri } }",
            THING,
            E + "b",
            ["a", "c"],
        ),
        (
            "SELECT ?o { ?o a e:City OPTIONAL { ?o e:next ?n FILTER(?n = ?_thing_iri) }"
            " FILTER(BOUND(?n)) }",
            THING,
            E + "c",
            ["b"],
        ),
        (
            "SELECT ?o { ?o a e:City FILTER NOT EXISTS { ?o e:next ?_thing_iri } }",
            THING,
            E + "b",
            ["b", "c"],
        ),
        ("SELECT ?o { ?o a e:City MINUS { ?o e:next ?_thing_iri } }", THING, E + "b", ["b", "c"]),
        (
            "SELECT ?o { ?o a e:City MINUS { ?o e:next/e:next ?_thing_iri } }",
            THING,
            E + "c",
            ["b", "c"],
        ),
        (
            "SELECT ?o ?e { ?o a e:City BIND(EXISTS { ?o e:next ?_thing_iri } AS ?e) }",
            THING,
            E + "b",
            ["a true", "b false", "c false"],
        ),
        ("SELECT ?o { ?o e:size ?n FILTER(?n >= ?_n_integer) }", NUMBER, "2", ["b", "c"]),
        (
            "SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t ; e:size ?size FILTER(?size >= ?_n_integer) }"
            " GROUP BY ?t",
            NUMBER,
            "2",
            ["City 2"],
        ),
        (
            "SELECT ?t (COUNT(?s) AS ?n) { ?s a ?t } GROUP BY ?t HAVING(COUNT(?s) >= ?_n_integer)",
            NUMBER,
            "4",
            [],
        ),
        (
            "SELECT ?o ?n { { SELECT ?_thing_iri (COUNT(?x) AS ?n) { ?_thing_iri e:next+ ?x }"
            " GROUP BY ?_thing_iri } ?_thing_iri e:next ?o }",
            THING,
            E + "a",
            ["b 2"],
        ),
        (
            "SELECT ?o { ?o rdfs:label ?l FILTER(CONTAINS(?l, ?_text)) }",
            TEXT,
            "ก",
            ["a"],
        ),
        (
            "SELECT ?o ?l { ?o a e:City"
            " OPTIONAL { ?o rdfs:label ?l FILTER(LANGMATCHES(LANG(?l), ?_lang)) }"
            ' OPTIONAL { ?o rdfs:label ?l FILTER(LANG(?l) IN ("th", "en")) } }',
            LANG,
            "th",
            ["a ก", "b ข", "c C"],
        ),
        (
            "SELECT ?o { ?o a e:City FILTER(COALESCE(?o = ?_thing_iri, true)) }",
            THING,
            E + "a",
            ["a"],
        ),
    ],
    ids=[
        "subject",
        "path from it",
        "path to it",
        "both branches of a union",
        "filter of an optional",
        "not exists",
        "minus",
        "minus of two hops",
        "exists",
        "filter",
        "before grouping",
        "having",
        "sub-select that shows it",
        "function",
        "language with fallback",
        "coalesce",
    ],
)
def test_a_parameter_reaches_every_place(
    store: MemoryStore, body: str, parameter: str, value: str, expected: list[str]
) -> None:
    columns = body[len("SELECT ") : body.index("{")]
    names = columns.replace("(COUNT(?s) AS", "").replace(")", "").replace("?", "")

    assert answers(store, body, parameter, value, names) == expected


def test_a_construct_takes_its_parameter_into_the_template(store: MemoryStore) -> None:
    asked = query("CONSTRUCT { ?_thing_iri e:before ?o } WHERE { ?_thing_iri e:next+ ?o }", THING)
    bound = bind(asked, {"thing": E + "a"})
    assert isinstance(bound, Bound)

    found = {str(triple) for triple in store.query(bound.text, substitutions=bound.substitutions)}  # type: ignore[union-attr]

    assert found == {f"<{E}a> <{E}before> <{E}b>", f"<{E}a> <{E}before> <{E}c>"}


@pytest.mark.parametrize(
    ("body", "parameter", "key"),
    [
        ("SELECT ?o { { SELECT ?o { ?_thing_iri e:next ?o } } }", THING, "?_thing_iri"),
        ("ASK { { SELECT ?o { ?_thing_iri e:next ?o } } }", THING, "?_thing_iri"),
        (
            "SELECT ?o { ?o a e:City FILTER EXISTS { SELECT ?o { ?o e:next ?_thing_iri } } }",
            THING,
            "?_thing_iri",
        ),
        ("SELECT ?o { ?_thing_iri e:next ?o BIND(e:a AS ?_thing_iri) }", THING, "?_thing_iri"),
        ("SELECT ?o { ?_thing_iri e:next ?o VALUES ?_thing_iri { e:a } }", THING, "?_thing_iri"),
        (
            "SELECT ?o { VALUES (?x ?_thing_iri) { (1 e:a) } ?_thing_iri e:next ?o }",
            THING,
            "?_thing_iri",
        ),
        ("SELECT ?o { ?s e:next ?n BIND(?_thing_iri AS ?o) }", THING, "?_thing_iri"),
        ("SELECT (?_thing_iri AS ?o) { ?s e:next ?n }", THING, "?_thing_iri"),
        ("SELECT ?o { ?o a e:City FILTER(!BOUND(?_thing_iri)) }", THING, "?_thing_iri"),
        ("SELECT ?o { ?o a e:City MINUS { ?x e:next ?_thing_iri } }", THING, "MINUS"),
        (
            "SELECT ?o { ?o a e:City MINUS { ?x rdfs:label ?l FILTER(LANG(?l) = ?_lang) } }",
            LANG,
            "MINUS",
        ),
        ("SELECT (COUNT(?o) AS ?n) { ?_thing_iri e:next ?o }", THING, "SELECT"),
        ("SELECT ?o { SERVICE <http://example.org/> { ?_thing_iri e:next ?o } }", THING, "SERVICE"),
        ("SELECT ?o FROM <http://example.org/> { ?_thing_iri e:next ?o }", THING, "FROM"),
        (
            "SELECT ?o { GRAPH ?g { ?_thing_iri e:next ?o FILTER(?g != e:g) } }",
            THING,
            "?g",
        ),
        ("SELECT ?o { ?_thing_iri e:a\\/b ?o }", THING, "e:a\\/b"),
    ],
    ids=[
        "hidden in a sub-select",
        "hidden in the sub-select of an ASK",
        "hidden in the sub-select of an EXISTS",
        "computed",
        "listed",
        "listed with others",
        "copied by BIND",
        "copied by SELECT",
        "BOUND",
        "MINUS that shares the parameter only",
        "MINUS whose filter alone has it",
        "everything in one group",
        "SERVICE",
        "FROM",
        "filter on the graph inside it",
        "escaped slash",
    ],
)
def test_a_query_that_would_lose_its_parameter_is_refused(
    body: str, parameter: str, key: str
) -> None:
    columns = "" if body.startswith("ASK") else "n" if "AS ?n" in body else "o"

    with pytest.raises(QueryFileFault) as fault:
        query(body, parameter, columns=columns)

    assert fault.value.key == key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?_x ?o { { SELECT ?o { ?_x e:next ?o } } }", ["b", "c"]),
        ("SELECT ?_x ?o { ?s e:next ?n BIND(?_x AS ?o) }", ["-", "-"]),
        ("SELECT ?_x ?o { ?o a e:City MINUS { ?s e:next ?_x } }", []),
        ("SELECT ?_x ?o { ?o a e:City FILTER(!BOUND(?_x)) }", ["a", "b", "c"]),
    ],
    ids=["sub-select", "copy", "MINUS", "BOUND"],
)
def test_the_engine_still_behaves_as_the_rules_assume(text: str, expected: list[str]) -> None:
    found = _engine().query(
        f"PREFIX e: <{E}> {text}", substitutions={Variable("_x"): NamedNode(E + "b")}
    )

    assert isinstance(found, QuerySolutions)
    assert sorted(_short(row["o"]) for row in found) == expected


def test_the_engine_still_wants_a_substituted_variable_shown() -> None:
    with pytest.raises(RuntimeError, match="SELECT projection"):
        _engine().query(
            f"SELECT ?o {{ ?_x <{E}next> ?o }}", substitutions={Variable("_x"): NamedNode(E + "b")}
        )


def _engine() -> Store:
    engine = Store()
    engine.load(DATA.encode(), format=RdfFormat.TURTLE)
    return engine
