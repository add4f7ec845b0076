"""The commands of ``lcgraph``: results on standard output, messages on standard error."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from lcgraph import __version__
from lcgraph.knowledge import Knowledge
from tests.cli.conftest import Run

RECORDS = Knowledge().root / "data" / "records"
COMMANDS = [
    "serve",
    "load",
    "validate",
    "query",
    "recommend",
    "infer",
    "export",
    "history",
    "verify-quotes",
    "coverage",
]


def test_without_arguments_the_commands_are_listed(run: Run) -> None:
    said = run()
    lines = (said.stdout + said.stderr).splitlines()
    listed = [line.split()[0] for line in lines if line.startswith("  ")]
    assert [name for name in listed if name in COMMANDS] == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_in_both_languages(run: Run, command: str) -> None:
    english, thai = (run(command, "--help", LCGRAPH_LANG=lang) for lang in ("en", "th"))
    assert english.returncode == thai.returncode == 0
    assert f"\n  Example: lcgraph {command}" in english.stdout
    assert f"\n  ตัวอย่าง: lcgraph {command}" in thai.stdout


def test_the_version(run: Run) -> None:
    assert run("--version").stdout == f"lcgraph {__version__}\n"


def test_loading_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    first, second = (run("load", LCGRAPH_STORE=str(tmp_path / "store")) for _ in range(2))
    assert first.returncode == second.returncode == 0
    assert "data version 1," in first.stdout
    assert second.stdout == first.stdout


def test_a_stored_query_as_csv(run: Run) -> None:
    said = run("query", "cities/list", "--format", "csv", "--lang", "th")
    rows = list(csv.DictReader(said.stdout.splitlines()))
    assert len(rows) == 10
    assert rows[0]["cityLabel"] == "กรุงเทพมหานคร"


def test_a_query_from_standard_input_and_from_a_file(run: Run, tmp_path: Path) -> None:
    query = "SELECT ?name { <https://w3id.org/lcgraph/id/city/th-yala> "
    query += '<http://www.w3.org/2000/01/rdf-schema#label> ?name FILTER(LANG(?name) = "th") }'
    file = tmp_path / "yala.rq"
    file.write_text(query, encoding="utf-8")
    said = run("query", file, "--format", "json")
    assert json.loads(said.stdout)["results"]["bindings"] == [
        {"name": {"type": "literal", "value": "ยะลา", "xml:lang": "th"}}
    ]


def test_a_query_as_a_table(run: Run) -> None:
    said = run("query", "cities/list", "--lang", "en")
    assert "Yala" in said.stdout
    assert said.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("query", "no/such"), "no such file or stored query"),
        (("query", "cities/list", "-p", "colour=red"), "has no such parameter"),
        (("query", "cities/list", "-p", "lang"), "NAME=VALUE"),
        (("recommend", "th-atlantis"), "no such city in the graph"),
        (("export", "--all"), "nquads | trig"),
        (("export", "--graph", "https://example.org/none"), "there is no such graph"),
        (("export", "--graph", "no IRI"), "not an absolute IRI"),
        (("frobnicate",), "No such command"),
    ],
)
def test_wrong_usage_is_told_and_ends_with_2(
    run: Run, arguments: tuple[str, ...], told: str
) -> None:
    said = run(*arguments)
    assert said.returncode == 2
    assert told in said.stderr
    assert "Traceback" not in said.stderr


def test_a_malformed_query_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "wrong.rq"
    file.write_text("SELECT ?x WHERE", encoding="utf-8")
    said = run("query", file)
    assert said.returncode == 2
    assert said.stderr.startswith("SPARQL: error at line 1, column 16: ")


def test_the_export_of_what_is_published_is_turtle(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "all.ttl"
    assert run("export", "--output", file).returncode == 0
    triples = {quad.triple for quad in parse(path=file, format=RdfFormat.TURTLE)}
    assert Knowledge().record_triples() - triples == set()


def test_one_graph_can_be_exported(run: Run) -> None:
    record = "https://w3id.org/lcgraph/record/th-yala-v1"
    said = run("export", "--graph", record, "--format", "ntriples")
    subjects = {quad.subject for quad in parse(said.stdout.encode(), format=RdfFormat.N_TRIPLES)}
    assert NamedNode("https://w3id.org/lcgraph/id/city/th-yala") in subjects
    assert NamedNode("https://w3id.org/lcgraph/id/city/th-phuket") not in subjects


def test_what_follows_from_a_record_leads_to_axiom_and_premises(run: Run) -> None:
    said = run("infer", RECORDS / "th-yala.ttl", "--explain", "--format", "csv")
    rows = list(csv.DictReader(said.stdout.splitlines()))
    (gap,) = [row for row in rows if row["object"].endswith("CityWithTechnologyGap>")]
    assert "lcg:limitedIn" in gap["because"]
    assert "find" in gap["because"]


def test_recommendations_as_json_carry_rule_trigger_and_quote(run: Run) -> None:
    advice = json.loads(run("recommend", "th-hat-yai", "--format", "json").stdout)
    (theme,) = advice["themes"]
    assert theme["theme"]["labels"]["en"] == "Equal access"
    (limitation,) = theme["limitations"]
    assert limitation["evidence"][0]["quotes"][0]["text"].replace(" ", "") == (
        "มีความหลากหลายแต่เข้าถึงไม่เท่ากันในเมือง"
    )
    assert all(action["rules"] and action["sentence"]["th"] for action in theme["actions"])


def test_a_city_without_a_stated_limitation_is_not_said_to_have_none(run: Run) -> None:
    said = run("recommend", "th-phuket")
    assert said.stdout.splitlines()[:2] == [
        "Phuket",
        "No limitation of Phuket is stated in the sources. That does not mean there is none.",
    ]


def test_advice_is_printed_with_the_words_and_readings_it_rests_on(run: Run) -> None:
    said = run("recommend", "th-chiang-rai", "--lang", "th").stdout
    assert "“หลักสูตรชุมชนยืดหยุ่นแต่ระบบรับรองทักษะยังจำกัด”" in said
    assert "อาศัยการอ่านแก้: “เชียงใหม่” อ่านเป็น “เชียงราย”" in said


def test_a_text_that_is_not_the_source_is_refused(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "other.txt"
    text.write_text("เมืองแห่งการเรียนรู้", encoding="utf-8")
    said = run("verify-quotes", "--article", text)
    assert said.returncode == 1
    assert "This file is another text" in said.stderr


def test_coverage_names_a_fact_that_is_missing(run: Run, tmp_path: Path) -> None:
    facts = tmp_path / "facts.csv"
    facts.write_text("id,section,quote_th\nG9999,City 9 Yala,ยะลา\n", encoding="utf-8")
    said = run("coverage", "--facts", facts, "--format", "csv")
    assert said.returncode == 1
    assert said.stdout.splitlines()[1] == "City 9 Yala,1,0,0,0,0,1"


def test_messages_are_in_the_language_asked_for(run: Run) -> None:
    assert "ข้อมูลเวอร์ชัน 1" in run("load", "--lang", "th").stdout
    assert "ข้อมูลเวอร์ชัน 1" in run("load", LCGRAPH_LANG="th_TH.UTF-8").stdout
