from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Variable

from lcgraph.queries import Bound, WrongParameter, bind
from lcgraph.store import MemoryStore
from lcgraph.vocabulary import XSD
from tests.queries.files import CITY, LANG, NUMBER, TEXT, THING, query

YALA = NamedNode("https://w3id.org/lcgraph/id/city/th-yala")
SECTOR = THING.replace(
    "example: city:th-yala", "class: skos:Concept, scheme: sector, example: university"
)


def bound_to(parameter: str, value: object) -> object:
    """Bind the only parameter of a query and return its term, or what is wrong."""
    name = parameter.partition(":")[0]
    kind = {"city": "_iri", "n": "_integer", "thing": "_iri"}.get(name, "")
    asked = query(f"SELECT ?s {{ ?s ?p ?_{name}{kind} }}", parameter, columns="s")
    found = bind(asked, {name: value})
    if isinstance(found, WrongParameter):
        return found
    return found.substitutions[Variable(f"_{name}{kind}")]


def solutions(bound: Bound) -> list[object]:
    """Ask an empty store."""
    found = MemoryStore().query(bound.text, substitutions=bound.substitutions)
    assert isinstance(found, QuerySolutions)
    return list(found)


@pytest.mark.parametrize(
    "value",
    [YALA.value, "city:th-yala", "th-yala", " th-yala "],
    ids=["IRI", "prefixed name", "key", "with spaces around"],
)
def test_a_city_may_be_named_in_three_ways(value: str) -> None:
    assert bound_to(CITY, value) == YALA


def test_a_key_is_read_within_the_scheme_of_its_parameter() -> None:
    expected = NamedNode("https://w3id.org/lcgraph/concept/sector/university")

    assert bound_to(SECTOR, "university") == expected


def test_a_thing_of_any_kind_cannot_be_named_by_key() -> None:
    found = bound_to(THING, "th-yala")

    assert isinstance(found, WrongParameter)
    assert found.name == "thing"
    assert found.example == "city:th-yala"
    assert found.problem == {
        "th": 'thing ต้องเป็น IRI หรือชื่อที่มีคำนำหน้า เช่น city:th-yala แต่ได้รับ "th-yala"',
        "en": 'thing must be an IRI or a prefixed name, such as city:th-yala, not "th-yala"',
    }


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        (LANG, "en", Literal("en")),
        (NUMBER, "3", Literal("3", datatype=XSD.integer)),
        (NUMBER, "+03", Literal("3", datatype=XSD.integer)),
        (NUMBER, 3, Literal("3", datatype=XSD.integer)),
        (TEXT, "ไร้ขีดจำกัด", Literal("ไร้ขีดจำกัด")),
        (TEXT, 'a "quoted"\nline\\', Literal('a "quoted"\nline\\')),
        (THING, "urn:isbn:0451450523", NamedNode("urn:isbn:0451450523")),
        (THING, "http://example.org/ไทย", NamedNode("http://example.org/ไทย")),
        (
            THING,
            "lcg:hasLearningSpace",
            NamedNode("https://w3id.org/lcgraph/ontology#hasLearningSpace"),
        ),
    ],
)
def test_values_become_the_declared_terms(
    parameter: str, value: object, expected: NamedNode | Literal
) -> None:
    assert bound_to(parameter, value) == expected


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        (CITY, ""),
        (CITY, "th yala"),
        (CITY, "../../etc/passwd"),
        (CITY, "city:"),
        (CITY, "city:a/b"),
        (CITY, "th-yala> } ; DROP ALL #"),
        (CITY, "https://example.org/a> ?x ?y . <b"),
        (CITY, "https://example.org/" + "a" * 2000),
        (CITY, "http://example.org/\ud800"),
        (CITY, 7),
        (CITY, None),
        (CITY, ["th-yala"]),
        (CITY, True),
        (LANG, "TH"),
        (LANG, "th-TH"),
        (LANG, "*"),
        (NUMBER, "0"),
        (NUMBER, "10"),
        (NUMBER, "2.0"),
        (NUMBER, "٣"),
        (NUMBER, "1e3"),
        (NUMBER, "9" * 5000),
        (NUMBER, 10**5000),
        (NUMBER, True),
        (NUMBER, 2.0),
        (TEXT, ""),
        (TEXT, "   "),
        (TEXT, "x" * 41),
        (TEXT, "\ud800"),
        (TEXT, {"a": 1}),
    ],
    # The values are unfit for names of tests: one has too many digits to be written.
    ids=[f"value {number}" for number in range(1, 31)],
)
def test_other_values_are_refused_with_an_example(parameter: str, value: object) -> None:
    found = bound_to(parameter, value)

    assert isinstance(found, WrongParameter)
    assert found.name == parameter.partition(":")[0]
    assert found.example
    for text in found.problem.values():
        assert found.example in text
        assert len(text) < 300
        text.encode()


def test_a_missing_parameter_is_asked_for() -> None:
    found = bind(query("ASK { ?_city_iri ?p ?o }", CITY), {})

    assert found == WrongParameter(
        "city",
        {"th": "ต้องระบุ city (ก) เช่น th-yala", "en": "city is needed (a), such as th-yala"},
        "th-yala",
    )


def test_an_unknown_parameter_is_refused_with_the_known_ones() -> None:
    found = bind(query("ASK { ?_city_iri ?p ?o }", CITY), {"town": "th-yala"})

    assert isinstance(found, WrongParameter)
    assert found.name == '"town"'
    assert found.problem["en"] == "tests/one has no such parameter; it has: city"


def test_a_default_is_taken_and_can_be_overruled() -> None:
    asked = query("SELECT ?s { ?s ?p ?l FILTER(LANG(?l) = ?_lang) }", LANG, columns="s")
    text = asked.text.replace("SELECT ?s", "SELECT ?_lang ?s")

    assert bind(asked, {}) == Bound(text, {Variable("_lang"): Literal("th")}, ("_lang",))
    assert bind(asked, {"lang": "en"}) == Bound(
        text, {Variable("_lang"): Literal("en")}, ("_lang",)
    )


def test_an_optional_parameter_stays_free() -> None:
    optional = THING.replace("example", "optional: true, example")
    asked = query("SELECT ?p { ?__thing_iri ?p ?o }", optional, columns="p")

    assert bind(asked, {}) == Bound(asked.text, {}, ())
    found = bind(asked, {"thing": "city:th-yala"})
    assert isinstance(found, Bound)
    assert found.text == asked.text.replace("SELECT ?p", "SELECT ?__thing_iri ?p")
    assert found.hidden == ("__thing_iri",)


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=40))
def test_no_text_leaves_its_literal(text: str) -> None:
    asked = query("SELECT ?s { ?s e:says ?_text }", TEXT, columns="s")
    found = bind(asked, {"text": text})
    if isinstance(found, WrongParameter):
        assert not text.strip()
        return
    assert text not in found.text or text in asked.text
    assert solutions(found) == []
    (term,) = found.substitutions.values()
    assert term == Literal(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_whatever_is_given_for_an_iri_is_a_term_or_refused(text: str) -> None:
    asked = query("SELECT ?p { ?_city_iri ?p ?o }", CITY, columns="p")
    found = bind(asked, {"city": text})
    if isinstance(found, Bound):
        assert found.text == asked.text.replace("SELECT ?p", "SELECT ?_city_iri ?p")
        assert all(isinstance(term, NamedNode) for term in found.substitutions.values())
        assert solutions(found) == []
