from __future__ import annotations

import re

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from lcgraph.knowledge import TextFile
from lcgraph.queries import Form, Library, QueryFileFault, StoredQuery, bind, describe
from lcgraph.queries.parameters import Bound
from lcgraph.vocabulary import DCTERMS, LCG, RDF, RDFS, SH, SKOS
from tests.queries.files import CITY, LANG, file
from tests.queries.published import library

ONE = file("ASK { ?s ?p ?o }")
QUERIES = list(library())
QUESTIONS = [
    "CQ01 CQ02 CQ03 CQ04 CQ05 CQ06 CQ08 CQ09 CQ11 CQ12 CQ15 CQ18 CQ19 CQ20 CQ21 CQ22 CQ23 CQ26",
    "CQ27 CQ34 CQ35 CQ39 CQ40",
]


def test_queries_are_found_by_name_and_folder() -> None:
    texts = [
        TextFile("queries/library/tests/one.rq", ONE),
        TextFile("queries/library/more/two.rq", ONE.replace("tests/one", "more/two")),
    ]

    found = Library.of(texts)

    assert [query.name for query in found] == ["more/two", "tests/one"]
    assert len(found) == 2
    assert "tests/one" in found
    assert found["tests/one"].name == "tests/one"
    assert found.get("tests/three") is None
    assert {folder: [q.name for q in queries] for folder, queries in found.folders.items()} == {
        "more": ["more/two"],
        "tests": ["tests/one"],
    }


@pytest.mark.parametrize(
    ("names", "file_name"),
    [
        (["tests/other"], "queries/library/tests/other.rq"),
        (["tests/one", "tests/one"], "queries/library/tests/one.rq"),
        (["one"], "queries/library/one.rq"),
    ],
    ids=["another name in the header", "twice", "without a folder"],
)
def test_names_must_be_places(names: list[str], file_name: str) -> None:
    texts = [TextFile(f"queries/library/{name}.rq", ONE) for name in names]

    with pytest.raises(QueryFileFault) as fault:
        Library.of(texts)

    assert (fault.value.file, fault.value.key) == (file_name, "name")


def test_two_names_must_not_make_one_iri() -> None:
    texts = [
        TextFile("queries/library/a/b-c.rq", ONE.replace("tests/one", "a/b-c")),
        TextFile("queries/library/a-b/c.rq", ONE.replace("tests/one", "a-b/c")),
    ]

    with pytest.raises(QueryFileFault, match=r"a/b-c\.rq has this name or one that makes"):
        Library.of(texts)


def test_a_query_is_described_in_rdf() -> None:
    text = file(
        "SELECT ?o { ?_city_iri e:p ?o FILTER(LANG(?o) = ?_lang) }", CITY, LANG, columns="o"
    )
    (query,) = Library.of([TextFile("tests/one.rq", text)])

    iri = NamedNode("https://w3id.org/lcgraph/query/tests-one")
    city = NamedNode(iri.value + "--city")
    lang = NamedNode(iri.value + "--lang")
    assert describe([query]) == {
        Triple(iri, RDF.type, SH.SPARQLExecutable),
        Triple(iri, RDF.type, SH.SPARQLSelectExecutable),
        Triple(iri, SH["select"], Literal(text)),
        Triple(iri, DCTERMS.identifier, Literal("tests/one")),
        Triple(iri, RDFS.label, Literal("คำถาม", language="th")),
        Triple(iri, RDFS.label, Literal("A question", language="en")),
        Triple(iri, NamedNode("https://schema.org/keywords"), Literal("tests")),
        Triple(iri, LCG.requiresLayer, Literal("asserted")),
        Triple(iri, SH.parameter, city),
        Triple(city, RDF.type, SH.Parameter),
        Triple(city, DCTERMS.identifier, Literal("city")),
        Triple(city, SH.path, NamedNode(iri.value + "#_city_iri")),
        Triple(city, SKOS.example, NamedNode("https://w3id.org/lcgraph/id/city/th-yala")),
        Triple(city, SH.optional, Literal(False)),
        Triple(city, SH.nodeKind, SH.IRI),
        Triple(city, SH["class"], LCG.LearningCity),
        Triple(city, RDFS.label, Literal("ก", language="th")),
        Triple(city, RDFS.label, Literal("a", language="en")),
        Triple(iri, SH.parameter, lang),
        Triple(lang, RDF.type, SH.Parameter),
        Triple(lang, DCTERMS.identifier, Literal("lang")),
        Triple(lang, SH.path, NamedNode(iri.value + "#_lang")),
        Triple(lang, SKOS.example, Literal("en")),
        Triple(lang, SH.optional, Literal(True)),
        Triple(lang, SH.datatype, NamedNode("http://www.w3.org/2001/XMLSchema#string")),
        Triple(lang, SH.defaultValue, Literal("th")),
        Triple(lang, RDFS.label, Literal("ก", language="th")),
        Triple(lang, RDFS.label, Literal("a", language="en")),
    }


@pytest.mark.parametrize("question", " ".join(QUESTIONS).split())
def test_every_competency_question_has_a_query(question: str) -> None:
    assert library().answering(question)


def test_no_query_answers_a_question_that_is_not_asked() -> None:
    claimed = {question for query in QUERIES for question in query.answers}

    assert claimed == set(" ".join(QUESTIONS).split())


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_the_example_of_every_parameter_can_be_bound(query: StoredQuery) -> None:
    examples = {parameter.name: parameter.example for parameter in query.parameters}

    assert isinstance(bind(query, examples), Bound)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_table_has_an_order_and_every_text_its_prefixes(query: StoredQuery) -> None:
    if query.form is Form.SELECT:
        assert "ORDER BY" in query.text
    body = re.sub(r'^#.*$|"[^"]*"|<[^>]*>', "", query.text, flags=re.MULTILINE)
    declared = re.findall(r"^PREFIX ([a-z]+):", body, flags=re.MULTILINE)
    used = set(re.findall(r"(?<![\w?:-])([a-z]+):(?=\w)", body))
    assert declared == sorted(used)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_whoever_shows_a_label_can_be_asked_for_its_language(query: StoredQuery) -> None:
    labelled = any(name.endswith("Label") for name in query.variables)

    assert not labelled or any(parameter.name == "lang" for parameter in query.parameters)
