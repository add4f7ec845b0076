"""Each benchmark runs to its end, and both sides of it give the same answers."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from benchmarks import http, publishing
from benchmarks.__main__ import BENCHMARKS, main
from benchmarks.querying import library, normalized, run, with_terms, with_written
from benchmarks.starting import free_port


def test_terms_are_written_in_place_of_parameters() -> None:
    text = """SELECT DISTINCT ?_c_iri ?s (COUNT(?_c_iri) AS ?n) WHERE {
  ?_c_iri a ?s . # ?_c_iri
  { SELECT ?_c_iri WHERE { ?_c_iri ?p "?_c_iri" } GROUP BY ?_c_iri ?p }
} GROUP BY ?_c_iri ?s ORDER BY ?_c_iri"""
    expected = """SELECT DISTINCT  ?s (COUNT(<urn:c>) AS ?n) WHERE {
  <urn:c> a ?s . # ?_c_iri
  { SELECT  WHERE { <urn:c> ?p "?_c_iri" } GROUP BY  ?p }
} GROUP BY  ?s ORDER BY <urn:c>"""
    assert with_written(text, {"?_c_iri": "<urn:c>"}) == expected


def test_every_query_of_the_library_can_be_written_out() -> None:
    for query in library():
        parameters = {f"?{parameter.variable}" for parameter in query.parameters}
        given = {f"?{p.variable}" for p in query.parameters if p.example}
        assert not [v for v in parameters & given if f"{v} " in _body(with_terms(query))]


def _body(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("#"))


def test_answers_are_written_alike() -> None:
    typed = b"""{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"typed-literal",
        "value":"0.50","datatype":"http://www.w3.org/2001/XMLSchema#decimal"}}]}}"""
    plain = typed.replace(b"typed-literal", b"literal").replace(b"0.50", b"0.5")
    assert normalized(typed) == normalized(plain)
    assert normalized(b'{"head":{},"boolean":true}') == ["True"]
    assert normalized(b"<urn:a> <urn:b> <urn:c> .\n") == ["<urn:a>\t<urn:b>\t<urn:c>"]


def test_the_command_line_says_what_can_be_measured(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert [name for name in BENCHMARKS if f"\n{name} " not in text] == []
    with pytest.raises(SystemExit) as refused:
        main(["--only", "nothing"])
    assert refused.value.code == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(BENCHMARKS) - {"queries", "publish"}))
def test_a_benchmark_runs_and_both_sides_agree(name: str, tmp_path: Path) -> None:
    page = tmp_path / "RESULTS.md"
    main(["--only", name, "--repetitions", "1", "--output", str(page)])
    (figure,) = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))[
        "figures"
    ].values()
    assert figure["name"] == name
    assert figure["faults"] == []
    assert min(figure["memory"]) > 1 << 20
    assert figure["what"] in page.read_text(encoding="utf-8")


@pytest.mark.slow
def test_readers_answer_from_what_was_published(tmp_path: Path) -> None:
    figure = publishing.run(2, cities=3, place=tmp_path)
    assert not figure.faults
    assert [set(detail) for detail in figure.details] == [
        {"milliseconds_to_publish", "to_ask", "reload_seconds"}
    ] * 2


@pytest.mark.slow
def test_stored_queries_are_answered_as_by_rdflib() -> None:
    names = ["cities/leads", "quality/asserted-vs-inferred", "recommendations/for-city"]
    details = {detail["query"]: detail["equal"] for detail in run(1, names).details}
    assert details == dict.fromkeys(names, True)


@pytest.mark.slow
def test_servers_are_measured_over_http(tmp_path: Path) -> None:
    page = tmp_path / "RESULTS-HTTP.md"
    given = ["--cities", "0", "--server", "constant", "--rounds", "1", "--count", "10"]
    assert http.main([*given, "--cache", str(tmp_path), "--output", str(page)]) == 0
    (result,) = json.loads((tmp_path / "results-http.json").read_text(encoding="utf-8"))["results"]
    assert result["failed"] == {"lcgraph": {}}
    kinds = {(entry["workload"], entry["connections"]) for entry in result["workloads"]}
    assert kinds == {(w, c) for w in ("point", "theme", "library") for c in http.CONNECTIONS}
    for entry in result["workloads"]:
        assert entry["servers"]["lcgraph"]["failures"] == 0
    assert "| library |" in page.read_text(encoding="utf-8")


def test_a_free_port_is_kept_for_a_server() -> None:
    place = ("127.0.0.1", free_port())
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(place)
    with socket.create_server(place), socket.create_connection(place) as connection:
        assert connection.getpeername() == place
