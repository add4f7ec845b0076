"""Stored queries over HTTP: each one a call with parameters, formats and clear errors."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyoxigraph import RdfFormat, parse

LIBRARY = Path(__file__).parents[2] / "queries" / "library"
CITY = "https://w3id.org/lcgraph/id/city/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RESULTS_JSON = "application/sparql-results+json"
FIRST_IN_ENGLISH = [
    ("th-bangkok", "Bangkok"),
    ("th-chachoengsao", "Chachoengsao"),
    ("th-chiang-mai", "Chiang Mai"),
]
FIRST_IN_THAI = [
    ("th-bangkok", "กรุงเทพมหานคร"),
    ("th-khon-kaen", "ขอนแก่น"),
    ("th-chachoengsao", "ฉะเชิงเทรา"),
]
COLUMNS = ["city", "cityLabel", "version", "modified"]


def listed(answer: httpx.Response) -> list[tuple[str, str]]:
    rows = answer.json()["results"]["bindings"]
    return [(row["city"]["value"].removeprefix(CITY), row["cityLabel"]["value"]) for row in rows]


def test_every_file_of_the_library_is_listed_with_folder_and_both_languages(
    client: httpx.Client, service: str
) -> None:
    document = client.get("/queries").json()
    names = sorted(
        path.relative_to(LIBRARY).with_suffix("").as_posix() for path in LIBRARY.rglob("*.rq")
    )
    assert sorted(query["name"] for query in document["queries"]) == names
    by_folder = {folder["name"]: folder["queries"] for folder in document["folders"]}
    assert sorted(name for queries in by_folder.values() for name in queries) == names
    assert set(by_folder) == {name.partition("/")[0] for name in names}
    (cell,) = (query for query in document["queries"] if query["name"] == "factors/cell")
    assert cell["summary"] == {
        "th": "ข้อความใดในแหล่งข้อมูลรองรับเมืองและปัจจัยนี้",
        "en": "Which words of the sources stand behind a city and factor?",
    }
    assert cell["example"] == f"{service}/queries/factors/cell?city=th-yala&factor=flexibility"
    assert cell["formats"] == ["json", "xml", "csv", "tsv", "xlsx", "table", "turtle"]
    assert [(each["name"], each["required"]) for each in cell["parameters"]] == [
        ("city", True),
        ("factor", True),
        ("lang", False),
    ]


@pytest.mark.parametrize("asked", [{"format": "turtle"}, {"format": "text/turtle"}, {}])
def test_solutions_are_a_graph_for_those_who_read_graphs(
    client: httpx.Client, asked: dict[str, str]
) -> None:
    answer = client.get("/queries/cities/list", params=asked, headers={"accept": "text/turtle"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/turtle; charset=utf-8"
    triples = list(parse(answer.content, format=RdfFormat.TURTLE))
    assert sum(t.predicate.value.endswith("result-set#solution") for t in triples) == 10


def test_a_folder_is_listed(client: httpx.Client) -> None:
    document = client.get("/queries/steps").json()
    assert [query["name"] for query in document["queries"]] == ["steps/contents", "steps/counts"]


def test_the_call_shown_for_each_query_is_answered(client: httpx.Client) -> None:
    for query in client.get("/queries").json()["queries"]:
        answer = client.get(query["example"])
        assert answer.status_code == 200, query["name"]
        assert answer.headers["lcgraph-data-version"] == "1"
        if query["form"] == "SELECT":
            shown = {name.removesuffix("Label") for name in answer.json()["head"]["vars"]}
            assert shown == set(query["columns"]), query["name"]


@pytest.mark.parametrize(
    ("parameters", "headers", "first"),
    [
        ({"lang": "en"}, {}, FIRST_IN_ENGLISH),
        ({"lang": "th"}, {"accept-language": "en"}, FIRST_IN_THAI),
        ({}, {"accept-language": "en-GB, th;q=0.5"}, FIRST_IN_ENGLISH),
        ({}, {}, FIRST_IN_THAI),
    ],
)
def test_names_come_in_the_language_asked_for(
    client: httpx.Client,
    parameters: dict[str, str],
    headers: dict[str, str],
    first: list[tuple[str, str]],
) -> None:
    answer = client.get("/queries/cities/list", params=parameters, headers=headers)
    assert listed(answer)[:3] == first
    assert answer.headers["content-language"] == ("en" if first is FIRST_IN_ENGLISH else "th")


def test_parameters_can_be_sent_as_json(client: httpx.Client) -> None:
    sent = client.post("/queries/cities/list", json={"lang": "en"})
    assert sent.content == client.get("/queries/cities/list", params={"lang": "en"}).content
    number = client.post("/queries/organisations/shared", json={"n": 3, "lang": "en"})
    text = client.get("/queries/organisations/shared", params={"n": "3", "lang": "en"})
    assert number.json() == text.json()


def test_null_is_a_parameter_that_is_not_given(client: httpx.Client) -> None:
    sent = client.post("/queries/cities/list", json={"lang": None, "format": None})
    assert listed(sent)[:3] == FIRST_IN_THAI


def test_solutions_are_written_in_every_format_of_sparql(client: httpx.Client) -> None:
    def answer(form: str, media_type: str) -> httpx.Response:
        found = client.get("/queries/cities/list", params={"lang": "en", "format": form})
        assert found.headers["content-type"].partition(";")[0] == media_type
        accepted = client.get(
            "/queries/cities/list", params={"lang": "en"}, headers={"accept": media_type}
        )
        assert accepted.content == found.content
        return found

    expected = listed(answer("json", RESULTS_JSON))
    assert len(expected) == 10
    rows = list(csv.reader(io.StringIO(answer("csv", "text/csv").text)))
    assert rows[0] == COLUMNS
    assert [(row[0].removeprefix(CITY), row[1]) for row in rows[1:]] == expected
    lines = answer("tsv", "text/tab-separated-values").text.splitlines()
    assert lines[0] == "?city\t?cityLabel\t?version\t?modified"
    assert lines[1].split("\t")[:2] == [f"<{CITY}th-bangkok>", '"Bangkok"@en']
    xml = answer("xml", "application/sparql-results+xml").text
    assert xml.count("<result>") == 10
    assert f"<uri>{CITY}th-yala</uri>" in xml


@pytest.mark.parametrize(
    ("form", "media_type", "syntax"),
    [
        ("turtle", "text/turtle", RdfFormat.TURTLE),
        ("ntriples", "application/n-triples", RdfFormat.N_TRIPLES),
        ("rdfxml", "application/rdf+xml", RdfFormat.RDF_XML),
        ("jsonld", "application/ld+json", RdfFormat.JSON_LD),
    ],
)
def test_graphs_are_written_in_every_format_of_rdf(
    client: httpx.Client, form: str, media_type: str, syntax: RdfFormat
) -> None:
    def triples(form: str, syntax: RdfFormat) -> set[object]:
        answer = client.get("/queries/cities/profile", params={"city": "th-yala", "format": form})
        assert answer.status_code == 200
        if form != "ntriples":
            assert answer.headers["content-type"].partition(";")[0] == media_type
        return {quad.triple for quad in parse(answer.content, format=syntax)}

    expected = triples("ntriples", RdfFormat.N_TRIPLES)
    assert len(expected) > 10
    assert triples(form, syntax) == expected


def test_a_table_has_rows_with_labels(client: httpx.Client) -> None:
    answer = client.get("/queries/cities/list", params={"lang": "en", "format": "table"})
    assert answer.headers["content-type"] == "application/json"
    document = answer.json()
    assert document["query"] == "cities/list"
    assert document["data_version"] == 1
    assert document["parameters"] == {"lang": "en"}
    assert document["columns"][0] == {"name": "city", "headings": {"th": "เมือง", "en": "City"}}
    assert document["rows"][0] == {
        "city": {"iri": f"{CITY}th-bangkok", "label": "Bangkok"},
        "version": {"value": "1"},
        "modified": {
            "value": document["data_date"],
            "datatype": "http://www.w3.org/2001/XMLSchema#date",
        },
    }


def sheets(content: bytes) -> tuple[Worksheet, Worksheet]:
    answer, origin = load_workbook(io.BytesIO(content)).worksheets
    return answer, origin


@pytest.mark.parametrize(
    ("language", "titles", "headings", "first"),
    [
        ("en", ["Answer", "Origin"], ["City", "Version", "Modified"], "Bangkok"),
        ("th", ["คำตอบ", "ที่มา"], ["เมือง", "เวอร์ชัน", "แก้ไขเมื่อ"], "กรุงเทพมหานคร"),
    ],
)
def test_a_workbook_is_in_the_language_asked_for(
    client: httpx.Client, language: str, titles: list[str], headings: list[str], first: str
) -> None:
    answer = client.get("/queries/cities/list", params={"lang": language, "format": "xlsx"})
    assert answer.headers["content-type"] == XLSX
    assert answer.headers["content-disposition"] == 'attachment; filename="cities-list.xlsx"'
    sheet, origin = sheets(answer.content)
    assert [sheet.title, origin.title] == titles
    assert [cell.value for cell in sheet[1]] == headings
    assert sheet.max_row == 11
    city = sheet["A2"]
    assert city.value == first
    assert city.hyperlink is not None
    assert city.hyperlink.target == f"{CITY}th-bangkok"
    assert {cell.data_type for row in sheet for cell in row} == {"s"}


def test_a_workbook_says_where_it_is_from(client: httpx.Client, service: str) -> None:
    parameters = {"factor": "culture", "lang": "en", "format": "xlsx"}
    answer = client.get("/queries/factors/findings", params=parameters)
    table = client.get("/queries/factors/findings", params={**parameters, "format": "table"}).json()
    sheet, origin = sheets(answer.content)
    assert sheet.max_row == 1 + len(table["rows"])
    address = f"{service}/queries/factors/findings?factor=culture&lang=en&format=xlsx"
    assert [tuple(cell.value for cell in row) for row in origin] == [
        ("Query", "factors/findings"),
        ("Question", "What was found under a factor?"),
        ("Parameter lang", "en"),
        ("Parameter factor", "culture"),
        ("Data version", "1"),
        ("Date of the data", table["data_date"]),
        ("Licence", "https://creativecommons.org/licenses/by/4.0/"),
        ("Address", address),
    ]


def test_what_a_caller_gives_is_never_part_of_a_query(client: httpx.Client) -> None:
    planted = '" } UNION { ?passage ?p ?o } #'
    answer = client.get("/queries/evidence/search", params={"text": planted})
    assert answer.json()["results"]["bindings"] == []


def test_a_route_for_machines_answers_head_like_get(client: httpx.Client) -> None:
    answer = client.head("/queries/cities/list", params={"format": "xlsx"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == XLSX
    assert answer.content == b""
