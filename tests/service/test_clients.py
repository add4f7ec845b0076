"""Programs that others wrote, each asking the running service in Thai."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast
from urllib.error import HTTPError
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDF,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)

YALA = "https://w3id.org/lcgraph/id/city/th-yala"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
QUERY = f"""PREFIX rdfs: <{LABEL.removesuffix("label")}>
PREFIX lcg: <https://w3id.org/lcgraph/ontology#>
SELECT ?city ?name WHERE {{
  ?city a lcg:LearningCity ; rdfs:label "ยะลา"@th, ?name
}} ORDER BY ?name"""
ANSWER = [(YALA, "Yala", "en"), (YALA, "ยะลา", "th")]


def bindings(results: Any) -> list[tuple[str, str, str]]:
    return [
        (row["city"]["value"], row["name"]["value"], row["name"]["xml:lang"])
        for row in results["results"]["bindings"]
    ]


@pytest.mark.parametrize("request_method", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper(service: str, method: str, request_method: str) -> None:
    if method == "GET" and request_method == POSTDIRECTLY:
        return
    wrapper = SPARQLWrapper(f"{service}/sparql", returnFormat=JSON)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(request_method)
    wrapper.setQuery(QUERY)
    assert bindings(wrapper.queryAndConvert()) == ANSWER


JSON_TYPE, TURTLE_TYPE = "application/sparql-results+json", "text/turtle"
RDF_XML_TYPE, JSON_LD_TYPE = "application/rdf+xml", "application/ld+json"
# What each format is for solutions, for a boolean and for a graph.
GIVEN = {
    JSON: (JSON_TYPE, JSON_TYPE, JSON_LD_TYPE),
    XML: ("application/sparql-results+xml", "application/sparql-results+xml", RDF_XML_TYPE),
    TURTLE: (JSON_TYPE, JSON_TYPE, TURTLE_TYPE),
    N3: (JSON_TYPE, JSON_TYPE, TURTLE_TYPE),
    RDF: (JSON_TYPE, JSON_TYPE, RDF_XML_TYPE),
    RDFXML: (JSON_TYPE, JSON_TYPE, RDF_XML_TYPE),
    CSV: ("text/csv", None, TURTLE_TYPE),
    TSV: ("text/tab-separated-values", None, TURTLE_TYPE),
    JSONLD: (JSON_TYPE, JSON_TYPE, JSON_LD_TYPE),
}
FORMS = {
    QUERY: 0,
    f"ASK {{ <{YALA}> ?p ?o }}": 1,
    f"CONSTRUCT {{ <{YALA}> <{LABEL}> ?name }} {{ <{YALA}> <{LABEL}> ?name }}": 2,
    f"DESCRIBE <{YALA}>": 2,
}


@pytest.mark.filterwarnings("ignore:Sending Accept header")
@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("format", list(GIVEN))
def test_sparqlwrapper_in_every_format(service: str, format: str, method: str) -> None:
    wrapper = SPARQLWrapper(f"{service}/sparql", returnFormat=format)
    wrapper.setMethod(method)
    for query, kind in FORMS.items():
        wrapper.setQuery(query)
        expected = GIVEN[format][kind]
        if expected is None:
            # Neither CSV nor TSV is defined for a boolean, and nothing else is accepted.
            with pytest.raises(HTTPError) as refused:
                wrapper.query()
            assert refused.value.code == 406
        else:
            answer: Any = wrapper.query()
            assert answer.info()["content-type"].partition(";")[0] == expected
            assert answer.response.read()


def test_sparqlwrapper_reads_what_it_asks_for(service: str) -> None:
    wrapper = SPARQLWrapper(f"{service}/sparql", returnFormat=CSV)
    wrapper.setQuery(QUERY)
    written: Any = wrapper.queryAndConvert()
    rows = list(csv.reader(io.StringIO(written.decode())))
    assert rows == [["city", "name"], [YALA, "Yala"], [YALA, "ยะลา"]]
    wrapper.setQuery(f"CONSTRUCT {{ <{YALA}> <{LABEL}> ?name }} {{ <{YALA}> <{LABEL}> ?name }}")
    for format in (XML, RDFXML, JSONLD, N3, TURTLE):
        wrapper.setReturnFormat(format)
        found: Any = wrapper.queryAndConvert()
        if isinstance(found, bytes):
            names = {quad.object.value for quad in parse(found, format=RdfFormat.TURTLE)}
        else:
            names = {str(name) for name in found.objects()}
        assert names == {"Yala", "ยะลา"}


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib(service: str, method: str) -> None:
    store = SPARQLStore(f"{service}/sparql", method=cast("Any", method))
    rows: Iterable[Any] = store.query(QUERY)
    assert [(str(city), str(name), name.language) for city, name in rows] == ANSWER
    found = {triple[2] for triple, _ in store.triples((URIRef(YALA), URIRef(LABEL), None))}
    assert found == {Literal("ยะลา", lang="th"), Literal("Yala", lang="en")}


def curl(*arguments: str) -> bytes:
    program = shutil.which("curl")
    if program is None:
        pytest.skip("curl is not installed")
    command = [program, "--silent", "--show-error", "--fail", "--max-time", "60", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def test_curl(service: str, tmp_path: Path) -> None:
    file = tmp_path / "query.rq"
    file.write_text(QUERY, encoding="utf-8")
    endpoint = f"{service}/sparql"
    as_form = curl(endpoint, "--data-urlencode", f"query@{file}")
    as_address = curl(f"{endpoint}?query={quote(QUERY)}", "-H", "Accept: application/json")
    as_body = curl(
        endpoint, "-H", "Content-Type: application/sparql-query", "--data-binary", f"@{file}"
    )
    for answer in (as_form, as_address, as_body):
        assert bindings(json.loads(answer)) == ANSWER


def test_curl_asks_a_stored_query(service: str) -> None:
    address = f"{service}/queries/evidence/search"
    by_get = curl("--get", address, "--data-urlencode", "text=เมืองแห่งการเรียนรู้", "-d", "lang=th")
    body = json.dumps({"text": "เมืองแห่งการเรียนรู้", "lang": "th"}, ensure_ascii=False)
    by_post = curl(address, "-H", "Content-Type: application/json", "--data-binary", body)
    assert by_get == by_post
    assert "เมืองแห่งการเรียนรู้" in by_get.decode()


@pytest.fixture(scope="session")
def comunica() -> str:
    """The program of Comunica, installed once into a cache folder of the user."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "lcgraph" / "clients"
    install = ["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund"]
    install.append("@comunica/query-sparql@3")
    program = folder / "node_modules" / ".bin" / "comunica-sparql"
    if not program.exists():
        reason = f"Comunica is not there; install it with: {' '.join(install)}"
        if shutil.which("npm") is None:
            pytest.skip(reason)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            subprocess.run(install, check=True, capture_output=True, timeout=300)
        except (subprocess.SubprocessError, OSError):
            pytest.skip(reason)
    return str(program)


@pytest.mark.slow
def test_comunica(service: str, comunica: str) -> None:
    command = [comunica, f"sparql@{service}/sparql", QUERY, "-t", "application/sparql-results+json"]
    answer = subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert bindings(json.loads(answer.stdout)) == ANSWER
