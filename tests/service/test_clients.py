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
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, SPARQLWrapper

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


def test_sparqlwrapper_in_other_formats(service: str) -> None:
    wrapper = SPARQLWrapper(f"{service}/sparql", returnFormat=CSV)
    wrapper.setQuery(QUERY)
    written: Any = wrapper.queryAndConvert()
    rows = list(csv.reader(io.StringIO(written.decode())))
    assert rows == [["city", "name"], [YALA, "Yala"], [YALA, "ยะลา"]]
    wrapper.setReturnFormat(TURTLE)
    wrapper.setQuery(f"CONSTRUCT {{ <{YALA}> <{LABEL}> ?name }} {{ <{YALA}> <{LABEL}> ?name }}")
    turtle: Any = wrapper.queryAndConvert()
    assert {quad.object.value for quad in parse(turtle, format=RdfFormat.TURTLE)} == {
        "Yala",
        "ยะลา",
    }


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
        folder.mkdir(parents=True, exist_ok=True)
        try:
            subprocess.run(install, check=True, capture_output=True, timeout=300)
        except (subprocess.SubprocessError, OSError):
            pytest.skip(reason)
    return str(program)


@pytest.mark.slow
def test_comunica(service: str, comunica: str) -> None:
    command = [comunica, f"sparql@{service}/sparql", QUERY, "-t", "application/sparql-results+json"]
    answer = subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert bindings(json.loads(answer.stdout)) == ANSWER
