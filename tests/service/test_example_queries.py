"""The stored queries as the service describes them in RDF: enough for a program to run them."""

from __future__ import annotations

import re

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from lcgraph.vocabulary import LCG, QUERY, RDF, SH, SKOS

ROWS = {"accept": "application/sparql-results+json, application/n-triples;q=0.9"}
# No city lacks an observation in the shipped data.
WITHOUT_ANSWER = {QUERY["factors-coverage"]}


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> Store:
    """The description of the service."""
    store = Store()
    content = client.get("/sparql", headers={"accept": "application/n-triples"}).content
    store.load(content, format=RdfFormat.N_TRIPLES)
    return store


def objects(store: Store, subject: NamedNode, *predicates: NamedNode) -> list[NamedNode | Literal]:
    found = [quad.object for predicate in predicates
             for quad in store.quads_for_pattern(subject, predicate, None)]  # fmt: skip
    return [term for term in found if isinstance(term, NamedNode | Literal)]


def instances(store: Store, class_: NamedNode) -> list[NamedNode]:
    found = [quad.subject for quad in store.quads_for_pattern(None, RDF.type, class_)]
    return [subject for subject in found if isinstance(subject, NamedNode)]


def examples(store: Store, query: NamedNode) -> dict[str, NamedNode | Literal]:
    """Read an example of each parameter, by the variable that the path of the parameter names."""
    terms = {}
    for parameter in objects(store, query, SH.parameter):
        assert isinstance(parameter, NamedNode)
        (path,) = objects(store, parameter, SH.path)
        (term,) = objects(store, parameter, SKOS.example)
        terms[path.value.rpartition("#")[2]] = term
    return terms


def prebound(text: str, terms: dict[str, NamedNode | Literal]) -> str:
    """Bind variables as SHACL does: by their values, but for where only variables may stand."""
    parts = re.split(r"(SELECT[^{]*\{|GROUP BY(?:\s+\?\w+)+)", text)
    for name, term in terms.items():
        parts[::2] = [re.sub(rf"\?{name}\b", str(term), part) for part in parts[::2]]
    return "".join(parts)


def test_a_program_gets_an_answer_to_each(client: httpx.Client, described: Store) -> None:
    empty = set()
    queries = instances(described, SH.SPARQLExecutable)
    for query in queries:
        (text,) = objects(described, query, SH["select"], SH.ask, SH.construct)
        layers = {layer.value for layer in objects(described, query, LCG.requiresLayer)}
        form = {
            "query": prebound(text.value, examples(described, query)),
            "layer": sorted(layers - {"asserted", "catalogue"}),
        }
        answer = client.post("/sparql", data=form, headers=ROWS)
        assert answer.status_code == 200, (query, answer.text)
        is_table = answer.headers["content-type"].startswith("application/sparql-results")
        if not (answer.json()["results"]["bindings"] if is_table else answer.text):
            empty.add(query)
    assert len(queries) > 70
    assert empty == WITHOUT_ANSWER


def test_values_are_terms_of_the_kind_that_is_asked_for(described: Store) -> None:
    found = 0
    for parameter in instances(described, SH.Parameter):
        is_iri = SH.IRI in objects(described, parameter, SH.nodeKind)
        for value in objects(described, parameter, SH.defaultValue, SKOS.example):
            assert isinstance(value, NamedNode) == is_iri, parameter
            found += is_iri
    assert found > 40
